"""What changed between two editions is said once and like with like; what is unlike is said and not subtracted."""

import io
import json
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

from vv_analysis.errors import ParameterError
from vv_analysis.present.edition_changes import edition_changes, edition_folder, in_words, reports_that_quote
from vv_analysis.settings import Comparison, Report, Settings

HEADING = ["Lot", "Area", "Year", "Value (£)", "Volume"]
WAS = [
    ["Lot 1", "Kent", "2021-22", 100_000, 100],
    ["Lot 1", "Gwent", "2021-22", 50_000, 40],
    ["Lot 3", "Kent", "2021-22", 70_000, "TBC"],
    ["Lot 5", "Kent", "2021-22", 10_000, 10],
]
NOW = [
    ["Lot 1", "Kent", "2021-22", 126_000, 140],
    ["Lot 1", "Gwent", "2021-22", 50_000, 40],
    ["Lot 3", "Kent", "2021-22", 80_000, 60],
    ["Lot 5", "Gwent", "2021-22", 20_000, 10],
]


@pytest.fixture
def edition(tmp_path):
    def save(name, rows, said="", heading=HEADING):
        folder = tmp_path / "publications" / name
        folder.mkdir(parents=True)
        book = openpyxl.Workbook()
        for row in (heading, *rows):
            book.active.append(row)
        book.save(folder / "v.xlsx")
        (folder / "publication.toml").write_text(f"[publication]\n{said}", encoding="utf-8")
        return folder

    return save


def printed(changes, quoted_by=None):
    out = io.StringIO()
    console = Console(file=out, width=100, highlight=False, markup=False, emoji=False)
    for part in in_words(changes, quoted_by or {}):
        console.print(part, soft_wrap=True)
    return out.getvalue()


def test_values_and_volumes_are_compared_line_by_line_where_both_are_known(edition):
    changes = edition_changes(edition("was", WAS), edition("now", NOW))
    [row] = changes.by_service.to_dict("records")
    assert (row["category"], row["year"], row["lines"]) == ("accommodation", "2021-22", 2)
    assert (row["value_before_gbp"], row["value_after_gbp"], row["variance_gbp"]) == (150_000, 176_000, 26_000)
    assert (row["volume_before_users"], row["volume_after_users"]) == (140, 180)
    assert changes.left_out == 1
    assert "£150,000      £176,000      +£26,000  +17.3%" in printed(changes)


def test_lines_that_are_new_gone_changed_or_have_another_status_are_counted(edition):
    changes = edition_changes(edition("was", WAS), edition("now", NOW))
    assert list(changes.lines) == [
        "three lines in both, 1 new, 1 gone",
        "another value: two lines",
        "another volume: one line",
        "volume was missing and is now exact: one line",
    ]


def test_another_definition_is_said(edition):
    said = edition_changes(
        edition("was", WAS, 'title = "November"\nvat = "excluded"\n'),
        edition("now", WAS, 'title = "July"\nvat = "excluded"\npublished_on = 2020-07-15\n'),
    ).said
    assert said == ("title: November, now July", "published on: not said, now 15 July 2020")


@pytest.mark.parametrize(
    ("was", "now", "basis"),
    [
        ('vat = "excluded"', 'vat = "included"', "vat"),
        ('prices = "nominal"', 'prices = "real 2020-21"', "prices"),
        ('volume_unit = "referrals"', 'volume_unit = "starts"', "volume_unit"),
        ('status = "official"', 'status = "illustrative"', "illustrative"),
    ],
)
def test_unlike_bases_are_said_and_not_subtracted(edition, was, now, basis):
    changes = edition_changes(edition("was", WAS, was), edition("now", NOW, now))
    assert basis in changes.unlike
    assert changes.by_service.empty
    assert "not subtracted: " in printed(changes)
    assert "£150,000" not in printed(changes)


def test_a_part_year_and_a_whole_year_are_not_subtracted(edition):
    part = [[*row[:2], "26 June 2021 to 31 March 2022", *row[3:]] for row in WAS]
    changes = edition_changes(edition("was", part), edition("now", WAS))
    assert "other days of the same year: four lines; these are not subtracted" in changes.lines
    assert changes.by_service.empty
    assert changes.left_out == 4


def test_another_layout_is_said(edition):
    after = [*HEADING[:3], "Value (£000)", "Volume"]
    changes = edition_changes(edition("was", WAS), edition("now", WAS, heading=after))
    sentences = [one.sentence for one in changes.layout]
    assert "the unit of 'Value (£000)' in the sheet 'Sheet' was £ and is now £000" in sentences
    assert all(sentence in printed(changes) for sentence in sentences)


def test_an_edition_that_drifted_from_the_one_it_follows_is_compared_in_its_layout_alone(edition):
    after = edition("now", NOW, 'follows = "was"\n', heading=[*HEADING[:3], "Value (£000)", "Volume"])
    changes = edition_changes(edition("was", WAS), after)
    assert "the unit of 'Value (£000)' in the sheet 'Sheet' was £ and is now £000" in printed(changes)
    assert changes.unlike.startswith("now: ")
    assert changes.by_service.empty


def test_invented_figures_are_called_invented(edition):
    said = 'status = "illustrative"\n'
    changes = edition_changes(edition("was", WAS, said), edition("now", NOW, said))
    assert "From was to now (illustrative: invented figures)" in printed(changes)


@pytest.fixture
def settings(tmp_path):
    reports = [
        Report(name=name, title=name.title(), answers="?") for name in ("comparing", "naming", "other", "without")
    ]
    code = {"comparing": "vv.settings().comparison", "naming": "query('was')", "other": "was = vv.load()"}
    (tmp_path / "notebooks").mkdir()
    for name, source in code.items():
        cells = [{"cell_type": "markdown", "source": ["was"]}, {"cell_type": "code", "source": [source]}]
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    comparison = Comparison(edition="now", earlier_edition="was", steady_year="2024-25", prices="2020-21")
    return Settings(home=tmp_path, comparison=comparison, report=tuple(reports))


def test_reports_quote_an_edition_by_its_name_or_because_they_compare_it(settings):
    assert reports_that_quote(settings, "was") == ["Comparing", "Naming"]
    assert reports_that_quote(settings, "now") == ["Comparing"]
    assert reports_that_quote(settings, "never") == []


def test_an_edition_is_found_by_its_name_or_its_folder(edition, tmp_path):
    folder = edition("2020-07", WAS)
    editions = tmp_path / "publications"
    assert edition_folder("2020-07", editions) == edition_folder(str(folder), Path("nowhere")) == folder
    with pytest.raises(ParameterError, match=r"'2020-08' is no edition; .*did you mean '2020-07'\?"):
        edition_folder("2020-08", editions)


def test_statements_are_no_table_to_compare(edition, tmp_path):
    folder = edition("answer", WAS)
    (folder / "v.xlsx").rename(folder / "statements.csv")
    with pytest.raises(ParameterError, match="holds statements and no table to compare"):
        edition_folder("answer", tmp_path / "publications")
