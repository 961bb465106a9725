"""What the lines around a table say of all its figures: the measure, the unit of money, the year, the category.

A title says what a table is about; a sentence ("all values exclude VAT") only remarks on it, and decides nothing
but a unit. Where two titles disagree nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vv_analysis.errors import CategoryError
from vv_analysis.ingest.words.categories import find_category
from vv_analysis.ingest.words.headings import ContractYear, measure_named, unit_named, without_marks, year_named
from vv_analysis.ingest.words.names import normalised

_REMARK = re.compile(
    r"^\s*(?:\(\d|\*|\[?notes?\b|source\b)"
    r"|\b(?:is|are|was|were|be|been|has|have|may|should|does|do|not|excludes?|includes?|except|other than)\b"
    r"|\b(?:excluding|including)\b(?! VAT)",
    re.IGNORECASE,
)
# "To the nearest £000" says how figures were rounded, not what they stand for.
_ROUNDING = re.compile(
    r"\bnearest\s+(?:£ ?)?(?:['’]?0{3}['’]?s?|[0-9][0-9,]*|m(?:illions?)?|k|hundreds?|thousands?|pounds?)\b"
    r"(?: of pounds| pounds)?",
    re.IGNORECASE,
)
_POUNDS = re.compile(r"£(?! ?[0-9])|\bpounds\b|\bGBP\b", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"(?:(?:contract|financial) )?(?:year\b)?[\s:,(]*20[0-9]{2}[0-9/ ‐‑–—−-]+\)?", re.IGNORECASE)
_OF_FIGURES = re.compile(r"\b(?:all|values?|figures|amounts?|costs?|prices?|money)\b", re.IGNORECASE)
_VALUES, _VOLUMES = (re.compile(rf"\b{word}s?\b", re.IGNORECASE) for word in ("value", "volume"))


@dataclass(frozen=True, slots=True)
class SheetLines:
    """What stands around a table.

    Attributes
    ----------
    name : str
        The name of its sheet.
    own : tuple of str
        Its own title and the lines below that, where the sheet holds several tables.
    above : tuple of str
        The lines at the top of the sheet, which speak for every table without a title of its own.
    beside : tuple of str
        Lines above tables that stand beside it; they may name the unit of all.
    below : tuple of str
        Lines below its last figures.
    """

    name: str
    own: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    def units(self) -> set[int]:
        """Return the units of money above pounds that are named closest to the table; several are in dispute.

        Examples
        --------
        >>> SheetLines("T", above=("Values in £000, to the nearest £000",)).units()
        {1000}
        """
        near_to_far = ((self.name, *self.own), self.above, self.beside, self.below)
        return next((units for lines in near_to_far if (units := units_in(lines))), set())

    def names_pounds(self) -> bool:
        """Tell whether a line names pounds and nothing larger, so that no other sheet need be asked."""
        lines = (self.name, *self.own, *self.above, *self.beside, *self.below)
        return any(_POUNDS.search(_without_rounding(text)) for text in lines) and not self.units()

    def measure(self) -> str:
        """Return "value" or "volume" if the name of the sheet or its titles name one of them and none the other.

        Examples
        --------
        >>> SheetLines("Table 1b", above=("Volumes by area", "All values exclude VAT")).measure()
        'volume'
        """
        named = {only_measure(text) for text in (self.name, *self._titles)} - {""}
        return named.pop() if len(named) == 1 else ""

    def category(self) -> str:
        """Return the service category that the name of the sheet or its titles name, "" if none or several.

        Examples
        --------
        >>> SheetLines("2.1 FBD").category(), SheetLines("T", above=("Lot 1", "Lot 3")).category()
        ('finance-benefits-debt', '')
        """
        named = {category_named(text) for text in (self.name, *self._titles)} - {""}
        return named.pop() if len(named) == 1 else ""

    def year(self) -> ContractYear | None:
        """Return the contract year that the name of the sheet, or a line by itself, consists of; None if none does."""
        alone = (text for text in (self.name, *self.own, *self.above) if _YEAR_ALONE.fullmatch(without_marks(text)))
        named = {year for text in alone if (year := year_named(text))}
        return named.pop() if len(named) == 1 else None

    @property
    def _titles(self) -> list[str]:
        own = [text for text in self.own if not is_remark(text)]
        return own or [text for text in self.above if not is_remark(text)]


def is_remark(text: str) -> bool:
    """Tell whether a line is a note or a sentence, and no title.

    Examples
    --------
    >>> [is_remark(text) for text in ("All values exclude VAT", "(1) A note", "Values (£m, excluding VAT)")]
    [True, True, False]
    """
    return bool(_REMARK.search(text))


def speaks_of_figures(text: str) -> bool:
    """Tell whether a line is about figures, so that a unit it names may be theirs."""
    return bool(_OF_FIGURES.search(text))


def units_in(lines: Iterable[str]) -> set[int]:
    """Return the units of money above pounds that lines name, but for what figures were rounded to."""
    return {unit for text in lines if (unit := unit_named(_without_rounding(text))) > 1}


def _without_rounding(text: str) -> str:
    return _ROUNDING.sub("", text)


def only_measure(text: str) -> str:
    """Return the measure that a text names; "" where it names both or none."""
    return "" if _VALUES.search(text) and _VOLUMES.search(text) else measure_named(text)


def category_named(text: str) -> str:
    """Return the service category that a text names, "" if none or several.

    Examples
    --------
    >>> category_named("Lot 3: Dependency and Recovery"), category_named("Values and other figures")
    ('dependency-recovery', '')
    """
    try:
        found = find_category(text)
    except CategoryError:
        return ""
    # In a title "other" is a word like any other, unless it stands there by itself.
    by_chance = found == "other" and " other " in f" {normalised(text)} "
    return "" if by_chance and normalised(text) not in {"other", "other services"} else found
