"""Frames as measures take them: figures that are missing, nought, negative, huge, or known only between two ends."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

NAN = float("nan")
AREAS = {
    "E23000032": "Kent",
    "E23000033": "Sussex",
    "E23000036": "Avon and Somerset",
    "E23000037": "Gloucestershire",
    "E23000039": "Dorset",
}
FIRST_HALF = ("E23000032", "E23000037", "C0", "C2", "C5")
CATEGORIES = ("accommodation", "womens-services")
PERIODS = {
    "2021-22": ("2021-06-26", "2022-03-31"),
    "2022-23": ("2022-04-01", "2023-03-31"),
    "2023-24": ("2023-04-01", "2024-03-31"),
    "2024-25": ("2024-04-01", "2025-03-31"),
}
BASIS = {"vat": "excluded", "prices": "nominal", "volume_unit": "service-users", "data_status": "illustrative"}
FIRST_DAY = pd.Timestamp("2018-04-01")

PENCE = st.integers(1, 10**9).map(lambda pence: pence / 100)
HUGE = st.integers(10**11, 10**14).map(lambda pence: pence / 100)
PEOPLE = st.one_of(st.integers(1, 40), st.integers(41, 50_000)).map(float)


def points(figure):
    return figure.map(lambda point: (point, point, point))


def ranges(figure):
    ends = st.tuples(figure, figure).map(sorted)
    return ends.map(lambda ends: ((ends[0] + ends[1]) / 2, *ends))


def bounds(figure):
    return st.one_of(figure.map(lambda low: (NAN, low, NAN)), figure.map(lambda high: (NAN, NAN, high)))


MISSING = st.just((NAN, NAN, NAN))
NOUGHT = st.just((0.0, 0.0, 0.0))
VALUES = st.one_of(
    points(PENCE), points(PENCE), points(PENCE), points(PENCE.map(lambda value: -value)), points(HUGE), NOUGHT, MISSING
)
VOLUMES = st.one_of(points(PEOPLE), points(PEOPLE), points(PEOPLE), points(PEOPLE), NOUGHT, MISSING)
VALUES_IN_RANGES = st.one_of(points(PENCE), ranges(PENCE), ranges(PENCE), NOUGHT, MISSING)
VOLUMES_IN_RANGES = st.one_of(points(PEOPLE), ranges(PEOPLE), ranges(PEOPLE), NOUGHT, MISSING)
VALUES_BETWEEN = st.one_of(VALUES_IN_RANGES, bounds(PENCE))
VOLUMES_BETWEEN = st.one_of(VOLUMES_IN_RANGES, bounds(PEOPLE))


def keyed_rows(values=VALUES, volumes=VOLUMES, min_size=0):
    """Draw rows by category and area, of which several may share their key."""
    names = st.tuples(st.sampled_from(CATEGORIES), st.sampled_from(sorted(AREAS)))
    return st.lists(st.tuples(names, values, volumes), min_size=min_size, max_size=20).map(_keyed)


def yearly_rows(values=VALUES, volumes=VOLUMES, min_size=0):
    """Draw published rows by category, area and contract year; the first year is a part year."""
    names = st.tuples(st.sampled_from(CATEGORIES), st.sampled_from(sorted(AREAS)), st.sampled_from(sorted(PERIODS)))
    return st.lists(st.tuples(names, values, volumes), min_size=min_size, max_size=20).map(_yearly)


def steady_rows(year):
    """Return a row of one year for every category."""
    point = (500_000.0,) * 3, (250.0,) * 3
    return _yearly([((category, min(AREAS), year), *point) for category in CATEGORIES])


def together(*some):
    """Put frames below each other; an empty one has no say in the types of the columns."""
    return pd.concat([frame for frame in some if len(frame)] or some[:1], ignore_index=True)


def contract_rows(values=VALUES, volumes=VOLUMES, min_size=0):
    """Draw existing contracts of one day to four years, each with its own reference."""
    days = st.tuples(st.integers(0, 1_000), st.integers(0, 1_460))
    return st.lists(st.tuples(days, values, volumes), min_size=min_size, max_size=12).map(_contracts)


def relabelled(frame):
    """Return the frame under labels that repeat and are of several types."""
    labels = [None, 7, "seven", 7.5]
    return frame.set_axis(pd.Index([labels[place % len(labels)] for place in range(len(frame))], dtype="object"))


def within_ends(frame, shares):
    """Return the frame with every figure a point somewhere between its ends, which are left out.

    Parameters
    ----------
    frame : DataFrame
        Rows with figures and their ends.
    shares : Generator
        Draws how far from the lowest to the highest each figure lies; the ends themselves are drawn often.
    """
    chosen = {}
    for figure in ("value_gbp", "volume_users"):
        stem, _, unit = figure.rpartition("_")
        low, high = (frame[f"{stem}_{end}_{unit}"].to_numpy() for end in ("low", "high"))
        share = np.clip(shares.uniform(-0.5, 1.5, len(frame)), 0, 1)
        far = np.where(np.isnan(low), np.minimum(high, 0.0), low * 10 + 5)
        between = low + share * (high - low)
        bounded = np.where(np.isnan(high), low + share * (far - low), high - share * (high - far))
        chosen[figure] = np.where(np.isnan(low) | np.isnan(high), bounded, between)
    return frame.drop(columns=[name for name in frame if "_low_" in name or "_high_" in name]).assign(**chosen)


def _keyed(rows):
    return _figures(rows).assign(
        category=pd.Series([names[0] for names, _, _ in rows], dtype="str"),
        area_code=pd.Series([names[1] for names, _, _ in rows], dtype="str"),
        **BASIS,
    )


def _yearly(rows):
    year = pd.Series([names[2] for names, _, _ in rows], dtype="str")
    first, last = (pd.to_datetime(year.map({name: days[end] for name, days in PERIODS.items()})) for end in (0, 1))
    dated = _keyed(rows).assign(publication="2020-07", cohort="all", year=year, start=first, end=last)
    return dated.assign(area=dated["area_code"].map(AREAS).astype("str"), area_level="area")


def _contracts(rows):
    begins = np.array([days[0] for days, _, _ in rows], dtype="int64")
    lasts = np.array([days[1] for days, _, _ in rows], dtype="int64")
    start = pd.Series(FIRST_DAY + pd.to_timedelta(begins, unit="D"))
    return _figures(rows).assign(
        contract=pd.Series([f"C{number}" for number in range(len(rows))], dtype="str"),
        category=CATEGORIES[0],
        area_code="E23000032",
        area_level="area",
        start=start.astype("datetime64[ns]"),
        end=(start + pd.to_timedelta(lasts, unit="D")).astype("datetime64[ns]"),
        **BASIS,
    )


def _figures(rows):
    values = np.array([value for _, value, _ in rows], dtype="float64").reshape(len(rows), 3)
    volumes = np.array([volume for _, _, volume in rows], dtype="float64").reshape(len(rows), 3)
    names = ["value_gbp", "value_low_gbp", "value_high_gbp"]
    people = ["volume_users", "volume_low_users", "volume_high_users"]
    return pd.DataFrame(np.hstack([values, volumes]), columns=[*names, *people])
