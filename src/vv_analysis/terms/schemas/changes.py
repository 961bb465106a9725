"""The frames that split a change: by the mix of a group, and step by step from existing contracts to published ones."""

from __future__ import annotations

import numpy as np
import pandera.pandas as pa
from pandera.typing.pandas import Series

from vv_analysis.terms import vocabulary
from vv_analysis.terms.schemas.fields import code, count, figure, text


class Mix(pa.DataFrameModel):
    """Change of a group of items, split into volume, mix and price without a remainder."""

    value_before_gbp: Series[float] = figure("Value before", "pounds")
    value_after_gbp: Series[float] = figure("Value after", "pounds")
    variance_gbp: Series[float] = figure("After minus before", "pounds")
    volume_effect_gbp: Series[float] = figure("Part due to more or fewer people in all", "pounds")
    mix_effect_gbp: Series[float] = figure("Part due to people moving between dearer and cheaper items", "pounds")
    price_effect_gbp: Series[float] = figure("Part due to the change in the items' own cost per user", "pounds")
    new_provision_gbp: Series[float] = figure("Part due to items found only after", "pounds")
    ended_provision_gbp: Series[float] = figure("Part due to items found only before", "pounds")
    unsplit_gbp: Series[float] = figure("Change of items without a volume on one side", "pounds")
    volume_before_users: Series[float] = figure("Volume before of the items that are split", "users")
    volume_after_users: Series[float] = figure("Volume after of the items that are split", "users")
    cost_per_user_before_gbp: Series[float] = figure("Cost per user before of these items", "pounds per user")
    cost_per_user_after_gbp: Series[float] = figure("Cost per user after of these items", "pounds per user")
    items: Series[np.int64] = count("Items on either side", "items")
    items_split: Series[np.int64] = count("Items that are split", "items")
    variance_low_gbp: Series[float] = figure("Lowest that the variance can be", "pounds")
    variance_high_gbp: Series[float] = figure("Highest that the variance can be", "pounds")
    sign: Series[str] = text("Which way the value went, as far as its ends tell: higher, lower, no change ...")
    status: Series[str] = code("Mark of the split", vocabulary.STATUS_MARKS)


class Bridge(pa.DataFrameModel):
    """Steps from what existing contracts pay to what a publication offers over its years."""

    step: Series[str] = text("Step: existing, prices, volume, price, new provision ... published")
    amount_gbp: Series[float] = figure("What the step adds; of the first and the last the whole amount", "pounds")
    running_total_gbp: Series[float] = figure("Amount reached after the step", "pounds")
    amount_low_gbp: Series[float] = figure("Lowest that the amount can be", "pounds")
    amount_high_gbp: Series[float] = figure("Highest that the amount can be", "pounds")
    years: Series[np.int64] = count("Years of the publication", "years")
    steady_year: Series[str] = text("Year taken as fully running")
    assumed_steady: Series[bool] = pa.Field(description="Whether no year is steady and the last full one had to serve")
    keys: Series[np.int64] = count("Keys that either side has", "keys")
    keys_left_out: Series[np.int64] = count("Keys left out, as a value of theirs is missing", "keys")
    status: Series[str] = code("Mark of the bridge", vocabulary.STATUS_MARKS)
