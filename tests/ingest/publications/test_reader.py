"""A publication is read by its labels, in any of four layouts, and every refusal names its cell."""

from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vv_analysis.errors import InputError, LayoutError, RefusedFiguresWarning
from vv_analysis.ingest.publications.reader import publication, read_publication
from vv_analysis.terms.schemas import Published

LONG = [
    ["Indicative values and volumes"],
    ["All values exclude VAT"],
    [],
    ["Police force area", "Lot", "Contract year", "Value (£)", "Volume (service users)"],
    ["Kent", "Lot 1: Accommodation services", "2023-24", 120000, 100],
    ["Essex", "Lot 5: Women services", "2024-25", "£1,234,567", "600 (1)"],
    ["Total", None, None, 1354567, 700],
    ["(1) Women only"],
]


def remarks(reading):
    """What was found besides the account of rows that every table gives, and the notes that cells are marked with."""
    told_elsewhere = {"rows-read", "name-read-as", "note-attached", "note-missing"}
    return [finding for finding in reading.findings if finding.rule not in told_elsewhere]


def saved(path, sheets, merged=()):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for name, block in merged:
        workbook[name].merge_cells(block)
    workbook.save(path)
    return path


def test_a_long_table_is_read_with_the_cell_of_every_figure(tmp_path):
    reading = publication(saved(tmp_path / "long.xlsx", {"Table 1": LONG}))
    first, second = reading.frame.to_dict("records")
    assert (first["area"], first["region"], first["category"], first["year"]) == (
        "Kent",
        "Kent, Surrey and Sussex",
        "accommodation",
        "2023-24",
    )
    assert (first["value_gbp"], first["volume_users"]) == (120000, 100)
    assert (first["value_source"], first["volume_source"]) == ("long.xlsx#Table 1!D5", "long.xlsx#Table 1!E5")
    assert (second["value_gbp"], second["volume_users"], second["cohort"]) == (1234567, 600, "women")
    assert (first["vat"], first["prices"], first["volume_unit"]) == ("unknown", "unknown", "unknown")
    assert remarks(reading) == []


def test_a_wide_table_has_years_across_two_header_rows_with_merged_cells(tmp_path):
    rows = [
        ["Values and volumes, £m"],
        ["Lot", "Area", "2021-22 (26 June to 31 March) (1)", None, "2022-23", None],
        [None, None, "Value (£m)", "Volume", "Value (£m)", "Volume"],
        ["Lot 1: Accommodation services", "Kent", 0.5, 400, 0.75, 500],
        [None, "Essex", "0.21 to 0.24", 300, "TBC", 310],
        ["Total", None, 0.725, 700, 0.75, 810],
    ]
    merged = [("V", "C2:D2"), ("V", "E2:F2"), ("V", "A2:A3"), ("V", "B2:B3"), ("V", "A4:A5")]
    reading = publication(saved(tmp_path / "wide.xlsx", {"V": rows}, merged))
    frame = reading.frame.set_index(["area", "year"])
    assert len(frame) == 4
    assert frame.loc[("Kent", "2021-22"), "value_gbp"] == 500_000
    assert frame.loc[("Kent", "2021-22"), "start"].date() == date(2021, 6, 26)
    assert frame.loc[("Kent", "2022-23"), "start"].date() == date(2022, 4, 1)
    essex = frame.loc[("Essex", "2021-22")]
    assert (essex["value_low_gbp"], essex["value_high_gbp"], essex["value_status"]) == (
        210_000,
        240_000,
        "range",
    )
    assert essex["category"] == "accommodation"
    assert frame.loc[("Essex", "2022-23"), "value_status"] == "missing"
    assert [finding.rule for finding in remarks(reading)] == ["volume-without-value"]


def test_a_sheet_a_lot_takes_the_category_from_the_sheet(tmp_path):
    rows = [
        ["Area", "2023-24", None, "2024-25", None],
        [None, "Value (£000)", "Volume", "Value (£000)", "Volume"],
        ["Kent", 100, 80, 110, 90],
    ]
    path = saved(
        tmp_path / "lots.xlsx",
        {"Lot 1 Accommodation": rows, "Lot 5 Women": rows, "Notes": [["Words"]]},
        [(name, block) for name in ("Lot 1 Accommodation", "Lot 5 Women") for block in ("B1:C1", "D1:E1")],
    )
    reading = publication(path)
    assert reading.frame.groupby("category")["value_gbp"].sum().to_dict() == {
        "accommodation": 210_000,
        "womens-services": 210_000,
    }
    assert [finding.rule for finding in remarks(reading)] == ["sheet-not-read"]


def test_a_sheet_a_measure_takes_the_measure_from_the_sheet(tmp_path):
    def sheet(figures):
        return [
            ["Lot", "PCC area", "2023-24", "2024-25"],
            ["Lot 3: Dependency and Recovery services", "Kent", *figures],
        ]

    path = saved(tmp_path / "measures.xlsx", {"Values £": sheet([1000, 2000]), "Volumes": sheet([10, 20])})
    frame = publication(path).frame
    totals = frame.groupby("year")[["value_gbp", "volume_users"]].sum()
    assert totals.loc["2023-24"].tolist() == [1000, 10]
    assert len(frame) == 2


def test_shuffled_columns_change_nothing(tmp_path):
    order = [3, 0, 4, 2, 1]
    shuffled = [[row[index] if index < len(row) else None for index in order] if len(row) > 1 else row for row in LONG]
    columns = ["area_code", "category", "year", "value_gbp", "volume_users"]
    straight = publication(saved(tmp_path / "a.xlsx", {"T": LONG})).frame[columns]
    turned = publication(saved(tmp_path / "b.xlsx", {"T": shuffled})).frame[columns]
    assert turned.equals(straight)


def test_a_csv_by_itself_is_read_with_its_rows(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text('Area,Lot,Year,Value (£),Volume\nKent,Lot 1,2023-24,"£1,000",10\n', encoding="utf-8")
    frame = read_publication(path)
    assert frame["value_source"].tolist() == ["table.csv#row 2"]
    assert frame["publication"].tolist() == ["table"]


def with_row(tmp_path, *row):
    return publication(saved(tmp_path / "bad.xlsx", {"T": [*LONG[:6], list(row)]}))


@pytest.mark.parametrize(
    ("row", "rule", "severity", "cell", "words"),
    [
        (("Atlantis", "Lot 1", "2023-24", 1, 1), "area-unknown", "refused", "A7", "'Atlantis' is no area"),
        (("Surrey", "Lot 9", "2023-24", 1, 1), "category-unknown", "refused", "B7", "no service category"),
        (("Surrey", "Lot 1", "soon", 1, 1), "year-unknown", "refused", "C7", "no contract year"),
        (
            ("Surrey", "Lot 1", "2023-24", "1,23", 5),
            "amount-unreadable",
            "refused",
            "D7",
            "'1,23' is not an amount",
        ),
        (("Surrey", "Lot 1", "2023-24", 1000, -3), "volume-negative", "refused", "E7", "-3 is below nought"),
        (
            ("Surrey", "Lot 1", "2023-24", 1000, "TBC"),
            "value-without-volume",
            "warning",
            "D7",
            "without a volume",
        ),
        (
            ("Surrey", "Lot 1", "2023-24", "[c]", 10),
            "volume-without-value",
            "warning",
            "E7",
            "without a value",
        ),
        (("Surrey", "Lot 1", "2023-24", 1000, 0), "volume-nought", "warning", "E7", "beside a volume of 0"),
        (
            ("Surrey", "Lot 1", "2023-24", "PS1,650", 10),
            "pound-sign-mended",
            "note",
            "D7",
            "was read as £1,650",
        ),
    ],
)
def test_bad_input_is_one_sentence_with_its_cell(tmp_path, row, rule, severity, cell, words):
    reading = with_row(tmp_path, *row)
    finding = next(finding for finding in reading.findings if finding.rule == rule)
    assert finding.severity == severity
    assert finding.where == f"bad.xlsx#T!{cell}"
    assert words in finding.sentence
    assert finding.remedy or severity == "note"


def test_a_refused_figure_is_missing_and_its_row_is_kept(tmp_path):
    frame = with_row(tmp_path, "Surrey", "Lot 1", "2023-24", "1,23", 5).frame
    surrey = frame[frame["area"] == "Surrey"].iloc[0]
    assert surrey["value_status"] == "missing"
    assert surrey[["value_gbp", "value_low_gbp", "value_high_gbp"]].isna().all()
    assert surrey["volume_users"] == 5


def test_a_refused_row_is_not_in_the_frame_and_the_reader_is_warned(tmp_path):
    path = saved(tmp_path / "bad.xlsx", {"T": [*LONG[:6], ["Atlantis", "Lot 1", "2023-24", 1, 1]]})
    with pytest.warns(RefusedFiguresWarning, match=r"1 refused, first: bad\.xlsx#T!A7: 'Atlantis'"):
        frame = read_publication(path)
    assert len(frame) == 2


def test_a_total_that_its_parts_do_not_add_up_to_is_a_finding_and_not_an_error(tmp_path):
    rows = [*LONG[:6], ["Total", None, None, 1354000, 700]]
    reading = publication(saved(tmp_path / "total.xlsx", {"T": rows}))
    assert len(reading.frame) == 2
    [finding] = remarks(reading)
    assert (finding.rule, finding.where) == ("total-differs", "total.xlsx#T!D7")
    assert "1,354,000" in finding.what
    assert "1,354,567" in finding.what


def test_hidden_sheets_and_rows_are_read_and_said_so(tmp_path):
    path = saved(tmp_path / "hidden.xlsx", {"T": LONG})
    workbook = openpyxl.load_workbook(path)
    workbook["T"].row_dimensions[5].hidden = True
    workbook.create_sheet("Secret").sheet_state = "hidden"
    workbook.save(path)
    reading = publication(path)
    assert {"rows-hidden", "sheet-hidden"} <= {finding.rule for finding in reading.findings}
    assert len(reading.frame) == 2


def test_a_formula_that_was_never_worked_out_is_refused_and_never_run(tmp_path):
    rows = [*LONG[:5], ["Essex", "Lot 5", "2024-25", "=1+1", 600]]
    reading = publication(saved(tmp_path / "formula.xlsx", {"T": rows}))
    assert ("formula-without-value", "formula.xlsx#T!D6") in [(f.rule, f.where) for f in reading.findings]
    assert reading.frame["value_status"].tolist() == ["exact", "missing"]


def test_a_workbook_without_a_heading_is_refused(tmp_path):
    path = saved(tmp_path / "prose.xlsx", {"Words": [["Nothing"], ["to see"]]})
    with pytest.raises(LayoutError, match=r"prose\.xlsx: no heading was found; expected a row with an area"):
        publication(path)


def test_what_is_no_workbook_is_refused(tmp_path):
    for name, content in (("a.xlsx", b"not a zip"), ("b.xlsm", b"PK"), ("c.csv", b"a\0b")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=name):
            publication(tmp_path / name)
    with pytest.raises(InputError, match="no such file"):
        publication(tmp_path / "absent.xlsx")


def test_a_workbook_that_unpacks_beyond_reason_is_refused_before_it_is_opened(tmp_path):
    import zipfile

    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    with pytest.raises(InputError, match="unpacks to 20,000,000 bytes"):
        publication(path)


def test_the_folder_of_an_edition_says_what_the_workbook_does_not(tmp_path):
    folder = tmp_path / "2020-07"
    folder.mkdir()
    saved(folder / "v.xlsx", {"T": LONG})
    (folder / "publication.toml").write_text(
        '[publication]\ntitle = "T"\npublished_on = 2020-07-15\nstatus = "official"\nvat = "excluded"\n'
        'prices = "nominal"\nvolume_unit = "referrals"\nsource_url = "https://example.org/t"\n'
    )
    row = read_publication(folder).iloc[0]
    assert (row["publication"], row["data_status"], row["vat"], row["volume_unit"]) == (
        "2020-07",
        "official",
        "excluded",
        "referrals",
    )
    assert row["published_on"].date() == date(2020, 7, 15)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[publication]\nvat = 'plus'\n", r"publication\.vat"),
        ("[publication]\ncolour = 'red'\n", r"publication\.colour"),
        ("[", "not TOML"),
        ("[publication]\n[layouts]\nunit = '£m'\n", r"'layouts'|layouts"),
        ("[publication]\n[layout]\nunit = '€m'\n", r"layout\.unit"),
        ("publication = 3\n", "publication.toml"),
    ],
)
def test_a_publication_toml_that_is_not_understood_is_refused_by_field(tmp_path, content, words):
    saved(tmp_path / "v.xlsx", {"T": LONG})
    (tmp_path / "publication.toml").write_text(content)
    with pytest.raises(InputError, match=words):
        publication(tmp_path)


def test_a_row_that_stands_twice_is_a_finding(tmp_path):
    reading = with_row(tmp_path, *LONG[4])
    assert "row-repeated" in {finding.rule for finding in reading.findings}


def test_the_frame_keeps_its_schema(tmp_path):
    frame = publication(saved(tmp_path / "long.xlsx", {"T": LONG})).frame
    assert list(frame.columns) == list(Published.to_schema().columns)
    assert Published.validate(frame).equals(frame)


HEADING = ["Area", "Lot", "Year", "Value (£)", "Volume"]


def rules(reading):
    return [(finding.rule, finding.where.rpartition("!")[2]) for finding in remarks(reading)]


def test_a_note_row_with_figures_is_refused_and_not_lost(tmp_path):
    reading = with_row(tmp_path, "Note: of which for women", None, None, 7, None)
    assert ("area-unknown", "A7") in rules(reading)
    assert len(reading.frame) == 2


def test_a_value_under_a_title_in_millions_is_in_millions(tmp_path):
    rows = [["Indicative values, £m"], ["Area", "Lot", "Year", "Value", "Volume"], ["Kent", "Lot 1", "2021/22", 1.5, 9]]
    [row] = publication(saved(tmp_path / "m.xlsx", {"T": rows})).frame.to_dict("records")
    assert (row["value_gbp"], row["volume_users"], row["year"]) == (1_500_000, 9, "2021-22")


def test_years_that_are_numbers_or_dates_are_refused_with_what_was_expected(tmp_path):
    for years in ([2021, 2022], [date(2021, 4, 1), date(2022, 4, 1)]):
        rows = [["Area", "Lot", *years], ["Kent", "Lot 1", 1, 2]]
        with pytest.raises(LayoutError, match="or years such as 2021-22"):
            publication(saved(tmp_path / "y.xlsx", {"Values £": rows}))


def test_a_year_that_is_no_year_is_refused_row_by_row(tmp_path):
    rows = [HEADING, ["Kent", "Lot 1", 2021, 1, 2], ["Kent", "Lot 1", "2021–22", 3, 4]]
    reading = publication(saved(tmp_path / "y.xlsx", {"T": rows}))
    assert reading.frame["value_gbp"].tolist() == [3]
    assert rules(reading) == [("year-unknown", "C2")]


def test_cost_per_user_and_percentages_are_not_read_and_said(tmp_path):
    rows = [[*HEADING, "Cost per user (£)", "% of total"], ["Kent", "Lot 1", "2021-22", 100, 10, 999, "5%"]]
    reading = publication(saved(tmp_path / "d.xlsx", {"T": rows}))
    assert reading.frame["value_gbp"].tolist() == [100]
    assert rules(reading) == [("column-derived", "F1"), ("column-derived", "G1")]


def test_a_value_merged_over_two_areas_is_counted_once_and_said(tmp_path):
    rows = [HEADING, ["Kent", "Lot 1", "2021-22", 100, 1], ["Essex", "Lot 1", "2021-22", None, 2]]
    reading = publication(saved(tmp_path / "m.xlsx", {"T": rows}, [("T", "D2:D3")]))
    assert reading.frame["value_gbp"].sum() == 100
    assert rules(reading) == [("figure-merged", "D3"), ("volume-without-value", "E3")]
    assert "merged with D2" in remarks(reading)[1].what


def test_a_region_beside_its_areas_is_said_since_a_sum_counts_them_twice(tmp_path):
    rows = [HEADING, ["Wales", "Lot 1", "2021-22", 3, 3], ["Gwent", "Lot 1", "2021-22", 1, 1]]
    reading = publication(saved(tmp_path / "r.xlsx", {"T": rows}))
    assert rules(reading) == [("area-inside-another", "D2")]
    assert remarks(reading)[0].what.startswith("Wales stands beside Gwent, which lies inside it")
    apart = [HEADING, ["Wales", "Lot 1", "2021-22", 3, 3], ["Gwent", "Lot 1", "2022-23", 1, 1], ["Kent", *rows[1][1:]]]
    assert remarks(publication(saved(tmp_path / "a.xlsx", {"T": apart}))) == []


def test_the_vat_a_row_states_comes_before_that_of_the_edition(tmp_path):
    folder = tmp_path / "e"
    folder.mkdir()
    (folder / "publication.toml").write_text("[publication]\nvat = 'excluded'\n")
    rows = [HEADING, ["Kent", "Lot 1", "2021-22", "£5 (inc. VAT)", 1], ["Essex", "Lot 1", "2021-22", 5, 1]]
    saved(folder / "v.xlsx", {"T": rows})
    assert publication(folder).frame["vat"].tolist() == ["included", "excluded"]


def test_errors_booleans_days_and_huge_numbers_are_no_figures(tmp_path):
    cells = ["#REF!", "#N/A", True, date(2021, 6, 26), "9" * 400, "'1,200", "inf", "nan", "1e999", "1,23"]
    rows = [HEADING, *[["Kent", "Lot 1", f"20{20 + n}-{21 + n}", cell, 1] for n, cell in enumerate(cells)]]
    reading = publication(saved(tmp_path / "x.xlsx", {"T": rows}))
    refused = [finding for finding in reading.findings if finding.rule == "amount-unreadable"]
    assert [finding.where for finding in refused] == [f"x.xlsx#T!D{row}" for row in range(2, 12)]
    assert reading.frame["value_gbp"].isna().all()
    assert all(len(finding.sentence) < 400 for finding in refused)


@pytest.mark.parametrize("name", ['=WEBSERVICE("x")', "+1", "@x", "-1+1", "<img src=x onerror=alert()>"])
def test_formula_texts_and_markup_in_names_are_words_and_refused(tmp_path, name):
    path = tmp_path / "t.csv"
    cell = name.replace('"', '""')
    path.write_text(f'Area,Lot,Year,Value,Volume\n"{cell}",Lot 1,2021-22,1,2\n', encoding="utf-8")
    [finding] = remarks(publication(path))
    assert (finding.rule, finding.what) == ("area-unknown", f"{name!r} is no area that is known")


def test_a_total_may_stand_anywhere_and_is_never_a_row(tmp_path):
    part = [["Kent", "Lot 1", "2021-22", 1, 2], ["Essex", "Lot 1", "2021-22", 2, 3]]
    total = ["Total", None, None, 3, 5]
    for rows in ([total, *part], [part[0], ["Sub-total", None, None, 1, 2], part[1], total], [*part, total, []]):
        reading = publication(saved(tmp_path / "t.xlsx", {"T": [HEADING, *rows]}))
        assert reading.frame["value_gbp"].sum() == 3
        assert [rule for rule, _ in rules(reading) if rule != "total-differs"] == []


AREAS = ("Kent", "Essex", "Surrey", "Gwent", "Dyfed-Powys")
LOTS = ("Lot 1", "Lot 2.1", "Lot 3")
YEARS = ("2021-22", "2022-23")
COLUMNS = ["area", "category", "year", "value_gbp", "volume_users"]
whole = st.integers(0, 10**9)
typed_figures = st.dictionaries(
    st.tuples(st.sampled_from(AREAS), st.sampled_from(LOTS), st.sampled_from(YEARS)),
    st.tuples(whole, st.integers(1, 10**6)),
    min_size=1,
    max_size=12,
)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def long_rows(figures):
    return [[area, lot, year, value, volume] for (area, lot, year), (value, volume) in figures.items()]


def read(tmp_path, rows):
    frame = publication(saved(tmp_path / "p.xlsx", {"T": rows})).frame[COLUMNS]
    return frame.sort_values(["area", "category", "year"], ignore_index=True)


@FEW
@given(typed_figures)
def test_a_long_table_gives_back_the_figures_typed(tmp_path, figures):
    frame = publication(saved(tmp_path / "p.xlsx", {"T": [HEADING, *long_rows(figures)]})).frame
    assert frame["area"].tolist() == [area for area, _, _ in figures]
    assert list(zip(frame["value_gbp"], frame["volume_users"], strict=True)) == list(figures.values())
    assert frame["value_source"].tolist() == [f"p.xlsx#T!D{row}" for row in range(2, len(figures) + 2)]


@FEW
@given(typed_figures, st.permutations(range(5)), st.randoms(use_true_random=False))
def test_shuffling_rows_and_columns_changes_nothing(tmp_path, figures, order, random):
    rows = long_rows(figures)
    straight = read(tmp_path, [HEADING, *rows])
    random.shuffle(rows)
    assert read(tmp_path, [[row[index] for index in order] for row in [HEADING, *rows]]).equals(straight)


@FEW
@given(typed_figures)
def test_the_same_figures_in_a_wide_table_are_the_same_rows(tmp_path, figures):
    places = list(dict.fromkeys((area, lot) for area, lot, _ in figures))
    years = [year for year in YEARS if any(year == stated for _, _, stated in figures)]
    top = [None, None, *[year for year in years for _ in range(2)]]
    rows = [
        [area, lot, *[cell for year in years for cell in figures.get((area, lot, year), (None, None))]]
        for area, lot in places
    ]
    # A year of its own above the columns is a heading only where there are two; one year stands in the heading.
    heading = ["Area", "Lot", *["Value (£)", "Volume"] * len(years)]
    named = [heading[:2] + [f"{year} {text}" for year, text in zip(top[2:], heading[2:], strict=True)]]
    wide = read(tmp_path, [*([top, heading] if len(years) > 1 else named), *rows])
    stated = wide.dropna(subset=["value_gbp"]).reset_index(drop=True)
    assert stated.equals(read(tmp_path, [HEADING, *long_rows(figures)]))
