"""Sums of rows are held against published totals, and what lies beyond rounding is said with its place."""

import numpy as np
import pandas as pd
import pytest

from vv_analysis.errors import FrameError
from vv_analysis.measure.checks.totals import check_totals, half_last_digit

NAN = float("nan")
MILLION = 1_000_000


def lots(rows, **columns):
    typed = pd.DataFrame(rows, columns=["region", "value_gbp", "volume_users"])
    return typed.astype({"value_gbp": float, "volume_users": float}).assign(**columns)


def totals(rows, **columns):
    typed = pd.DataFrame(rows, columns=["region", "value_gbp"])
    return typed.astype({"value_gbp": float}).assign(**columns)


WALES = lots([("Wales", 600_000, 60), ("Wales", 650_000, 40)])


def test_a_total_in_millions_to_one_decimal_may_be_off_by_fifty_thousand():
    # 0.6m + 0.65m = 1.25m, which 1.2m and 1.3m are both 0.05m away from.
    allowed = half_last_digit(MILLION, decimals=1)
    assert allowed == 50_000
    for stated in (1_200_000, 1_300_000):
        assert check_totals(WALES, totals([("Wales", stated)]), ["region"], rounding_gbp=allowed).empty
    beyond = check_totals(WALES, totals([("Wales", 1_199_990)]), ["region"], rounding_gbp=allowed)
    assert beyond["rule"].tolist() == ["total-differs"]
    assert half_last_digit(1) == 0.5


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        # 1,250,000 - 1,000,000 = 250,000, a quarter of the total; 1,250,000 - 2,000,000 = -750,000, three eighths.
        (1_000_000, "£250,000 higher (25.0%)"),
        (2_000_000, "£750,000 lower (37.5%)"),
        (0, "£1,250,000 higher"),
        (-250_000, "£1,500,000 higher"),
    ],
)
def test_a_difference_is_said_in_pounds_and_per_cent_of_a_total_above_nought(stated, said):
    found = check_totals(WALES, totals([("Wales", stated)]), ["region"]).iloc[0]
    assert found["what"].endswith(f" and its 2 rows add up to £1,250,000: {said}")
    assert found["severity"] == "warning"
    assert found["rows"] == 2


def test_the_finding_stands_at_the_place_of_the_total():
    stated = totals([("Wales", 1)], value_source="a.xlsx#Totals!B9")
    assert check_totals(WALES, stated, ["region"])["where"].tolist() == ["a.xlsx#Totals!B9"]
    assert check_totals(WALES, totals([("Wales", 1)]).set_axis([7]), ["region"])["where"].tolist() == ["row 0"]


def test_volumes_are_held_against_their_totals_too():
    stated = pd.DataFrame({"region": ["Wales"], "volume_users": [101.0]})
    [what] = check_totals(WALES, stated, ["region"])["what"]
    assert what == "the total volume of region Wales is 101 and its 2 rows add up to 100: 1 lower (1.0%)"
    assert check_totals(WALES, stated, ["region"], rounding_users=1).empty
    assert check_totals(WALES, stated.assign(volume_users=100.5), ["region"]).empty


def test_a_total_may_say_itself_how_far_it_is_rounded():
    stated = totals([("Wales", 1_200_000), ("Wales", 1_200_000)], rounding_gbp=[50_000, NAN])
    found = check_totals(WALES, stated, ["region"])
    assert found["where"].tolist() == ["row 1"]


def test_without_keys_all_rows_are_held_against_the_grand_total():
    grand = pd.DataFrame({"value_gbp": [1_250_000.0]})
    assert check_totals(WALES, grand).empty
    [what] = check_totals(WALES, grand * 2)["what"]
    assert what.startswith("the total of everything is £2,500,000 and its 2 rows add up to £1,250,000")


def test_one_row_is_spoken_of_as_one():
    [what] = check_totals(WALES.head(1), totals([("Wales", 1)]), ["region"])["what"]
    assert "its 1 row add" in what


def test_a_total_cannot_be_checked_while_a_row_lacks_its_figure_and_the_others_leave_room():
    rows = lots([("Wales", 600_000, 60), ("Wales", NAN, 40)])
    open_ = check_totals(rows, totals([("Wales", 1_000_000)]), ["region"]).iloc[0]
    assert open_["rule"] == "total-not-checked"
    assert open_["severity"] == "note"
    what = "1 of the 2 rows of region Wales have no figure, and the others leave £400,000 of the total"
    assert open_["what"] == what


def test_known_rows_that_are_already_more_than_the_total_cannot_add_up_to_it():
    rows = lots([("Wales", 600_000, 60), ("Wales", NAN, 40)])
    found = check_totals(rows, totals([("Wales", 500_000)]), ["region"]).iloc[0]
    assert found["rule"] == "total-differs"
    assert "add up to at least £600,000: £100,000 higher (20.0%)" in found["what"]


def test_a_total_within_the_ranges_of_its_rows_is_right_and_one_outside_is_not():
    ranges = lots([("Wales", 600_000, 60)]).assign(value_low_gbp=500_000.0, value_high_gbp=700_000.0)
    for stated in (500_000, 700_000):
        assert check_totals(ranges, totals([("Wales", stated)]), ["region"]).empty
    above, below = (check_totals(ranges, totals([("Wales", x)]), ["region"])["what"][0] for x in (750_000, 400_000))
    assert "at most £700,000: £50,000 lower" in above
    assert "at least £500,000: £100,000 higher" in below


def test_a_bound_from_above_may_mean_nothing_but_not_less():
    at_most = lots([("Wales", NAN, 60)]).assign(value_low_gbp=NAN, value_high_gbp=100.0)
    assert check_totals(at_most, totals([("Wales", 0)]), ["region"]).empty
    assert check_totals(at_most, totals([("Wales", -1)]), ["region"])["rule"].tolist() == ["total-differs"]
    taken_back = at_most.assign(value_high_gbp=-50.0)
    assert check_totals(taken_back, totals([("Wales", -50)]), ["region"]).empty


def test_a_total_without_rows_and_rows_without_a_total_are_both_said():
    rows = lots([("Wales", 1, 1), ("London", 2, 1), ("London", 2, 1)])
    found = check_totals(rows, totals([("Wales", 1), ("Kent", 3), ("Gwent", 0), ("Essex", NAN)]), ["region"])
    assert found[["rule", "severity", "where", "rows"]].to_numpy().tolist() == [
        ["total-without-rows", "warning", "row 1", 0],
        ["rows-without-total", "note", "row 1", 2],
    ]
    assert found["what"].tolist() == [
        "the total of region Kent is £3 has no rows",
        "no total is stated for region London",
    ]


def test_missing_keys_meet_each_other():
    assert check_totals(lots([(None, 5, 1)]), totals([(None, 5)]), ["region"]).empty
    assert check_totals(lots([(None, 5, 1)]), totals([(None, 9)]), ["region"])["rule"].tolist() == ["total-differs"]


def test_pennies_of_many_rows_are_no_difference():
    rows = lots([("Wales", 0.1, 1)] * 30)
    assert check_totals(rows, totals([("Wales", 3.0)]), ["region"], rounding_gbp=0).empty
    assert len(check_totals(rows, totals([("Wales", 3.01)]), ["region"], rounding_gbp=0)) == 1


def test_what_organisations_are_paid_is_not_quoted_unless_asked_for():
    rows = WALES.assign(organisation="Example Trust", value_gbp=[600_000.0, NAN])
    for stated in ([("Wales", 1)], [("Wales", 9e6)], [("Kent", 9e6)]):
        found = check_totals(rows, totals(stated), ["region"])
        assert not found["what"].str.contains(r"\d\d|£|Example").any()
    assert check_totals(rows, totals([("Wales", 1)]), ["region"])["what"].tolist() == [
        "the rows of region Wales add up to a figure higher than the total"
    ]
    assert "£600,000" in check_totals(rows, totals([("Wales", 1)]), ["region"], figures=True)["what"][0]


def test_what_is_said_without_figures_is_a_sentence_too():
    rows = WALES.assign(organisation="Example Trust", value_gbp=[600_000.0, NAN])
    assert check_totals(rows, totals([("Kent", 9)]), ["region"])["what"].tolist() == [
        "the total of region Kent has no rows",
        "no total is stated for region Wales",
    ]
    assert check_totals(rows, totals([("Wales", 9e6)]), ["region"])["what"].tolist() == [
        "1 of the 2 rows of region Wales have no figure"
    ]


def test_a_difference_below_a_pound_has_its_side_and_its_share_too():
    pence = lots([("Wales", 0.5, 1)]).assign(value_low_gbp=0.4, value_high_gbp=0.6)
    for stated, said in ((0.3, "at least £0.40: £0.10 higher (33.3%)"), (0.8, "at most £0.60: £0.20 lower (25.0%)")):
        [what] = check_totals(pence, totals([("Wales", stated)]), ["region"], rounding_gbp=0)["what"]
        assert what.endswith(said)


def test_bases_may_differ_between_groups_and_not_within_one():
    rows = lots([("Wales", 1, 1), ("Kent", 2, 1)], vat=["included", "excluded"])
    stated = totals([("Wales", 1), ("Kent", 2)], vat=["included", "excluded"])
    assert check_totals(rows, stated, ["region"]).empty
    with pytest.raises(FrameError, match="within each key"):
        check_totals(rows, stated[::-1].assign(vat=["included", "excluded"]), ["region"])


def test_nothing_is_found_where_there_is_nothing():
    assert check_totals(lots([]), totals([]), ["region"]).empty
    assert check_totals(lots([]), totals([("Wales", 5)]))["rule"].tolist() == ["total-without-rows"]


@pytest.mark.parametrize(
    ("rows", "stated", "refusal"),
    [
        (WALES, pd.DataFrame({"region": ["Wales"]}), "no 'value_gbp' and no 'volume_users'"),
        (WALES, totals([("Wales", 1)]).rename(columns={"region": "area"}), "no 'region'"),
        (WALES.assign(vat="included"), totals([("Wales", 1)], vat="excluded"), "'vat' is"),
        (WALES.assign(data_status="illustrative"), totals([("Wales", 1)], data_status="official"), "illustrative"),
        (WALES.assign(region=1), totals([("Wales", 1)]), "key 'region' holds"),
        (WALES.assign(value_gbp="much"), totals([("Wales", 1)]), "holds text"),
        (WALES, totals([("Wales", 1)]).assign(value_gbp=np.inf), "infinite"),
    ],
)
def test_what_cannot_be_compared_is_refused(rows, stated, refusal):
    with pytest.raises(FrameError, match=refusal) as refused:
        check_totals(rows, stated, ["region"])
    assert refused.value.where.startswith("check_totals")
