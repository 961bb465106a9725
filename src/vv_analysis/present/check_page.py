"""A check as one page that can be sent back: no script, nothing fetched, every word of a file shown as text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import pandas as pd

from vv_analysis.errors import SettingsError
from vv_analysis.ingest.intake.inspection import Inspection
from vv_analysis.present.check_report import HEADINGS, MEANINGS, Item, items, kinds_of, plain, verdict
from vv_analysis.present.content import Headline, Points, Prose, Title
from vv_analysis.present.sentences import counted
from vv_analysis.present.tables import Table, TableColumn

ENDING = ".html"
_COLUMNS = (
    TableColumn("where", "Where"),
    TableColumn("met", "What was met"),
    TableColumn("remedy", "What to do"),
    TableColumn("rule", "Rule"),
)
_IN_CONFIDENCE = (
    "This page names places in files of existing contracts, and quotes cells that could not be read. Send it only to "
    "the organisation that the file came from."
)
_SEVERAL = (
    "This page is about several files. Do not send it to any one organisation: check the file of each by itself, and "
    "send that page."
)
_FRAME = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<main id="content">
{content}
</main>
<footer>
<p>Made by vv-analysis {version}. No figure was changed: correct them in the file, and check it again.</p>
</footer>
</body>
</html>
"""


def check_page(inspections: Sequence[Inspection], style: str, version: str) -> str:
    """Return the page of a check.

    Parameters
    ----------
    inspections : sequence of Inspection
        What was checked, one or more.
    style : str
        The style sheet of every page.
    version : str
        The version of this package.

    Examples
    --------
    >>> page = check_page([Inspection(Path("ours.xlsx"), "contracts", 2, ())], "", "1.0")
    >>> "<h1>ours.xlsx</h1>" in page, "2 contracts were read; nothing needs correcting." in page
    (True, True)
    """
    names = [_name(one) for one in inspections]
    name = names[0] if len(names) == 1 else counted(len(names), "file or folder", "files and folders")
    parts = [Title("What was found in", name)._repr_html_(), *_answer(inspections, names), *_in_confidence(inspections)]
    for one, heading in zip(inspections, names, strict=True):
        level = 2 if len(inspections) == 1 else 3
        parts += [f"<h2>{escape(heading)}</h2>"] if level == 3 else []
        parts += [Prose((verdict(one),))._repr_html_()] if level == 3 else []
        parts += [_section(heading, severity, said, level) for severity, said in items(one).items()]
    title = escape(f"What was found in {name} – values and volumes")
    return _FRAME.format(title=title, style=style, content="\n".join(parts), version=escape(version))


def save(page: str, path: Path) -> None:
    """Write a page.

    Raises
    ------
    SettingsError
        It cannot be written there.
    """
    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"the page cannot be written there ({error.strerror})"
        raise SettingsError(what, where=str(path), remedy="name a file in a folder that you may write to") from error


def page_path(typed: Path) -> Path:
    """Return the file to save a page as, or raise before anything is read if it cannot be one.

    Raises
    ------
    SettingsError
        The ending is not .html, or there is no such folder.
    """
    if typed.suffix.casefold() != ENDING or typed.is_dir():
        what, remedy = "a check is saved as a page", f"end the name in {ENDING}"
        raise SettingsError(what, where=str(typed), expected=f"a file that ends in {ENDING}", remedy=remedy)
    if not typed.parent.is_dir():
        raise SettingsError(f"there is no folder {str(typed.parent)!r}", remedy="make it first, or name another")
    return typed


def _name(one: Inspection) -> str:
    # The last part only: the folders of whoever made the check are no business of whoever gets the page.
    return plain(one.path.name or one.path.resolve().name)


def _answer(inspections: Sequence[Inspection], names: list[str]) -> list[str]:
    if len(inspections) == 1:
        return [Headline(verdict(inspections[0]))._repr_html_()]
    found = [finding for one in inspections for finding in one.findings]
    kinds = ", ".join(dict.fromkeys(kind for one in inspections for kind in kinds_of(one)))
    together = Inspection(Path(), kinds, sum(one.rows for one in inspections), tuple(found))
    each = Points(tuple(f"{name}: {verdict(one)}" for name, one in zip(names, inspections, strict=True)))
    return [Headline(verdict(together))._repr_html_(), each._repr_html_()]


def _in_confidence(inspections: Sequence[Inspection]) -> list[str]:
    of_contracts = [one for one in inspections if "contracts" in kinds_of(one)]
    if not of_contracts:
        return []
    several = len(inspections) > 1 or "files)" in of_contracts[0].kind
    return [Prose((_IN_CONFIDENCE, _SEVERAL) if several else (_IN_CONFIDENCE,))._repr_html_()]


def _section(name: str, severity: str, said: list[Item], level: int) -> str:
    rows = pd.DataFrame(
        {
            "where": [item.where for item in said],
            "met": [_begun(item.met) for item in said],
            "remedy": [_begun(item.remedy) or "Nothing" for item in said],
            "rule": [item.rule for item in said],
        }
    )
    heading = HEADINGS[severity]
    table = Table(f"{heading}: {name}", rows, _COLUMNS)
    words = Prose((MEANINGS[severity],))
    return f"<h{level}>{escape(heading)}</h{level}>{words._repr_html_()}{table._repr_html_()}"


def _begun(sentence: str) -> str:
    # A name such as ocds-h6vhtk-02c171 stays as it is written.
    first = sentence.split(" ")[0].rstrip(",;:")
    return sentence[:1].upper() + sentence[1:] if first.isalpha() else sentence
