"""What a frame must have, and what must not be mixed, is refused in one sentence of what, where and what to do."""

import numpy as np
import pandas as pd
import pytest

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards

NAN = float("nan")


def refused(guard, *arguments, **named):
    with pytest.raises(FrameError) as refusal:
        guard(*arguments, **named, where="the measure")
    return str(refusal.value)


def test_every_missing_column_is_named():
    frame = pd.DataFrame({"year": ["2021-22"]})
    assert guards.require_columns(frame, ["year"], where="ramp_up") is None
    assert refused(guards.require_columns, frame, ["year", "start", "end"]) == (
        "the measure: the frame has no 'start' and no 'end'; expected columns year, start, end; "
        "read it with vv.read_publication or vv.read_contracts, or rename its columns."
    )


def test_keys_are_columns_of_every_frame_in_the_order_asked_for():
    one, other = pd.DataFrame(columns=["area", "year"]), pd.DataFrame(columns=["year", "area", "cohort"])
    assert guards.key_columns([one, other], ("year", "area"), ["value_gbp"], where="x") == ["year", "area"]
    assert guards.key_columns([one], [], [], where="x") == []
    assert refused(guards.key_columns, [other, one], ["cohort"], []).startswith(
        "the measure: the frame has no 'cohort'"
    )


def test_one_text_is_no_list_of_keys():
    assert refused(guards.key_columns, [pd.DataFrame(columns=["area"])], "area", []) == (
        "the measure: the keys are one text, 'area'; expected a list such as ['area']."
    )


def test_a_key_is_named_once_and_is_nothing_that_is_measured():
    frame = pd.DataFrame(columns=["area", "value_gbp"])
    said = "expected each column once, and none that is itself measured."
    assert refused(guards.key_columns, [frame], ["area", "value_gbp"], ["value_gbp"]) == (
        f"the measure: 'value_gbp' cannot be the keys; {said}"
    )
    assert refused(guards.key_columns, [frame], ["area", "area"], ["value_gbp"]) == (
        f"the measure: 'area', 'area' cannot be the keys; {said}"
    )


def test_figures_come_as_floats_under_the_labels_they_had():
    frame = pd.DataFrame({"volume_users": [10, 20], "value_gbp": [1, 2], "area": ["a", "b"]}, index=[7, 7])
    figures = guards.figures(frame, ["value_gbp", "volume_users"], where="x")
    expected = pd.DataFrame({"value_gbp": [1.0, 2.0], "volume_users": [10.0, 20.0]}, index=[7, 7])
    pd.testing.assert_frame_equal(figures, expected)
    assert figures.dtypes.tolist() == [np.dtype("float64")] * 2


@pytest.mark.parametrize("missing", [[None], [NAN], pd.array([pd.NA], dtype="Float64")])
def test_a_missing_figure_is_no_number_whatever_stood_for_it(missing):
    figures = guards.figures(pd.DataFrame({"value_gbp": missing}), ["value_gbp"], where="x")
    assert figures["value_gbp"].isna().tolist() == [True]
    assert figures["value_gbp"].dtype == np.dtype("float64")


def test_text_among_figures_is_refused_with_a_way_to_read_it():
    frame = pd.DataFrame({"value_gbp": [1.0], "volume_users": ["many"]})
    assert refused(guards.figures, frame, ["value_gbp", "volume_users"]) == (
        "the measure: column 'volume_users' holds text in row 0; expected numbers; "
        "read each with vv.parse_amount, or the column with pandas.to_numeric."
    )
    missing = refused(guards.figures, frame, ["value_low_gbp"])
    assert missing.startswith("the measure: the frame has no 'value_low_gbp'")


@pytest.mark.parametrize("infinite", [np.inf, -np.inf])
def test_an_infinite_figure_is_refused(infinite):
    frame = pd.DataFrame({"value_gbp": [1.0, infinite]})
    assert refused(guards.figures, frame, ["value_gbp"]) == (
        "the measure: column 'value_gbp' has an infinite figure in row 1; correct it at its source."
    )


def test_there_are_never_fewer_people_than_none_but_money_may_be_taken_back():
    frame = pd.DataFrame({"value_gbp": [-1.0], "volume_users": [-1.0], "volume_low_users": [0.0]})
    assert guards.figures(frame, ["value_gbp", "volume_low_users"], where="x").to_numpy().tolist() == [[-1.0, 0.0]]
    assert refused(guards.figures, frame, ["value_gbp", "volume_users"]) == (
        "the measure: column 'volume_users' has a negative number of users in row 0; correct it at its source."
    )


def test_figures_beside_the_value_are_those_the_frame_has():
    frame = pd.DataFrame(columns=["volume_users", "value_gbp", "value_low_gbp"])
    asked = ["value_gbp", "value_low_gbp", "value_high_gbp", "volume_users"]
    assert guards.present(frame, asked) == ["value_low_gbp", "volume_users"]


def status(*statuses):
    return pd.DataFrame({"data_status": pd.Series(statuses, dtype="str")})


def test_invented_figures_never_stand_beside_real_ones():
    assert refused(guards.refuse_mixed_status, [status("illustrative", "reported", "official")]) == (
        "the measure: illustrative figures ('data_status' of row 0) stand beside figures that are "
        "'official' and 'reported'; "
        "expected invented figures and real ones apart; "
        "choose one with frame.query(\"data_status == 'illustrative'\"), or != for the other."
    )
    assert "'official'" in refused(guards.refuse_mixed_status, [status("illustrative"), status("official")])


def test_real_figures_may_stand_together_and_so_may_invented_ones():
    for frames in (
        [status("official", "reported")],
        [status("illustrative"), status("illustrative", None)],
        [status("illustrative"), pd.DataFrame({"area": ["Kent"]})],
        [],
    ):
        assert guards.refuse_mixed_status(frames, where="x") is None


def like(**columns):
    return pd.DataFrame({name: pd.Series(texts, dtype="str") for name, texts in columns.items()})


@pytest.mark.parametrize(
    ("basis", "remedy"),
    [
        ("prices", "bring both to one price base with vv.real_terms"),
        ("vat", "leave out the rows of unlike or unknown VAT, or state in the input what it is"),
        ("volume_unit", "compare only rows that count the same, or state in the input what is counted"),
    ],
)
def test_unlike_bases_are_refused_each_with_its_remedy(basis, remedy):
    before, after = like(**{basis: ["a", "b"]}), like(**{basis: ["c"]})
    assert refused(guards.refuse_unlike_bases, before, after, []) == (
        f"the measure: '{basis}' is 'a' and 'b' before and 'c' after (not 'a': row 1 before and row 0 after); "
        f"expected the same on both sides and within each key; {remedy}."
    )


def test_a_basis_that_one_side_does_not_state_is_not_compared():
    for before in (like(vat=["", None]), like(area=["Kent"])):
        for sides in ((before, like(vat=["included"])), (like(vat=["included"]), before)):
            assert guards.refuse_unlike_bases(*sides, [], where="x") is None


def test_a_blank_among_those_that_state_a_basis_says_nothing():
    assert guards.refuse_unlike_bases(like(vat=["included", ""]), like(vat=["included"]), [], where="x") is None


def test_exempt_from_vat_is_like_excluding_it_and_exempt_elsewhere_is_a_word_like_any_other():
    assert guards.refuse_unlike_bases(like(vat=["exempt"]), like(vat=["excluded"]), [], where="x") is None
    prices = like(prices=["exempt"]), like(prices=["excluded"])
    assert "'prices' is 'exempt' before" in refused(guards.refuse_unlike_bases, *prices, [])


def test_bases_may_differ_between_keys_and_not_within_one():
    before = like(area=["Kent", "Essex"], vat=["included", "excluded"])
    assert guards.refuse_unlike_bases(before, before[::-1], ["area"], where="x") is None
    crossed = before.assign(vat=["excluded", "included"])
    said = "'vat' is 'excluded' and 'included' before and 'excluded' and 'included' after"
    assert said in refused(guards.refuse_unlike_bases, before, crossed, ["area"])
    assert said in refused(guards.refuse_unlike_bases, before, before, [])
    within = like(area=["Kent", "Kent"], vat=["included", "excluded"])
    assert said in refused(guards.refuse_unlike_bases, within, before, ["area"])


def test_unlike_bases_are_refused_where_no_key_is_shared():
    before, after = like(area=["Kent"], vat=["excluded"]), like(area=["Essex"], vat=["included"])
    assert "'vat' is 'excluded' before" in refused(guards.refuse_unlike_bases, before, after, ["area"])


def test_a_missing_key_is_a_key_with_one_basis_only():
    before = like(area=[None, "Kent", "Essex"], vat=["excluded", "included", "excluded"])
    after = like(area=[None, "Kent", "Essex"], vat=["included", "included", "excluded"])
    assert "'vat' is" in refused(guards.refuse_unlike_bases, before, after, ["area"])
    assert guards.refuse_unlike_bases(before, before, ["area"], where="x") is None


def test_a_row_without_a_basis_is_like_every_other_of_its_key():
    before = like(area=["Kent", "Essex", "Kent"], vat=["included", "excluded", None])
    assert guards.refuse_unlike_bases(before, before, ["area"], where="x") is None


def test_one_basis_throughout_is_alike_within_every_key():
    before = like(area=["Kent", "Kent"], vat=["included", "included"])
    assert guards.refuse_unlike_bases(before, before, ["area"], where="x") is None
    assert guards.refuse_unlike_bases(before, before, [], where="x") is None


def test_keys_of_unlike_types_can_never_meet():
    numbers, texts = pd.DataFrame({"year": [2021]}), like(year=["2021"])
    assert refused(guards.refuse_unlike_keys, numbers, texts, ["year"]) == (
        "the measure: key 'year' holds numbers before and text after; expected one type on both sides; "
        "convert one of them with astype."
    )


def test_numbers_are_of_one_type_and_an_empty_frame_has_none():
    whole, unsigned, decimal = (
        pd.DataFrame({"year": np.array([2021], kind)}) for kind in ("int64", "uint16", "float64")
    )
    for sides in ((whole, decimal), (unsigned, whole), (unsigned, decimal)):
        assert guards.refuse_unlike_keys(*sides, ["year"], where="x") is None
    assert guards.refuse_unlike_keys(whole, like(year=[]), ["year"], where="x") is None
    assert guards.refuse_unlike_keys(whole, like(year=["2021"]), [], where="x") is None
