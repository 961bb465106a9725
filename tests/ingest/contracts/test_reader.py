"""The template is read back as it was filled in; a row that is refused is named with its cell, and none is lost."""

import csv
import math
from datetime import date

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vv_analysis.errors import InputError, LayoutError, RefusedFiguresWarning
from vv_analysis.ingest.contracts.reader import contracts, read_contracts
from vv_analysis.present.workbook import write_template
from vv_analysis.terms import template, vocabulary
from vv_analysis.terms.schemas import Contracts

CONTRACT = {
    "contract": "EX-1",
    "organisation": "Example Trust",
    "organisation_id": "123",
    "tier": "subcontractor",
    "category": "Accommodation",
    "area": "Kent",
    "cohort": "women",
    "start": date(2020, 4, 1),
    "end": date(2021, 3, 31),
    "value": 126000,
    "vat": "excluding VAT",
    "volume": 120,
    "volume_unit": "referrals",
    "one_off_costs": 5000,
    "organisation_size": "small",
    "led_by": "women",
    "paid_by": "A council",
    "part_of_contract": "L-7",
}
HEADINGS = [column.heading for column in template.COLUMNS]


def as_row(contract):
    return [contract.get(column.name) for column in template.COLUMNS]


@pytest.fixture
def filled(tmp_path):
    def fill(*rows, status="reported"):
        return write_template(tmp_path / "filled.xlsx", rows, status=status)

    return fill


@pytest.fixture
def typed(workbook):
    """Somebody's own sheet with the headings of the template: above them what is given, below them the rows."""

    def save(*rows, headings=HEADINGS, above=(), **more):
        return workbook({"Contracts": [*above, headings, *rows]}, "typed.xlsx", **more)

    return save


def the_finding(reading):
    [finding] = reading.findings
    return finding


def changed(path, change):
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_what_was_entered_is_what_is_read(filled):
    reading = contracts(filled(CONTRACT))
    [row] = reading.frame.to_dict("records")
    assert reading.findings == ()
    expected = {
        "contract": "EX-1",
        "organisation": "Example Trust",
        "tier": "subcontractor",
        "category": "accommodation",
        "area_code": "E23000032",
        "region": "Kent, Surrey and Sussex",
        "cohort": "women",
        "start": pd.Timestamp(2020, 4, 1),
        "end": pd.Timestamp(2021, 3, 31),
        "value_gbp": 126000,
        "vat": "excluded",
        "prices": "nominal",
        "volume_users": 120,
        "volume_unit": "referrals",
        "one_off_costs_gbp": 5000,
        "organisation_size": "small",
        "led_by": "women",
        "paid_by": "A council",
        "part_of_contract": "L-7",
        "data_status": "reported",
        "value_source": "filled.xlsx#Contracts!J6",
        "volume_source": "filled.xlsx#Contracts!L6",
    }
    assert {name: row[name] for name in expected} == expected


def test_the_frame_keeps_its_schema_even_when_nothing_was_entered(filled):
    frame = contracts(filled()).frame
    assert frame.columns.tolist() == list(Contracts.to_schema().columns)
    assert Contracts.validate(frame).empty


def test_an_empty_template_is_said_to_be_empty(filled):
    assert the_finding(contracts(filled())).rule == "template-empty"


def test_optional_columns_may_be_left_out(typed):
    needed = [column for column in template.COLUMNS if column.required]
    row = [CONTRACT[column.name] for column in needed]
    reading = contracts(typed(row, headings=[column.heading for column in needed]))
    [read] = reading.frame.to_dict("records")
    assert reading.findings == ()
    names = ("cohort", "vat", "volume_unit", "organisation_size", "led_by")
    assert [read[name] for name in names] == ["not-stated", "unknown", "unknown", "not stated", "not stated"]
    assert [read[name] for name in ("organisation_id", "paid_by", "part_of_contract")] == ["", "", ""]
    assert math.isnan(read["one_off_costs_gbp"])


def test_columns_in_another_order_are_the_same_contracts(typed):
    order = list(reversed(range(len(HEADINGS))))
    straight = contracts(typed(as_row(CONTRACT))).frame
    turned = contracts(typed([as_row(CONTRACT)[i] for i in order], headings=[HEADINGS[i] for i in order])).frame
    sources = ["value_source", "volume_source"]
    assert turned.drop(columns=sources).equals(straight.drop(columns=sources))


def test_headings_are_known_by_their_words(typed):
    headings = [heading.upper().replace(" (£)", "  £ ") for heading in HEADINGS]
    assert len(contracts(typed(as_row(CONTRACT), headings=headings)).frame) == 1


@pytest.mark.parametrize("column", [column for column in template.COLUMNS if column.required], ids=lambda c: c.name)
def test_a_required_heading_that_is_missing_is_named(typed, column):
    headings = ["Something else" if heading == column.heading else heading for heading in HEADINGS]
    with pytest.raises(LayoutError) as refusal:
        contracts(typed(as_row(CONTRACT), headings=headings))
    assert str(refusal.value).startswith(f"typed.xlsx#Contracts!A1: of the template's headings, '{column.heading}'")
    assert refusal.value.expected
    assert refusal.value.remedy


def test_a_heading_that_stands_twice_is_refused_and_neither_wins(typed):
    with pytest.raises(LayoutError, match=r"'Value \(£\)' is there twice"):
        contracts(typed([*as_row(CONTRACT), 999], headings=[*HEADINGS, "Value (£)"]))


def test_another_table_is_no_template(typed):
    with pytest.raises(LayoutError, match=r"the headings of the submission template were not found; expected a row"):
        contracts(typed(["Kent", 1], headings=["Area", "Value (£)"]))


@pytest.mark.parametrize(
    ("version", "is_read"),
    [("1", True), (1, True), ("2", True), (2, True), ("3", False), ("1.1", False), ("2.0-draft", False)],
)
def test_this_version_of_the_template_and_the_one_before_are_read(typed, version, is_read):
    path = typed(as_row(CONTRACT), above=[[template.VERSION_LABEL, version]])
    if is_read:
        assert len(contracts(path).frame) == 1
        return
    with pytest.raises(
        InputError, match=r"typed\.xlsx#Contracts: this is version .*; expected version 1 or 2; copy the"
    ):
        contracts(path)


def test_a_file_of_version_1_is_read_as_it_was(typed):
    columns = [column for column in template.COLUMNS if column.name not in {"paid_by", "part_of_contract"}]
    above = [
        ["Existing contracts: submission template"],
        [template.VERSION_LABEL, "1"],
        [template.STATUS_LABEL, "reported"],
    ]
    reading = contracts(
        typed(
            [CONTRACT[column.name] for column in columns], headings=[column.heading for column in columns], above=above
        )
    )
    [row] = reading.frame.to_dict("records")
    assert reading.findings == ()
    assert (row["value_gbp"], row["paid_by"], row["part_of_contract"]) == (126000, "", "")
    assert row["value_source"] == "typed.xlsx#Contracts!J5"


@pytest.mark.parametrize(
    ("status", "read", "rules"),
    [
        ("illustrative", "illustrative", []),
        ("Illustrative ", "illustrative", []),
        ("reported", "reported", []),
        (None, "reported", []),
        ("illustrativ", "reported", ["status-unknown"]),
        ("official", "reported", ["status-unknown"]),
    ],
)
def test_figures_are_invented_only_where_the_file_says_exactly_so(typed, status, read, rules):
    reading = contracts(typed(as_row(CONTRACT), above=[[template.STATUS_LABEL, status]]))
    assert reading.frame["data_status"].tolist() == [read]
    assert [finding.rule for finding in reading.findings] == rules


REFUSED = [
    ({"contract": None}, "A", "'Contract reference' is empty"),
    ({"organisation": "  "}, "B", "'Organisation' is empty"),
    ({"tier": None}, "D", "'Role' is empty"),
    ({"tier": "boss"}, "D", "'boss' is not on the list"),
    ({"category": "Gardening"}, "E", "'Gardening' is no service category"),
    ({"category": "Accommodation and women's services"}, "E", "names two service categories"),
    ({"area": "Atlantis"}, "F", "'Atlantis' is no area"),
    ({"area": "Kent and Essex"}, "F", "names two areas"),
    ({"start": "30/02/2020"}, "H", "'30/02/2020' is not a day"),
    ({"start": "04/13/2020"}, "H", "'04/13/2020' is not a day"),
    ({"start": 43922}, "H", "43922 is not a day"),
    ({"start": "01/04/0020"}, "H", "the day lies in the year 20"),
    ({"end": "soon"}, "I", "'soon' is not a day"),
    ({"end": date(2020, 3, 31)}, "I", "the last day stands before the first"),
]


@pytest.mark.parametrize(("change", "column", "words"), REFUSED)
def test_a_row_that_is_not_clear_is_refused_with_its_cell_and_what_to_do(typed, change, column, words):
    reading = contracts(typed(as_row(CONTRACT), as_row(CONTRACT | change)))
    finding = the_finding(reading)
    assert len(reading.frame) == 1
    assert (finding.file, finding.where) == ("typed.xlsx", f"typed.xlsx#Contracts!{column}3")
    assert (finding.rule, finding.severity) == ("contract-row-unclear", "refused")
    assert words in finding.what
    assert finding.expected
    assert finding.remedy


DOUBTFUL = [
    ({"value": "1,23"}, "amount-unreadable", "J"),
    ({"volume": "many"}, "amount-unreadable", "L"),
    ({"one_off_costs": "12.5%"}, "amount-unreadable", "N"),
    ({"volume": -5}, "volume-negative", "L"),
    ({"value": -5}, "value-negative", "J"),
    ({"volume": "TBC"}, "value-without-volume", "J"),
    ({"value": None}, "volume-without-value", "L"),
    ({"volume": 0}, "volume-nought", "L"),
    ({"value": None, "volume": "TBC"}, "contract-without-figures", "J"),
    ({"vat": "net"}, "choice-unknown", "K"),
    ({"cohort": "others"}, "choice-unknown", "G"),
    ({"led_by": "me"}, "choice-unknown", "P"),
]


@pytest.mark.parametrize(("change", "rule", "column"), DOUBTFUL)
def test_a_cell_that_is_not_clear_is_said_and_its_row_is_kept(typed, change, rule, column):
    reading = contracts(typed(as_row(CONTRACT | change)))
    assert len(reading.frame) == 1
    finding = next(finding for finding in reading.findings if finding.rule == rule)
    assert finding.where == f"typed.xlsx#Contracts!{column}2"
    assert finding.expected
    assert finding.remedy


def test_nobody_who_holds_a_contract_is_told_to_ask_the_publisher(typed):
    changes = [change for change, *_ in [*REFUSED, *DOUBTFUL]]
    rows = [as_row(CONTRACT | change | {"organisation": f"Trust {row}"}) for row, change in enumerate(changes)]
    said = " ".join(finding.remedy for finding in contracts(typed(*rows)).findings)
    assert "ask" not in said.split()
    assert "publisher" not in said
    assert ".csv" not in said


def test_an_unreadable_figure_is_missing_and_never_nought(typed):
    row = contracts(typed(as_row(CONTRACT | {"value": "1,23", "volume": -5, "one_off_costs": "x"}))).frame.iloc[0]
    assert row[["value_gbp", "value_low_gbp", "volume_users", "volume_high_users", "one_off_costs_gbp"]].isna().all()
    assert (row["value_status"], row["volume_status"]) == ("missing", "missing")


def test_a_role_may_be_given_by_its_code_or_in_words(typed):
    rows = [as_row(CONTRACT | {"tier": tier, "contract": tier}) for tier in ("lead", "Lead provider", "GRANT")]
    assert contracts(typed(*rows)).frame["tier"].tolist() == ["lead", "lead", "grant"]


def test_every_answer_a_list_offers_is_understood(typed):
    lists = [(column.name, answer) for column in template.COLUMNS for answer in column.choices]
    own = [
        {"contract": f"{name} {answer}", "organisation": f"{name} {answer}", "tier": "lead"} for name, answer in lists
    ]
    rows = [as_row(CONTRACT | new | {name: answer}) for (name, answer), new in zip(lists, own, strict=True)]
    reading = contracts(typed(*rows))
    assert reading.findings == ()
    assert set(reading.frame["vat"]) == set(vocabulary.VAT_BASES)


def test_days_may_be_cells_texts_or_cells_with_a_time(typed):
    written = [date(2020, 4, 1), pd.Timestamp(2020, 4, 1, 13).to_pydatetime(), "01/04/2020", "1 April 2020"]
    rows = [as_row(CONTRACT | {"start": day, "contract": str(number)}) for number, day in enumerate(written)]
    frame = contracts(typed(*rows)).frame
    assert set(frame["start"]) == {pd.Timestamp(2020, 4, 1)}
    assert len(frame) == 4


def test_blank_rows_between_contracts_are_passed_by(typed):
    reading = contracts(typed(as_row(CONTRACT), [], [None] * 18, as_row(CONTRACT | {"area": "Essex"})))
    assert len(reading.frame) == 2
    assert reading.findings == ()


def test_a_total_below_the_contracts_is_refused_and_not_counted(typed):
    reading = contracts(typed(as_row(CONTRACT), as_row({"contract": "Total", "value": 126000})))
    assert reading.frame["value_gbp"].sum() == 126000
    assert the_finding(reading).where == "typed.xlsx#Contracts!B3"


def test_a_second_sheet_of_contracts_is_read_too(workbook):
    rows = [HEADINGS, as_row(CONTRACT)], [HEADINGS, as_row(CONTRACT | {"area": "Essex"})]
    reading = contracts(workbook({"Contracts": rows[0], "Contracts (2)": rows[1], "Jottings": [["words"]]}))
    assert reading.frame["value_source"].tolist() == ["table.xlsx#Contracts!J2", "table.xlsx#Contracts (2)!J2"]
    assert [(finding.rule, finding.where) for finding in reading.findings] == [
        ("sheet-not-read", "table.xlsx#Jottings")
    ]


def test_a_column_that_is_not_in_the_template_is_said_not_to_be_read(typed):
    reading = contracts(typed([*as_row(CONTRACT), 1, "x"], headings=[*HEADINGS, "Our own notes"]))
    assert [(finding.rule, finding.where) for finding in reading.findings] == [
        ("column-not-read", "typed.xlsx#Contracts!S1"),
        ("column-not-read", "typed.xlsx#Contracts!T1"),
    ]


FUTURE = [
    "Intended price",
    "Bid price 2027",
    "Price we would bid",
    "Our next tender (£)",
    "Future value",
    "Offer",
    "Quote £918,273",
    "Quotation per user",
    "Planned cost per user",
    "What we will charge",
    "Proposed unit cost",
    "Target rate",
    "BIDDING",
]


@pytest.mark.parametrize("heading", FUTURE)
@pytest.mark.parametrize("entry", [918273, None])
def test_a_column_for_a_future_price_is_refused_and_nothing_of_it_is_quoted(typed, heading, entry):
    finding = the_finding(contracts(typed([*as_row(CONTRACT), entry], headings=[*HEADINGS, heading])))
    assert (finding.rule, finding.severity) == ("future-price", "refused")
    assert finding.where == "typed.xlsx#Contracts!S1"
    assert "competition law" in finding.what
    assert finding.remedy.startswith("delete the column")
    assert not any(figure in finding.sentence for figure in ("918", "2027"))


@pytest.mark.parametrize("heading", ["Tender reference", "Date of the offer", "Lead contact", "Referrals last year"])
def test_what_asks_for_no_price_is_only_said_not_to_be_read(typed, heading):
    finding = the_finding(contracts(typed([*as_row(CONTRACT), "x"], headings=[*HEADINGS, heading])))
    assert finding.rule == "column-not-read"


def test_the_example_is_no_contract_though_nobody_deleted_it(filled):
    reading = contracts(filled(template.EXAMPLE, CONTRACT))
    assert reading.frame["contract"].tolist() == ["EX-1"]
    finding = the_finding(reading)
    assert (finding.rule, finding.severity, finding.where) == ("example-row", "note", "filled.xlsx#Contracts!A6")


@pytest.mark.parametrize(
    "typed_over",
    [{"contract": "A-1"}, {"organisation": "Our Trust"}, {"contract": "Example 2", "organisation": "Our Trust"}],
)
def test_an_example_that_was_typed_over_in_part_is_refused_and_not_passed_by(filled, typed_over):
    reading = contracts(filled(template.EXAMPLE | typed_over, CONTRACT))
    assert reading.frame["contract"].tolist() == ["EX-1"]
    assert (the_finding(reading).rule, the_finding(reading).severity) == ("example-row-changed", "refused")


def test_an_example_typed_over_whole_is_a_contract(filled):
    reading = contracts(filled(template.EXAMPLE | {"contract": "A-1", "organisation": "Our Trust"}))
    assert (len(reading.frame), reading.findings) == (1, ())


@pytest.mark.parametrize(
    ("entered", "column"),
    [
        ({"value": "£1,050 per user"}, "J"),
        ({"value": "12,000 a year"}, "J"),
        ({"value": "£900 per woman"}, "J"),
        ({"volume": "60 per annum"}, "L"),
    ],
)
def test_a_figure_for_a_year_or_a_person_is_not_taken_for_the_whole_period(typed, entered, column):
    reading = contracts(typed(as_row(CONTRACT | entered)))
    refused = next(finding for finding in reading.findings if finding.severity == "refused")
    assert (refused.rule, refused.where) == ("amount-per-unit", f"typed.xlsx#Contracts!{column}2")
    assert reading.frame[["value_gbp", "volume_users"]].isna().sum().sum() == 1


@pytest.mark.parametrize(("entered", "value_gbp"), [("£12k", 12_000), ("£1.2m", 1_200_000), ("£126,000.50", 126_000.5)])
def test_money_may_be_written_as_people_write_it(typed, entered, value_gbp):
    assert contracts(typed(as_row(CONTRACT | {"value": entered}))).frame["value_gbp"].tolist() == [value_gbp]


@pytest.mark.parametrize("entered", ["12,000 per month", "12,000 pcm", "1.234,56", "€100", "12.5%", "126000?"])
def test_money_that_could_be_something_else_is_refused(typed, entered):
    reading = contracts(typed(as_row(CONTRACT | {"value": entered})))
    assert reading.frame["value_gbp"].isna().all()
    assert reading.findings[0].rule == "amount-unreadable"


def test_a_formula_in_every_text_cell_is_words_or_refused_and_never_worked_out(typed):
    formulas = {column.name: "=1+1" for column in template.COLUMNS}

    def as_text(book):
        for cell in book["Contracts"][2]:
            cell.data_type = "s"

    reading = contracts(typed(as_row(formulas), change=as_text))
    assert reading.frame.empty
    assert the_finding(reading).rule == "contract-row-unclear"


def test_a_formula_whose_result_was_not_stored_is_refused_with_its_cell(typed):
    reading = contracts(typed(as_row(CONTRACT | {"value": "=60000+66000"})))
    assert reading.frame["value_gbp"].isna().all()
    assert ("formula-without-value", "typed.xlsx#Contracts!J2") in {
        (finding.rule, finding.where) for finding in reading.findings
    }


@pytest.mark.parametrize(
    "text", ["x" * 32_767, "a_x0007_b", "\u200b\u202eTrust", "Trust \N{GRINNING FACE}", "\x7fTrust"]
)
def test_the_longest_and_strangest_names_are_names(filled, text):
    reading = contracts(filled(CONTRACT | {"organisation": text, "paid_by": text, "area": "Atlantis"}))
    assert all(len(finding.sentence) < 1_000 for finding in reading.findings)
    assert len(contracts(filled(CONTRACT | {"organisation": text})).frame) == 1


def test_dates_counted_from_1904_are_the_days_that_are_shown(typed):
    def from_1904(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    [row] = contracts(typed(as_row(CONTRACT), change=from_1904)).frame.to_dict("records")
    assert (row["start"], row["end"]) == (pd.Timestamp(2020, 4, 1), pd.Timestamp(2021, 3, 31))


@pytest.mark.parametrize(
    "day", [43922, 43922.0, "43922", "2020", "April 2020", "1/4/20", "31/04/2020", True, "01/04/2020 to 31/03/2021"]
)
def test_a_number_or_half_a_date_is_no_day(typed, day):
    reading = contracts(typed(as_row(CONTRACT | {"start": day})))
    assert reading.frame.empty
    assert the_finding(reading).where == "typed.xlsx#Contracts!H2"


def test_an_organisation_merged_over_its_contracts_is_that_of_each(typed):
    second = as_row(CONTRACT | {"contract": "EX-2", "area": "Essex", "organisation": None})
    reading = contracts(typed(as_row(CONTRACT), second, merged=[("Contracts", "B2:B3")]))
    assert reading.frame["organisation"].tolist() == ["Example Trust", "Example Trust"]


def test_a_row_pasted_twice_is_said(typed):
    reading = contracts(typed(as_row(CONTRACT), as_row(CONTRACT | {"value": 7})))
    assert len(reading.frame) == 2
    assert (the_finding(reading).rule, the_finding(reading).where) == ("contract-repeated", "typed.xlsx#Contracts!J3")
    assert the_finding(reading).what.endswith("stand in J2; £7 is counted twice")


def test_a_figure_merged_over_two_contracts_is_counted_once(typed):
    second = as_row(CONTRACT | {"contract": "EX-2", "value": None, "start": None})
    merged = [("Contracts", "J2:J3"), ("Contracts", "H2:H3")]
    reading = contracts(typed(as_row(CONTRACT), second, merged=merged))
    assert reading.frame["value_gbp"].sum() == 126000
    assert set(reading.frame["start"]) == {pd.Timestamp(2020, 4, 1)}
    assert "figure-merged" in {finding.rule for finding in reading.findings}


def test_hidden_rows_are_read_and_said(filled):
    def hide(book):
        book["Contracts"].row_dimensions[6].hidden = True

    reading = contracts(changed(filled(CONTRACT), hide))
    assert len(reading.frame) == 1
    assert "rows-hidden" in {finding.rule for finding in reading.findings}


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "'quoted", "<b>x</b>", "x" * 1000, "a\nb", "\u202eabc"])
def test_hostile_words_are_words(filled, text):
    frame = contracts(filled(CONTRACT | {"contract": text, "organisation": text})).frame
    assert frame["organisation"].tolist() == [" ".join(text.split())]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_sheet_saved_as_csv_is_the_same_contracts(filled, tmp_path, encoding):
    path = filled(CONTRACT, CONTRACT | {"contract": "EX-2", "area": "Atlantis"}, status="illustrative")
    cells = openpyxl.load_workbook(path)["Contracts"].iter_rows(values_only=True)
    rows = [[f"{cell:%d/%m/%Y}" if hasattr(cell, "month") else cell for cell in row] for row in cells]
    with (tmp_path / "filled.csv").open("w", newline="", encoding=encoding) as target:
        csv.writer(target).writerows(rows)
    from_csv, from_book = contracts(tmp_path / "filled.csv"), contracts(path)
    sources = ["value_source", "volume_source"]
    assert from_csv.frame.drop(columns=sources).equals(from_book.frame.drop(columns=sources))
    assert from_csv.frame["value_source"].tolist() == ["filled.csv#row 6"]
    assert "filled.csv#row 7" in {finding.where for finding in from_csv.findings}


def test_a_csv_row_moved_by_an_unquoted_comma_is_refused(table):
    good = ",".join(HEADINGS) + "\nA,B,,lead,Accommodation,Kent,,1/4/2020,31/3/2021,1000,,10,,,,,,\n"
    reading = contracts(table(good + "A,B,,lead,Accommodation,Kent,,1/4/2020,31/3/2021,1,000,,10,,,,women,,L-7\n"))
    assert len(reading.frame) == 1
    assert the_finding(reading).where == "table.csv#row 3"


def test_who_reads_a_file_with_refusals_is_warned_once(typed):
    with pytest.warns(RefusedFiguresWarning, match=r"1 refused, first: typed\.xlsx#Contracts!F2: 'Atlantis'"):
        assert read_contracts(typed(as_row(CONTRACT | {"area": "Atlantis"}))).empty


entered = st.fixed_dictionaries(
    {},
    optional={
        "organisation": st.sampled_from(["", None, "Example Trust"]),
        "tier": st.sampled_from(["lead", "boss", None]),
        "area": st.sampled_from(["Kent", "Wales", "Atlantis", None, "\u200b"]),
        "start": st.sampled_from([date(2019, 4, 1), "30/02/2020", None, "1 April 2020"]),
        "value": st.sampled_from([1, "£1.2m", "over £5", "x", None, -1, True]),
        "volume": st.sampled_from([1, "TBC", "10 to 20", -1, None]),
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(entered, max_size=5))
def test_rows_in_are_rows_out_and_rows_refused(typed, changes):
    reading = contracts(typed(*[as_row(CONTRACT | change) for change in changes]))
    refused = [finding for finding in reading.findings if finding.rule == "contract-row-unclear"]
    assert len(reading.frame) + len(refused) == len(changes)
    assert len({finding.where for finding in refused}) == len(refused)
