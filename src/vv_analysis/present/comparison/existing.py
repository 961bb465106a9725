"""Existing contracts on the basis of an edition: counted once, without VAT, at twelve months, in one region each."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from vv_analysis.measure.basis.areas import PLACE, apportion
from vv_analysis.measure.basis.twelve_months import annualise
from vv_analysis.measure.basis.vat import exclude_vat
from vv_analysis.measure.comparison.counted_once import counted_once, left_out
from vv_analysis.terms.area_weights import area_weights

_EXCLUDES_VAT = ("excluded", "exempt")
_WEIGHTS = "population"
_PACKAGE_AREA = "contract-package-area"
_GROUND = ["category", *PLACE, "value_gbp"]


@dataclass(frozen=True, slots=True)
class Existing:
    """The contracts a page compares, and those it does not.

    Attributes
    ----------
    contracts : DataFrame
        Contracts on the basis of the edition; what was done to each stands in its ``steps``.
    apart : DataFrame
        Contracts left out, since their VAT or dates are not known or another unit of volume is counted.
    repeated : DataFrame
        Contracts left out, since their money or people are counted in another contract: their ground alone.
    """

    contracts: pd.DataFrame
    apart: pd.DataFrame
    repeated: pd.DataFrame


def on_the_basis_of(published: pd.DataFrame, contracts: pd.DataFrame) -> Existing:
    """Bring contracts to the basis of an edition, step by step, and leave apart what cannot be brought there.

    Contracts of the two old package areas that lie in two regions are split over the regions by residents.
    """
    once = counted_once(contracts)
    brought = once if published["vat"].iloc[0] not in _EXCLUDES_VAT else exclude_vat(once)
    in_one_region = _by_region(annualise(brought))
    alike = _alike(published, in_one_region)
    return Existing(in_one_region[alike], in_one_region[~alike], _by_region(left_out(contracts)[_GROUND]))


def _by_region(contracts: pd.DataFrame) -> pd.DataFrame:
    if contracts.empty:
        return contracts.assign(apportioned=False)
    return apportion(contracts, area_weights(_WEIGHTS, frm=_PACKAGE_AREA, to="region"), to="region")


def _alike(published: pd.DataFrame, contracts: pd.DataFrame) -> pd.Series[bool]:
    vat, unit = published["vat"].iloc[0], published["volume_unit"].iloc[0]
    known = "unknown" not in {vat, unit}
    same_vat = contracts["vat"].isin(_EXCLUDES_VAT if vat in _EXCLUDES_VAT else [vat])
    dated = contracts[["start", "end"]].notna().all(axis="columns")
    return same_vat & dated & contracts["volume_unit"].isin([unit] if known else [])
