"""What a choice comes to: the cost per user of each area, published and in existing contracts."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import pandas as pd

from vv_analysis.explore.choices import VAT_AS_STATED, WITHOUT_VAT, Choice
from vv_analysis.ingest.intake.processed import Processed
from vv_analysis.measure.basis.prices import real_terms
from vv_analysis.measure.basis.vat import exclude_vat
from vv_analysis.measure.comparison.comparability import comparability
from vv_analysis.measure.comparison.counted_once import counted_once
from vv_analysis.measure.disclosure import withhold_few_organisations
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.present.comparison.existing import on_the_basis_of
from vv_analysis.present.comparison.selection import edition_name

_COLUMNS = {"cost_per_user_gbp": "cost_per_user_gbp", "volume_users": "users", "status": "status", "rows_used": "rows"}
_EXCLUDES_VAT = ("excluded", "exempt")


@dataclass(frozen=True, slots=True)
class Finding:
    """The figures of a choice, and what must be said beside them.

    Attributes
    ----------
    choice : Choice
        What was chosen, with the year that is shown.
    edition : str
        The edition as it is said: "July 2020".
    figures : DataFrame
        What `figures_for` returns.
    illustrative : bool
        Whether the figures are invented.
    lines, contracts : int
        Published lines that are shown, and existing contracts behind the figures that are.
    apart, undivided, other_kind : int
        Contracts that are not: of another or an unknown basis; for ground larger than the areas shown; real ones
        beside invented figures, or invented ones beside real figures.
    """

    choice: Choice
    edition: str
    figures: pd.DataFrame
    illustrative: bool = False
    lines: int = 0
    contracts: int = 0
    apart: int = 0
    undivided: int = 0
    other_kind: int = 0

    @property
    def things(self) -> str:
        """What its rows are called."""
        return "areas" if self.choice.region else "regions"

    @property
    def withheld(self) -> int:
        """Rows whose existing cost per user is withheld."""
        return int((self.figures["status"] == "c").sum())


@dataclass(frozen=True, slots=True)
class _Compared:
    """Published lines and existing contracts of one basis, each with the row (``label``) that it stands in."""

    published: pd.DataFrame
    contracts: pd.DataFrame
    apart: int
    undivided: int


def figures_for(data: Processed, choice: Choice) -> pd.DataFrame:
    """Return the cost per user of every area of a region, or of every region, published and in existing contracts.

    Parameters
    ----------
    data : Processed
        All that was read.
    choice : Choice
        What to look at.

    Returns
    -------
    DataFrame
        One row an area (or region): ``label``, ``published_users``, ``published_cost_per_user_gbp`` (pounds),
        ``contracts`` (number used), ``existing_cost_per_user_gbp`` (pounds), ``difference_gbp_per_user`` (published
        minus existing), ``grade`` and ``reasons`` (how far the two can be compared) and ``status`` (of the existing
        side; ``c`` where it rests on contracts handed over by fewer than five organisations). Empty if nothing is
        published for the choice.

    Raises
    ------
    FrameError
        The lines are of unlike bases, or cannot be brought to the prices asked for.
    """
    return finding(data, choice).figures


def finding(data: Processed, choice: Choice) -> Finding:
    """Return the figures of a choice with what must be said beside them; raises as `figures_for` does."""
    edition = data.published[data.published["publication"] == choice.edition]
    if edition.empty:
        return Finding(choice, choice.edition, _no_figures())
    dated = dataclasses.replace(choice, year=choice.year or str(edition["year"].max()))
    of_edition = exclude_vat(edition) if choice.vat == WITHOUT_VAT else edition
    illustrative = bool((of_edition["data_status"] == "illustrative").all())
    of_a_kind = (data.contracts["data_status"] == "illustrative") == illustrative
    compared = _compared(of_edition, data.contracts[of_a_kind], dated)
    figures = _figures(compared, choice.prices)
    return Finding(
        dated,
        edition_name(edition),
        figures,
        illustrative=illustrative,
        lines=len(compared.published),
        contracts=_behind(figures, compared.contracts),
        apart=compared.apart,
        undivided=compared.undivided,
        other_kind=len(_chosen(data.contracts[~of_a_kind], choice)),
    )


def _compared(edition: pd.DataFrame, contracts: pd.DataFrame, choice: Choice) -> _Compared:
    # What is counted in another contract must go first: that one may itself be left out below.
    once = counted_once(contracts)
    unlike_vat = _unlike_vat(edition, once, choice.vat)
    existing = on_the_basis_of(edition, once[~unlike_vat])
    published = _chosen(edition[edition["year"] == choice.year], choice)
    like = _chosen(existing.contracts, choice)
    apart = len(_chosen(existing.apart, choice)) + len(_chosen(once[unlike_vat], choice))
    if not choice.region:
        return _Compared(_labelled(published, "region"), _labelled(like, "region"), apart, 0)
    # A region and an area in it may share a name (West Midlands): their codes tell them apart.
    of_the_areas = like["area_code"].isin(set(published["area_code"]))
    return _Compared(
        _labelled(published, "area"), _labelled(like[of_the_areas], "area"), apart, int((~of_the_areas).sum())
    )


def _unlike_vat(edition: pd.DataFrame, contracts: pd.DataFrame, vat: str) -> pd.Series[bool]:
    """Say which contracts include VAT where the edition does not, and VAT is to stay as stated."""
    excluded = edition["vat"].iloc[0] in _EXCLUDES_VAT
    return (contracts["vat"] == "included") & (vat == VAT_AS_STATED and excluded)


def _chosen(rows: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    chosen = rows["region"] == choice.region if choice.region else rows["region"] != ""
    return rows[chosen & (rows["category"] == choice.category)] if choice.category else rows[chosen]


def _labelled(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    return rows.assign(label=rows[column].astype("str"))


def _figures(compared: _Compared, prices: str) -> pd.DataFrame:
    if compared.published.empty:
        return _no_figures()
    sides = {"published": compared.published, "existing": compared.contracts}
    if prices:
        sides = {name: real_terms(side, prices) for name, side in sides.items()}
    costs = {name: _costs(side, name) for name, side in sides.items()}
    graded = comparability(sides["existing"], sides["published"], on=["label"])[["label", "grade", "reasons"]]
    both = costs["published"].merge(costs["existing"], how="left", on="label").merge(graded, how="left", on="label")
    existing, published = both["existing_cost_per_user_gbp"], both["published_cost_per_user_gbp"]
    measured = both.assign(
        contracts=both["existing_rows"].fillna(0),
        difference_gbp_per_user=published - existing,
        grade=both["grade"].where(existing.notna(), ""),
        reasons=both["reasons"].where(existing.notna(), ""),
        status=both["existing_status"].fillna("x"),
    )
    return _withheld(measured, sides["existing"])[list(_no_figures())]


def _withheld(measured: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    # What is published stays; only what a confidential contract could be worked out from is withheld.
    public = [name for name in measured.columns if name.startswith("published_")]
    withheld = withhold_few_organisations(measured.drop(columns=public), contracts, on=["label"])
    shown = withheld["status"] != "c"
    graded = {name: withheld[name].where(shown, "") for name in ("grade", "reasons")}
    return withheld.assign(**graded).join(measured[public])


def _costs(side: pd.DataFrame, name: str) -> pd.DataFrame:
    cost = unit_cost(side, by=["label"])[["label", *_COLUMNS]]
    return cost.rename(columns={column: f"{name}_{short}" for column, short in _COLUMNS.items()})


def _behind(figures: pd.DataFrame, contracts: pd.DataFrame) -> int:
    """Count the contracts behind the figures shown; one split over two regions is one."""
    shown = figures.loc[figures["contracts"] > 0, "label"]
    used = contracts["label"].isin(set(shown)) & contracts[["value_gbp", "volume_users"]].notna().all(axis="columns")
    return int(contracts.loc[used, "value_source"].nunique())


def _no_figures() -> pd.DataFrame:
    kinds = {
        "label": "str",
        "published_users": "float64",
        "published_cost_per_user_gbp": "float64",
        "contracts": "float64",
        "existing_cost_per_user_gbp": "float64",
        "difference_gbp_per_user": "float64",
        "grade": "str",
        "reasons": "str",
        "status": "str",
    }
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
