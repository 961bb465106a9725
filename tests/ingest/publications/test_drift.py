"""An edition laid out otherwise than the one it follows stops with the differences, all of them, and no guess."""

import pickle

import openpyxl
import pytest

from vv_analysis.errors import InputError, LayoutDriftError, LayoutError
from vv_analysis.ingest.cells.sheets import Sheet
from vv_analysis.ingest.publications.drift import differences, layout_of
from vv_analysis.ingest.publications.layouts import tables_in
from vv_analysis.ingest.publications.reader import publication

HEADING = ["Lot", "Area", "Value (£) 2021-22", "Volume 2021-22", "Notes"]
ROW = ["Lot 1", "Kent", 1, 2, "words"]


def layout(*rows, name="Values", others=()):
    sheets = [Sheet("a.xlsx", name, [list(row) for row in rows]), *others]
    return layout_of(table for sheet in sheets for table in tables_in(sheet))


def said(before, after):
    return [(one.sentence, one.stops) for one in differences(before, after)]


def renamed(**names):
    return [names.get(text.split()[0].casefold(), text) for text in HEADING]


def test_what_is_laid_out_alike_is_equal_wherever_it_stands():
    plain = layout(HEADING, ROW)
    lower = layout(["Title"], [], HEADING, ROW)
    shuffled = layout(HEADING[::-1], ROW[::-1])
    assert plain == lower == shuffled
    assert said(plain, lower) == said(plain, shuffled) == []
    assert str(plain).splitlines()[:4] == [
        "Values: heading in row 1",
        "  B Area: area",
        "  A Lot: category",
        "  E Notes: not read",
    ]


def test_other_footnote_marks_are_no_difference():
    assert said(layout(HEADING, ROW), layout([f"{text} [note 4]" for text in HEADING], ROW)) == []


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (renamed(value="Cost (£) 2021-22"),
         "the column 'Value (£) 2021-22' in the sheet 'Values' is gone; was it renamed to 'Cost (£) 2021-22'?"),
        (renamed(value="Value (£m) 2021-22"),
         "the unit of 'Value (£m) 2021-22' in the sheet 'Values' was £ and is now £m"),
        (renamed(notes="Note"), "the column 'Notes' in the sheet 'Values' is gone; was it renamed to 'Note'?"),
        (HEADING[:4], "the column 'Notes' in the sheet 'Values' is gone"),
        ([*HEADING, "Cap"], "the column 'Cap' in the sheet 'Values' is new"),
        (renamed(volume="Value 2021-22"), "the column 'Volume 2021-22' in the sheet 'Values' is gone"),
    ],
)  # fmt: skip
def test_a_column_renamed_gone_new_or_in_another_unit_stops(after, sentence):
    found = said(layout(HEADING, ROW), layout(after, [*ROW, 3][: len(after)]))
    assert (sentence, True) in found or any(text.startswith(sentence) and stops for text, stops in found)


def test_a_unit_that_changed_in_the_title_alone_stops():
    heading = ["Lot", "Area", "Year", "Value", "Volume"]
    row = ["Lot 1", "Kent", "2021-22", 1, 2]
    before, after = layout(["Values in £000"], heading, row), layout(["Values in £m"], heading, row)
    assert said(before, after) == [("the unit of 'Value' in the sheet 'Values' was £000 and is now £m", True)]


def test_a_measure_that_changed_with_the_title_stops():
    heading, row = ["Lot", "Area", "2021-22", "2022-23"], ["Lot 1", "Kent", 1, 2]
    found = said(layout(["Values"], heading, row, name="T"), layout(["Volumes"], heading, row, name="T"))
    assert found[0] == ("'2021-22' in the sheet 'T' was understood as value 2021-22 and is now volume 2021-22", True)


def test_a_new_year_is_a_note_and_so_is_one_that_has_passed():
    def years(*which):
        return layout(["Lot", "Area", *[f"Value (£) {year}" for year in which]], ["Lot 1", "Kent", 1, 2])

    assert said(years("2021-22", "2022-23"), years("2022-23", "2023-24")) == [
        ("the column 'Value (£) 2021-22' in the sheet 'Values' is gone, with its year", False),
        ("the column 'Value (£) 2023-24' in the sheet 'Values' is of a new year", False),
    ]


def test_a_new_year_in_another_unit_stops():
    before = layout(["Lot", "Area", "Value 2021-22 (£)"], ["Lot 1", "Kent", 1])
    after = layout(["Lot", "Area", "Value 2022-23 (£m)"], ["Lot 1", "Kent", 1])
    assert all(stops for _, stops in said(before, after))
    assert said(before, after)


def test_a_sheet_gone_renamed_or_new_stops():
    table = [["Area", "Year", "Value (£)"], ["Kent", "2021-22", 1]]

    def lots(*names):
        sheets = [Sheet("a.xlsx", name, table) for name in names]
        return layout_of(found for sheet in sheets for found in tables_in(sheet))

    assert said(lots("Lot 1", "Lot 3"), lots("Lot 1")) == [("the sheet 'Lot 3' is gone", True)]
    assert said(lots("Lot 1"), lots("Lot 1", "Lot 3")) == [("the sheet 'Lot 3' is new", True)]
    assert said(lots("Lot 1"), lots("Accommodation")) == [
        ("the sheet 'Lot 1' is gone; was it renamed to 'Accommodation'?", True)
    ]


@pytest.fixture
def editions(tmp_path):
    """Save two editions side by side, the second following the first, and return the folder of the second."""

    def save(before, after, said="", names=("Values", "Values")):
        for folder, rows, name in (("first", before, names[0]), ("second", after, names[1])):
            (tmp_path / folder).mkdir(exist_ok=True)
            book = openpyxl.Workbook()
            book.active.title = name
            for row in rows:
                book.active.append(row)
            book.save(tmp_path / folder / "v.xlsx")
        (tmp_path / "first" / "publication.toml").write_text("[publication]\n", encoding="utf-8")
        text = f'[publication]\nfollows = "first"\n{said}'
        (tmp_path / "second" / "publication.toml").write_text(text, encoding="utf-8")
        return tmp_path / "second"

    return save


def test_an_edition_that_follows_another_is_read_if_it_is_laid_out_alike(editions):
    newer = [text.replace("2021-22", "2022-23") for text in HEADING]
    reading = publication(editions([HEADING, ROW], [["Title"], newer, ROW]))
    assert reading.frame["value_gbp"].tolist() == [1]
    assert [one.severity for one in reading.findings if one.rule == "layout-differs"] == ["note"] * 4


def test_an_edition_that_drifted_stops_with_every_difference(editions):
    after = [["Lot", "Area", "Cost (£000) 2021-22", "Volume 2021-22", "Notes", "Cap"], [*ROW, 3]]
    with pytest.raises(LayoutDriftError) as stopped:
        publication(editions([HEADING, ROW], after))
    assert str(stopped.value).startswith("second: the column 'Value (£) 2021-22' in the sheet 'Values' is gone; was it")
    assert "(and 2 more differences)" in str(stopped.value)
    assert len(stopped.value.differences) == 3
    assert isinstance(stopped.value, LayoutError)


def test_a_difference_is_settled_by_saying_what_is_meant(editions):
    after = [["Lot", "Area", "Cost (£000) 2021-22", "Volume 2021-22", "Notes", "Cap"], [*ROW, 3]]
    meant = '[layout]\nunit = "£000"\n[layout.columns]\n"Cost (£000) 2021-22" = "value 2021-22"\nF = "ignore"\n'
    assert publication(editions([HEADING, ROW], after, meant)).frame["value_gbp"].tolist() == [1000]
    without_unit = meant.replace('unit = "£000"\n', "")
    with pytest.raises(LayoutDriftError, match=r"the unit of 'Cost \(£000\) 2021-22' .* was £ and is now £000"):
        publication(editions([HEADING, ROW], after, without_unit))


def test_a_renamed_sheet_is_settled_by_naming_it(editions):
    names = ("Values", "Table 1")
    with pytest.raises(LayoutDriftError, match="the sheet 'Values' is gone"):
        publication(editions([HEADING, ROW], [HEADING, ROW], names=names))
    assert len(publication(editions([HEADING, ROW], [HEADING, ROW], '[layout]\nsheet = "Table 1"\n', names)).frame) == 1


def test_an_edition_that_is_not_there_cannot_be_followed(editions):
    folder = editions([HEADING, ROW], [HEADING, ROW])
    for name, words in (
        ("frist", r"no edition 'frist' beside this one; .*did you mean 'first'\?"),
        ("second", "no edition"),
    ):
        (folder / "publication.toml").write_text(f'[publication]\nfollows = "{name}"\n', encoding="utf-8")
        with pytest.raises(InputError, match=words):
            publication(folder)


def test_the_differences_survive_the_way_between_processes():
    error = LayoutDriftError("x is gone", where="a", differences=("x is gone", "y is new"))
    assert pickle.loads(pickle.dumps(error)).differences == error.differences  # noqa: S301
    assert error.at("b").differences == error.differences
