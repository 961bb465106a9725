"""What `publication.toml` says of an edition: who published what, when, on which basis."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from vv_analysis.errors import InputError
from vv_analysis.terms.findings import quoted

FILE_NAME = "publication.toml"
STATEMENTS = "statements.csv"


class Edition(BaseModel):
    """The `[publication]` table of a ``publication.toml``; what it does not say is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = ""
    published_on: date | None = None
    source_url: str = ""
    source: str = ""
    licence: str = ""
    status: Literal["official", "reported", "illustrative"] = "reported"
    vat: Literal["excluded", "included", "exempt", "unknown"] = "unknown"
    prices: str = "unknown"
    volume_unit: Literal["service-users", "referrals", "starts", "completions", "places", "unknown"] = "unknown"


def read_edition(folder: Path) -> Edition:
    """Read the ``publication.toml`` of a folder.

    Raises
    ------
    InputError
        The file is absent, is no TOML, or says something that is not understood; the message names the field.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise InputError(
            f"{FILE_NAME} is missing",
            where=folder.name,
            remedy="copy one from another edition and fill it in",
        )
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        _refuse_other_tables(content, where=f"{folder.name}/{FILE_NAME}")
        return Edition.model_validate(content.get("publication", {}))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"this is not TOML ({error})", where=f"{folder.name}/{FILE_NAME}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = f"{folder.name}/{FILE_NAME}#publication.{'.'.join(str(part) for part in first['loc'])}"
        raise InputError(first["msg"], where=where, remedy="correct the field or leave it out") from error


def _refuse_other_tables(content: Mapping[str, object], *, where: str) -> None:
    # An override that nobody reads would be believed to have been followed.
    others = [name for name in content if name != "publication"]
    if others:
        what = f"{', '.join(quoted(name) for name in others)} is not read"
        raise InputError(what, where=where, expected="the table [publication] only", remedy="take it out")
