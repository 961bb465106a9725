"""Drawings for documents: with a font the document has, and as pixels for programs that know no other kind."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from vv_analysis.errors import ReportError
from vv_analysis.present.content import Picture
from vv_analysis.publish.forms.fonts import FAMILY, drawable, typeset

_FAMILY = re.compile(r"font-family:[^;\"<>}]*")
# A drawing is 7.6 inches wide and stands 6.7 inches wide on the page: 200 dots an inch there.
_DOTS_AN_INCH = 176
_ONE_A_PAGE = """
#set page(width: auto, height: auto, margin: 0pt)
#for drawing in json(bytes(sys.inputs.drawings)) { page(image(bytes(drawing), format: "svg")) }
"""


def drawing(picture: Picture, where: str) -> str:
    """Return the drawing of a picture in the font of the document.

    Raises
    ------
    ReportError
        The picture has no words for those who cannot see it.
    """
    if not picture.alt.strip():
        raise ReportError(
            f"the picture “{picture.title}” has no alt text",
            where=where,
            expected="what it shows, in words",
            remedy="give the picture its alt text",
        )
    return in_house_font(picture.svg)


def in_house_font(svg: str) -> str:
    """Return a drawing whose words are set in the font of the document, which is narrower than they were measured in.

    Examples
    --------
    >>> in_house_font('<text style="font-family: Arial, sans-serif; fill: red">£0</text>')
    '<text style="font-family: Source Sans Pro; fill: red">£0</text>'
    """
    return _FAMILY.sub(f"font-family: {FAMILY}", drawable(svg))


def png(svgs: Sequence[str], where: str = "the drawings") -> list[bytes]:
    """Return drawings as pixels, 200 to the inch where a report is as wide as its text; all of them in one go.

    Examples
    --------
    >>> square = '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt"><rect width="9" height="9"/></svg>'
    >>> [pixels[1:4] for pixels in png([square, square])]
    [b'PNG', b'PNG']
    """
    if not svgs:
        return []
    drawings = {"drawings": json.dumps([in_house_font(svg) for svg in svgs])}
    return typeset(_ONE_A_PAGE, where=where, format="png", ppi=_DOTS_AN_INCH, sys_inputs=drawings)
