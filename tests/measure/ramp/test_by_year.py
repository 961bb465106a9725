"""Rows of one group and year add up, and what must not be added is refused."""

import pandas as pd
import pytest

from measure.ramp.yearly_series import values
from vv_analysis.errors import FrameError
from vv_analysis.measure.ramp.ramp_up import ramp_up

NAN = float("nan")


def test_two_rows_of_one_line_and_year_add_up():
    two = pd.concat([values(80, 100), values(20, 50)]).assign(value_source=["a#S!A1", "a#S!A2", "a#S!A3", "a#S!A4"])
    assert ramp_up(two)["value_gbp"].tolist() == [100, 150]


def test_a_row_that_was_put_in_twice_is_refused():
    once = values(80, 100).assign(value_source=["a.xlsx#S!D17", "a.xlsx#S!E17"])
    twice = pd.concat([once, once.tail(1)])
    with pytest.raises(FrameError, match=r"row 2 repeat earlier ones: two rows for what should be one.*S!E17"):
        ramp_up(twice)


def test_parts_of_one_published_figure_and_rows_without_a_source_are_not_repeats():
    halves = pd.concat([values(40, 50, area="Kent"), values(40, 50, area="Essex")]).assign(value_source="a#S!A1")
    assert ramp_up(halves)["value_gbp"].tolist() == [80, 100]
    unsourced = pd.concat([values(40, 50), values(40, 50)])
    for source in ("", None):
        assert ramp_up(unsourced.assign(value_source=pd.Series(source, index=unsourced.index, dtype="str")))[
            "value_gbp"
        ].tolist() == [80, 100]


def test_money_of_unlike_bases_is_not_measured_as_one_series():
    mixed = values(80, 100, prices=["nominal", "real 2020-21"])
    with pytest.raises(FrameError, match="'prices' is 'nominal' and 'real 2020-21' within one group"):
        ramp_up(mixed)
    assert len(ramp_up(mixed, by=["prices"])) == 2
    assert ramp_up(values(80, 100, vat=["exempt", "excluded"]))["value_gbp"].tolist() == [80, 100]
    assert ramp_up(values(80, 100, vat=["", "excluded"]))["value_gbp"].tolist() == [80, 100]
    with pytest.raises(FrameError, match="'vat' is 'excluded' and 'included' within one group"):
        ramp_up(values(80, 100, vat=["included", "excluded"]))


def test_a_year_that_is_missing_is_refused_with_its_row():
    with pytest.raises(FrameError, match="the year of row 1 is missing"):
        ramp_up(values(80, 100).assign(year=["2021-22", None]))


def test_pence_survive_sums_of_billions_in_any_order():
    # A thousand rows of 1,000,000,000.01 are 1,000,000,000,010.00.
    many = pd.DataFrame({"year": ["2022-23"] * 1_000, "value_gbp": 1_000_000_000.01})
    assert ramp_up(many)["value_gbp"].tolist() == [1_000_000_000_010.0]


def test_keys_that_are_missing_or_numbers_make_groups_of_their_own():
    two = pd.concat([values(1, 2, lot=1.0), values(3, 4, lot=NAN), values(5, 6, lot=0.0)], ignore_index=True)
    assert ramp_up(two, by=["lot"])["value_gbp"].tolist() == [5, 6, 1, 2, 3, 4]
