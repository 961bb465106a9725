"""What `publication.toml` says of an edition: who published what, when, on which basis, and how it is laid out."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from vv_analysis.errors import InputError
from vv_analysis.ingest.cells.files import TABLES, files_in
from vv_analysis.ingest.publications.layout_overrides import LayoutOverrides
from vv_analysis.ingest.words.names import did_you_mean

FILE_NAME = "publication.toml"
STATEMENTS = "statements.csv"


class Edition(BaseModel):
    """The `[publication]` table of a ``publication.toml``; what it does not say is unknown.

    `follows` names the folder of an earlier edition whose layout this one keeps; `layout` is what the table
    `[layout]` says.
    """

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
    follows: str = ""
    layout: LayoutOverrides = LayoutOverrides()

    @field_validator("follows")
    @classmethod
    def _beside_this_one(cls, name: str) -> str:
        if name.startswith(".") or not name.isprintable() or any(sign in name for sign in "/\\"):
            raise ValueError("follows should be the name of another edition's folder, and no path")
        return name


class _Contents(BaseModel):
    model_config = ConfigDict(extra="forbid")

    publication: Edition = Edition()
    layout: LayoutOverrides = LayoutOverrides()


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
    where = f"{folder.name}/{FILE_NAME}"
    try:
        contents = _Contents.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"this is not TOML ({error})", where=where) from error
    except ValidationError as error:
        raise _not_understood(error, where) from error
    edition = contents.publication.model_copy(update={"layout": contents.layout})
    _refuse_layout_of_nothing(folder, edition, where)
    return edition


def _refuse_layout_of_nothing(folder: Path, edition: Edition, where: str) -> None:
    # What nobody reads would be believed to have been followed.
    is_said = edition.follows or edition.layout != LayoutOverrides()
    if is_said and all(path.name == STATEMENTS for path in files_in(folder, TABLES)):
        what, remedy = "a layout is said, and no workbook stands in the folder", "take [layout] and follows out"
        raise InputError(what, where=where, expected="a workbook or CSV that is laid out so", remedy=remedy)


def workbook_of(folder: Path) -> Path:
    """Return the one workbook or CSV of an edition's folder."""
    files = [path for path in files_in(folder, TABLES) if path.name != STATEMENTS]
    if len(files) != 1:
        raise InputError(
            f"{len(files)} workbooks or CSV files stand in the folder",
            where=folder.name,
            expected=f"one beside {FILE_NAME}",
            remedy="give each edition a folder of its own",
        )
    return files[0]


def _not_understood(error: ValidationError, where: str) -> InputError:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    place = f"{where}#{field}"
    if first["type"] == "extra_forbidden":
        known = _known_in(field.partition(".")[0]) if "." in field else list(_Contents.model_fields)
        expected = f"one of {', '.join(known)}"
        remedy = did_you_mean(str(first["loc"][-1]), known) or "correct its name, or take it out"
        return InputError("there is no such field", where=place, expected=expected, remedy=remedy)
    what = str(first["msg"]).removeprefix("Value error, ")
    return InputError(what, where=place, remedy="correct the field or leave it out")


def _known_in(table: str) -> list[str]:
    models: dict[str, type[BaseModel]] = {"publication": Edition, "layout": LayoutOverrides}
    names = list(models[table].model_fields) if table in models else []
    return [name for name in names if (table, name) != ("publication", "layout")]
