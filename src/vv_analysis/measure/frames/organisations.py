"""Which organisation a row is about, however its name is written."""

from __future__ import annotations

import pandas as pd


def organisations(stated: pd.DataFrame) -> pd.Series[str]:
    """Return who each row is about: the charity or company number, else the name; missing where neither is given.

    A name counts without case, spaces and punctuation; a name that stands with a number in any row is that number's.

    Examples
    --------
    >>> named = pd.DataFrame({"organisation": ["A Trust", "a  trust", "B"], "organisation_id": ["", "0123", ""]})
    >>> organisations(named).tolist()
    ['123', '123', 'b']
    """
    name = _plain(stated["organisation"])
    if "organisation_id" not in stated:
        return name.where(name != "")
    # Spreadsheets drop the leading zeros of company numbers.
    number = _plain(stated["organisation_id"]).str.lstrip("0")
    known = dict(zip(name[number != ""], number[number != ""], strict=True))
    who = number.where(number != "", name.map(lambda one: known.get(one, one)))
    return who.where(who != "")


def _plain(text: pd.Series[str]) -> pd.Series[str]:
    return text.astype("str").fillna("").str.casefold().str.replace(r"[\W_]+", "", regex=True)
