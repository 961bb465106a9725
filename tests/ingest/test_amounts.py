"""An amount is read as it was stated, and refused where it could mean two things (method R2.45, O18)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.errors import AmountError
from vv_analysis.ingest.amounts import Amount, parse_amount

POINTS = {
    "£1,234,567": 1234567,
    "£1.2m": 1200000,
    "1.2 million": 1200000,
    "£350k": 350000,
    "(5,000)": -5000,
    "-£5,000": -5000,
    "−£5,000": -5000,
    "£ 1 234.50": 1234.50,
    "£0": 0,
    "£195 million": 195_000_000,
    "an initial £195 million": 195_000_000,
    "£242M": 242_000_000,
    "£4,482,940.00 GBP": 4_482_940,
    "325235.0 GBP": 325_235,
    "£854,446,831.86 (inc. VAT)": 854_446_831.86,
    "PS1,650,000": 1_650_000,
    "ÂŁ2,000,000,000": 2_000_000_000,
    "Â£200": 200,
    "1,234 (1), (2)": 1234,
    "£1,234 [note 3]": 1234,
    "£4bn": 4_000_000_000,
    44.5: 44.5,
    7: 7,
}


@pytest.mark.parametrize(("text", "value"), POINTS.items())
def test_a_point_is_read_to_the_penny(text, value):
    amount = parse_amount(text)
    assert (amount.low, amount.high, amount.status) == (value, value, "exact")


@pytest.mark.parametrize("text", ["", "-", "n/a", "TBC", "[x]", "..", "[c]", "[z]", "[low]", "Not set", None, math.nan])
def test_a_shorthand_is_missing_and_never_nought(text):
    amount = parse_amount(text)
    assert amount.status == "missing"
    assert math.isnan(amount.low)
    assert math.isnan(amount.central)
    assert amount.note


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("£1.2m–£1.5m", 1.2e6, 1.5e6),
        ("£1.2m to £1.5m", 1.2e6, 1.5e6),
        ("£1.2-1.5m", 1.2e6, 1.5e6),
        ("between £40,000 and £100,000", 40_000, 100_000),
        ("£1,223 to £4,125 per woman", 1223, 4125),
        ("£848,639,908 to £1,016,353,576", 848_639_908, 1_016_353_576),
        ("may range between £848,639,908 to £1,016,353,576", 848_639_908, 1_016_353_576),
        ("10-20", 10, 20),
    ],
)
def test_a_range_keeps_both_ends(text, low, high):
    amount = parse_amount(text)
    assert (amount.low, amount.high, amount.status) == (low, high, "range")
    assert amount.central == (low + high) / 2


@pytest.mark.parametrize(
    ("text", "status", "value"),
    [
        ("over £45 million", "at_least", 45e6),
        ("just over £33 million", "at_least", 33e6),
        ("would exceed £100m per year", "at_least", 100e6),
        ("exceed £100m per year", "at_least", 100e6),
        ("at least £40,000", "at_least", 40_000),
        ("almost £46 million", "at_most", 46e6),
        ("up to £4 billion", "at_most", 4e9),
        ("could rise to £270 million", "at_most", 270e6),
        ("less than £10,000", "at_most", 10_000),
    ],
)
def test_a_bound_is_open_on_one_side_and_has_no_middle(text, status, value):
    amount = parse_amount(text)
    assert amount.status == status
    assert math.isnan(amount.high if status == "at_least" else amount.low)
    assert (amount.low if status == "at_least" else amount.high) == value
    assert math.isnan(amount.central)


@pytest.mark.parametrize("text", ["about £450m", "around £450 million", "c. £450m", "c.£450m", "approximately £450m"])
def test_about_is_a_point_that_says_so(text):
    assert (parse_amount(text).central, parse_amount(text).status) == (450e6, "about")


@pytest.mark.parametrize(
    "text",
    [
        "1.234,56",
        "1,23",
        "12.5%",
        "€100",
        "1e6",
        "=1+1",
        "about 5",
        "£5,00,000",
        "abc",
        "£",
        "12 apples",
        "1 23",
        "(5",
        True,
        math.inf,
        "£1.5m to £1.2m",
        "10-",
        "to 5",
        "2021-06-26",
        "<script>alert(1)</script>",
        "５",
        "1_000",
    ],
)
def test_what_could_mean_two_things_is_refused_in_one_sentence(text):
    with pytest.raises(AmountError) as refusal:
        parse_amount(text)
    assert repr(text) in str(refusal.value)
    assert refusal.value.expected
    assert refusal.value.remedy


def test_the_unit_of_the_heading_applies_unless_the_cell_names_its_own():
    assert parse_amount("44.5", unit=1_000_000).central == 44_500_000
    assert parse_amount("£1.2m", unit=1_000_000).central == 1_200_000
    assert parse_amount("0.21 to 0.24", unit=1_000_000).low == 210_000
    assert parse_amount(1.1, unit=1_000_000).central == 1_100_000


pounds = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False).map(float)


@given(pounds)
def test_a_point_survives_being_written_and_read_again(value):
    amount = Amount(value, value, "exact", "")
    again = parse_amount(str(amount))
    assert (again.low, again.high, again.status) == (value, value, "exact")


@given(
    st.tuples(pounds, pounds).map(sorted).filter(lambda ends: 0 <= ends[0] < ends[1]),
    st.sampled_from(["range", "at_least", "at_most"]),
)
def test_ranges_and_bounds_survive_being_written_and_read_again(ends, status):
    low = math.nan if status == "at_most" else ends[0]
    high = math.nan if status == "at_least" else ends[1]
    again = parse_amount(str(Amount(low, high, status, "")))
    assert again.status == status
    assert [again.low, again.high] == pytest.approx([low, high], abs=0, rel=0, nan_ok=True)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_nothing_else_happens(text):
    try:
        amount = parse_amount(text)
    except AmountError:
        return
    assert amount.text == text
