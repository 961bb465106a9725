"""The measures at ten thousand to ten million contract-years, against the same computation written by hand in polars.

    .venv/bin/python benchmarks/measures.py         # 10,000, 100,000 and 1,000,000 rows: 10 minutes
    .venv/bin/python benchmarks/measures.py --ten-million

Each contender runs in a process of its own, in turn, on the same made-up rows held in memory in its own kind of
frame, after one run on a few rows. Time is that of the work alone; memory is the peak while it works above what was
there before it, in multiples of the frames given to it. Rows are contract-years as they are read: five years a
contract, with dates, status, VAT, prices and unit of volume, all of which the package looks at and the code written by
hand does not; the second contender is the same code after it has looked at them too. All print the same sums, which are
compared.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import itertools
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from vv_analysis.measure.ramp.ramp_up import ramp_up
from vv_analysis.measure.split.bridge import bridge
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.measure.split.variance import variance

CONTENDERS = ("polars, by hand", "polars, looking", "vv_analysis")
SIZES, TEN_MILLION = (10_000, 100_000, 1_000_000), 10_000_000
SEED, YEARS = 2021, 5
CATEGORIES = ["accommodation", "dependency-recovery", "education-training-employment", "personal-wellbeing"]
COHORTS = ["adult men", "women", "young adults"]
KEYS = ["category", "area_code", "cohort"]
STEADY = "2024-25"
Frames = tuple[pd.DataFrame, pd.DataFrame]
PolarsFrames = tuple[pl.DataFrame, pl.DataFrame]


def contract_years(rows: int, seed: int) -> pd.DataFrame:
    """Return so many rows, five years a contract, in the order in which they might have been entered."""
    lots = np.random.default_rng(seed)
    contract = np.arange(rows) // YEARS
    count = int(contract[-1]) + 1
    year = 2021 + np.arange(rows) % YEARS
    texts = {
        "category": np.array(CATEGORIES)[lots.integers(0, 4, count)][contract],
        "area_code": np.array([f"E23{place:06d}" for place in range(43)])[lots.integers(0, 43, count)][contract],
        "cohort": np.array(COHORTS)[lots.integers(0, 3, count)][contract],
        "contract": np.array([f"C-{place:08d}" for place in lots.permutation(count)])[contract],
        "year": np.array([f"{first}-{(first + 1) % 100:02d}" for first in range(2021, 2021 + YEARS)])[year - 2021],
        **{name: np.repeat(word, rows) for name, word in _ALIKE.items()},
    }
    first = np.array([np.datetime64(f"{one}-04-01") for one in range(2021, 2027)], dtype="datetime64[ns]")[year - 2021]
    late = np.where(year == 2021, np.timedelta64(86, "D"), np.timedelta64(0, "D"))
    last = np.array([np.datetime64(f"{one}-03-31") for one in range(2022, 2028)], dtype="datetime64[ns]")[year - 2021]
    figures = {
        "value_gbp": lots.integers(1_000_000, 90_000_000, rows) / 100,
        "volume_users": lots.integers(20, 900, rows).astype(float),
    }
    chosen = lots.permutation(rows)
    frame = pd.DataFrame(texts, dtype="str").assign(start=first + late, end=last, **figures)
    return frame.take(chosen).reset_index(drop=True)


_ALIKE = {"data_status": "illustrative", "vat": "excluded", "prices": "nominal", "volume_unit": "service-users"}


def frames_for(measure: str, rows: int) -> Frames:
    """Return what a measure is given: one frame, twice, or one before and one after."""
    after = contract_years(rows, SEED)
    if measure in {"unit_cost", "ramp_up"}:
        return after, after
    before = contract_years(rows, SEED + 1)
    if measure == "bridge":
        year = before[before["year"] == STEADY].reset_index(drop=True)
        return year.assign(value_nominal_gbp=year["value_gbp"] / 1.05), after
    return before, after


def ours(measure: str, frames: Frames) -> dict[str, float]:
    """Return the sums of what the package finds."""
    before, after = frames
    if measure == "unit_cost":
        return _sums(unit_cost(after, by=KEYS), ["value_gbp", "volume_users", "cost_per_user_gbp", "rows_used"])
    if measure == "ramp_up":
        found = ramp_up(after, by=KEYS)
        return _sums(found, ["value_gbp", "annualised_gbp", "part_year_effect_gbp", "ramp_effect_gbp"])
    if measure == "bridge":
        return bridge(before, after, on=KEYS).set_index("step")["amount_gbp"].to_dict()
    on = [*KEYS, "year"] if measure == "variance" else ["contract", "year"]
    return _sums(variance(before, after, on=on), ["variance_gbp", "price_effect_gbp", "volume_effect_gbp"])


def _sums(frame: pd.DataFrame, columns: list[str]) -> dict[str, float]:
    return {name: float(frame[name].sum()) for name in columns}


def by_hand(measure: str, frames: PolarsFrames) -> dict[str, float]:
    """Return the same sums by polars."""
    before, after = frames
    if measure == "unit_cost":
        return _unit_cost_by_hand(after)
    if measure == "ramp_up":
        return _ramp_up_by_hand(after)
    if measure == "bridge":
        return _bridge_by_hand(before, after)
    return _variance_by_hand(before, after, [*KEYS, "year"] if measure == "variance" else ["contract", "year"])


def by_hand_once_looked_at(measure: str, frames: PolarsFrames) -> dict[str, float]:
    """Return the same sums by polars, after the refusals that the package makes: unlike bases, impossible figures."""
    given = list({id(frame): frame for frame in frames}.values())
    for column in _ALIKE:
        if len({word for frame in given for word in frame[column].unique() if word}) > 1:
            raise SystemExit(f"{column} is mixed")
    for frame in given:
        impossible = (pl.col("end") < pl.col("start")) | (pl.col("volume_users") < 0) | ~pl.col("value_gbp").is_finite()
        if frame.select(impossible.any()).item():
            raise SystemExit("a figure or a period is impossible")
    if measure.startswith("variance"):
        _look_at_periods(frames, [*KEYS, "year"] if measure == "variance" else ["contract", "year"])
    return by_hand(measure, frames)


def _look_at_periods(frames: PolarsFrames, on: list[str]) -> None:
    days = [
        frame.filter(pl.col("value_gbp").is_not_null())
        .group_by(on)
        .agg((pl.col("end").max() - pl.col("start").min()).dt.total_days().alias("days"))
        for frame in frames
    ]
    apart = days[0].join(days[1], on=on).select((pl.col("days") - pl.col("days_right")).abs().max() > 1).item()
    if apart:
        raise SystemExit("the periods of a key are of unlike length")


def _unit_cost_by_hand(frame: pl.DataFrame) -> dict[str, float]:
    value, users = pl.col("value_gbp"), pl.col("volume_users")
    used = value.is_not_null() & users.is_not_null()
    groups = frame.group_by(KEYS).agg(
        value.filter(used).sum(),
        users.filter(used).sum(),
        value.sum().alias("known_gbp"),
        pl.len().alias("rows"),
        used.sum().alias("rows_used"),
    )
    found = groups.sort(KEYS).with_columns(
        cost_per_user_gbp=pl.when(users >= 10).then(value / users),
        value_coverage=value / pl.col("known_gbp"),
        status=pl.when(pl.col("rows_used") == 0)
        .then(pl.lit("x"))
        .when(users < 30)
        .then(pl.lit("u"))
        .otherwise(pl.lit("ok")),
    )
    return _polars_sums(found, ["value_gbp", "volume_users", "cost_per_user_gbp", "rows_used"])


def _variance_by_hand(before: pl.DataFrame, after: pl.DataFrame, on: list[str]) -> dict[str, float]:
    sides = [
        frame.group_by(on).agg(
            pl.col("value_gbp").sum().alias(f"v{number}"), pl.col("volume_users").sum().alias(f"q{number}")
        )
        for number, frame in enumerate((before, after))
    ]
    v0, v1, q0, q1 = (pl.col(name) for name in ("v0", "v1", "q0", "q1"))
    p0, p1 = v0 / q0, v1 / q1
    matched = v0.is_not_null() & v1.is_not_null()
    found = (
        sides[0]
        .join(sides[1], on=on, how="full", coalesce=True)
        .sort(on)
        .with_columns(
            variance_gbp=v1.fill_null(0) - v0.fill_null(0),
            price_effect_gbp=pl.when(matched).then((q0 + q1) / 2 * (p1 - p0)).otherwise(0),
            volume_effect_gbp=pl.when(matched).then((p0 + p1) / 2 * (q1 - q0)).otherwise(0),
            new_provision_gbp=pl.when(v0.is_null()).then(v1).otherwise(0),
            ended_provision_gbp=pl.when(v1.is_null()).then(-v0).otherwise(0),
            cost_per_user_before_gbp=pl.when(q0 >= 10).then(p0),
            cost_per_user_after_gbp=pl.when(q1 >= 10).then(p1),
            variance_percent=pl.when((v0 > 0) & (q0 >= 10)).then(100 * (v1 / v0 - 1)),
            status=pl.when(~matched)
            .then(pl.lit("z"))
            .when((q0 < 30) | (q1 < 30))
            .then(pl.lit("u"))
            .otherwise(pl.lit("ok")),
        )
    )
    return _polars_sums(found, ["variance_gbp", "price_effect_gbp", "volume_effect_gbp"])


def _yearly_by_hand(frame: pl.DataFrame) -> pl.DataFrame:
    """Add rows up by key and year, as stated and at twelve months."""
    first = pl.col("year").str.slice(0, 4).cast(pl.Int32)
    leap = (first + 1) % 4 == 0
    share = ((pl.col("end") - pl.col("start")).dt.total_days() + 1) / pl.when(leap).then(366.0).otherwise(365.0)
    return (
        frame.with_columns(share=share)
        .group_by([*KEYS, "year"])
        .agg(
            pl.col("value_gbp").sum(),
            pl.col("volume_users").sum(),
            (pl.col("value_gbp") / pl.col("share")).sum().alias("annualised_gbp"),
            (pl.col("volume_users") / pl.col("share")).sum().alias("annualised_users"),
        )
        .sort([*KEYS, "year"])
        .with_columns(share=pl.col("value_gbp") / pl.col("annualised_gbp"))
    )


def _ramp_up_by_hand(frame: pl.DataFrame) -> dict[str, float]:
    value, annual, share = pl.col("value_gbp"), pl.col("annualised_gbp"), pl.col("share")
    before, full = value.shift(1).over(KEYS), pl.col("full")
    yearly = _yearly_by_hand(frame).with_columns(full=share > 1 - 1e-12)
    ranked = yearly.with_columns(growth_percent=100 * (value / before - 1)).with_columns(
        rank=pl.when(full).then(
            pl.int_range(pl.len()).over(KEYS)
            + 100 * ((pl.col("growth_percent").abs() <= 2) & full.shift(1).over(KEYS)).fill_null(value=False)
        )
    )
    steady = pl.col("annualised_gbp").sort_by("rank", nulls_last=False).last().over(KEYS)
    found = ranked.with_columns(steady_gbp=steady).with_columns(
        share_of_steady=value / pl.col("steady_gbp"),
        part_year_effect_gbp=-pl.col("steady_gbp") * (1 - share),
        ramp_effect_gbp=value - pl.col("steady_gbp") * share,
        shortfall_gbp=pl.col("steady_gbp") - value,
        annualised_growth_percent=100 * (annual / annual.shift(1).over(KEYS) - 1),
        cost_per_user_gbp=value / pl.col("volume_users"),
        volume_growth_percent=100 * (pl.col("volume_users") / pl.col("volume_users").shift(1).over(KEYS) - 1),
    )
    found = found.with_columns(cumulative_shortfall_gbp=pl.col("shortfall_gbp").cum_sum().over(KEYS))
    return _polars_sums(found, ["value_gbp", "annualised_gbp", "part_year_effect_gbp", "ramp_effect_gbp"])


def _bridge_by_hand(before: pl.DataFrame, after: pl.DataFrame) -> dict[str, float]:
    """Return the steps; the made-up publication never settles, so that its last full year is the steady one."""
    yearly = _yearly_by_hand(after)
    years = yearly["year"].n_unique()
    term = yearly.group_by(KEYS).agg(
        pl.col("value_gbp").sum().alias("total"),
        pl.col("share").sum().alias("covered"),
        pl.col("annualised_gbp").filter(pl.col("year") == _last_year(yearly)).sum().alias("v1"),
        pl.col("annualised_users").filter(pl.col("year") == _last_year(yearly)).sum().alias("q1"),
    )
    existing = before.group_by(KEYS).agg(
        pl.col("value_gbp").sum().alias("v0"),
        pl.col("volume_users").sum().alias("q0"),
        pl.col("value_nominal_gbp").sum().alias("nominal"),
    )
    both = existing.join(term, on=KEYS, how="full", coalesce=True)
    v0, v1, q0, q1 = (pl.col(name) for name in ("v0", "v1", "q0", "q1"))
    p0, p1 = v0 / q0, v1 / q1
    found = both.select(
        (pl.col("nominal") * years).alias("existing"),
        ((v0 - pl.col("nominal")) * years).alias("prices"),
        (years * (p0 + p1) / 2 * (q1 - q0)).alias("volume"),
        (years * (q0 + q1) / 2 * (p1 - p0)).alias("price"),
        pl.when(v0.is_null()).then(years * v1).otherwise(0).alias("new provision"),
        pl.when(v1.is_null()).then(-years * v0).otherwise(0).alias("ended provision"),
        (-v1 * (years - pl.col("covered"))).alias("part year"),
        (pl.col("total") - v1 * pl.col("covered")).alias("ramp-up"),
        pl.col("total").alias("published"),
    )
    return _polars_sums(found, found.columns)


def _last_year(yearly: pl.DataFrame) -> str:
    """Return the year that the rule of the bridge takes: the last that grew by at most 2 per cent, else the last."""
    totals = yearly.group_by("year").agg(pl.col("value_gbp").sum()).sort("year")["value_gbp"].to_list()
    names = sorted(yearly["year"].unique())
    growth = [None, None, *(now / was - 1 for was, now in itertools.pairwise(totals[1:]))]
    settled = [name for name, rate in zip(names, growth, strict=True) if rate is not None and abs(rate) <= 0.02]
    return str(names[-1] if not settled or (growth[-1] or 0) > 0.02 else settled[-1])


def _polars_sums(frame: pl.DataFrame, columns: list[str]) -> dict[str, float]:
    return {name: float(frame[name].sum()) for name in columns}


WORK: dict[str, Callable[[str, Frames], dict[str, float]]] = {
    CONTENDERS[0]: by_hand,  # type: ignore[dict-item]
    CONTENDERS[1]: by_hand_once_looked_at,  # type: ignore[dict-item]
    CONTENDERS[2]: ours,
}
MEASURES = ("unit_cost", "variance", "variance by contract", "ramp_up", "bridge")


def run_here(contender: str, measure: str, rows: int) -> None:
    """Run one contender and print what it took, as JSON."""
    frames: dict[int, Frames] = {}
    for many in (500, rows):
        made = frames_for(measure, many)
        frames[many] = made if contender == CONTENDERS[2] else tuple(map(pl.from_pandas, made))  # type: ignore[assignment]
        del made
    work = WORK[contender]
    work(measure, frames[500])
    given = frames[rows]
    size = sum(_bytes(frame) for frame in {id(frame): frame for frame in given}.values())
    before = _peak_from_now()
    began = time.perf_counter()
    found = work(measure, given)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "memory": (_peak() - before) / size, "sums": found}))


def _bytes(frame: pd.DataFrame | pl.DataFrame) -> float:
    return float(frame.memory_usage(deep=True).sum() if isinstance(frame, pd.DataFrame) else frame.estimated_size())


def _peak_from_now() -> float:
    """Give back what making the rows has left, forget the peak so far, and return what is in use (Linux)."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    return _peak()


def _peak() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return 1024 * float(line.split()[1])


def measured(contender: str, measure: str, rows: int) -> dict[str, float]:
    """Run one contender in a process of its own."""
    command = [sys.executable, __file__, "--contender", contender, "--measure", measure, "--rows", str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def compare(measure: str, rows: int, runs: int) -> None:
    """Run both in turn, and print medians, ratio, spread and memory."""
    taken: dict[str, list[dict[str, float]]] = {contender: [] for contender in CONTENDERS}
    for run in range(runs):
        for contender in CONTENDERS[:: 1 if run % 2 == 0 else -1]:
            taken[contender].append(measured(contender, measure, rows))
    middle = {name: statistics.median(one["seconds"] for one in found) for name, found in taken.items()}
    for name, found in taken.items():
        seconds = [one["seconds"] for one in found]
        spread = (max(seconds) - min(seconds)) / middle[name]
        memory = statistics.median(one["memory"] for one in found)
        ratio = middle[name] / middle[CONTENDERS[0]]
        print(f"{rows:>10,} {measure:<21} {name:<16} {middle[name]:>8.3f} {spread:>7.0%} {ratio:>6.2f} {memory:>7.2f}")
    _same([found[0]["sums"] for found in taken.values()], measure)  # type: ignore[misc]


def _same(sums: list[dict[str, float]], measure: str) -> None:
    theirs, mine = sums[0], sums[-1]
    for name, amount in theirs.items():
        if abs(amount - mine[name]) > 1e-9 * max(abs(one) for one in theirs.values()):
            raise SystemExit(f"{measure}: {name} is {amount} by hand and {mine[name]} by the package")


def main() -> None:
    """Print a table of both contenders for every measure and size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--ten-million", action="store_true", help="ten million rows besides")
    parser.add_argument("--rows", type=int, help="one size only")
    parser.add_argument("--measure", choices=MEASURES, help="one measure only")
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.contender:
        run_here(chosen.contender, chosen.measure, chosen.rows)
        return
    print(f"{'rows':>10} {'measure':<21} {'contender':<16} {'seconds':>8} {'spread':>7} {'ratio':>6} {'memory':>7}")
    sizes = [chosen.rows] if chosen.rows else [*SIZES, *([TEN_MILLION] if chosen.ten_million else [])]
    for measure in [chosen.measure] if chosen.measure else MEASURES:
        for rows in sizes:
            compare(measure, rows, chosen.runs)


if __name__ == "__main__":
    main()
