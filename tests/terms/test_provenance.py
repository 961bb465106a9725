"""A place is written one way, and what was written can be read again, whatever files and sheets are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vv_analysis.terms.provenance import Source

NAMES = st.text("aB1 .#!%235ärow/", min_size=1, max_size=12)
SHEETS = st.one_of(st.text("aA1#!% row", min_size=1, max_size=12), st.sampled_from(["row 3", "S!A1", "#", "!", "x!"]))
CELLS = st.from_regex(r"[A-Z]{1,3}[1-9][0-9]{0,5}", fullmatch=True)
POINTERS = st.text("/a0!#~ row", max_size=12).map(lambda text: f"/{text}")
PLACES = st.one_of(
    st.builds(Source, NAMES),
    st.builds(Source, NAMES, sheet=SHEETS, cell=CELLS | st.just("")),
    st.builds(Source, NAMES, row=st.integers(1, 10**7), pointer=POINTERS | st.just("")),
    st.builds(Source, NAMES, pointer=POINTERS),
)


@given(PLACES)
def test_a_place_that_was_written_is_read_again_as_it_was(place):
    assert Source.parse(str(place)) == place


@given(st.text(max_size=40))
def test_whatever_stands_there_is_read_without_an_error(text):
    assert isinstance(Source.parse(text), Source)


@pytest.mark.parametrize(
    ("text", "sheet", "spot"),
    [
        ("values.xlsx#Values!D17", "Values", "D17"),
        ("values.xlsx#Lot 1! really!D17", "Lot 1! really", "D17"),
        ("values.xlsx#Lot #1!D17", "Lot #1", "D17"),
        ("values.xlsx#Notes", "Notes", ""),
        ("awards.csv#row 12", "", "row 12"),
        ("row 1.csv", "", ""),
        ("notice.json#/tender/items/0/a!b", "", "/tender/items/0/a!b"),
        ("notices.jsonl#row 3/tender/value", "", "row 3/tender/value"),
        ("values.xlsx", "", ""),
    ],
)
def test_sheet_and_spot_are_told_apart(text, sheet, spot):
    place = Source.parse(text)
    assert (place.sheet, place.spot) == (sheet, spot)


def test_a_hash_in_the_name_of_a_file_does_not_end_the_name():
    assert str(Source("a#1.xlsx", sheet="S", cell="A1")) == "a%231.xlsx#S!A1"
    assert Source.parse("a%231.xlsx#S!A1").file == "a#1.xlsx"


def test_the_name_of_a_downloaded_file_stands_as_it_is():
    assert str(Source("values%20and%20volumes.xlsx", row=2)) == "values%20and%20volumes.xlsx#row 2"
