"""What publication.toml says of a layout is followed to the letter, or refused with what is there instead."""

import pytest

from vv_analysis.errors import InputError, LayoutError
from vv_analysis.ingest.publications.editions import read_edition
from vv_analysis.ingest.publications.reader import publication

PATCHY = [
    ["Spend by patch"],
    [],
    ["Patch", "Stream", "When", "Spend", "Heads", "Remarks"],
    ["Kent", "Lot 1", "2021-22", 1.5, 10, "words"],
    ["Essex", "Lot 1", "2021-22", 2, 20, "words"],
]
COLUMNS = 'Patch = "area"\nStream = "category"\nWhen = "year"\nSpend = "value"\nHeads = "volume"\nRemarks = "ignore"\n'


@pytest.fixture
def edition(workbook, tmp_path):
    """Return what is read of sheets beside a publication.toml with a `[layout]`."""

    def read(layout, sheets):
        workbook(sheets if isinstance(sheets, dict) else {"T": sheets}, name="v.xlsx")
        (tmp_path / "publication.toml").write_text(f"[publication]\n[layout]\n{layout}", encoding="utf-8")
        return publication(tmp_path)

    return read


def figures(reading):
    return reading.frame[["area", "value_gbp", "volume_users"]].to_numpy().tolist()


def test_a_few_lines_are_enough_for_headings_nobody_knows(edition):
    reading = edition(f'unit = "£000"\n[layout.columns]\n{COLUMNS}', PATCHY)
    assert figures(reading) == [["Kent", 1_500, 10], ["Essex", 2_000, 20]]
    assert ("column-ignored", "v.xlsx#T!F3") in [(one.rule, one.where) for one in reading.findings]


def test_letters_do_where_there_are_no_headings(edition):
    letters = 'A = "area"\nB = "category"\nD = "value 2021-22"\nE = "volume 2021-22"\nC = "ignore"\n'
    reading = edition(f"header_rows = [3]\nunit = 1000000\n[layout.columns]\n{letters}", PATCHY)
    assert figures(reading) == [["Kent", 1_500_000, 10], ["Essex", 2_000_000, 20]]


def test_a_heading_comes_before_a_letter_of_the_same_name(edition):
    rows = [["A", "Area", "Year", "Value (£)", "C"], ["Lot 1", "Kent", "2021-22", 5, 6]]
    reading = edition('[layout.columns]\nA = "category"\nC = "volume"\n', rows)
    assert figures(reading) == [["Kent", 5, 6]]


def test_data_begin_where_they_are_said_to(edition):
    rows = [
        ["Lot", "Area", "Year", "Value (£)", "Volume"],
        ["Lot 1", "Kent", "2021-22", 9, 9],
        *[["Lot 1", "Essex", "2021-22", 1, 2]],
    ]
    assert figures(edition("first_row = 3\n", rows)) == [["Essex", 1, 2]]


def test_only_the_sheets_named_are_read_and_the_others_said(edition):
    table = [["Lot", "Area", "Year", "Value (£)", "Volume"], ["Lot 1", "Kent", "2021-22", 1, 2]]
    reading = edition('sheet = "New"\n', {"Old": table, "New": table})
    assert len(reading.frame) == 1
    [finding] = [one for one in reading.findings if one.rule == "sheet-not-read"]
    assert (finding.where, finding.what) == (
        "v.xlsx#Old",
        "[layout] names other sheets; nothing was read from this one",
    )


def test_a_unit_said_settles_what_two_titles_dispute(edition):
    rows = [
        ["Values in £m"],
        ["Costs in £000"],
        ["Lot", "Area", "Year", "Value", "Volume"],
        ["Lot 1", "Kent", "2021-22", 1, 2],
    ]
    assert figures(edition('unit = "£000"\n', rows)) == [["Kent", 1_000, 2]]


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ('sheet = "Valeus"\n', r"names the sheet 'Valeus', and there is none of that name; .*did you mean 'Values'\?"),
        ("header_rows = [2]\n", "the heading stands in row 2, and nothing stands there"),
        ("header_rows = [40, 41]\n", "the heading stands in row 40 to 41, and nothing stands there"),
        ('unit = "£000"\n', r"v\.xlsx#Values: the heading 'Value \(£m\)' names £m, and \[layout\] says £000"),
        ('[layout.columns]\nVolum = "volume"\n', r"names the column 'Volum', and no heading .*did you mean 'Volume'"),
        ('[layout.columns]\nZZ = "volume"\n', r"names the column 'ZZ', and no heading says so"),
    ],
)  # fmt: skip
def test_a_layout_that_does_not_fit_says_what_is_there(edition, layout, words):
    rows = [["Title"], [], ["Lot", "Area", "Year", "Value (£m)", "Volume"], ["Lot 1", "Kent", "2021-22", 1, 2]]
    with pytest.raises(LayoutError, match=words):
        edition(layout, {"Values": rows})


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ('unit = "m"\n', r"#layout\.unit: the unit should be"),
        ("unit = true\n", r"#layout\.unit: the unit should be"),
        ("header_rows = [5, 7]\n", r"#layout\.header_rows: header rows should stand one below the other"),
        ("header_rows = [0]\n", r"#layout\.header_rows\.0"),
        ("header_rows = [5]\nfirst_row = 4\n", r"#layout: first_row should lie below header_rows"),
        ('colums = {A = "area"}\n', r"#layout\.colums: there is no such field; .*did you mean 'columns'\?"),
        ('columns = {A = "patch"}\n', r"#layout\.columns: 'patch', said of 'A', should be one of area, region"),
        ('columns = {A = "value 2021"}\n', r"#layout\.columns: 'value 2021', said of 'A'"),
    ],
)
def test_a_layout_that_is_not_understood_names_the_field(edition, layout, words):
    with pytest.raises(InputError, match=words):
        edition(layout, PATCHY)


@pytest.mark.parametrize("said", ['[publication]\nfollows = "x"\n', '[layout]\nunit = "£m"\n'])
def test_a_layout_of_statements_is_refused_since_nobody_would_follow_it(tmp_path, said):
    (tmp_path / "statements.csv").write_text("statement\n", encoding="utf-8")
    (tmp_path / "publication.toml").write_text(said, encoding="utf-8")
    with pytest.raises(InputError, match="a layout is said, and no workbook stands in the folder"):
        read_edition(tmp_path)


def test_follows_is_a_name_and_no_path(tmp_path, workbook):
    workbook({"T": PATCHY}, name="v.xlsx")
    for path in ("../x", "/etc", "a/b", ".hidden", "a\\\\b"):
        (tmp_path / "publication.toml").write_text(f'[publication]\nfollows = "{path}"\n', encoding="utf-8")
        with pytest.raises(InputError, match="follows should be the name of another edition's folder, and no path"):
            publication(tmp_path)
