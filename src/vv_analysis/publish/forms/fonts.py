"""The fonts that documents are set in, the same on every machine, and the typesetter that sets them."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import font_source_sans_pro
import matplotlib as mpl
import typst
from matplotlib.ft2font import FT2Font

from vv_analysis.errors import ReportError
from vv_analysis.publish.forms.web import TEMPLATES

FAMILY = "Source Sans Pro"
# What no font here can draw; a note in the document says what it stands for.
UNKNOWN = "\ufffd"
_HOUSE = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt")
# For Arabic, Greek, Cyrillic and signs that the house font lacks.
_OTHERS = ("DejaVuSans", "DejaVuSans-Bold")
# Each font is drawn with once while its file is there.
_EVERY_FONT = """
#for family in ("Source Sans Pro", "DejaVu Sans") { for weight in (400, 600, 700) { for style in ("normal", "italic") {
  text(font: family, weight: weight, style: style)[a]
} } }
"""


def typeset(source: str, *, where: str, root: Path = TEMPLATES, **wanted: Any) -> list[bytes]:
    """Set a document with the fonts of the house and no others.

    Parameters
    ----------
    source : str
        The template, which gets its content as ``sys_inputs`` and can read nothing outside `root`.
    where : str
        What is being set, for the message of an error.
    root : Path
        The one folder it may read.
    **wanted
        What the typesetter is to make: ``format``, ``ppi``, ``pdf_standards``, ``timestamp``, ``sys_inputs``.

    Returns
    -------
    list of bytes
        The document; one a page if it is made of pictures.

    Raises
    ------
    ReportError
        It cannot be set.

    Examples
    --------
    >>> typeset("Cost per user", where="an example", format="pdf")[0][:5]
    b'%PDF-'
    """
    compiler = typst.Compiler(root=root, font_paths=_fonts(), ignore_system_fonts=True)
    try:
        made: Any = compiler.compile(source.encode(), **wanted)
    except typst.TypstError as error:
        raise ReportError(
            f"the document cannot be set ({'; '.join([error.message, *error.hints])})",
            where=where,
            remedy="mend the text, table or picture that is named, and make the report again",
        ) from error
    return made if isinstance(made, list) else [made]


def drawable(text: str) -> str:
    """Return a text as these fonts can draw it: a character that none of them has becomes a question in a diamond.

    Examples
    --------
    >>> drawable("Dŵr Cymru, العربية, 中")
    'Dŵr Cymru, العربية, \ufffd'
    """
    return text if text.isascii() else text.translate(_Drawable())


class _Drawable(dict[int, int]):
    def __getitem__(self, point: int) -> int:
        return point if point in _drawn() else ord(UNKNOWN)


@cache
def _drawn() -> frozenset[int]:
    return frozenset().union(*(FT2Font(str(path)).get_charmap() for path in (_files()[0], _files()[-2])))


def _files() -> list[Path]:
    house, others = Path(font_source_sans_pro.__file__).parent / "files", Path(mpl.get_data_path(), "fonts", "ttf")
    return [
        *(house / f"SourceSansPro-{name}.otf" for name in _HOUSE),
        *(others / f"{name}.ttf" for name in _OTHERS),
    ]


@cache
def _fonts() -> typst.Fonts:
    """Return just these fonts: where a folder has one twice, which one is taken depends on the file system."""
    with TemporaryDirectory() as folder:
        for path in _files():
            shutil.copy(path, folder)
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        # A font is read when it is first drawn with, and is kept then.
        typst.Compiler(font_paths=fonts, ignore_system_fonts=True).compile(_EVERY_FONT.encode(), format="pdf")
    return fonts
