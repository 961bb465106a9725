"""A frame is put through every check that it has the columns for, and comes out as it went in."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies.measured_frames import relabelled, yearly_rows
from vv_analysis.measure.checks.check_frame import ALIKE, check_frame
from vv_analysis.measure.checks.findings import COLUMNS
from vv_analysis.terms.schemas.measured import Findings

FAITHFUL = settings(deadline=None, derandomize=True, max_examples=8)
NAN = float("nan")


def published(rows, **columns):
    names = ["area_code", "year", "start", "end", "value_gbp", "volume_users"]
    typed = pd.DataFrame(rows, columns=names).assign(publication="2020-07", category="other", cohort="all")
    days = {name: pd.to_datetime(typed[name]) for name in ("start", "end")}
    return typed.astype({"value_gbp": float, "volume_users": float}).assign(**days, **columns)


FULL = ("2022-23", "2022-04-01", "2023-03-31")


def test_a_frame_in_which_all_is_well_has_no_findings():
    rows = [(f"E{number}", *FULL, 1_000 + number, 10) for number in range(8)]
    assert check_frame(published(rows)).empty


def test_every_check_has_its_say_and_the_gravest_comes_first():
    rows = [(f"E{number}", *FULL, 10_000 + number, 10) for number in range(6)]
    odd = [
        ("E0", *FULL, 10_000, 10),
        ("E7", *FULL, 90_000, 10),
        ("E8", *FULL, 5_000, NAN),
        ("E9", "2022-24", "2022-04-01", "2023-03-31", -5_000, 20),
    ]
    found = check_frame(published([*rows, *odd]))
    assert found[["severity", "rule", "where"]].to_numpy().tolist() == [
        ["refused", "year-unreadable", "row 9"],
        ["warning", "row-repeated", "row 6"],
        ["warning", "value-negative", "row 9"],
        ["warning", "value-without-volume", "row 8"],
        ["note", "cost-per-user-unusual", "row 7"],
    ]
    Findings.validate(found)


@pytest.mark.parametrize("name", ALIKE)
def test_costs_are_held_against_those_of_their_own_kind_only(name):
    rows = [(f"E{number}", *FULL, 10_000 + number, 10) for number in range(6)]
    alone = {name: ["one"] * 5 + ["other"]}
    frame = published([*rows[:5], ("E7", *FULL, 90_000, 10)])
    assert check_frame(frame)["rule"].tolist() == ["cost-per-user-unusual"]
    found = check_frame(frame.assign(**alone))
    assert "cost-per-user-unusual" not in set(found["rule"])


def test_a_frame_is_checked_as_far_as_its_columns_go():
    assert check_frame(pd.DataFrame({"value_gbp": [-1.0]})).empty
    assert check_frame(pd.DataFrame({"value_gbp": [-1.0], "volume_users": [1.0]}))["rule"].tolist() == [
        "value-negative"
    ]
    assert check_frame(pd.DataFrame({"year": ["soon"]}))["rule"].tolist() == ["year-unreadable", "year-without-days"]
    backwards = {"start": [pd.Timestamp(2022, 1, 2)], "end": [pd.Timestamp(2022, 1, 1)]}
    assert check_frame(pd.DataFrame(backwards))["rule"].tolist() == ["period-backwards"]
    assert check_frame(pd.DataFrame({"start": [pd.Timestamp(2022, 1, 2)]})).empty
    assert check_frame(pd.DataFrame({"category": ["other"] * 2}))["rule"].tolist() == ["row-repeated"]


def test_contracts_of_organisations_are_named_by_place_only():
    rows = [(f"E{number}", *FULL, 12_345, 10) for number in range(6)]
    odd = [("E0", *FULL, 12_345, 10), ("E7", *FULL, 98_765, 10), ("E8", "2022-24", None, None, -45_678, NAN)]
    contracts = published([*rows, *odd], organisation="Example Trust", value_source="a.xlsx#Contracts!J6")
    found = check_frame(contracts)
    assert len(found) == 6
    assert not found["what"].str.contains(r"\d{2}|£|Example", regex=True).any()
    assert found["where"].eq("a.xlsx#Contracts!J6").all()


def test_figures_are_quoted_or_left_out_by_every_check_as_asked():
    rows = [(f"E{number}", *FULL, 12_345, 10) for number in range(6)]
    odd = [("E7", *FULL, 98_765, 10), ("E8", "2022-24", None, None, -45_678, NAN), ("E9", *FULL, 7_777, NAN)]
    lines = published([*rows, *odd])
    for asked, frame in ((None, lines), (True, lines.assign(organisation="Example Trust"))):
        said = " ".join(check_frame(frame, figures=asked)["what"])
        assert all(figure in said for figure in ("2022-24", "-£45,678", "£7,777", "£9,876.50"))
    assert not check_frame(lines, figures=False)["what"].str.contains(r"\d{2}|£", regex=True).any()


@FAITHFUL
@given(rows=yearly_rows(), seed=st.integers(0, 99))
def test_neither_the_order_of_rows_nor_their_labels_change_what_is_found(rows, seed):
    placed = rows.assign(value_source=[f"a.csv#row {row}" for row in range(len(rows))])
    kept = placed.copy()
    found = check_frame(placed)
    shuffled = check_frame(relabelled(placed.sample(frac=1, random_state=seed)))
    # Of two rows for one line the second is named, and which one that is depends on their order.
    single = ~found["rule"].isin(["row-repeated", "periods-overlap"])
    again = ~shuffled["rule"].isin(["row-repeated", "periods-overlap"])
    pd.testing.assert_frame_equal(found[single].reset_index(drop=True), shuffled[again].reset_index(drop=True))
    assert (~single).sum() == (~again).sum()
    assert found.columns.tolist() == list(COLUMNS)
    pd.testing.assert_frame_equal(placed, kept)


@FAITHFUL
@given(rows=yearly_rows(), unit=st.sampled_from([4.0, 0.5]))
def test_the_same_rows_are_found_whatever_the_currency_unit(rows, unit):
    scaled = rows.assign(**{name: rows[name] * unit for name in rows if name.endswith("_gbp")})
    found, in_unit = (check_frame(frame)[["rule", "where", "rows"]] for frame in (rows, scaled))
    pd.testing.assert_frame_equal(found, in_unit)
