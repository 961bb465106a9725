"""The parts of a figure make it up again: to the penny, to the person, and to the last digit of what is neither."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.measure.basis.area_shares import Parts
from vv_analysis.measure.basis.split_figures import split_figures

NAN = float("nan")
LAW = settings(deadline=None, derandomize=True, max_examples=40)
FIGURES = st.one_of(
    st.just(NAN), st.just(0.0), st.integers(-(10**14), 10**14).map(lambda number: number / 100), st.floats(-1e12, 1e12)
)
PEOPLE = st.one_of(st.just(NAN), st.integers(0, 10**6).map(float), st.floats(0, 1e6))
SHARES = st.lists(st.floats(0.01, 1), min_size=1, max_size=5).map(lambda shares: np.array(shares) / sum(shares))


def split(rows, shares):
    """Split every row by shares of its own; no shares leave it as it is."""
    source = np.repeat(np.arange(len(rows)), [max(len(of_row), 1) for of_row in shares])
    weight = np.concatenate([of_row if len(of_row) else [NAN] for of_row in shares])
    parts = Parts(source, np.where(np.isnan(weight), -1, 0))
    return split_figures(rows, parts, weight, where="apportion"), source


def exact_sum(figures):
    return sum(map(Fraction, figures))


@LAW
@given(st.lists(st.tuples(FIGURES, PEOPLE, SHARES), min_size=1, max_size=5))
def test_mass_is_preserved_whatever_is_split(given_rows):
    rows = pd.DataFrame([row[:2] for row in given_rows], columns=["value_gbp", "volume_users"], dtype="float64")
    figures, source = split(rows, [row[2] for row in given_rows])
    for column, unit in (("value_gbp", 0.005), ("volume_users", 1e-6)):
        for row, whole in enumerate(rows[column]):
            of_row = figures.loc[source == row, column]
            if np.isnan(whole):
                assert of_row.isna().all()
            else:
                assert abs(float(exact_sum(of_row) - Fraction(whole))) < unit


@LAW
@given(st.lists(st.tuples(st.lists(FIGURES, min_size=3, max_size=3), SHARES), min_size=1, max_size=5))
def test_a_part_lies_between_its_ends(given_rows):
    ordered = [sorted(row, key=lambda figure: (np.isnan(figure), figure)) for row, _ in given_rows]
    ordered = [[NAN] * 3 if np.isnan(row).any() else row for row in ordered]
    rows = pd.DataFrame(ordered, columns=["value_low_gbp", "value_gbp", "value_high_gbp"], dtype="float64")
    figures, _ = split(rows, [shares for _, shares in given_rows])
    known = figures.dropna()
    assert (known["value_low_gbp"] <= known["value_gbp"]).all()
    assert (known["value_gbp"] <= known["value_high_gbp"]).all()
    assert figures.isna().all(axis="columns").equals(figures["value_gbp"].isna())


@pytest.mark.parametrize("value", [60_164.835164835165, 1e-6, -1.000001, 10_000_000.001, 2.0**60 + 2.0**10, 5e-324])
def test_what_is_no_whole_penny_adds_up_to_its_last_digit(value):
    figures, _ = split(pd.DataFrame({"value_gbp": [value]}), [np.array([0.7, 0.2, 0.1])])
    assert exact_sum(figures["value_gbp"]) == Fraction(value)


def test_whole_people_stay_whole_and_others_do_not():
    figures, _ = split(pd.DataFrame({"volume_users": [10.0, 10.5]}), [np.array([0.25, 0.75])] * 2)
    assert figures["volume_users"].tolist() == [3, 7, 2.625, 7.875]


def test_a_row_that_is_not_split_keeps_its_figures_and_its_ends():
    rows = pd.DataFrame({"value_gbp": [1.005, 2.0], "value_low_gbp": [1.0, NAN]})
    figures, _ = split(rows, [[], []])
    assert figures["value_gbp"].tolist() == [1.005, 2]
    assert figures["value_low_gbp"].iloc[0] == 1
    assert figures["value_low_gbp"].isna().tolist() == [False, True]
    assert figures["value_high_gbp"].isna().all()
