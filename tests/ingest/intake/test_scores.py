"""Each file is scored on six dimensions, with shares that can be counted again by hand; what cannot be is missing."""

from dataclasses import replace
from pathlib import PurePosixPath

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.ingest.intake.inputs import Input
from vv_analysis.ingest.intake.processed import refresh
from vv_analysis.ingest.intake.scores import Place, scores
from vv_analysis.ingest.publications.reader import publication
from vv_analysis.ingest.reading import Reading
from vv_analysis.present.workbook import write_template
from vv_analysis.terms.findings import QUALITY_DIMENSIONS, Finding
from vv_analysis.terms.schemas import Contracts, Published, Statements

HERE = Place(PurePosixPath("table.csv"), is_folder=False)
HEADING = "Area,Lot,Year,Value (£),Volume\n"


def of(frame, dimension):
    [row] = frame[frame["dimension"] == dimension].to_dict("records")
    return row["met"], row["of"]


def scored(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return scores([(HERE, Input("publication", publication(path)))])


def published(**columns):
    rows = max(len(values) for values in columns.values())
    usual = {
        **{name: [""] * rows for name, column in Published.to_schema().columns.items() if "str" in str(column.dtype)},
        "category": ["other"] * rows,
        "area_level": ["area"] * rows,
        "cohort": ["all"] * rows,
        "vat": ["unknown"] * rows,
        "data_status": ["official"] * rows,
        "volume_unit": ["unknown"] * rows,
        "value_status": ["exact"] * rows,
        "volume_status": ["missing"] * rows,
        "value_source": [f"table.csv#row {row + 2}" for row in range(rows)],
    }
    return Published.validate(pd.DataFrame(usual | columns, columns=list(Published.to_schema().columns)))


def score_of(frame, *findings, kind="publication", checks=0):
    return scores([(HERE, Input(kind, Reading(frame, findings, checks)))])


def finding(row, rule, severity="warning"):
    return Finding("table.csv", f"table.csv#row {row}", rule, severity, "words")


def test_every_file_is_scored_on_the_six_dimensions(data):
    by_file = data.scores.groupby(["source", "kind"], sort=False)["dimension"].agg(list)
    assert all(dimensions == list(QUALITY_DIMENSIONS) for dimensions in by_file)
    files = {source.rpartition("/")[2] for source in data.scores["source"]}
    for frame in (data.published, data.contracts, data.awards):
        assert set(frame["value_source"].str.split("#").str[0]) <= files


def test_every_score_is_met_over_counted_and_missing_where_nothing_was_counted(data):
    counted = data.scores[data.scores["of"] > 0]
    assert (counted["score"] == counted["met"] / counted["of"]).all()
    nothing = data.scores[data.scores["of"] == 0]
    assert nothing["score"].isna().all()
    assert nothing["meaning"].str.startswith("not measurable: ").all()
    assert not counted["meaning"].str.startswith("not measurable").any()
    assert len(counted)
    assert len(nothing)


def test_completeness_is_figures_present_of_figures_expected(tmp_path):
    rows = "Kent,Lot 1,2023-24,1000,10\nEssex,Lot 1,2023-24,[x],20\nSurrey,Lot 1,2023-24,3000,TBC\n"
    assert of(scored(tmp_path, HEADING + rows), "completeness") == (4, 6)


def test_a_column_that_a_publication_does_not_have_is_not_expected(tmp_path):
    text = "Area,Lot,Year,Value (£)\nKent,Lot 1,2023-24,1000\nEssex,Lot 1,2023-24,2000\n"
    assert of(scored(tmp_path, text), "completeness") == (2, 2)


def test_validity_is_cells_read_of_those_read_and_refused(tmp_path):
    rows = "Kent,Lot 1,2023-24,1000,10\nEssex,Lot 1,2023-24,lots,20\nAtlantis,Lot 1,2023-24,3000,30\n"
    rows += "Surrey,Lot 1,2023-24,TBC,40\n"
    # Six figures of three rows, one of them refused, and one row refused as a whole; TBC can be read.
    assert of(scored(tmp_path, HEADING + rows), "validity") == (5, 7)


def test_uniqueness_is_rows_that_repeat_no_other_of_all_rows(tmp_path):
    row = "Kent,Lot 1,2023-24,1000,10\n"
    assert of(scored(tmp_path, HEADING + row + row + row.replace("Kent", "Essex")), "uniqueness") == (2, 3)


def test_accuracy_is_figures_stated_exactly_and_not_mended_of_those_present(tmp_path):
    rows = (
        "Kent,Lot 1,2023-24,1000,10\n"
        "Essex,Lot 1,2023-24,over £2000,20\n"
        'Surrey,Lot 1,2023-24,"PS3,000",30\n'
        "Sussex,Lot 1,2023-24,TBC,40 to 50\n"
    )
    assert of(scored(tmp_path, HEADING + rows), "accuracy") == (4, 7)


def test_consistency_is_checks_that_agree_of_checks_made():
    frame = published(category=["other", "other"])
    found = (finding(4, "total-differs"), finding(5, "area-inside-another"), finding(6, "value-without-volume"))
    assert of(score_of(frame, *found, checks=8), "consistency") == (6, 8)
    assert of(score_of(frame, checks=8), "consistency") == (8, 8)


def test_where_nothing_was_checked_consistency_is_not_measurable():
    row = score_of(published(category=["other"])).query("dimension == 'consistency'").iloc[0]
    assert pd.isna(row["score"])
    assert row["meaning"].startswith("not measurable: nothing in the file could be held against anything else")


def test_a_publication_is_timely_for_rows_published_within_a_year_of_their_end():
    days = [pd.Timestamp("2021-03-31")] * 3 + [pd.NaT]
    said = [pd.Timestamp(day) for day in ("2020-07-28", "2022-03-31", "2022-04-01", "2020-07-28")]
    assert of(score_of(published(end=days, published_on=said)), "timeliness") == (2, 3)


def test_of_a_statement_the_year_tells_the_period():
    columns = {name: [""] * 3 for name, column in Statements.to_schema().columns.items() if "str" in str(column.dtype)}
    columns |= {"statement": ["a", "b", "c"], "category": ["all"] * 3, "vat": ["unknown"] * 3, "status": ["exact"] * 3}
    columns |= {"data_status": ["official"] * 3, "publication": ["july"] * 3, "year": ["2020-21", "2018-19", ""]}
    columns |= {"value_source": [f"statements.csv#row {row}" for row in (2, 3, 4)]}
    rows = pd.DataFrame(columns | {"published_on": [pd.Timestamp("2021-05-01")] * 3})
    frame = Statements.validate(rows.reindex(columns=list(Statements.to_schema().columns)))
    place = Place(PurePosixPath("publications/july"), is_folder=True)
    repeated = Finding("july/statements.csv", "july/statements.csv#row 5", "statement-repeated", "refused", "words")
    found = scores([(place, Input("statements", Reading(frame, (repeated,))))])
    assert set(found["source"]) == {"publications/july/statements.csv"}
    assert of(found, "timeliness") == (1, 2)
    assert of(found, "uniqueness") == (3, 4)
    assert of(found, "validity") == (3, 4)


def test_contracts_are_timely_if_they_ended_within_two_years_before_the_latest_publication(tmp_path):
    raw = tmp_path / "raw"
    (raw / "contracts").mkdir(parents=True)
    edition = raw / "july"
    edition.mkdir()
    (edition / "table.csv").write_text(HEADING + "Kent,Lot 1,2023-24,1000,10\n", encoding="utf-8")
    toml = '[publication]\ntitle = "July"\npublished_on = 2020-07-28\nsource_url = "https://example.org"\n'
    rest = 'status = "official"\nvat = "excluded"\nprices = "nominal"\nvolume_unit = "starts"\n'
    (edition / "publication.toml").write_text(toml + rest, encoding="utf-8")
    row = {"organisation": "Trust", "tier": "lead", "category": "Accommodation", "area": "Kent", "value": 1}
    periods = [("2017-04-01", "2018-07-28"), ("2017-04-01", "2018-07-29"), ("2020-04-01", "2021-03-31")]
    rows = [
        row | {"contract": f"C{number}", "volume": 1, "start": pd.Timestamp(first), "end": pd.Timestamp(last)}
        for number, (first, last) in enumerate(periods)
    ]
    write_template(raw / "contracts" / "c.xlsx", rows)
    found = refresh(raw, raw / "contracts", tmp_path / "processed").scores
    # 730 days before 28 July 2020 is 29 July 2018.
    assert of(found[found["kind"] == "contracts"], "timeliness") == (2, 3)
    assert set(found["source"]) == {"july/table.csv", "contracts/c.xlsx"}


def test_a_file_that_could_not_be_read_has_a_validity_of_nought_and_no_other_score():
    frame = pd.DataFrame(Contracts.empty())
    unread = Finding("table.csv", "table.csv", "file-unreadable", "refused", "words")
    found = score_of(frame, unread, kind="contracts").set_index("dimension")
    assert found.loc["validity", ["met", "of", "score"]].tolist() == [0, 1, 0]
    assert found["score"].drop("validity").isna().all()
    assert set(found["confidential"]) == {"yes"}


def test_an_award_that_is_counted_elsewhere_is_not_unique(data):
    rows = data.awards[data.awards["duplicate_of"] != ""]
    files = "awards/" + rows["value_source"].str.split("#").str[0]
    unique = data.scores[data.scores["dimension"] == "uniqueness"].set_index("source")["score"]
    assert len(rows)
    assert (unique[files] == 0).all()


def test_a_row_that_is_said_to_repeat_two_others_counts_once():
    frame = published(category=["other"] * 3)
    said = finding(4, "row-repeated")
    assert of(score_of(frame, said, replace(said, what="other words")), "uniqueness") == (2, 3)


def test_two_inputs_of_one_name_are_scored_together():
    item = Input("publication", Reading(published(category=["other"]), ()))
    assert of(scores([(HERE, item), (HERE, replace(item))]), "completeness") == (2, 2)


RULES = ["row-repeated", "total-differs", "pound-sign-mended", "amount-unreadable", "statement-repeated"]
FINDINGS = st.builds(finding, st.integers(1, 6), st.sampled_from(RULES), st.sampled_from(["refused", "warning"]))
STATUSES = st.lists(st.sampled_from(["exact", "range", "missing", "about"]), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None)  # each example checks whole frames
@given(STATUSES, st.lists(FINDINGS, max_size=8), st.integers(0, 5))
def test_no_score_is_below_nought_or_above_one_whatever_was_found(statuses, found, checks):
    frame = score_of(published(value_status=statuses), *found, checks=checks)
    assert (frame["met"] <= frame["of"]).all()
    assert frame["score"].dropna().between(0, 1).all()
    assert frame["score"].isna().equals(frame["of"] == 0)


@settings(max_examples=25, deadline=None)  # each example checks whole frames
@given(STATUSES)
def test_the_order_of_rows_does_not_matter(statuses):
    there, back = (score_of(published(value_status=order)) for order in (statuses, statuses[::-1]))
    for dimension in ("completeness", "validity", "accuracy"):
        assert of(there, dimension) == of(back, dimension)
