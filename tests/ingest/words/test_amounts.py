"""An amount is read as it was stated, and refused where it could mean two things (method R2.45, O18)."""

import csv
import datetime
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vv_analysis.errors import AmountError
from vv_analysis.ingest.words.amounts import Amount, parse_amount
from vv_analysis.terms import reference

MILLION = 1_000_000
POINTS = {
    "£1,234,567": 1_234_567,
    "£1.2m": 1_200_000,
    "1.2 million": 1_200_000,
    "£1.2\nmillion": 1_200_000,
    "£350k": 350_000,
    "£ 1 234.50": 1234.50,
    "£\u00a01\u00a0234.50": 1234.50,
    "1\u202f234": 1234,
    "1\u2009234": 1234,
    "1\u2007234": 1234,
    "1 234 567": 1_234_567,
    "£0": 0,
    "0": 0,
    "-£0": 0,
    "£195 million": 195_000_000,
    "an initial £195 million": 195_000_000,
    "£242M": 242_000_000,
    "£4,482,940.00 GBP": 4_482_940,
    "325235.0 GBP": 325_235,
    "GBP 5,000": 5000,
    "£854,446,831.86 (inc. VAT)": 854_446_831.86,
    "£22 million a year": 22_000_000,
    "£756,826": 756_826,
    "£4bn": 4_000_000_000,
    "£5b": 5_000_000_000,
    "£5m.": 5_000_000,
    "1,200 women": 1200,
    "3,800 women": 3800,
    "300 service users a year": 300,
    "40 places": 40,
    44.5: 44.5,
    7: 7,
}


@pytest.mark.parametrize(("text", "value"), POINTS.items())
def test_a_point_is_read_to_the_penny(text, value):
    amount = parse_amount(text)
    assert (amount.low, amount.high, amount.status) == (value, value, "exact")


def test_every_wording_of_the_record_means_its_figure_or_is_refused():
    # Where words are hard to read, a person wrote beside them the figure that they mean.
    refused = set()
    for file in sorted((reference.folder().parent / "publications").glob("*/statements.csv")):
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            meant = parse_amount(row["figure"] or row["stated"])
            try:
                stated = parse_amount(row["stated"])
            except AmountError:
                refused.add(row["stated"])
                continue
            assert (str(stated), stated.status) == (str(meant), meant.status)
    assert refused == {
        "a £10m gap in core funding",
        "between 6% and 36%",
        "between 16% and 48%",
        "35%",
        "Around two-thirds",
        "another 50 organisations, mostly in the voluntary sector",
    }


@pytest.mark.parametrize("dash", ["-", "‐", "‑", "‒", "–", "—", "―", "−"])
def test_every_dash_is_a_minus_sign_and_parts_a_range(dash):
    for text in (f"{dash}5,000", f"{dash}£5,000", f"£{dash}5,000", f"5,000{dash}", f"£5,000{dash}"):
        assert parse_amount(text).central == -5000
    for text in (f"£1.2m{dash}£1.5m", f"£1.2m {dash} £1.5m", f"£1.2{dash}1.5m", f"£1.2m{dash} £1.5m"):
        amount = parse_amount(text)
        assert (amount.low, amount.high, amount.status) == (1_200_000, 1_500_000, "range")


def test_nought_has_no_sign():
    for cell in ("-£0", "(0)", -0.0):
        assert math.copysign(1, parse_amount(cell).low) == 1


@pytest.mark.parametrize(
    "text", ["(5,000)", "£(5,000)", "(£5,000)", "( 5,000 )", "(5,000 GBP)", "minus £5,000", "(5k)"]
)
def test_brackets_and_the_word_make_a_figure_negative(text):
    assert parse_amount(text).central == -5000


def test_a_bracket_alone_is_negative_and_behind_a_figure_it_is_a_note():
    assert parse_amount("(5)").central == -5
    assert (parse_amount("1,234 (5)").central, parse_amount("1,234 (5)").note) == (1234, "(5)")
    assert (parse_amount("(12) (5)").central, parse_amount("(12) (5)").note) == (-12, "(5)")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1,234 [note 3]", "[note 3]"),
        ("1,234 [notes 3 and 4]", "[notes 3 and 4]"),
        ("1,234 (1), (2)", "(1); (2)"),
        ("1,234(1)", "(1)"),
        ("1,234¹", "¹"),
        ("1,234 ²³", "²³"),
        ("1,234*", "*"),
        ("1,234†", "†"),
        ("1,234r", "revised"),
        ("1,234 [r]", "revised"),
        ("1,234 [p]", "provisional"),
        ("1,234 [b]", "break in series"),
        ("1,234 [f]", "forecast"),
        ("1,234 [u]", "low reliability"),
    ],
)
def test_a_mark_behind_a_figure_is_a_note_and_no_part_of_it(text, note):
    amount = parse_amount(text)
    assert (amount.central, amount.status, amount.note) == (1234, "exact", note)


def test_a_figure_marked_as_estimated_is_about():
    for text in ("5,000 [e]", "5,000 (e)", "£5,000 (est.)", "estimated £5,000"):
        assert (parse_amount(text).central, parse_amount(text).status) == (5000, "about")
    assert parse_amount("over £5,000 [e]").status == "at_least"


@pytest.mark.parametrize(
    "words",
    [
        "inc. VAT",
        "inc VAT",
        "including VAT",
        "ex VAT",
        "excl. VAT",
        "excluding VAT",
        "not including VAT",
        "VAT inclusive",
        "VAT not included",
        "plus VAT",
        "+ VAT",
        "+VAT",
        "net of VAT",
        "including 20% VAT",
        "VAT exempt",
    ],
)
def test_vat_words_are_kept_wherever_they_stand(words):
    for text in (f"£5m {words}", f"£5m ({words})", f"£5m, {words}", f"£5m (1) ({words}) per annum", f"{words}: £5m"):
        amount = parse_amount(text)
        assert (amount.central, amount.status) == (5_000_000, "exact")
        assert words in amount.note.split("; ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \u00a0\u200b", "empty"),
        (None, "empty"),
        (math.nan, "empty"),
        (pd.NA, "empty"),
        (pd.NaT, "empty"),
        ("-", "a dash"),
        ("–", "a dash"),
        ("--", "a dash"),
        ("- (1)", "a dash; (1)"),
        ("..", "not available"),
        ("…", "not available"),
        ("[x]", "not available"),
        ("X", "not available"),
        ("[ x ]", "not available"),
        ("(x)", "not available"),
        ("[z]", "not applicable"),
        ("z", "not applicable"),
        ("Not Applicable", "not applicable"),
        ("n/a", "not available or not applicable"),
        ("N/A", "not available or not applicable"),
        ("n.a.", "not available or not applicable"),
        ("[c]", "confidential"),
        ("C", "confidential"),
        ("[c] [note 2]", "confidential; [note 2]"),
        ("withheld", "confidential"),
        ("Redacted", "confidential"),
        ("Commercial in confidence", "confidential"),
        ("[low]", "too low to show"),
        ("Low", "too low to show"),
        ("[u]", "too unreliable to show"),
        ("TBC", "to be confirmed"),
        ("tbc.", "to be confirmed"),
        ("£TBC", "to be confirmed"),
        ("T B C", "to be confirmed"),
        ("Not set", "not set"),
        ("NOT\u00a0SET", "not set"),
        ("N/K", "not known"),
        ("unknown", "not known"),
        ("To follow", "to follow"),
    ],
)
def test_a_shorthand_is_missing_for_its_reason_and_never_nought(text, why):
    amount = parse_amount(text)
    assert (amount.status, amount.note) == ("missing", why)
    assert all(math.isnan(figure) for figure in (amount.low, amount.high, amount.central))


@pytest.mark.parametrize(("text", "mark"), [("withheld", "[c]"), ("z", "[z]"), ("low", "[low]"), ("u", "[u]")])
def test_confidential_and_not_applicable_are_still_told_apart_when_written_out(text, mark):
    assert str(parse_amount(text)) == mark
    assert parse_amount(mark).note == parse_amount(text).note


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("£1.2m–£1.5m", 1.2e6, 1.5e6),
        ("£1.2m to £1.5m", 1.2e6, 1.5e6),
        ("£1.2-1.5m", 1.2e6, 1.5e6),
        ("£1.2 to £1.5 million", 1.2e6, 1.5e6),
        ("£1,500-2,000m", 1.5e9, 2e9),
        ("£900k-£1.2m", 900_000, 1.2e6),
        ("£900,000-£1.2m", 900_000, 1.2e6),
        ("from £5m to £6m", 5e6, 6e6),
        ("between £40,000 and £100,000", 40_000, 100_000),
        ("between approximately £40,000 and £100,000", 40_000, 100_000),
        ("minimum £40,000 and maximum £100,000", 40_000, 100_000),
        ("£1,223 to £4,125 per woman", 1223, 4125),
        ("£848,639,908 to £1,016,353,576", 848_639_908, 1_016_353_576),
        ("may range between £848,639,908 to £1,016,353,576", 848_639_908, 1_016_353_576),
        ("£854,446,832 to £1,128,855,881", 854_446_832, 1_128_855_881),
        ("10-20", 10, 20),
        ("10 to 20 starts", 10, 20),
        ("-5 to 10", -5, 10),
        ("(5,000) to (3,000)", -5000, -3000),
        ("5 to 5", 5, 5),
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
        ("more than 5,500", "at_least", 5500),
        ("minimum of £40,000", "at_least", 40_000),
        ("in excess of £5m", "at_least", 5e6),
        ("≥ £5m", "at_least", 5e6),
        ("£45m or more", "at_least", 45e6),
        ("£45m+", "at_least", 45e6),
        ("almost £46 million", "at_most", 46e6),
        ("almost £46 million to charities", "at_most", 46e6),
        ("up to £4 billion", "at_most", 4e9),
        ("could rise to £270 million", "at_most", 270e6),
        ("less than £10,000", "at_most", 10_000),
        ("no more than 40", "at_most", 40),
        ("not more than 40", "at_most", 40),
        ("not exceeding £5m", "at_most", 5e6),
        ("would not exceed £5m", "at_most", 5e6),
        ("<5", "at_most", 5),
        ("£5m maximum", "at_most", 5e6),
        ("nearly 29,000", "at_most", 29_000),
    ],
)
def test_a_bound_is_open_on_one_side_and_has_no_middle(text, status, value):
    amount = parse_amount(text)
    assert amount.status == status
    assert math.isnan(amount.high if status == "at_least" else amount.low)
    assert (amount.low if status == "at_least" else amount.high) == value
    assert math.isnan(amount.central)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("about £450m", 450e6),
        ("about £450m a year", 450e6),
        ("around £450 million", 450e6),
        ("c. £450m", 450e6),
        ("c.£450m", 450e6),
        ("c£450m", 450e6),
        ("approximately £2.5bn", 2.5e9),
        ("About £5", 5),
        ("about 5,000", 5000),
        ("c. 40 users", 40),
        ("about 40 users", 40),
        ("c.40", 40),
        ("around 67", 67),
    ],
)
def test_about_is_a_point_that_says_so(text, value):
    assert (parse_amount(text).central, parse_amount(text).status) == (value, "about")


REFUSED = {
    "=1+1": "begins as a formula",
    "@SUM(A1)": "begins as a formula",
    "+1+1": "a plus sign in front",
    "+5,000": "a plus sign in front",
    "#N/A": "an error that a spreadsheet shows",
    "#DIV/0!": "an error that a spreadsheet shows",
    "�5,000": "a sign was lost",
    "12.5%": "per cent",
    "between 6% and 36%": "per cent",
    "35 per cent": "per cent",
    "€100": "not in pounds",
    "$5": "not in pounds",
    "EUR 5": "not in pounds",
    "5 USD": "not in pounds",
    "50p": "not in pounds",
    "1e6": "scientific notation",
    "1.5E+06": "scientific notation",
    "2021-06-26": "it is a day or a year",
    "2021-06-26 00:00:00": "it is a day or a year",
    "26 June 2021": "it is a day or a year",
    "26/06/2021": "it is a day or a year",
    "Jun-21": "it is a day or a year",
    "2021/22": "it is a day or a year",
    "2021-22": "or a year",
    "2021-2022": "or a year",
    "2021 to 2022": "or a year",
    "1.234,56": "continental",
    "1.234.567": "continental",
    "1.234": "continental",
    "£1.234": "continental",
    "£5,00,000": "do not part thousands",
    "1,2345": "do not part thousands",
    "1,23": "decimal comma",
    "£1,2m": "decimal comma",
    "0,123": "not an amount",
    "007": "begins with a nought",
    "01-02": "begins with a nought",
    "1,234 [c]": "stand together",
    "0 [low]": "stand together",
    "12 per month": "another period",
    "£5,000 a week": "another period",
    "£100 per user per month": "another period",
    "12b": "b may stand for billions",
    "100 200": "or two figures",
    "1 23": "more than one figure",
    "100\n200": "more than one figure",
    "£5m / £6m": "more than one figure",
    "£5m, £6m": "more than one figure",
    "£5m (£6m with extensions)": "more than one figure",
    "50 (120)": "more than one figure",
    "£1m500k": "more than one figure",
    "1'234": "more than one figure",
    "1/2": "more than one figure",
    "1-2-3": "more than one figure",
    "-5-10": "more than one figure",
    "10 -20": "more than one figure",
    "1_000": "more than one figure",
    "10-": "or a range is cut short",
    "£1.2m-": "or a range is cut short",
    "£-": "or a range is cut short",
    "(5": "do not fit together",
    "5)": "do not fit together",
    "--5": "do not fit together",
    "-(5,000)": "do not fit together",
    "(-5,000)": "do not fit together",
    "nil": "may stand for 0 or for no figure",
    "None": "may stand for 0 or for no figure",
    "about 5": "may be said of anything",
    "About 5": "may be said of anything",
    "about 5 [note 1]": "may be said of anything",
    "about 5 to 10": "may be said of anything",
    "from £5m": "names one figure",
    "between £5m": "names one figure",
    "up to £5m to £6m": "a range and a bound at once",
    "over £5 or less": "contradict each other",
    "at least about £5m": "contradict each other",
    "£900-£1.2m": "names a scale",
    "£500 to £2m": "names a scale",
    "£1.2m-1.5": "names a scale",
    "£40 women": "a count by its words",
    "£1.5m to £1.2m": "runs from high to low",
    "١٢": "another script",
    "５": "full-width",
    "￡500": "not in pounds",
    "£5\u202e00": "signs that cannot be seen",
    "5\u00ad000": "signs that cannot be seen",
    "5\x00": "signs that cannot be seen",
    "£" + "9" * 400: "larger than any number",
    "5" * 1001: "longer than 1,000 signs",
    "abc": "holds no figure",
    "£": "holds no figure",
    "c.": "holds no figure",
    "12.5.6": "not an amount",
    "1,234,5": "decimal comma",
    "5*3": "more than one figure",
    "*": "holds no figure",
    "[r]": "holds no figure",
    "Around two-thirds": "holds no figure",
    "12 apples": "take 'apples' out",
    "1,000 hours": "take 'hours' out",
    "30 min": "take 'min' out",
    "£195 million over the next three years": "take 'over the next three years' out",
    "a £10m gap in core funding": "take 'a £10m gap in core funding' out",
    "another 50 organisations": "take 'another 50 organisations' out",
    "to 5": "take 'to 5' out",
    "5,": "take ',' out",
    "5.": "take '.' out",
    "£.5m": "take '£.5m' out",
    "5 (inc. VAT": "take '(' out",
    "<script>alert(1)</script>": "not an amount",
    True: "a cell of kind bool",
    math.inf: "larger than any number",
    10**5000: "larger than any number",
    datetime.date(2021, 6, 26): "a cell of kind date",
    b"5": "a cell of kind bytes",
}


@pytest.mark.parametrize(
    ("text", "why"),
    REFUSED.items(),
    ids=lambda value: ascii(value)[:30] if isinstance(value, str) else type(value).__name__,
)
def test_what_could_mean_two_things_is_refused_with_the_reason(text, why):
    with pytest.raises(AmountError) as refusal:
        parse_amount(text)
    assert why in str(refusal.value)
    assert len(str(refusal.value)) < 500
    assert refusal.value.expected
    assert refusal.value.remedy


@pytest.mark.parametrize("text", ["PS1,650,000", "ÂŁ1,650,000", "Â£1,650,000", "Ł1,650,000", "&pound;1,650,000"])
def test_a_pound_sign_that_was_lost_or_garbled_is_mended_and_said(text):
    amount = parse_amount(text)
    assert (amount.central, amount.note) == (1_650_000, "the pound sign was garbled or lost")


def test_signs_that_cannot_be_seen_are_taken_off_and_said():
    amount = parse_amount("\ufeff5\u200b,000")
    assert (amount.central, amount.note) == (5000, "signs that cannot be seen were taken off")


def test_the_unit_of_the_heading_applies_unless_the_cell_names_its_own():
    assert parse_amount("44.5", unit=MILLION).central == 44_500_000
    assert parse_amount("0.21 to 0.24", unit=MILLION).low == 210_000
    assert parse_amount(1.1, unit=MILLION).central == 1_100_000
    assert parse_amount("1.234", unit=MILLION).central == 1_234_000
    assert (parse_amount("£1.2m", unit=MILLION).central, parse_amount("£1.2m", unit=MILLION).note) == (1_200_000, "")
    other = parse_amount("£1.2m", unit=1000)
    assert other.central == 1_200_000
    assert "its own scale" in other.note


@pytest.mark.parametrize("cell", ["£1,234,567", "1234567", 1234567, 1234567.0])
def test_pounds_under_a_heading_of_millions_are_refused_and_not_divided(cell):
    with pytest.raises(AmountError, match="by the unit of its heading it would be 1,234,567,000,000"):
        parse_amount(cell, unit=MILLION)


@pytest.mark.parametrize("text", ["900 to 1.2bn", "£900,000 to £1.2m"])
def test_a_range_half_in_the_unit_of_its_heading_is_refused(text):
    with pytest.raises(AmountError, match="names a scale"):
        parse_amount(text, unit=MILLION)


def test_a_number_of_a_spreadsheet_is_read_to_the_digits_it_shows():
    assert parse_amount(0.1 + 0.2).central == 0.3
    assert parse_amount(44.500000000000007, unit=MILLION).central == 44_500_000
    assert parse_amount(854_446_831.86).central == 854_446_831.86
    assert parse_amount(44.0).text == "44"


@pytest.mark.parametrize("number", [np.float64(44.5), np.float32(44.5), Decimal("44.50")])
def test_numbers_of_every_kind_are_read(number):
    assert parse_amount(number).central == 44.5
    assert parse_amount(np.int64(7)).central == 7
    assert parse_amount(Decimal("NaN")).status == "missing"


@pytest.mark.parametrize("piece", ["1", "1,", "1 234 ", " ", "\n", "(1)", "(", "£", "-", "about ", "per year ", "new "])
@pytest.mark.parametrize("before", ["", "£5m", "between "])
def test_a_cell_filled_to_its_limit_is_read_or_refused_at_once(before, piece):
    # A cell holds 32,767 signs. Were a pattern to try every way to part them, this would not end.
    for length in (999, 32_767):
        text = f"{before}{piece * length}"[:length]
        try:
            assert parse_amount(text).text == text
        except AmountError:
            continue


finite = st.floats(allow_nan=False, allow_infinity=False)
pence = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False).map(float)
STATUSES = ("exact", "about", "range", "at_least", "at_most")


@given(st.tuples(finite, finite) | st.tuples(pence, pence), st.sampled_from(STATUSES))
@example((1.234, 5.678), "range")
@example((2021.0, 2022.0), "range")
@example((-5.0, -3.0), "range")
@example((5.0, 5.0), "about")
@example((-0.0, 0.0), "exact")
@example((1e30, 1e30), "range")
def test_an_amount_survives_being_written_and_read_again(ends, status):
    low, high = sorted(ends)
    if status in {"exact", "about"}:
        high = low
    amount = Amount(math.nan if status == "at_most" else low, math.nan if status == "at_least" else high, status, "")
    again = parse_amount(str(amount))
    assert again.status == status
    assert [again.low, again.high] == pytest.approx([amount.low, amount.high], abs=0, rel=0, nan_ok=True)


@given(
    st.one_of(st.text(max_size=30), st.text(alphabet="0123456789,.-–()[]£mk to%e\u00a0acxrVAT", max_size=25), finite)
)
def test_whatever_is_read_is_the_same_when_written_and_read_again(cell):
    try:
        amount = parse_amount(cell)
    except AmountError:
        return
    again = parse_amount(str(amount))
    assert again.status == amount.status
    assert [again.low, again.high] == pytest.approx([amount.low, amount.high], abs=0, rel=0, nan_ok=True)


@given(pence)
def test_a_number_of_pence_is_itself(value):
    assert parse_amount(value).central == value


@given(st.integers(0, 10**15), st.sampled_from([",", "\u00a0", "\u202f", "\u2009"]))
def test_thousands_marks_change_nothing(number, mark):
    assert parse_amount(f"£{number:,}".replace(",", mark)).central == number
