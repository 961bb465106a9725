"""Choose what a page compares: the lines of two editions and the existing contracts on the same basis."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.ingest.intake.processed import Processed
from vv_analysis.measure.disclosure import MINIMUM_ORGANISATIONS
from vv_analysis.present import sentences
from vv_analysis.present.comparison.existing import Existing, on_the_basis_of
from vv_analysis.present.comparison.remembered import kept
from vv_analysis.present.content import Title
from vv_analysis.settings import Comparison
from vv_analysis.terms import reference
from vv_analysis.terms.vocabulary import CATEGORIES, LOT_CATEGORIES

LINE = ["category", "area_code", "cohort"]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Selection:
    """What one page compares.

    Attributes
    ----------
    kind, name : str
        What the page is about: "Region", "Wales".
    by, labels : str, dict
        The column that makes the rows of its tables, and the words for each of its values, in order.
    published, earlier : DataFrame
        The lines of the edition compared and of the one before it.
    contracts : DataFrame
        Existing contracts on the basis of the edition, each with the steps that brought it there.
    apart : int
        Contracts of the same ground and service left out, since their basis is another or unknown.
    repeated : int
        Contracts left out since their money or people are counted in another one.
    steady_year, prices : str
        The steady-state year, and the year whose prices costs per user are compared in.
    """

    kind: str
    name: str
    by: str
    labels: dict[str, str]
    published: pd.DataFrame
    earlier: pd.DataFrame
    contracts: pd.DataFrame
    apart: int
    repeated: int
    steady_year: str
    prices: str

    @property
    def illustrative(self) -> bool:
        """Whether any figure of the page is invented."""
        frames = (self.published, self.earlier, self.contracts)
        return any((frame["data_status"] == "illustrative").any() for frame in frames)

    @property
    def things(self) -> str:
        """What the rows of its tables are called."""
        return {"category": "services", "region": "regions", "area": "areas"}[self.by]

    @property
    def thing(self) -> str:
        """What one of them is called, as a heading."""
        return self.things[:-1].capitalize()

    @property
    def steady(self) -> pd.DataFrame:
        """The lines of the edition in its steady-state year."""
        return self.published[self.published["year"] == self.steady_year]

    @property
    def withheld(self) -> bool:
        """Whether contracts handed over by fewer than five organisations stand behind the page."""
        organisations = self.contracts["organisation"].str.casefold().nunique()
        handed_over = (self.contracts["data_status"] != "illustrative").any()
        return bool(0 < organisations < MINIMUM_ORGANISATIONS and handed_over)

    def by_rows_of(self, by: str) -> Selection:
        """Return the same, laid out by other rows: by area instead of by region."""
        return dataclasses.replace(self, by=by, labels=rows_of(by))

    def with_contracts(self, contracts: pd.DataFrame) -> Selection:
        """Return the same with other contracts."""
        return dataclasses.replace(self, contracts=contracts)

    def title(self) -> Title:
        """Return the title of the page, with its banner if any figure is invented."""
        return Title(self.kind, self.name, self.illustrative)

    def in_order(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return one row for every service (or region), in order and named; absent ones have missing figures."""
        found = frame.set_index(self.by).reindex(list(self.labels))
        found.insert(0, "label", list(self.labels.values()))
        return found.rename_axis(self.by).reset_index()


def of_region(data: Processed, comparison: Comparison, region: str) -> Selection:
    """Return what the page of a probation region compares, service by service."""
    return _selection(data, comparison, ("Region", region), {"region": region}, "category")


def of_category(data: Processed, comparison: Comparison, category: str) -> Selection:
    """Return what the page of a service category compares, region by region."""
    return _selection(data, comparison, ("Service", CATEGORIES[category]), {"category": category}, "region")


def of_area(data: Processed, comparison: Comparison, area: str) -> Selection:
    """Return what the page of a police force area compares, service by service.

    Contracts for a whole region or an old package area are not split over its areas; they stand on its page. A region
    that is one area has the same contracts as that.
    """
    return _selection(
        data, comparison, ("Area", sentences.place(area)), {"area_level": "area", "area": area}, "category"
    )


def of_nation(data: Processed, comparison: Comparison, by: str = "category") -> Selection:
    """Return what the page of England and Wales compares, service by service or region by region."""
    return _selection(data, comparison, ("National", "England and Wales"), {}, by)


def of_organisation(data: Processed, comparison: Comparison, organisation: str) -> Selection:
    """Return what the page of one organisation compares: its contracts, and what is published for their ground.

    A contract for one area is laid beside the lines of that area, any other beside those of its region.
    """
    own = data.contracts[data.contracts["organisation"] == organisation]
    everything = _selection(
        dataclasses.replace(data, contracts=own), comparison, ("Organisation", organisation), {}, "category"
    )
    return dataclasses.replace(
        everything,
        published=on_ground_of(everything.published, everything.contracts),
        earlier=on_ground_of(everything.earlier, everything.contracts),
    )


def on_ground_of(published: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    """Return the published lines of the areas and regions that contracts are for, each line once."""
    own_area = contracts["area_level"] == "area"
    areas = set(contracts.loc[own_area, ["category", "area_code"]].itertuples(index=False, name=None))
    regions = set(contracts.loc[~own_area, ["category", "region"]].itertuples(index=False, name=None))
    lines = zip(published["category"], published["area_code"], published["region"], strict=True)
    return published[[(lot, area) in areas or (lot, region) in regions for lot, area, region in lines]]


def of_editions(data: Processed, comparison: Comparison, earlier_edition: str, edition: str, by: str) -> Selection:
    """Return what the page of two editions compares; existing contracts have no part in it."""
    asked = comparison.model_copy(update={"edition": edition, "earlier_edition": earlier_edition})
    return _selection(_without_contracts(data), asked, ("Two publications", "England and Wales"), {}, by)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every page of a comparison chooses from: two editions, and the existing contracts on their basis."""

    published: pd.DataFrame
    earlier: pd.DataFrame
    existing: Existing


@kept
def _ground(data: Processed, comparison: Comparison) -> _Ground:
    published = _edition(data.published, comparison.edition)
    earlier = _edition(data.published, comparison.earlier_edition)
    invented = bool((published["data_status"] == "illustrative").all())
    # Invented figures are compared with invented ones, real with real, and never the two together.
    of_a_kind = data.contracts[(data.contracts["data_status"] == "illustrative") == invented]
    return _Ground(published, earlier, on_the_basis_of(published, of_a_kind))


@kept
def _without_contracts(data: Processed) -> Processed:
    return dataclasses.replace(data, contracts=data.contracts.head(0))


def _selection(
    data: Processed, comparison: Comparison, heading: tuple[str, str], scope: Mapping[str, str], by: str
) -> Selection:
    ground, labels = _ground(data, comparison), rows_of(by)

    def _on_the_page(rows: pd.DataFrame) -> pd.Series[bool]:
        chosen = rows[by].isin(list(labels))
        for column, value in scope.items():
            chosen &= rows[column] == value
        return chosen

    contracts, apart, repeated = ground.existing.contracts, ground.existing.apart, ground.existing.repeated
    return Selection(
        *heading,
        by=by,
        labels=labels,
        published=ground.published[_on_the_page(ground.published)],
        earlier=ground.earlier[_on_the_page(ground.earlier)],
        contracts=contracts[_on_the_page(contracts)],
        apart=int(_on_the_page(apart).sum()),
        repeated=int(_on_the_page(repeated).sum()),
        steady_year=comparison.steady_year,
        prices=comparison.prices,
    )


def rows_of(by: str) -> dict[str, str]:
    """Return the rows of a table by service, by region or by area: each with its words, in order."""
    if by == "category":
        return {code: CATEGORIES[code] for code in LOT_CATEGORIES}
    return {name: sentences.place(name) for name in (reference.regions() if by == "region" else reference.area_names())}


def _edition(published: pd.DataFrame, name: str) -> pd.DataFrame:
    lines = published[published["publication"] == name]
    if lines.empty:
        known = ", ".join(sorted(published["publication"].unique())) or "none"
        raise FrameError(f"edition {name!r} is not in the data", where="vv.toml", expected=f"one of {known}")
    return lines


def edition_name(lines: pd.DataFrame) -> str:
    """Return an edition as it is said: "July 2020"."""
    day = pd.Timestamp(lines["published_on"].max())
    return str(lines["publication"].iloc[0]) if pd.isna(day) else f"{day.month_name()} {day.year}"
