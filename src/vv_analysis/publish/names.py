"""Names of files: letters, digits and hyphens, whatever they are made from."""

from __future__ import annotations

import re
import unicodedata

from vv_analysis.errors import ParameterError

_SLUG = re.compile(r"[a-z0-9-]{1,64}")


def slug(words: str, otherwise: str = "") -> str:
    """Return a safe file name for some words; for words without a letter or digit, `otherwise` if there is one.

    Raises
    ------
    ParameterError
        The words make no name, and there is no other.

    Examples
    --------
    >>> slug("Kent, Surrey and Sussex"), slug("../../etc/passwd"), slug("日本", "part")
    ('kent-surrey-and-sussex', 'etc-passwd', 'part')
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64] or otherwise
    if not _SLUG.fullmatch(name):
        raise ParameterError(f"{words!r} makes no file name", expected="some letters or digits")
    return name
