"""What can be chosen when exploring, and how each choice is said in words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from vv_analysis.present.comparison.selection import edition_name
from vv_analysis.terms import reference
from vv_analysis.terms.vocabulary import CATEGORIES

ALL_REGIONS, ALL_SERVICES = "All regions", "All services"
AS_PUBLISHED = "As published"
VAT_AS_STATED, WITHOUT_VAT = "stated", "excluded"
VAT = {VAT_AS_STATED: "As stated", WITHOUT_VAT: "Excluding VAT"}

Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What an analyst has chosen to look at.

    Attributes
    ----------
    edition : str
        The publication: ``illustrative-2020-07``.
    region, category : str
        A probation region and the code of a service; empty for all of them.
    prices : str
        The financial year whose prices both sides are brought to; empty for the prices as published.
    vat : str
        ``stated`` for values as they were stated, ``excluded`` to take VAT out of those that include it.
    year : str
        The contract year of the published lines; empty for the last one that the edition states.

    Examples
    --------
    >>> Choice("illustrative-2020-07", region="Wales", category="womens-services", prices="2020-21").name
    'Wales, Women’s services'
    >>> Choice("illustrative-2020-07").file_name
    'all-regions-all-services-illustrative-2020-07-prices-as-published-vat-as-stated'
    """

    edition: str
    region: str = ""
    category: str = ""
    prices: str = ""
    vat: str = VAT_AS_STATED
    year: str = ""

    @property
    def name(self) -> str:
        """The ground and the service, as they are said."""
        service = CATEGORIES.get(self.category, self.category) or ALL_SERVICES
        return f"{self.region or ALL_REGIONS}, {service}".replace("'", "’")

    @property
    def basis(self) -> str:
        """The prices and the VAT, as they are said."""
        prices = f"{self.prices} prices" if self.prices else "prices as published"
        return f"{prices}, {'excluding VAT' if self.vat == WITHOUT_VAT else 'VAT as stated'}"

    @property
    def file_name(self) -> str:
        """A name for a file of it: letters, digits and hyphens alone, so that no word of the data names a folder."""
        parts = (
            self.region or ALL_REGIONS, self.category or ALL_SERVICES, self.edition, self.year, self.basis
        )  # fmt: skip
        return re.sub(r"[^a-z0-9]+", "-", " ".join(parts).lower()).strip("-")


def regions_in(published: pd.DataFrame) -> Options:
    """Return the regions that can be chosen, all of them first.

    Examples
    --------
    >>> regions_in(pd.DataFrame({"region": ["Wales", "", "London", "Wales"]}))
    [('All regions', ''), ('London', 'London'), ('Wales', 'Wales')]
    """
    return [(ALL_REGIONS, ""), *((name, name) for name in sorted(set(published["region"]) - {""}))]


def categories_in(published: pd.DataFrame) -> Options:
    """Return the services that can be chosen, all of them first, in the order of the lots.

    Examples
    --------
    >>> categories_in(pd.DataFrame({"category": ["womens-services", "accommodation"]}))
    [('All services', ''), ('Accommodation', 'accommodation'), ("Women's services", 'womens-services')]
    """
    present = set(published["category"])
    return [(ALL_SERVICES, ""), *((words, code) for code, words in CATEGORIES.items() if code in present)]


def editions_in(published: pd.DataFrame) -> Options:
    """Return the editions that can be chosen, the latest first; one with invented figures says so.

    Examples
    --------
    >>> lines = pd.DataFrame(
    ...     {"publication": ["a", "b"], "published_on": pd.to_datetime(["2019-11-18", "2020-07-28"]),
    ...      "data_status": ["official", "illustrative"]}
    ... )
    >>> editions_in(lines)
    [('July 2020, illustrative', 'b'), ('November 2019', 'a')]
    """
    latest_first = published.sort_values("published_on", ascending=False, kind="stable")
    said = {str(name): _said(lines) for name, lines in latest_first.groupby("publication", sort=False)}
    times = Counter(said.values())
    # Two editions of one month are told apart by the names of their folders.
    return [(f"{words} ({name})" if times[words] > 1 else words, name) for name, words in said.items()]


def _said(lines: pd.DataFrame) -> str:
    invented = ", illustrative" if (lines["data_status"] == "illustrative").any() else ""
    return f"{edition_name(lines)}{invented}"


def price_bases() -> Options:
    """Return the price bases that can be chosen: as published, and every year of the GDP deflator.

    Examples
    --------
    >>> price_bases()[:2]
    [('As published', ''), ('2015-16', '2015-16')]
    """
    return [(AS_PUBLISHED, ""), *((str(year), str(year)) for year in reference.deflators().index)]
