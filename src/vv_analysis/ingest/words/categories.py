"""Find the service category that a text names."""

from __future__ import annotations

import re
from functools import cache

from vv_analysis.errors import CategoryError
from vv_analysis.ingest.words.names import Phrases, did_you_mean, normalised
from vv_analysis.terms import reference, vocabulary
from vv_analysis.terms.findings import quoted

_LOT = re.compile(r"^\s*lot\s+([0-9](?:\.[0-9])?)\b(?!\s*(?:,|and|&|to|-|–)\s*[0-9])", re.IGNORECASE)
_OTHER = "other"


def find_category(text: str) -> str:
    """Return the code of the service category that a text names, by its name or by its lot.

    Raises
    ------
    CategoryError
        No category is named, or two are.

    Examples
    --------
    >>> find_category("Lot 2.2 Education, Training and Employment services"), find_category("ETE")
    ('education-training-employment', 'education-training-employment')
    >>> find_category("Lot 4")
    'personal-wellbeing'
    """
    named = _named(text)
    lot = _LOT.match(text)
    numbered = {_lots()[lot[1]]} if lot and lot[1] in _lots() else set()
    found = named or numbered
    if len(found) != 1 or (named and numbered and named != numbered):
        raise _unclear(text, several=bool(found))
    return found.pop()


def _unclear(text: str, *, several: bool) -> CategoryError:
    names = vocabulary.CATEGORIES.values()
    known = f"{quoted(text)} {'names two service categories' if several else 'is no service category that is known'}"
    spelling = "correct it, or add the spelling to data/raw/reference/category_spellings.csv"
    return CategoryError(
        known if text.strip() else "no service category is named",
        expected=f"one of {', '.join(names)}",
        remedy=(did_you_mean(text, names) or spelling) if text.strip() else "name one",
    )


def category_in_title(title: str) -> str:
    """Return the category that the title of a notice names, or "other" where it names none or several.

    Examples
    --------
    >>> category_in_title("DF Finance, Benefits and Debt for West Midlands")
    'finance-benefits-debt'
    >>> category_in_title("Probation Services Dynamic Framework")
    'other'
    """
    named = _named(title)
    return named.pop() if len(named) == 1 else "other"


def _named(text: str) -> set[str]:
    words = normalised(text).split()
    named = {_phrases().index[found.phrase] for found in _phrases().found_in(words)}
    # "other" names a service only where it stands alone: "accommodation for women and other people" names one more.
    return named or ({_OTHER} if " ".join(words) in {"other", "other services"} else set())


@cache
def _phrases() -> Phrases[str]:
    index = {normalised(name): code for code, name in vocabulary.CATEGORIES.items() if code != _OTHER}
    index |= {normalised(code): code for code in vocabulary.CATEGORIES if code != _OTHER}
    for row in reference.category_spellings().itertuples(index=False):
        index[normalised(str(row.spelling))] = str(row.category)
    return Phrases(index)


@cache
def _lots() -> dict[str, str]:
    table = reference.categories()
    return {lot: category for lot, category in zip(table["lot"], table["category"], strict=True) if lot}
