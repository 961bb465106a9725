"""The pandemic made the price index jump and stand still; the alternative grows evenly over those years."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.averaged_deflators import averaged_growth
from vv_analysis.terms import reference

INDEX = pd.Series({"2018-19": 98.0, "2019-20": 100.0, "2020-21": 108.0, "2021-22": 109.0, "2022-23": 133.1})


def test_growth_over_the_pandemic_years_is_averaged_and_all_else_stays():
    # 133.1 / 100 is 1.1 cubed: 100, 110, 121, 133.1.
    assert averaged_growth(INDEX).tolist() == pytest.approx([98, 100, 110, 121, 133.1])
    assert averaged_growth(INDEX).index.tolist() == INDEX.index.tolist()


def test_the_published_deflator_is_averaged_by_default():
    published, averaged = reference.deflators(), averaged_growth()
    even = (published["2022-23"] / published["2019-20"]) ** (1 / 3)
    assert averaged["2020-21"] / averaged["2019-20"] == pytest.approx(even)
    assert averaged["2021-22"] / averaged["2020-21"] == pytest.approx(even)
    others = [year for year in published.index if year not in {"2020-21", "2021-22"}]
    assert averaged[others].tolist() == published[others].tolist()
    # As published, 2020-21 jumps by 5.2 per cent and 2021-22 stands nearly still, at 0.2 per cent.
    assert published["2020-21"] / published["2019-20"] > even > published["2021-22"] / published["2020-21"]


def test_the_series_says_what_it_is():
    assert averaged_growth().name == "GDP deflator, release of 2025-12, growth from 2019-20 to 2022-23 averaged"
    assert averaged_growth(INDEX).name == "deflators given, growth from 2019-20 to 2022-23 averaged"
    assert averaged_growth(INDEX.rename("CPIH")).name == "CPIH, growth from 2019-20 to 2022-23 averaged"


@pytest.mark.parametrize("end", ["2019-20", "2022-23"])
def test_without_the_year_before_or_after_nothing_can_be_averaged(end):
    with pytest.raises(FrameError, match=f"averaged_growth: the price index has no year '{end}'"):
        averaged_growth(INDEX.drop(end))


def test_a_year_that_was_not_there_is_not_made_up():
    assert averaged_growth(INDEX.drop("2021-22")).index.tolist() == ["2018-19", "2019-20", "2020-21", "2022-23"]


def test_an_index_of_nothing_is_refused():
    with pytest.raises(FrameError, match="the price index of '2019-20' cannot be used"):
        averaged_growth(INDEX.mask(INDEX == 100, 0))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(ends=st.tuples(st.floats(1, 1_000), st.floats(1, 1_000)))
def test_the_years_between_lie_on_one_path_and_averaging_twice_is_averaging_once(ends):
    index = INDEX.copy()
    index["2019-20"], index["2022-23"] = ends
    kept = index.copy()
    once = averaged_growth(index)
    assert once["2020-21"] ** 2 == pytest.approx(once["2019-20"] * once["2021-22"])
    assert once["2021-22"] ** 2 == pytest.approx(once["2020-21"] * once["2022-23"])
    assert averaged_growth(once).tolist() == pytest.approx(once.tolist())
    pd.testing.assert_series_equal(index, kept)
