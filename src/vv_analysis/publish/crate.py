"""A release as others can open it: an RO-Crate, which says what each file is and what it was made from.

It holds no durations and nothing of a machine, so that the same release has the same crate.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from vv_analysis.publish.manifest import MANIFEST

if TYPE_CHECKING:
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

FILE = "ro-crate-metadata.json"
INPUT = "#input/"  # inputs are no part of the crate; they are named
_VERSION = "1.2"
# What the system would guess differs from machine to machine.
_KINDS = {
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
_OPEN = {
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/": "Open Government Licence v3.0",
    "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/": (
        "Open Parliament Licence v3.0"
    ),
    "https://spdx.org/licenses/MIT": "MIT License",
}
_KEPT = {"#preview": "A preview, which was not published; it may be for one organisation only"}


def write(folder: Path, said: Mapping[str, Any], files: Iterable[Mapping[str, str]], *, preview: bool = False) -> None:
    """Write the crate of a release.

    Parameters
    ----------
    folder : Path
        The release.
    said : mapping
        What its manifest says.
    files : iterable of mapping
        Every file with its hash; the manifest, which has the hash of the crate, is named without one.
    preview : bool, optional
        Whether it is no release, so that nobody is given a licence.
    """
    content = crate(said, files, preview=preview).metadata.generate()
    written = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / FILE).write_text(written + "\n", encoding="utf-8")


def crate(said: Mapping[str, Any], files: Iterable[Mapping[str, str]], *, preview: bool = False) -> ROCrate:
    """Return the crate of a release.

    Examples
    --------
    >>> said = {"as_at": "2026-03-11", "python": "3.11.9", "libraries": {"vv-analysis": "0.1.0"}}
    >>> said |= {"inputs": [], "confidential_inputs": 0, "pages": []}
    >>> made = crate(said, [{"path": "index.html", "sha256": "0" * 64}])
    >>> made.root_dataset["datePublished"], made.get("index.html")["encodingFormat"]
    ('2026-03-11', 'text/html')
    """
    from rocrate.rocrate import ROCrate

    made = ROCrate(version=_VERSION)
    root = made.root_dataset
    root["name"] = f"Values and volumes of rehabilitation contracts: reports as at {said['as_at']}"
    root["description"] = (
        "Cost per user, variance and ramp-up of the values and volumes that HMPPS publishes for rehabilitation "
        f"contracts. {MANIFEST} says what each page was made from; `vv verify` recomputes all of it."
    )
    root["datePublished"] = said["as_at"]  # not now, which rocrate would say
    licences = _KEPT if preview else _OPEN
    root["license"] = [_entity(made, address, "CreativeWork", name=name) for address, name in licences.items()]
    titles = {path: report for page in said["pages"] for path, report in _titles(page)}
    for file in files:
        _add_file(made, file, titles)
    made.add_file(dest_path=MANIFEST, properties={"name": "Manifest", "encodingFormat": _KINDS[".json"]})
    root["mentions"] = [_run(made, said)]
    return made


def listed_in(release: Path) -> tuple[str, dict[str, str]]:
    """Return the date of the crate of a release, and the hash of each file and input that it lists.

    Raises
    ------
    ValueError
        It is no crate.
    """
    try:
        graph = json.loads((release / FILE).read_text(encoding="utf-8"))["@graph"]
        date = next(str(one.get("datePublished")) for one in graph if one["@id"] == "./")
        files = [one for one in graph if one["@type"] == "File" or str(one["@id"]).startswith(INPUT)]
        return date, {unquote(str(one["@id"])): str(one.get("sha256", "")) for one in files}
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError) as error:
        raise ValueError("no crate") from error


def _titles(page: Mapping[str, Any]) -> list[tuple[str, str]]:
    of = ", ".join(page["parameters"].values())
    name = page["report"].replace("_", " ") + (f": {of}" if of else "")
    return [(path, name) for path in (page["page"], *page.get("outputs", {}))]


def _add_file(made: ROCrate, file: Mapping[str, str], titles: Mapping[str, str]) -> None:
    path = file["path"]
    kind = _KINDS.get(PurePosixPath(path).suffix, "application/octet-stream")
    properties = {"name": titles.get(path, path), "encodingFormat": kind, "sha256": file["sha256"]}
    made.add_file(dest_path=path, properties=properties)


def _run(made: ROCrate, said: Mapping[str, Any]) -> ContextEntity:
    """Add the run: what it read, with what, and that this crate is what came of it."""
    read = [
        _entity(made, INPUT + quote(one["path"]), "CreativeWork", name=one["path"], sha256=one["sha256"])
        for one in said["inputs"]
    ]
    ours = said["libraries"]["vv-analysis"]
    programs = (("#vv-analysis", "vv-analysis", ours), ("#python", "Python", said["python"]))
    tools = [
        _entity(made, where, "SoftwareApplication", name=name, version=version, softwareVersion=version)
        for where, name, version in programs
    ]
    kept = f", and {said['confidential_inputs']} in confidence" if said["confidential_inputs"] else ""
    return _entity(
        made,
        "#run",
        "CreateAction",
        name="vv run",
        description=f"Made from {len(read)} inputs{kept}",
        actionStatus={"@id": "http://schema.org/CompletedActionStatus"},
        instrument=tools,
        object=read,
        result=[made.root_dataset],
    )


def _entity(made: ROCrate, identifier: str, kind: str, **properties: Any) -> ContextEntity:
    from rocrate.model.contextentity import ContextEntity

    added = ContextEntity(made, identifier, properties={"@type": kind, **properties})
    made.add(added)
    return added
