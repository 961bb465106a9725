"""Thousands of files: each is read to the figure, or refused with a sentence that names the place; nothing else.

Here stands a sample; `make proof` multiplies it (VV_FUZZ).
"""

import math
import os
import random
import re
import zipfile
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from strategies.publication_layouts import publications
from vv_analysis.errors import VvError
from vv_analysis.ingest.intake.inspection import inspect
from vv_analysis.ingest.publications.reader import publication

TIMES = int(os.environ.get("VV_FUZZ", "1"))
RAW = Path(__file__).parents[2] / "data" / "raw"
BUILT = settings(
    max_examples=200 * TIMES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
ACCOUNT = re.compile(r"of ([\d,]+) rows below the heading, ([\d,]+) were read(.*)")


def figures_of(frame):
    rows = zip(frame["category"], frame["area"], frame["year"], frame["value_gbp"], frame["volume_users"], strict=True)
    return {(category, area, year): (value, volume) for category, area, year, value, volume in rows}


def same(figure, other):
    return (math.isnan(figure) and math.isnan(other)) or figure == other


def assert_every_row_is_accounted_for(reading):
    for finding in reading.findings:
        if finding.rule == "rows-read":
            there, read, rest = ACCOUNT.match(finding.what).groups()
            others = [int(number.replace(",", "")) for number in re.findall(r", ([\d,]+) ", rest)]
            assert int(there.replace(",", "")) == int(read.replace(",", "")) + sum(others), finding.what


# Hypothesis works in one process; a test for each part of the layouts lets them run side by side.
@pytest.mark.parametrize("part", range(5))
@BUILT
@given(made=publications())
def test_a_publication_nobody_has_seen_before_is_read_to_the_figure(made, part, tmp_path):
    reading = publication(made.save(tmp_path / "unseen.xlsx"))
    read = figures_of(reading.frame)
    assert read.keys() == made.expected.keys()
    wrong = {key for key, pair in made.expected.items() if not all(map(same, read[key], pair))}
    assert not wrong, {key: (read[key], made.expected[key]) for key in wrong}
    assert [finding for finding in reading.findings if finding.severity == "refused"] == []
    assert_every_row_is_accounted_for(reading)


@cache
def real_files():
    names = ["*/*.xlsx", "*/*.csv"]
    published = [path for name in names for path in sorted((RAW / "publications").glob(name))]
    handed_over = sorted((RAW / "contracts" / "illustrative").glob("*.xlsx"))[:4]
    return [*(path for path in published if path.name != "statements.csv"), *handed_over]


def damaged(path, to, draw):
    """Write a file with some bytes of it changed, cut out or doubled."""
    content = bytearray(path.read_bytes())
    for _ in range(draw.choice((1, 1, 2, 5, 40))):
        at = draw.randrange(len(content))
        change = draw.randrange(4)
        if change == 0:
            content[at] ^= 1 << draw.randrange(8)
        elif change == 1:
            content[at] = draw.randrange(256)
        elif change == 2:
            del content[at : at + draw.randrange(1, 200)]
        else:
            content[at:at] = content[at : at + draw.randrange(1, 200)]
    to.write_bytes(bytes(content))
    return to


def damaged_inside(path, to, draw):
    """Write a workbook with bytes changed inside one of its parts, each part whole as the archive has it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw.choice([name for name in parts if name.endswith(".xml") and "theme" not in name])
    content = bytearray(parts[name])
    for _ in range(draw.choice((1, 1, 2, 8))):
        at = draw.randrange(len(content))
        content[at : at + 1] = draw.choice(
            (b"<", b">", b'"', b"&", b"9", b"\0", b"\xff", b"", bytes([draw.randrange(256)]))
        )
    parts[name] = bytes(content)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, words in parts.items():
            archive.writestr(part, words)
    return to


@cache
def undamaged(path):
    """The figures of a whole file, without the places that its name is part of."""
    try:
        return figures(publication(path).frame)
    except VvError:
        return None


def figures(frame):
    return frame.drop(columns=["publication", "value_source", "volume_source"])


def assert_read_or_refused(path):
    """See that a file is read, or refused in sentences that name it; any other exception fails the test."""
    inspection = inspect(path)
    for finding in inspection.findings:
        assert finding.where.startswith(path.name), finding
        assert finding.sentence.isprintable()
    try:
        reading = publication(path)
    except VvError as error:
        assert error.where.startswith(path.name)  # noqa: PT017
        return None
    assert_every_row_is_accounted_for(reading)
    return figures(reading.frame)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(seed, tmp_path):
    draw = random.Random(seed)
    for number in range(50 * TIMES):
        path = draw.choice(real_files())
        read = assert_read_or_refused(damaged(path, tmp_path / f"{number}{path.suffix}", draw))
        # An archive knows the sum of each of its parts: damaged, it is read as it was, or not at all.
        if path.suffix == ".xlsx" and read is not None:
            pd.testing.assert_frame_equal(read, undamaged(path))


@pytest.mark.parametrize("seed", range(12))
def test_a_workbook_damaged_inside_its_parts_is_read_or_refused_and_nothing_else(seed, tmp_path):
    draw = random.Random(1000 + seed)
    for number in range(40 * TIMES):
        path = draw.choice([path for path in real_files() if path.suffix == ".xlsx"])
        assert_read_or_refused(damaged_inside(path, tmp_path / f"{number}.xlsx", draw))
