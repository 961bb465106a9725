"""Weights that do not split an area as a whole, and frames that cannot be split, are refused before any number."""

import pytest

from strategies.area_rows import BRISTOL, HALF_AND_LESS, HUMBER, NAN, in_parts, pence, rows
from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.areas import apportion, apportion_sensitivity


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weight": [0.5, 0.3, 0.1]}, f"'{BRISTOL}' .rows 0, 1, 2. add up to 0.9"),
        ({"weight": [0.5, 0.3, 0.2 + 1e-8]}, "add up to 1.00000001"),
        ({"weight": [0.7, 0.5, -0.2]}, "row 2 is negative, as for 'E23000038'"),
        ({"weight": [0.7, 0.3, NAN]}, "row 2 is missing"),
        ({"weight": ["a", "b", "c"]}, "holds text"),
        ({"to_code": ["E23000036", "E23000037", "E23000037"]}, "rows 1, 2 is stated more than once"),
        ({"to_code": ["E23000036", "E23000037", "E23000032"]}, "'E23000032' is no part of"),
        ({"to_code": ["E23000036", "E23000037", "region-wales"]}, "'region-wales' is no part of"),
        ({"from_code": "cpa-atlantis"}, "no part of 'cpa-atlantis'"),
    ],
)
def test_weights_that_do_not_split_an_area_as_a_whole_are_refused(change, message):
    with pytest.raises(FrameError, match=message):
        apportion(rows((BRISTOL, 1, 1)), HALF_AND_LESS.assign(**change))


def test_weights_may_be_a_billionth_off_as_published_ones_are():
    parts = in_parts(rows((BRISTOL, 1e9, 1)), HALF_AND_LESS.assign(weight=[0.5, 0.3, 0.2 - 9e-10]))
    assert sum(pence(parts["value_gbp"])) == 10**11


@pytest.mark.parametrize(
    ("frame", "settings_", "message"),
    [
        (rows((HUMBER, 1, 1), (HUMBER, 1, 1)), {}, f"no weights for '{HUMBER}', the 'area_code' of rows 0, 1"),
        (rows(("region-wales", 1, 1)), {}, "no weights for 'region-wales'"),
        (rows((BRISTOL, 1, 1)).assign(area_code=NAN), {}, "no weights for ''"),
        (rows((BRISTOL, 1, 1)).assign(area_level="CPA"), {}, "'area_level' of row 0 is 'CPA'"),
        (
            rows((BRISTOL, 1, 1)).assign(area_level="area"),
            {},
            f"'area_level' of row 0 is 'area', with code '{BRISTOL}'",
        ),
        (rows((BRISTOL, 1, 1)).assign(area_level=NAN), {}, "'area_level' of row 0 is ''"),
        (rows((BRISTOL, 1, 1)), {"to": "nation"}, "to 'nation'"),
        (rows((BRISTOL, 1, 1)).drop(columns="area_level"), {}, "no 'area_level'"),
        (rows((BRISTOL, 1, 1)).drop(columns="value_gbp"), {}, "no 'value_gbp'"),
        (rows((BRISTOL, 1, -1)), {}, "negative number of users"),
        (rows((BRISTOL, 1, 1)).assign(value_gbp="1"), {}, "holds text"),
        (rows((BRISTOL, 1, 1)).assign(value_low_gbp=5.0, value_high_gbp=2.0), {}, "'value_gbp' of row 0"),
    ],
)
def test_frames_that_cannot_be_split_are_refused(frame, settings_, message):
    with pytest.raises(FrameError, match=message):
        apportion(frame, HALF_AND_LESS, **settings_)


def test_weights_without_their_columns_are_refused():
    with pytest.raises(FrameError, match="no 'to_code'"):
        apportion(rows((BRISTOL, 1, 1)), HALF_AND_LESS.drop(columns="to_code"))


def test_a_sensitivity_needs_a_set_and_figures_of_one_kind():
    frame = rows((BRISTOL, 1, 1), (BRISTOL, 1, 1))
    with pytest.raises(FrameError, match="there are no weights"):
        apportion_sensitivity(frame, {})
    with pytest.raises(FrameError, match="no 'from_code'"):
        apportion_sensitivity(frame, {"caseload": HALF_AND_LESS.drop(columns="from_code")})
    with pytest.raises(FrameError, match="illustrative"):
        apportion_sensitivity(frame.assign(data_status=["illustrative", "official"]), {"caseload": HALF_AND_LESS})
    with pytest.raises(FrameError, match="no 'volume_users'"):
        apportion_sensitivity(frame.drop(columns="volume_users"), {"caseload": HALF_AND_LESS})
    with pytest.raises(FrameError, match="cannot be the keys"):
        apportion_sensitivity(frame, {"caseload": HALF_AND_LESS}, by=["area"])
