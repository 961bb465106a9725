"""What a hostile or hurried sender may send ends in figures or in one sentence, in bounded time and memory."""

import subprocess
import sys
import zipfile

import openpyxl
import pytest
import xlsxwriter

from vv_analysis.errors import VvError
from vv_analysis.ingest.intake.inspection import inspect
from vv_analysis.ingest.publications.reader import publication

TRIGGERS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\tabc", '=HYPERLINK("https://example.org")', "=cmd|' /C calc'!A0")


def long_table(path, *, rows, more=()):
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("T")
        sheet.write_row(0, 0, ["Area", "Lot", "Year", "Value (£)", "Volume", *more])
        for place, row in enumerate(rows, start=1):
            sheet.write_row(place, 0, row)
    return path


@pytest.mark.parametrize("words", TRIGGERS)
def test_what_begins_like_a_formula_is_words_in_every_cell(tmp_path, words):
    rows = [[words, "Lot 1", "2021-22", 1, 1], ["Kent", words, "2021-22", 1, 1], ["Kent", "Lot 1", "2021-22", words, 1]]
    reading = publication(long_table(tmp_path / "a.xlsx", rows=[*rows, ["Essex", "Lot 1", "2021-22", 5, 1]]))
    assert reading.frame["area"].tolist() == ["Kent", "Essex"]
    refused = [finding.where for finding in reading.findings if finding.severity == "refused"]
    assert [place.rpartition("!")[2] for place in refused] == ["A2", "B3", "D4"]


def test_a_sheet_of_16_384_columns_is_read(tmp_path):
    more = [f"Measure {number}" for number in range(16_379)]
    reading = publication(long_table(tmp_path / "wide.xlsx", rows=[["Kent", "Lot 1", "2021-22", 5, 1]], more=more))
    assert reading.frame["value_gbp"].tolist() == [5]


def test_a_csv_of_16_384_columns_and_ragged_rows_is_read_or_refused_by_row(tmp_path):
    path = tmp_path / "wide.csv"
    heading = ",".join(["Area", "Lot", "Year", "Value (£)", "Volume", *["x"] * 16_379])
    path.write_text(f"{heading}\nKent,Lot 1,2021-22,5,1\nEssex,Lot 1,2021-22,5,1{',1' * 16_380}\n", encoding="utf-8")
    reading = publication(path)
    assert reading.frame["area"].tolist() == ["Kent"]
    assert ("row-too-long", "wide.csv#row 3") in [(finding.rule, finding.where) for finding in reading.findings]


def test_a_cell_of_32_767_characters_is_refused_in_a_short_sentence(tmp_path):
    rows = [["x" * 32_767, "Lot 1", "2021-22", 5, 1], ["Kent", "Lot 1", "2021-22", "9," * 16_000, 1]]
    reading = publication(long_table(tmp_path / "long.xlsx", rows=rows))
    assert [finding.rule for finding in reading.findings if finding.severity == "refused"] == [
        "area-unknown", "amount-unreadable",
    ]  # fmt: skip
    assert max(len(finding.sentence) for finding in reading.findings) < 600


def bomb(path):
    """Write a sheet of which a thousand million characters take a million bytes."""
    openpyxl.Workbook().save(path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/bomb.xml", "w") as part,
    ):
        for _ in range(1_000):
            part.write(b"0" * 1_000_000)
    return path


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = bomb(tmp_path / "bomb.xlsx")
    code = (
        "import resource, sys; from vv_analysis.ingest.cells.files import read_sheets; from pathlib import Path\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: read_sheets(Path(sys.argv[1]))\n"
        "except Exception as error: print(error)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)  # noqa: S603
    sentence, kilobytes = done.stdout.splitlines()
    assert "the workbook unpacks to 1,000,0" in sentence
    assert int(kilobytes) < 100_000


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv", "json", "jsonl", "json.gz"])
@pytest.mark.parametrize(
    "content", [b"", b"\0" * 5_000, b"\xff\xfe" + b"x\0" * 99, b"PK\x05\x06" + b"\0" * 18, b"{" * 9_999]
)
def test_no_file_of_any_kind_ends_in_anything_but_a_sentence(tmp_path, ending, content):
    path = tmp_path / f"sent.{ending}"
    path.write_bytes(content)
    inspection = inspect(path)
    assert all(finding.where.startswith("sent.") and finding.sentence.isprintable() for finding in inspection.findings)
    if ending in {"xlsx", "ods", "csv"}:
        with pytest.raises(VvError, match=r"sent\."):
            publication(path)
