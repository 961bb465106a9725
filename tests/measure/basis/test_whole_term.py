"""A total over several years falls on the years as somebody stated, else in a straight line that is marked."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.financial_years import by_financial_year
from vv_analysis.measure.basis.whole_term import yearly_values

NAN = float("nan")
YEARS = ["2020-21", "2021-22", "2022-23"]


def award(value_gbp=900_000.0, contract="A1", start="2020-04-01", end="2023-03-31", **columns):
    dates = {"start": pd.to_datetime([start]), "end": pd.to_datetime([end])}
    return pd.DataFrame({"contract": [contract], **dates, "value_gbp": [value_gbp]}).assign(**columns)


def profile(contract="A1", years=YEARS, **figures):
    return pd.DataFrame({"contract": contract, "year": years, **figures})


def in_pounds(*figures, **columns):
    return profile(**columns, value_gbp=list(figures))


def in_shares(*figures, **columns):
    return profile(**columns, share=list(figures))


def test_yearly_values_that_were_stated_are_used_as_they_are():
    yearly = yearly_values(award(), in_pounds(200_000, 300_000, 400_000))
    assert yearly["value_gbp"].tolist() == [200_000, 300_000, 400_000]
    assert yearly["year"].tolist() == YEARS
    assert yearly["days"].tolist() == [365, 365, 365]
    assert not yearly["assumed_profile"].any()
    # 2/9, 3/9 and 4/9.
    assert yearly["steps"].tolist() == [
        f"{share} of the whole term, from the profile given" for share in ("0.2222", "0.3333", "0.4444")
    ]


def test_without_a_profile_a_straight_line_is_drawn_and_marked():
    yearly = yearly_values(award())
    assert yearly["value_gbp"].tolist() == [300_000, 300_000, 300_000]
    assert yearly["assumed_profile"].all()
    assert yearly["steps"].iloc[0] == "shared out by days, 365 of 1095 in 2020-21 (profile assumed)"


def test_a_straight_line_is_drawn_by_days_so_that_a_leap_year_has_more():
    # 2023-24 holds a 29 February: 366 of 731 days.
    yearly = yearly_values(award(731.0, start="2023-04-01", end="2025-03-31"))
    assert yearly["value_gbp"].tolist() == pytest.approx([366, 365])


def test_users_and_ends_take_the_shares_of_the_value():
    stated = award(900.0, volume_users=90.0, value_low_gbp=450.0, value_high_gbp=1_800.0, value_nominal_gbp=NAN)
    for given_profile in (in_pounds(200, 300, 400), in_shares(2 / 9, 3 / 9, 4 / 9)):
        yearly = yearly_values(stated, given_profile)
        assert yearly["value_gbp"].tolist() == pytest.approx([200, 300, 400])
        assert yearly["volume_users"].tolist() == pytest.approx([20, 30, 40])
        assert yearly["value_low_gbp"].tolist() == pytest.approx([100, 150, 200])
        assert yearly["value_high_gbp"].tolist() == pytest.approx([400, 600, 800])
        assert yearly["value_nominal_gbp"].isna().all()


def test_one_off_costs_stand_once():
    yearly = yearly_values(award(one_off_costs_gbp=70.0), in_pounds(200_000, 300_000, 400_000))
    assert yearly["one_off_costs_gbp"].isna().tolist() == [False, True, True]


def test_whether_extensions_are_included_is_carried():
    yearly = yearly_values(award(includes_extensions="yes"))
    assert yearly["includes_extensions"].tolist() == ["yes", "yes", "yes"]


def test_contracts_that_the_profile_does_not_name_get_the_straight_line():
    both = pd.concat([award(contract="B2"), award(), award(contract=None)])
    yearly = yearly_values(both, in_pounds(200_000, 300_000, 400_000))
    assert yearly["assumed_profile"].tolist() == [True] * 3 + [False] * 3 + [True] * 3
    assert yearly["value_gbp"].tolist() == [300_000.0] * 3 + [200_000.0, 300_000.0, 400_000.0] + [300_000.0] * 3
    assert yearly["steps"].str.contains("from the profile given").tolist() == [False] * 3 + [True] * 3 + [False] * 3
    assert yearly["steps"].str.contains("shared out by days").tolist() == [True] * 3 + [False] * 3 + [True] * 3


def test_the_order_of_the_profile_does_not_matter():
    given_profile = in_pounds(200_000, 300_000, 400_000)
    one, other = (yearly_values(award(), rows) for rows in (given_profile, given_profile.iloc[::-1]))
    pd.testing.assert_frame_equal(one, other)


def test_a_part_year_at_either_end_is_a_year_of_the_profile_too():
    stated = award(start="2020-10-01", end="2022-09-30")
    yearly = yearly_values(stated, in_pounds(100_000, 500_000, 300_000))
    assert yearly["value_gbp"].tolist() == [100_000, 500_000, 300_000]
    assert yearly["days"].tolist() == [182, 365, 183]


@pytest.mark.parametrize("off", [0.01, -0.01, 1_000])
def test_a_profile_that_misses_the_total_by_a_penny_is_refused(off):
    with pytest.raises(FrameError, match=r"the profile of row 0 adds up to .*, its total is 900000"):
        yearly_values(award(), in_pounds(200_000, 300_000, 400_000 + off))
    near = yearly_values(award(), in_pounds(200_000, 300_000, 400_000.004))
    assert near["value_gbp"].iloc[2] == 400_000.004


@pytest.mark.parametrize("shares", [(0.3, 0.3, 0.3), (0.333, 0.333, 0.333), (0.5, 0.5, 1e-6)])
def test_shares_that_do_not_add_up_to_one_are_refused(shares):
    with pytest.raises(FrameError, match=r"adds up to .*, its total is 1"):
        yearly_values(award(), in_shares(*shares))


def test_a_share_is_no_more_than_the_whole_and_no_less_than_nothing():
    with pytest.raises(FrameError, match="profile of contract 'A1' has a share outside 0 to 1 in 2020-21"):
        yearly_values(award(), in_shares(1.5, -0.5, 0.0))
    with pytest.raises(FrameError, match="profile of contract 'A1' has a share outside 0 to 1 in 2021-22"):
        yearly_values(award(), in_shares(0.6, -0.1, 0.5))
    assert yearly_values(award(), in_shares(1, 0, 0))["value_gbp"].tolist() == [900_000, 0, 0]


def test_shares_written_with_ten_digits_still_share_out_the_whole():
    yearly = yearly_values(award(), in_shares(0.3333333333, 0.3333333333, 0.3333333333))
    assert sum(yearly["value_gbp"].tolist()) == 900_000


def test_a_contract_of_one_year_has_a_profile_of_one_year():
    stated = award(0.0, end="2021-03-31", volume_users=90.0)
    yearly = yearly_values(stated, in_pounds(0, years=YEARS[:1]))
    assert yearly[["value_gbp", "volume_users"]].to_numpy().tolist() == [[0, 90]]
    assert not yearly["assumed_profile"].any()


def test_a_total_that_is_missing_cannot_be_checked_against_its_yearly_values():
    with pytest.raises(FrameError, match="its total is nan"):
        yearly_values(award(NAN), in_pounds(200_000, 300_000, 400_000))
    assert yearly_values(award(NAN), in_shares(0.2, 0.3, 0.5))["value_gbp"].isna().all()


def test_a_total_of_nothing_has_no_shares_to_give_to_users():
    yearly = yearly_values(award(0.0, volume_users=90.0), in_pounds(100, -50, -50))
    assert yearly["value_gbp"].tolist() == [100, -50, -50]
    assert yearly["volume_users"].isna().all()
    assert set(yearly["steps"]) == {"yearly value from the profile given"}


@pytest.mark.parametrize(
    ("given_profile", "says"),
    [
        (
            in_pounds(1, contract="B2", years=["2020-21"]),
            "profile of contract 'B2' has the year '2020-21', in which no",
        ),
        (in_pounds(0, 0, 0, 1, years=[*YEARS, "2023-24"]), "profile of contract 'A1' has the year '2023-24', in which"),
        (
            in_pounds(1, years=YEARS[:1]),
            "profile of contract 'A1' has no year '2021-22', in which it has days .and 1 more",
        ),
        (in_pounds(1, 1, years=YEARS[:2]), "profile of contract 'A1' has no year '2022-23', in which it has days"),
        (in_pounds(1, 1, 1, 1, years=[*YEARS, YEARS[0]]), "profile of contract 'A1' has the year '2020-21' twice"),
        (in_pounds(1, NAN, 1), "profile of contract 'A1' has an empty cell in 2021-22"),
        (in_pounds(1, 1, 1, contract=None), "has an empty cell in 2020-21 .and 2 more"),
        (profile(), "the profile has neither 'share' nor 'value_gbp'"),
        (profile(share=1.0, value_gbp=1.0), "the profile has both 'share' and 'value_gbp'"),
        (profile(share="a third"), "column 'share' holds text"),
        (profile(share=1.0).drop(columns="year"), "no 'year'"),
        (profile(share=1.0).drop(columns="contract"), "no 'contract'"),
        (in_pounds(1, 1, 1, contract=7), "key 'contract' holds"),
    ],
)
def test_a_profile_that_does_not_fit_is_refused(given_profile, says):
    with pytest.raises(FrameError, match=says):
        yearly_values(award(), given_profile)


def test_a_profile_of_a_contract_in_several_rows_fits_none_of_them_unless_told_apart():
    lots = pd.concat([award(category="other"), award(450_000.0, category="accommodation")])
    given_profile = in_pounds(200_000, 300_000, 400_000).assign(category="other")
    with pytest.raises(FrameError, match="contract 'A1' stands in several rows"):
        yearly_values(lots, given_profile)
    yearly = yearly_values(lots, given_profile, on=["contract", "category"])
    assert yearly["value_gbp"].tolist() == [200_000, 300_000, 400_000, 150_000, 150_000, 150_000]
    assert yearly["assumed_profile"].tolist() == [False] * 3 + [True] * 3


def test_a_missing_date_is_refused_under_the_name_of_the_measure():
    with pytest.raises(FrameError, match="yearly_values: the first or last day of row 0 is missing"):
        yearly_values(award(end=None))


PENCE = st.lists(st.integers(-(10**13), 10**13), min_size=3, max_size=3)
WEIGHTS = st.lists(st.integers(0, 1_000), min_size=3, max_size=3).filter(any)
# Several contracts in one frame, so that a law is tried on many in one go.
CONTRACTS = [f"C{place}" for place in range(6)]


def several(totals_gbp, **columns):
    awards = [award(total, contract=name, **columns) for name, total in zip(CONTRACTS, totals_gbp, strict=False)]
    return pd.concat(awards, ignore_index=True)


@settings(deadline=None, derandomize=True, max_examples=10)
@given(pence=st.lists(PENCE, min_size=6, max_size=6))
def test_yearly_values_in_pence_add_up_to_their_total_to_the_penny(pence):
    totals = several([sum(parts) / 100 for parts in pence])
    copy = totals.copy()
    profiles = [
        in_pounds(*[part / 100 for part in parts], contract=name) for name, parts in zip(CONTRACTS, pence, strict=True)
    ]
    given_profile = pd.concat(profiles)
    kept = given_profile.copy()
    yearly = yearly_values(totals, given_profile)
    assert [round(100 * value) for value in yearly["value_gbp"]] == [part for parts in pence for part in parts]
    pd.testing.assert_frame_equal(totals, copy)
    pd.testing.assert_frame_equal(given_profile, kept)


@settings(deadline=None, derandomize=True, max_examples=10)
@given(
    weights=st.lists(WEIGHTS, min_size=6, max_size=6),
    pence=st.lists(st.integers(-(10**14), 10**14), min_size=6, max_size=6),
)
def test_shares_of_a_total_add_up_to_it_to_the_last_bit(weights, pence):
    totals = several([total / 100 for total in pence])
    shares = [
        in_shares(*[one / sum(own) for one in own], contract=name) for name, own in zip(CONTRACTS, weights, strict=True)
    ]
    yearly = yearly_values(totals, pd.concat(shares))
    sums = yearly.groupby("contract")["value_gbp"].sum()
    assert sums.tolist() == totals["value_gbp"].tolist()


@settings(deadline=None, derandomize=True, max_examples=10)
@given(pence=st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=6), years=st.integers(1, 6))
def test_without_a_profile_it_is_what_the_days_of_each_year_give(pence, years):
    totals = several([total / 100 for total in pence], end=f"{2020 + years}-06-30")
    pd.testing.assert_frame_equal(yearly_values(totals), by_financial_year(totals))
