"""The list of libraries names all that is needed and nothing else, is valid CycloneDX, and always the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import requires, version

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from vv_analysis.publish import bill_of_materials, installed

AS_AT = "2026-03-11"


@pytest.fixture(scope="module")
def said():
    return json.loads(bill_of_materials.text(AS_AT))


def test_the_list_is_valid_by_the_strict_schema_of_cyclonedx():
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill_of_materials.text(AS_AT)) is None


def test_every_library_that_is_asked_for_is_named_with_its_version_address_and_hash(said):
    asked = [Requirement(text) for text in requires("vv-analysis")]
    needed = {canonicalize_name(one.name) for one in asked if not one.marker or one.marker.evaluate({"extra": ""})}
    named = {part["name"]: part for part in said["components"]}
    assert needed <= set(named)
    for name, part in named.items():
        assert part["version"] == version(name)
        assert part["purl"] == f"pkg:pypi/{name}@{version(name)}"
        assert part["hashes"][0]["alg"] == "SHA-256"


def test_what_only_developers_need_is_not_named(said):
    assert not {"pytest", "ruff", "mypy"} & {part["name"] for part in said["components"]}


def test_a_library_that_is_needed_by_way_of_an_extra_is_named():
    """jupyter-events asks for jsonschema with an extra, which asks for more."""
    assert {"jsonschema", "webcolors", "fqdn"} <= set(installed.libraries())


def test_nearly_every_library_has_a_licence(said):
    assert [part["name"] for part in said["components"] if not part.get("licenses")] == []


def test_who_needs_whom_is_said_and_leads_to_every_library(said):
    needs = {one["ref"]: one.get("dependsOn", []) for one in said["dependencies"]}
    reached, waiting = set(), [said["metadata"]["component"]["bom-ref"]]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += needs[one]
    assert reached == set(needs)


def test_the_list_is_the_same_in_another_process_with_other_hash_seeds():
    source = (
        "import sys; from vv_analysis.publish.bill_of_materials import text; "
        f"sys.stdout.buffer.write(text({AS_AT!r}).encode())"
    )
    made = [
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", source], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1] == bill_of_materials.text(AS_AT).encode()


def test_no_place_of_this_machine_is_in_the_list():
    assert sys.prefix not in bill_of_materials.text(AS_AT)


def test_another_version_makes_another_number(monkeypatch):
    listed = dict(installed.libraries())
    before = bill_of_materials.bill(listed, AS_AT).serial_number
    assert bill_of_materials.bill(listed, AS_AT).serial_number == before
    other = {name: getattr(listed["numpy"], name) for name in ("name", "sha256", "expression", "licences", "needs")}
    listed["numpy"] = installed.Library(version="0.0.1", **other)
    assert bill_of_materials.bill(listed, AS_AT).serial_number != before


class Installed:
    """A distribution whose RECORD is as given."""

    def __init__(self, record):
        self.record = record

    def read_text(self, name):
        return self.record


def test_where_a_library_is_installed_and_by_whom_is_no_part_of_its_hash():
    of_the_library = "a/b.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n"
    of_this_place = "../../bin/a,sha256=KGU8CJfLTkq1TaUAutD9vBRbFue7eCdHysXd0OOnXyk,2\na-1.dist-info/RECORD,,\n"
    by_somebody = "a-1.dist-info/INSTALLER,sha256=zuuue4knoyJ-UwPPXg8fezS7VCrXJQrAP7zeNuwvFQg,4\n"
    alone = installed._sha256(Installed(of_the_library))
    assert installed._sha256(Installed(of_this_place + by_somebody + of_the_library)) == alone
    assert len(alone) == 64
    assert installed._sha256(Installed(None)) == ""


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"metadata": {"component": 3}, "components": []}', "[" * 100_000])
def test_what_is_no_list_is_a_plain_error(tmp_path, written):
    (tmp_path / bill_of_materials.FILE).write_text(written, encoding="utf-8")
    with pytest.raises(ValueError, match=r"^no list of libraries$"):
        bill_of_materials.listed_in(tmp_path)
