"""Existing contracts on the basis of an edition: counted once, without VAT, at twelve months, in one region each."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from vv_analysis.measure.basis.areas import apportion
from vv_analysis.measure.basis.twelve_months import annualise
from vv_analysis.measure.basis.vat import exclude_vat
from vv_analysis.measure.comparison.counted_once import counted_once, left_out
from vv_analysis.terms import reference
from vv_analysis.terms.area_weights import area_weights

_EXCLUDES_VAT = ("excluded", "exempt")
_WEIGHTS = "population"
_PACKAGE_AREA = "contract-package-area"
_REPEATED = "counted in another contract"


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
        Contracts left out, since their money or people are counted in another contract.
    """

    contracts: pd.DataFrame
    apart: pd.DataFrame
    repeated: pd.DataFrame


def on_the_basis_of(published: pd.DataFrame, contracts: pd.DataFrame) -> Existing:
    """Bring contracts to the basis of an edition, step by step, and leave apart what cannot be brought there.

    Contracts of the two old package areas that lie in two regions are split over the regions by residents.
    """
    once = counted_once(contracts)
    brought = annualise(once if published["vat"].iloc[0] not in _EXCLUDES_VAT else exclude_vat(once))
    elsewhere = left_out(contracts)
    placed = _in_the_one_area(_by_region(_together(brought, elsewhere)))
    repeated = placed.pop(_REPEATED).to_numpy(dtype=bool)
    in_one_region = placed[~repeated]
    alike = _alike(published, in_one_region)
    return Existing(in_one_region[alike], in_one_region[~alike], placed[repeated])


def _together(once: pd.DataFrame, elsewhere: pd.DataFrame) -> pd.DataFrame:
    """Lay those counted elsewhere below the others, to be placed in regions along with them."""
    counted = once.assign(**{_REPEATED: False})
    if elsewhere.empty:
        return counted
    return pd.concat([counted, elsewhere.assign(**{_REPEATED: True})], ignore_index=True)


def _by_region(contracts: pd.DataFrame) -> pd.DataFrame:
    if contracts.empty:
        return contracts.assign(apportioned=False)
    return apportion(contracts, area_weights(_WEIGHTS, frm=_PACKAGE_AREA, to="region"), to="region")


def _in_the_one_area(contracts: pd.DataFrame) -> pd.DataFrame:
    """Say of contracts for a region that is one police force area, as Greater Manchester is, that they are for it."""
    areas = reference.areas()
    areas = areas[areas["level"] == "area"]
    alone = areas[~areas["region"].duplicated(keep=False)].set_index("region")
    of_one = contracts["area_level"].eq("region") & contracts["region"].isin(alone.index)
    codes, names = (contracts["region"].map(alone[column]) for column in ("code", "name"))
    return contracts.assign(
        area_code=contracts["area_code"].mask(of_one, codes),
        area=contracts["area"].mask(of_one, names),
        area_level=contracts["area_level"].mask(of_one, "area"),
    )


def _alike(published: pd.DataFrame, contracts: pd.DataFrame) -> pd.Series[bool]:
    vat, unit = published["vat"].iloc[0], published["volume_unit"].iloc[0]
    known = "unknown" not in {vat, unit}
    same_vat = contracts["vat"].isin(_EXCLUDES_VAT if vat in _EXCLUDES_VAT else [vat])
    dated = contracts[["start", "end"]].notna().all(axis="columns")
    return same_vat & dated & contracts["volume_unit"].isin([unit] if known else [])
