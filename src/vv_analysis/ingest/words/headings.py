"""Understand one heading: what its column holds, for which year, in which unit."""

from __future__ import annotations

import re

from vv_analysis.ingest.words.contract_years import ContractYear, contract_year

__all__ = [
    "KEYS",
    "MEASURES",
    "ContractYear",
    "count_unit_named",
    "is_derived",
    "key_named",
    "measure_named",
    "unit_named",
    "vat_named",
    "without_marks",
    "year_named",
]

KEYS = {
    "area": (
        r"(?:police force |pcc |police and crime commissioner )?area(?: name)?"
        r"|contract package area|cpa|location|area ?/ ?region"
    ),
    "region": r"(?:probation )?region(?: name)?",
    "category": r"lots?(?: name)?|service category|category|service(?: type)?|lot ?/ ?service",
    "cohort": r"cohort|service user group|who is served",
    "year": r"(?:contract |financial )?year|contract period",
    "vat": r"vat(?: basis| status| treatment)?",
}
MEASURES = {
    "volume": r"\bvolumes?\b|\bservice users\b|\busers\b|\breferrals\b|\bstarts\b|\bplaces\b",
    "value": r"\bvalues?\b|\bcost\b|\bprice\b|\bfunding\b|£",
}
_BOTH = re.compile(
    r"\bvalues?\s*(?:and|&|/|,|\+)\s*volumes?\b|\bvolumes?\s*(?:and|&|/|,|\+)\s*values?\b", re.IGNORECASE
)
_MONEY = re.compile(r"£|\bGBP|\bpounds\b", re.IGNORECASE)
# A figure for each of these is worked out here, not read: a published one would be a second version of it.
_DERIVED = re.compile(
    r"(?:\bper|/) ?(?:service )?(?:user|head|person|woman|man|participant|client|individual|referral|start|completion"
    r"|place)\b|\bunit (?:cost|price)\b|\b(?:average|mean) (?:cost|price|value)\b|\bper ?cent(?:age)?\b|%|\bshares?\b"
    r"|\b(?:change|difference|variance|increase)\b",
    re.IGNORECASE,
)
_POUND = r"(?:£|\bGBP ?)"
_SCALES = (
    (1_000_000_000, rf"{_POUND} ?\(?(?:bn|billions?)\b"),
    (1_000_000, rf"{_POUND} ?\(?m(?:n|ln|ill?|illions?)?\b|{_POUND} ?['’]?000,000['’]?s?\b|\bm ?£"),
    (1_000, rf"{_POUND} ?\(?['’]?0{{3}}['’]?s?\b|{_POUND} ?\(?(?:k|thousands?)\b|{_POUND}1,?000s\b|\bk ?£"),
)
# A scale that stands apart from the pound sign counts beside one, unless it belongs to a number or to prose.
_APART = r"(?<![0-9])(?<![0-9] )(?<!\ba )(?<!\bone )(?<!\bper )(?<!s of )"
_SCALES_APART = (
    (1_000_000_000, rf"{_APART}\bbillions\b|\bbillion (?:pounds|£|GBP)"),
    (1_000_000, rf"{_APART}\bmillions\b|(?:£|GBP|pounds)\W{{0,3}}(?:in )?millions?\b|\((?:mn|million)\)"),
    (
        1_000,
        rf"{_APART}\bthousands\b|(?:£|GBP|pounds)\W{{0,3}}(?:in )?thousands?\b|\(thousand\)"
        r"|(?<![0-9.,£])['’]?\b0{3}['’]?s?\b(?![.,][0-9])",
    ),
)
_COUNT_UNITS = (
    (1_000_000, r"(?<![0-9] )(?<!\ba )\bmillions?\b"),
    (1_000, r"(?<![0-9] )(?<!\ba )\bthousands?\b|(?<![0-9.,])['’]?\b0{3}['’]?s?\b"),
)
_WITHOUT = (
    r"(?:excl?\.?|ex\.?|exclud(?:es?|ed|ing)|exclusive of|without|net of|plus|before|not includ(?:es?|ed|ing)|\+)"
)
_WITH = r"(?<!not )(?:incl?\.?|includ(?:es?|ed|ing)|inclusive of|with|gross of)"
_OF_VAT = r" ?(?:any |all |[0-9]{1,2}(?:\.[0-9])?% )?VAT\b"
_VAT_IS = r"\bVAT[ :,(–-]*(?:is |are )?"
_VAT_BESIDE = (
    (
        "excluded",
        rf"(?<![A-Za-z]){_WITHOUT}{_OF_VAT}|{_VAT_IS}(?:not )(?:included|inclusive)\b"
        rf"|{_VAT_IS}(?:excluded|exclusive|excl?|ex|extra)\b",
    ),
    ("included", rf"(?<![A-Za-z]){_WITH}{_OF_VAT}|{_VAT_IS}(?:included|inclusive|incl?)\b"),
    ("exempt", rf"\bexempt from{_OF_VAT}|{_VAT_IS}exempt\b"),
)
_VAT_ALONE = (
    ("excluded", r"excl?\.?|ex\.?|exclud(?:es?|ed|ing)|exclusive|without|net"),
    ("included", r"incl?\.?|includ(?:es?|ed|ing)|inclusive|with|gross"),
    ("exempt", r"exempt"),
)
_MARKS = re.compile(
    r"\s*(?:\[notes? [0-9, and]{1,20}\]|\[[0-9]{1,2}\]|\([0-9]{1,2}\),?|[¹²³⁰⁴-⁹]+|[*†‡]+)", re.IGNORECASE
)


def without_marks(text: str) -> str:
    """Return a heading without its note marks.

    Examples
    --------
    >>> without_marks("2026 (1), (2)"), without_marks("Value (£m) [note 3]")
    ('2026', 'Value (£m)')
    """
    return _MARKS.sub("", text).strip(" ,")


def key_named(text: str) -> str:
    """Return which key a heading names ("area", "category" ...), or "".

    Examples
    --------
    >>> key_named("Police force area"), key_named("Lot [note 1]"), key_named("Value (£)")
    ('area', 'category', '')
    """
    bare = without_marks(text)
    return next((key for key, words in KEYS.items() if re.fullmatch(words, bare, re.IGNORECASE)), "")


def is_derived(text: str) -> bool:
    """Tell whether a heading names a figure that is worked out from values and volumes: never read, only made here.

    Examples
    --------
    >>> is_derived("Cost per user (£)"), is_derived("% of total value"), is_derived("Value (£)")
    (True, True, False)
    """
    return bool(_DERIVED.search(text))


def measure_named(text: str) -> str:
    """Return "value" or "volume" if a heading names one of them, else ""; of both, the one it begins with.

    Examples
    --------
    >>> [measure_named(text) for text in ("Value (£m)", "Volume (users)", "Cost per user (£)", "Funding for places")]
    ['value', 'volume', '', 'value']
    """
    if is_derived(text) or _BOTH.search(text):
        return ""
    named = {
        name: found.start() for name, words in MEASURES.items() if (found := re.search(words, text, re.IGNORECASE))
    }
    if len(named) > 1 and _MONEY.search(text):
        return "value"  # the cost of places (£) is money
    return min(named, key=lambda name: named[name], default="")


def unit_named(text: str) -> int:
    """Return what one stands for in a column of money: 1, 1000, 1000000 or a billion; 0 if no unit is named.

    Examples
    --------
    >>> unit_named("Value (£m)"), unit_named("£000"), unit_named("Value (£)"), unit_named("Value")
    (1000000, 1000, 1, 0)
    >>> unit_named("Value, £ (in thousands)"), unit_named("£195 million was awarded")
    (1000, 1)
    """
    if not _MONEY.search(text):
        return 0
    return next((unit for unit, words in (*_SCALES, *_SCALES_APART) if re.search(words, text, re.IGNORECASE)), 1)


def count_unit_named(text: str) -> int:
    """Return what one stands for in a column of users: 1000 or 1000000; 0 if no unit is named.

    Examples
    --------
    >>> [count_unit_named(text) for text in ("Volume (000s)", "Volume, thousands", "Volume", "Over 10,000 users")]
    [1000, 1000, 0, 0]
    """
    if unit_named(text):
        return 0  # "2021-22 (£m)" over both columns speaks of the value
    return next((unit for unit, words in _COUNT_UNITS if re.search(words, text, re.IGNORECASE)), 0)


def vat_named(text: str) -> str:
    """Return the code of the VAT basis that a text names, or ""; where it names VAT, what is said of VAT counts.

    Examples
    --------
    >>> [vat_named(text) for text in ("excl. VAT", "Including VAT", "VAT exempt", "VAT")]
    ['excluded', 'included', 'exempt', '']
    >>> [vat_named(text) for text in ("Including extensions (VAT not stated)", "not including VAT", "gross")]
    ['', 'excluded', 'included']
    """
    said = [code for code, words in _VAT_BESIDE if re.search(words, text, re.IGNORECASE)]
    if re.search(r"\bVAT\b", text, re.IGNORECASE):
        return said[0] if len(said) == 1 else ""
    bare = text.strip(" ().:")
    return next((code for code, words in _VAT_ALONE if re.fullmatch(words, bare, re.IGNORECASE)), "")


def year_named(text: str) -> ContractYear | None:
    """Return the contract year a heading names, by its year, its days, or both; None if it names none.

    Examples
    --------
    >>> year_named("2021-22 (26 June to 31 March) (1)")
    ContractYear(year='2021-22', start=Timestamp('2021-06-26 ...'), end=Timestamp('2022-03-31 ...'))
    >>> year_named("26 Jun 2021 to 31 Mar 2022").year, year_named("2022/23").end
    ('2021-22', Timestamp('2023-03-31 00:00:00'))
    """
    return contract_year(without_marks(text))
