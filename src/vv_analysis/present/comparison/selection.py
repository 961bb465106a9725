"""Choose what a page compares: the lines of two editions and the existing contracts on the same basis."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.ingest.intake.processed import Processed
from vv_analysis.present.comparison.existing import on_the_basis_of
from vv_analysis.present.page import Title
from vv_analysis.settings import Comparison
from vv_analysis.terms import reference
from vv_analysis.terms.vocabulary import CATEGORIES, LOT_CATEGORIES

LINE = ["category", "area_code", "cohort"]


@dataclass(frozen=True, slots=True)
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
        return {"category": "services", "region": "regions"}[self.by]

    @property
    def steady(self) -> pd.DataFrame:
        """The lines of the edition in its steady-state year."""
        return self.published[self.published["year"] == self.steady_year]

    def title(self) -> Title:
        """Return the title of the page, with its banner if any figure is invented."""
        return Title(self.kind, self.name, self.illustrative)

    def in_order(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return one row for every service (or region), in order and named; absent ones have missing figures."""
        rows = pd.DataFrame({self.by: list(self.labels), "label": list(self.labels.values())})
        return rows.merge(frame, how="left", on=self.by)


def of_region(data: Processed, comparison: Comparison, region: str) -> Selection:
    """Return what the page of a probation region compares, service by service."""
    labels = {code: CATEGORIES[code] for code in LOT_CATEGORIES}
    return _selection(data, comparison, ("Region", region), "region", region, "category", labels)


def of_category(data: Processed, comparison: Comparison, category: str) -> Selection:
    """Return what the page of a service category compares, region by region."""
    labels = {region: region for region in reference.regions()}
    return _selection(data, comparison, ("Service", CATEGORIES[category]), "category", category, "region", labels)


def _selection(
    data: Processed,
    comparison: Comparison,
    heading: tuple[str, str],
    column: str,
    value: str,
    by: str,
    labels: dict[str, str],
) -> Selection:
    published = _edition(data.published, comparison.edition)
    earlier = _edition(data.published, comparison.earlier_edition)
    invented = bool((published["data_status"] == "illustrative").all())
    # Invented figures are compared with invented ones, real with real, and never the two together.
    of_a_kind = data.contracts[(data.contracts["data_status"] == "illustrative") == invented]
    existing = on_the_basis_of(published, of_a_kind)

    def _of_the_page(contracts: pd.DataFrame) -> pd.DataFrame:
        return contracts[(contracts[column] == value) & contracts[by].isin(list(labels))]

    return Selection(
        *heading,
        by=by,
        labels=labels,
        published=published[published[column] == value],
        earlier=earlier[earlier[column] == value],
        contracts=_of_the_page(existing.contracts),
        apart=len(_of_the_page(existing.apart)),
        repeated=len(_of_the_page(existing.repeated)),
        steady_year=comparison.steady_year,
        prices=comparison.prices,
    )


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
