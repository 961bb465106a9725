"""The list of libraries that a release was made with (SBOM), in the form of CycloneDX: the same bytes for the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from vv_analysis.publish.installed import PACKAGE, Library, libraries
from vv_analysis.publish.surroundings import code

if TYPE_CHECKING:
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component

FILE = "sbom.cdx.json"
_HASHED = "the names and SHA-256 of the files of a library as it was installed, a line each, in the order of names"


def write(folder: Path, as_at: str) -> None:
    """Write the list of the libraries that are installed now into a release."""
    (folder / FILE).write_text(text(as_at), encoding="utf-8")


@lru_cache(maxsize=2)
def text(as_at: str) -> str:
    """Return the list of the libraries that are installed now, as CycloneDX 1.6 in JSON.

    Nothing in it is random and no clock is read: its date is that of the data, its number rests on what it lists.

    Parameters
    ----------
    as_at : str
        The date that reports are "as at".

    Examples
    --------
    >>> said = json.loads(text("2026-03-11"))
    >>> said["bomFormat"], said["metadata"]["timestamp"], said["metadata"]["component"]["name"]
    ('CycloneDX', '2026-03-11T00:00:00+00:00', 'vv-analysis')
    """
    from cyclonedx.output.json import JsonV1Dot6

    return JsonV1Dot6(bill(libraries(), as_at)).output_as_string(indent=2) + "\n"


def bill(listed: Mapping[str, Library], as_at: str) -> Bom:
    """Return a list of libraries, the package first, with who needs whom."""
    from cyclonedx.model import Property
    from cyclonedx.model.bom import Bom, BomMetaData

    components = {name: _component(library) for name, library in listed.items()}
    root = components.pop(PACKAGE)
    made = Bom(
        components=components.values(),
        serial_number=uuid5(NAMESPACE_URL, f"{as_at} {sorted(versions(listed.values()).items())}"),
        metadata=BomMetaData(
            component=root,
            timestamp=datetime.fromisoformat(as_at).replace(tzinfo=UTC),
            properties=[Property(name="vv-analysis:hash-of", value=_HASHED)],
        ),
    )
    everything = {PACKAGE: root, **components}
    for name, component in everything.items():
        made.register_dependency(component, [everything[other] for other in listed[name].needs])
    return made


def versions(listed: Iterable[Library]) -> dict[str, tuple[str, str]]:
    """Return the version and hash of libraries by name; of the package the hash is that of its code."""
    return {one.name: (one.version, code() if one.name == PACKAGE else one.sha256) for one in listed}


def listed_in(release: Path) -> dict[str, tuple[str, str]]:
    """Return the version and hash of each library that the list of a release names.

    Raises
    ------
    ValueError
        It is no such list.
    """
    try:
        said = json.loads((release / FILE).read_text(encoding="utf-8"))
        everything = [said["metadata"]["component"], *said["components"]]
        hashes = [[one["content"] for one in part.get("hashes", [])] for part in everything]
        pairs = zip(everything, hashes, strict=True)
        return {str(part["name"]): (str(part["version"]), str(known[0]) if known else "") for part, known in pairs}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("no list of libraries") from error


def _component(library: Library) -> Component:
    from cyclonedx.contrib.license.factories import LicenseFactory
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.component import Component, ComponentType
    from packageurl import PackageURL

    version, known = versions([library])[library.name]
    purl = PackageURL("pypi", name=library.name, version=version)
    names, spdx = library.licences, LicenseFactory()
    licences = [spdx.make_from_string(library.expression)] if library.expression else map(spdx.make_with_name, names)
    return Component(
        name=library.name,
        version=version,
        type=ComponentType.APPLICATION if library.name == PACKAGE else ComponentType.LIBRARY,
        bom_ref=purl.to_string(),
        purl=purl,
        licenses=licences,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=known)] if known else [],
    )
