"""One organisation is one, however its name is written; a number is stronger than a name."""

import pandas as pd

from vv_analysis.measure.frames.organisations import organisations


def who(names, numbers=None):
    rows = pd.DataFrame({"organisation": pd.Series(names, dtype="str")})
    return organisations(rows if numbers is None else rows.assign(organisation_id=pd.Series(numbers, dtype="str")))


def test_case_spaces_and_punctuation_make_no_other_organisation():
    assert who(["Women's Work", "WOMENS  WORK", "womens-work", "Women_s Work"]).tolist() == ["womenswork"] * 4
    assert len(set(who(["Harbour", "Harbour House"]))) == 2


def test_a_number_stands_for_every_row_with_its_name_and_leading_zeros_do_not_count():
    assert who(["A", "A", "B", "C"], ["00123", "", "123", ""]).tolist() == ["123", "123", "123", "c"]
    assert who(["A", "B"], ["1230", "123"]).tolist() == ["1230", "123"]


def test_a_row_without_name_and_number_is_about_no_one():
    assert who(["", None, " "]).isna().all()
    assert who(["", "-"], ["", None]).isna().all()
    assert who([""], ["77"]).tolist() == ["77"]
