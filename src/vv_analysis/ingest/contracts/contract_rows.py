"""Existing contracts in the form in which many of them are quickly held against one another."""

from __future__ import annotations

import re
from collections.abc import Hashable
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.ingest.words.names import normalised
from vv_analysis.terms import vocabulary
from vv_analysis.terms.provenance import Source

Places = npt.NDArray[np.intp]
_MOST_PLACES = 3
_BROAD_COHORTS = ["all", "not-stated"]


class ContractRows:
    """The columns of a frame in the form in which many rows are quickly compared: names as codes, days as numbers."""

    def __init__(self, frame: pd.DataFrame, files: npt.NDArray[np.intp] | None) -> None:
        self.files = files
        self.sources = frame["value_source"].to_numpy()
        self.value_gbp = frame["value_gbp"].to_numpy(dtype=float)
        self.first, self.last = (frame[day].to_numpy().astype("datetime64[D]") for day in ("start", "end"))
        self.days = (self.last - self.first).astype(np.int64) + 1
        self.of_tier = {tier: (frame["tier"] == tier).to_numpy() for tier in vocabulary.TIERS}
        self.of_region = (frame["area_level"] == "region").to_numpy()
        self.of_broad_cohort = frame["cohort"].isin(_BROAD_COHORTS).to_numpy()
        self.is_counted = (frame["counted_in"] == "").to_numpy() if "counted_in" in frame else None
        self.codes = _codes(frame)

    def __getitem__(self, name: str) -> Places:
        """Return the code of each row's name; 0 stands for no name, and equal names have equal codes throughout."""
        return self.codes[name]

    def together(self, key: list[str], among: Places | None = None) -> dict[Hashable, Places]:
        """Return the positions of the rows that share a key, in their order; real and invented ones apart."""
        chosen = np.arange(len(self.sources)) if among is None else among
        codes = pd.DataFrame({name: self[name][chosen] for name in ("status", *key)})
        return {code: chosen[places] for code, places in codes.groupby(list(codes), sort=False).indices.items()}

    def sharing_days(self, row: int, others: Places) -> tuple[Places, Places]:
        """Return which of other rows share days with a row, and how many, those with most days first."""
        ends, starts = np.minimum(self.last[others], self.last[row]), np.maximum(self.first[others], self.first[row])
        days = (ends - starts).astype(np.int64) + 1
        met = days > 0
        if self.files is not None:
            met &= self.files[others] != self.files[row]
        order = np.argsort(-days[met], kind="stable")
        return others[met][order], days[met][order]

    def at_stake(self, row: int, days: int) -> str:
        """Return the part of a row's own value that falls on so many of its days, in words."""
        value_gbp = float(self.value_gbp[row])
        if np.isnan(value_gbp):
            return "its value, for which no single figure is given,"
        exposed = Decimal(repr(value_gbp * days / int(self.days[row]))).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return f"£{exposed:,}"

    def named(self, row: int, others: Places) -> str:
        """Name the places of other rows: the file only where it is another, and of many rows the first few."""
        named: dict[str, list[str]] = {}
        for other in others[:_MOST_PLACES]:
            spot, within = self._place(row, int(other))
            named.setdefault(within, []).append(spot)
        here = named.pop("", [])
        places = [*here, *(f"{_listed(spots)}{within}" for within, spots in named.items())]
        more = len(others) - _MOST_PLACES
        return _listed([*places, *([f"{more:,} more"] if more > 0 else [])])

    def _place(self, row: int, other: int) -> tuple[str, str]:
        own, place = (Source.parse(str(self.sources[one])) for one in (row, other))
        same_file = self.files is None or self.files[row] == self.files[other]
        sheet = "" if not place.sheet or (same_file and place.sheet == own.sheet) else f" on the sheet {place.sheet!r}"
        # Two folders may each hold a file of one name.
        file = place.file if place.file != own.file else "another file of this name"
        return place.spot or "a row", sheet if same_file else f"{sheet} of {file}"


def _codes(frame: pd.DataFrame) -> dict[str, Places]:
    """Return the names of each row as numbers, the same for the same words in whichever column they stand."""
    names = {
        "name": frame["organisation"].map(_words),
        "payer": frame["paid_by"].map(_words),
        "reference": frame["contract"].map(_words),
        "part_of": frame["part_of_contract"].map(_words),
        "status": (frame["data_status"] == "illustrative").map({True: "invented", False: "real"}),
    } | {name: frame[name] for name in ("category", "area_code", "region", "cohort")}
    names["who"] = _who(names["name"], frame["organisation_id"])
    words = [[""], *names.values()]
    codes, _ = pd.factorize(np.concatenate([np.asarray(column, dtype=object) for column in words]))
    return dict(zip(names, np.split(codes[1:], len(names)), strict=True))


def _words(name: str) -> str:
    return normalised(name) or name.casefold().strip()


def _who(names: pd.Series[str], numbers: pd.Series[str]) -> pd.Series[str]:
    """Return who each row is about: the number, where one is given for the name in any row, else the name."""
    pairs = list(zip(names, numbers.map(_number), strict=True))
    known = {name: number for name, number in reversed(pairs) if number}
    return pd.Series([number or known.get(name, name) for name, number in pairs], dtype=object)


def _number(entered: str) -> str:
    # "n/a", "TBC" and 0000000 are no numbers; to take them for one would make one organisation of many.
    number = re.sub(r"[\W_]", "", entered).upper()
    return number if len(number) >= 6 and re.search(r"[1-9]", number) else ""


def _listed(words: list[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last
