"""Words and numbers as the guidance on accessible spreadsheets has them."""

from __future__ import annotations

import re

from vv_analysis.present.content.words import plain

MARK = re.compile(r"\[([a-z]+)\]")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LONG_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) ((?:19|20)\d\d)\b")
_ISO_DATE = re.compile(r"(?<![\w/.-])((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w/-])")
_YEARS = re.compile(r"(?<![\w/.\u2013-])20(\d\d)[-\u2013](\d\d)(?![\w/\u2013-]|\.\d)")
_SIGNPOSTS = str.maketrans(dict.fromkeys("*†‡⁰¹²³⁴⁵⁶⁷⁸⁹", " "))
_NOTE_LIKE = re.compile(r"\[note (\d+)\]", re.IGNORECASE)
_FIGURE = re.compile(r"(\d[\d,]*)(?:\.(\d+))?")


def words(text: str) -> str:
    """Return a text as a cell of a workbook has it: years and dates in full, no sign that stands for a note.

    What the writing library would take for a link or for the name of a note gets a space, and so stays a text.

    Examples
    --------
    >>> words("Kent*, 2021-22, by 26 June 2021")
    'Kent , 2021 to 2022, by 26 Jun 2021'
    >>> words("[here](http://example.org)")
    '[here] (http://example.org)'
    """
    said = " ".join(plain(text).translate(_SIGNPOSTS).split())
    said = _NOTE_LIKE.sub(r"(note \1)", said).replace("](", "] (")
    said = re.sub(r"\$(?=\$)", "$ ", said)
    said = _YEARS.sub(_both_years, said)
    said = _LONG_DATE.sub(lambda found: f"{found[1]} {found[2][:3]} {found[3]}", said)
    return _ISO_DATE.sub(lambda found: f"{int(found[3])} {_MONTHS[int(found[2]) - 1][:3]} {found[1]}", said)


def text(raw: str) -> str:
    """Return the words of a text; signs that stand alone are called a symbol, since a reader aloud may skip them.

    Examples
    --------
    >>> text("–"), text("ŵ"), text("")
    ('Symbol: –', 'ŵ', '')
    """
    said = words(raw)
    return said if not said or any(sign.isalnum() for sign in said) else f"Symbol: {said}"


def number_format(number: float, shown: str, *, signed: bool) -> str:
    """Return the format that shows a number as its cell does: its thousands, its decimals, a plus, a mark after it.

    Parameters
    ----------
    number : float
        The number, in the unit of its heading.
    shown : str
        How the cell shows it.
    signed : bool
        Whether a rise gets a plus.

    Examples
    --------
    >>> number_format(1250.5, "£1,250.50", signed=False)
    '#,##0.00'
    >>> number_format(3.0, "+3", signed=True)
    '+#,##0;-#,##0;#,##0'
    """
    figure = _FIGURE.search(shown)
    digits = len(figure[2] or "") if figure else 0
    if figure is None or abs(abs(number) - float(figure[0].replace(",", ""))) > 0.5 * 10**-digits + 1e-9:
        digits = len(f"{number:.6f}".rstrip("0").partition(".")[2])
    ungrouped = figure is not None and len(figure[1]) > 3 and "," not in figure[1]
    body = ("0" if ungrouped else "#,##0") + ("." + "0" * digits if digits else "")
    mark = MARK.search(shown)
    body += f'" {mark[0]}"' if mark else ""
    return f"+{body};-{body};{body}" if signed else body


def _both_years(found: re.Match[str]) -> str:
    first, second = int(found[1]), int(found[2])
    return f"20{found[1]} to 20{found[2]}" if second == first + 1 else found[0]
