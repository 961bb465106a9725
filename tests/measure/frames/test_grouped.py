"""Groups by key keep a missing key, stand in order, and are only those that a row has, however many keys there are."""

import numpy as np
import pandas as pd

from vv_analysis.measure.frames import sums
from vv_analysis.measure.frames.sums import grouped, groups_of


def test_groups_stand_in_order_with_a_missing_key_last():
    rows = pd.DataFrame({"area": ["Kent", None, "Essex", "Kent"], "value_gbp": [1.0, 2.0, 4.0, 8.0]})
    added = grouped(rows, ["area"])["value_gbp"].sum()
    assert added.tolist() == [4.0, 9.0, 2.0]
    assert added.index.tolist()[:2] == ["Essex", "Kent"]
    assert pd.isna(added.index[2])


def test_a_category_that_no_row_has_makes_no_group():
    size = pd.Categorical(["small", "large"], categories=["large", "medium", "small"])
    assert grouped(pd.DataFrame({"size": size}), ["size"]).size().index.tolist() == ["large", "small"]


def test_without_keys_everything_is_one_group_numbered_nought():
    rows = pd.DataFrame({"value_gbp": [1.0, 2.0]}, index=["x", "x"])
    added = grouped(rows, [])["value_gbp"].sum()
    assert added.to_dict() == {0: 3.0}
    assert added.index.dtype == np.dtype("int64")
    assert grouped(rows.head(0), [])["value_gbp"].sum().empty


def places_of_pairs(count):
    """Return two columns of which each pair of entries stands once, in no order."""
    order = np.random.default_rng(3).permutation(count)
    return pd.DataFrame({"one": order // 100, "other": order % 100, "third": order % 97}), order


def test_many_possible_groups_of_which_few_are_there_stand_in_order_too():
    # 100 x 100 x 97 possible groups for 400 rows.
    rows, order = places_of_pairs(10_000)
    some = rows.head(400)
    groups = groups_of(some, ["one", "other", "third"])
    assert groups.of_row.tolist() == np.argsort(np.argsort(order[:400])).tolist()
    assert groups.labels["one"].tolist() == sorted(some["one"])


def test_more_possible_groups_than_a_number_can_count_are_counted_step_by_step(monkeypatch):
    rows, order = places_of_pairs(400)
    by_code = groups_of(rows, ["one", "other", "third"])
    monkeypatch.setattr(sums, "_LARGEST_CODE", 50)
    step_by_step = groups_of(rows, ["one", "other", "third"])
    assert step_by_step.of_row.tolist() == by_code.of_row.tolist() == np.argsort(np.argsort(order)).tolist()
