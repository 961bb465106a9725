"""What a number format does to a figure that a reader of the stored value alone cannot see.

A cell that shows "9%" stores 0.09; one that shows "1,235" under "£000" may store 1234567; one that shows
"€100" stores 100. The stored number alone would be read as something else than the page says.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element  # only the type: parsing is defusedxml's

from openpyxl.styles.numbers import BUILTIN_FORMATS

PERCENT, THOUSANDS, MILLIONS, CURRENCY = "per cent", "thousands", "millions", "another currency"

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_OTHER_MONEY = re.compile(r"[$€¥₤₣₹]|\b(?:EUR|USD|CHF|JPY|AUD|CAD)\b")
_LOCALE = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_SCALING = re.compile(r"[0#?](,+)(?=[^0#?,]*(?:;|$))")


def shown_as(code: str) -> str:
    """Return what a number format makes of a figure: per cent, thousands, millions, another currency, or "".

    Examples
    --------
    >>> [shown_as(code) for code in ("0%", "#,##0,", '£#,##0.0,,"m"', "[$€-2] #,##0.00", "£#,##0.00", "General")]
    ['per cent', 'thousands', 'millions', 'another currency', '', '']
    """
    marks = "".join(_LOCALE.findall(code)) + re.sub(r"\[[^\]]*\]", "", code)
    if _OTHER_MONEY.search(marks):
        return CURRENCY
    first = _LITERAL.sub("", re.sub(r"\[[^\]]*\]", "", code)).split(";")[0]
    if "%" in first:
        return PERCENT
    scaled = _SCALING.search(first)
    return {1: THOUSANDS, 2: MILLIONS}.get(len(scaled[1]), "") if scaled else ""


def styles_that_change_figures(stylesheet: Element) -> dict[str, str]:
    """Return, by the number of a cell style, what its format makes of a figure; plain formats are left out."""
    codes = {number.get("numFmtId"): number.get("formatCode", "") for number in stylesheet.iterfind("{*}numFmts/*")}
    styles = (style.get("numFmtId", "0") for style in stylesheet.iterfind("{*}cellXfs/{*}xf"))
    shown = {str(place): shown_as(codes.get(number) or _builtin(number)) for place, number in enumerate(styles)}
    return {style: what for style, what in shown.items() if what}


def _builtin(number: str) -> str:
    # Formats 5 to 8 and 37 to 44 show the reader's own currency, whatever the library's copy of them says.
    code: str = BUILTIN_FORMATS.get(int(number), "")
    return code.replace("$", "")
