"""A cost per user far from its group is named; what is merely different, few or alike is not."""

import pandas as pd
import pytest

from vv_analysis.errors import FrameError
from vv_analysis.measure.checks.outliers import outliers

NAN = float("nan")


def lines(costs, users=10, **columns):
    """Return one line a cost per user, each with the same number of users."""
    values = pd.Series(costs, dtype=float)
    return pd.DataFrame({"value_gbp": values * users, "volume_users": float(users)}).assign(**columns)


def places_of(rows, by=()):
    return outliers(rows, by)["where"].tolist()


# Median 1,000; absolute deviations 0, 10, 10, 20, 20 and one more, so MAD is (10 + 20) / 2 = 15 with six rows.
EVEN = [980, 990, 1_000, 1_010, 1_020]


def test_a_cost_beyond_three_and_a_half_modified_scores_is_far_and_one_within_is_not():
    # With a sixth cost x above them all the median is 1,005 and the deviations 25, 15, 5, 5, 15 and x - 1,005:
    # MAD 15, and 0.6745 (x - 1,005) / 15 = 3.5 at x = 1,005 + 3.5 x 15 / 0.6745 = 1,082.84.
    assert places_of(lines([*EVEN, 1_082.8])) == []
    assert places_of(lines([*EVEN, 1_082.9])) == ["row 5"]


def test_costs_of_pence_are_held_against_each_other_like_costs_of_pounds():
    assert places_of(lines([cost / 1_000 for cost in (*EVEN, 1_082.8)])) == []
    assert places_of(lines([cost / 1_000 for cost in (*EVEN, 1_082.9)])) == ["row 5"]


def test_a_cost_may_be_far_below_as_well_as_far_above():
    # By symmetry the median is 995 and the limit 995 - 77.84 = 917.16.
    assert places_of(lines([*EVEN, 917.2])) == []
    found = outliers(lines([917.1, *EVEN]))
    assert found["where"].tolist() == ["row 0"]
    assert found["what"].tolist() == [
        "a cost per user of £917.10 is far below the median of £995 of its 6 rows (everything)"
    ]


def test_a_group_of_four_is_too_small_to_say_who_is_far_and_one_of_five_is_not():
    assert places_of(lines([990, 1_000, 1_010, 9_000])) == []
    assert places_of(lines([990, 1_000, 1_000, 1_010, 9_000])) == ["row 4"]


def test_where_most_of_a_group_are_alike_the_mean_deviation_stands_in():
    # MAD 0; mean deviation of 100 among six is 100/6, and 100 / (1.253314 x 100/6) = 4.79.
    assert places_of(lines([1_000] * 5 + [1_100])) == ["row 5"]
    # Two at 100 of six: 200/6, and 100 / (1.253314 x 200/6) = 2.39.
    assert places_of(lines([1_000] * 4 + [1_100] * 2)) == []
    assert places_of(lines([1_000] * 6)) == []


def test_the_mean_deviation_is_scaled_to_that_of_a_normal_distribution():
    # n - 1 alike and one apart score n / 1.253314: 4 / 1.2533 = 3.19, 5 / 1.2533 = 3.99; so with a group of five the
    # factor decides between naming one and none: 5 / 1.5 would be 3.33.
    assert places_of(lines([1_000] * 4 + [1_100])) == ["row 4"]
    # Nine alike and 100 and 300 apart: mean 400/11, 300 / 45.57 = 6.58 is far and 100 / 45.57 = 2.19 is not.
    assert places_of(lines([1_000] * 9 + [1_100, 1_300])) == ["row 10"]


def test_a_cost_within_one_per_cent_of_the_median_is_never_far():
    assert places_of(lines([1_000] * 5 + [1_010])) == []
    assert places_of(lines([1_000] * 5 + [1_010.5])) == ["row 5"]
    assert places_of(lines([1_000] * 5 + [989.5])) == ["row 5"]


def test_costs_are_held_against_their_own_group():
    rows = lines([*EVEN, 5_000, *(5 * cost for cost in EVEN), 5_100], category=["other"] * 6 + ["womens-services"] * 6)
    assert places_of(rows, ["category"]) == ["row 5"]
    [what] = outliers(rows, ["category"])["what"]
    said = "a cost per user of £5,000 is far above the median of £1,005 of its 6 rows (category other)"
    assert what == said


def test_fewer_than_ten_users_have_no_cost_to_be_far():
    rows = pd.concat([lines(EVEN), lines([9_000], users=9)])
    assert places_of(rows) == []
    assert places_of(pd.concat([lines(EVEN), lines([9_000], users=10)])) == ["row 5"]


def test_rows_without_a_cost_do_not_count_for_the_group():
    rows = lines([990, 1_000, 1_010, 9_000, NAN])
    assert places_of(rows) == []
    assert places_of(lines([*EVEN, NAN, 9_000])) == ["row 6"]
    assert places_of(lines([])) == []


def test_a_missing_group_is_a_group():
    assert places_of(lines([*EVEN, 9_000], category=None), ["category"]) == ["row 5"]


def test_invented_and_real_figures_are_never_one_group():
    statuses = ["illustrative"] * 5 + ["official"] * 6
    rows = lines([*(9 * cost for cost in EVEN), *EVEN, 9_000], data_status=statuses)
    assert places_of(rows) == ["row 10"]
    assert places_of(lines([*EVEN, 9_000], data_status=["official", "reported"] * 3)) == ["row 5"]


def test_the_finding_is_a_note_with_the_place_of_the_value():
    found = outliers(lines([*EVEN, 9_000], value_source=[f"a#B{row}" for row in range(6)]).set_axis([3] * 6))
    assert found[["rule", "severity", "where", "rows"]].to_numpy().tolist() == [
        ["cost-per-user-unusual", "note", "a#B5", 1]
    ]


def test_what_organisations_are_paid_is_not_quoted_unless_asked_for():
    rows = lines([*EVEN, 9_000], organisation="Example Trust")
    assert outliers(rows)["what"].tolist() == ["the cost per user is far from that of the other rows of its group"]
    assert "£9,000" in outliers(rows, figures=True)["what"][0]


def test_what_is_no_figure_or_no_key_is_refused():
    with pytest.raises(FrameError, match="holds text") as refusal:
        outliers(lines([1]).assign(value_gbp="much"))
    assert refusal.value.where == "outliers"
    for figure in ("value_gbp", "volume_users"):
        with pytest.raises(FrameError, match=f"'{figure}' cannot be the keys") as refusal:
            outliers(lines([1]), [figure])
        assert refusal.value.where == "outliers"
    with pytest.raises(FrameError, match="no 'category'"):
        outliers(lines([1]), ["category"])
