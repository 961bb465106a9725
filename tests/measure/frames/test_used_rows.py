"""A group is added up over the rows that have what is needed, and says how much of it they hold."""

import numpy as np
import pandas as pd
import pytest

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames.used_rows import cost_status, sums_of_used_rows, used_rows

NAN = float("nan")
FIGURES = ["value_gbp", "volume_users"]
# O5 of the method in one area, and an area of which nothing can be used.
ROWS = pd.DataFrame(
    {
        "area": pd.Series(["Kent", "Essex", "Kent", "Kent"], dtype="str"),
        "value_gbp": [100_000.0, 70_000.0, 50_000.0, 30_000.0],
        "volume_users": [100.0, NAN, NAN, 20.0],
        "one_off_gbp": [5.0, 6.0, 7.0, 8.0],
    }
)


def sums(rows=ROWS, keys=("area",), beside=(), needed=tuple(FIGURES)):
    found = sums_of_used_rows(rows, list(keys), needed, beside, where="the measure")
    return found.set_index("area") if keys else found


def test_only_rows_with_every_figure_needed_are_added():
    kent = sums().loc["Kent"]
    assert kent[FIGURES].tolist() == [130_000, 120]
    assert kent[["rows", "rows_used"]].tolist() == [3, 2]
    assert kent["value_coverage"] == pytest.approx(13 / 18)


def test_a_group_of_which_no_row_is_used_has_no_sums_and_covers_nothing():
    essex = sums(beside=["one_off_gbp"]).loc["Essex"]
    assert essex[[*FIGURES, "one_off_gbp"]].isna().all()
    assert essex[["rows", "rows_used", "value_coverage"]].tolist() == [1, 0, 0]


def test_a_figure_beside_is_added_over_the_same_rows_and_missing_where_one_of_them_lacks_it():
    assert sums(beside=["one_off_gbp"]).loc["Kent", "one_off_gbp"] == 13
    unused_lacks = ROWS.assign(one_off_gbp=[5.0, 6.0, NAN, 8.0])
    assert sums(unused_lacks, beside=["one_off_gbp"]).loc["Kent", "one_off_gbp"] == 13
    used_lacks = ROWS.assign(one_off_gbp=[5.0, 6.0, 7.0, NAN])
    kent = sums(used_lacks, beside=["one_off_gbp"]).loc["Kent"]
    assert pd.isna(kent["one_off_gbp"])
    assert kent["value_gbp"] == 130_000


def test_without_keys_there_is_one_row_even_over_nothing():
    whole = sums(keys=())
    assert whole.loc[0, "value_gbp"] == 130_000
    empty = sums(ROWS.head(0), keys=())
    assert empty[["rows", "rows_used"]].to_numpy().tolist() == [[0, 0]]
    assert empty[[*FIGURES, "value_coverage"]].isna().all(axis=None)


def test_no_share_is_told_of_a_known_value_of_nothing():
    slight = pd.DataFrame({"area": ["a", "b"], "value_gbp": [0.5, 0.0], "volume_users": [1.0, 1.0]})
    assert sums(slight)["value_coverage"].tolist() == pytest.approx([1, NAN], nan_ok=True)


def test_money_taken_back_counts_by_its_size_so_that_no_share_is_above_one():
    owed = pd.DataFrame({"area": "a", "value_gbp": [100.0, -60.0], "volume_users": [1.0, NAN]})
    assert sums(owed)["value_coverage"].tolist() == [0.625]


def test_rows_of_unlike_bases_are_refused_if_they_are_used():
    apart = ROWS.assign(vat=["excluded", "excluded", "included", "excluded"])
    assert sums(apart).loc["Kent", "value_gbp"] == 130_000
    with pytest.raises(FrameError, match=r"^the measure: 'vat' is 'excluded' and 'included'"):
        sums(apart.assign(vat=["excluded", "excluded", "excluded", "included"]))
    with pytest.raises(FrameError, match=r"^the measure: the frame has no 'one_off_gbp'"):
        sums(ROWS.drop(columns="one_off_gbp"), beside=["one_off_gbp"])


def test_used_rows_are_those_with_all_that_is_stated():
    rows = used_rows(ROWS, ["area"], ROWS[FIGURES])
    assert rows.used.tolist() == [True, False, False, True]
    assert rows.groups.labels["area"].tolist() == ["Essex", "Kent"]
    assert rows.sums(np.array([1.0, 2.0, NAN, 4.0])).tolist() == pytest.approx([NAN, 5.0], nan_ok=True)


@pytest.mark.parametrize(
    ("value", "users", "mark"),
    [
        (NAN, 10, "x"),
        (1, NAN, "x"),
        (0, 0, "z"),
        (1, 0, "x"),
        (1, 1, "u"),
        (1, 29, "u"),
        (1, 30, "ok"),
        (0, 30, "ok"),
    ],
)
def test_a_cost_per_user_is_marked_by_how_far_it_can_be_relied_on(value, users, mark):
    marks = cost_status(pd.Series([value], index=["label"]), pd.Series([users], index=["label"]))
    assert marks.to_dict() == {"label": mark}
    assert marks.dtype == "str"
