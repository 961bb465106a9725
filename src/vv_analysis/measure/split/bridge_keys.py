"""The steps of a bridge, key by key."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vv_analysis.measure.frames.bounds import Bounds, Floats
from vv_analysis.measure.frames.small_numbers import LOW_RELIABILITY_BELOW_USERS
from vv_analysis.measure.frames.sums import Groups, Places
from vv_analysis.measure.split.bennet import around
from vv_analysis.measure.split.effects import effect_bounds, effects
from vv_analysis.measure.split.published_term import Term
from vv_analysis.measure.split.run_rate import RunRate
from vv_analysis.measure.split.two_sides import Marks, Side, TwoSides

NOT_SPLIT = "not split"
_PROVISION = {
    "new provision": "new_provision_gbp",
    "ended provision": "ended_provision_gbp",
    NOT_SPLIT: "unsplit_gbp",
}


@dataclass(frozen=True, slots=True, eq=False)
class KeySteps:
    """The steps of each key, in order; those of a key that is left out are 0.

    Attributes
    ----------
    amounts, bounds : dict
        Pounds, and lowest and highest pounds, by the name of the step.
    left_out : array of bool
        Keys of which a value is missing.
    sides : TwoSides
        The existing year and the steady-state year.
    undated : array of bool
        Keys of which the days covered are not known.
    """

    amounts: dict[str, Floats]
    bounds: dict[str, Bounds]
    left_out: Marks
    sides: TwoSides
    undated: Marks

    def status(self, groups: Groups) -> np.typing.NDArray[np.str_]:
        """Return the mark of each group of keys."""
        split = self.sides.divisible()
        unsplit = self.left_out | self.undated | (self.sides.matched() & ~split)
        before, after = self.sides.before, self.sides.after
        users = np.stack([groups.sums(np.where(split, side.users, 0.0)) for side in (before, after)])
        cases = [
            (groups.rows(unsplit) > 0, "x"),
            (groups.rows(split) == 0, "z"),
            ((users < LOW_RELIABILITY_BELOW_USERS).any(axis=0), "u"),
        ]
        return np.select([case for case, _ in cases], [mark for _, mark in cases], default="ok")


def steps_of_keys(existing: RunRate, term: Term, both: list[Groups]) -> KeySteps:
    """Return the steps of each key that existing contracts or the publication have.

    Parameters
    ----------
    existing, term : RunRate, Term
        The two ends of the bridge.
    both : list of Groups
        The keys of both together, and which of them each key of either is.
    """
    labels = both[0].labels
    old, new = (_Placed(group.of_row, len(labels)) for group in both)
    sides = TwoSides(labels, old.side(existing.side), new.side(term.side))
    total = new.figures(term.total, 0.0)
    covered = new.figures(term.covered_years, 0.0)
    left_out = np.isnan(sides.before.counted()) | np.isnan(total)
    undated = np.isnan(covered)
    amounts = _amounts(sides, old.figures(existing.nominal, 0.0), total, covered, term.years)
    found = _bounds(
        sides,
        [old.bounds(existing.nominal_bounds), old.bounds(existing.inflation_bounds)],
        [new.bounds(term.ramp_bounds), new.bounds(term.total_bounds)],
        covered,
        term.years,
    )
    loose = new.figures(term.loose.astype("float64"), 0.0) > 0
    found |= {step: _open(found[step], loose) for step in ("part year", "ramp-up")}
    exact = _exact(sides, new.bounds(term.total_bounds))
    return KeySteps(
        {name: np.where(left_out, 0.0, amount) for name, amount in amounts.items()},
        {name: _without(around(found[name], amounts[name], exact), left_out) for name in amounts},
        left_out,
        sides,
        undated,
    )


def _amounts(sides: TwoSides, nominal: Floats, total: Floats, covered: Floats, years: int) -> dict[str, Floats]:
    split, existing, steady = sides.divisible(), sides.before.counted(), sides.after.counted()
    price, volume = (np.where(split, effect, 0.0) for effect in effects(sides))
    rest = sides.rest(split)
    provision = {step: years * rest[name] for step, name in _PROVISION.items()}
    described = {
        "volume": years * volume,
        "price": years * price,
        **provision,
        "part year": -steady * (years - covered),
        "ramp-up": total - steady * covered,
    }
    undated = np.isnan(covered)
    told = {step: np.where(undated, 0.0, amount) for step, amount in described.items()}
    told[NOT_SPLIT] = np.where(undated, total - years * existing, told[NOT_SPLIT])
    return {"existing": years * nominal, "prices": years * (existing - nominal), **told, "published": total}


def _bounds(
    sides: TwoSides, stated: list[Bounds], offered: list[Bounds], covered: Floats, years: int
) -> dict[str, Bounds]:
    (nominal, inflation), (ramp, total) = stated, offered
    price, volume = effect_bounds(sides)
    was, now = sides.before.stands(), sides.after.stands()
    old, steady = sides.before.value_bounds, sides.after.value_bounds
    undated = np.isnan(covered)
    unsplit = _where(was & now & ~sides.divisible(), _times(sides.change_bounds(), years))
    split = {
        "volume": _where(sides.divisible(), _times(volume, years)),
        "price": _where(sides.divisible(), _times(price, years)),
        "new provision": _where(now & ~was, _times(steady, years)),
        "ended provision": _where(was & ~now, _times(old, -years)),
        NOT_SPLIT: unsplit,
        "part year": _times(steady, np.where(undated, 0.0, covered - years)),
        "ramp-up": ramp,
    }
    found = {name: _where(~undated, ends) for name, ends in split.items()}
    found[NOT_SPLIT] = _either(undated, total.minus(_times(old, years)), unsplit)
    return {"existing": _times(nominal, years), "prices": _times(inflation, years), **found, "published": total}


def _times(ends: Bounds, factor: float | Floats) -> Bounds:
    factors = np.broadcast_to(np.asarray(factor, dtype="float64"), ends.low.shape)
    return ends.times(Bounds(factors, factors))


def _where(chosen: Marks, ends: Bounds) -> Bounds:
    return Bounds(np.where(chosen, ends.low, 0.0), np.where(chosen, ends.high, 0.0))


def _either(first: Marks, one: Bounds, other: Bounds) -> Bounds:
    return Bounds(np.where(first, one.low, other.low), np.where(first, one.high, other.high))


def _open(ends: Bounds, chosen: Marks) -> Bounds:
    return Bounds(np.where(chosen, -np.inf, ends.low), np.where(chosen, np.inf, ends.high))


def _without(ends: Bounds, left_out: Marks) -> Bounds:
    return _where(~left_out, ends)


def _exact(sides: TwoSides, total: Bounds) -> Marks:
    boxes = [total]
    for side in (sides.before, sides.after):
        boxes += [side.value_bounds, side.users_bounds]
    return np.asarray(np.all([box.low == box.high for box in boxes], axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """Figures of the keys of one side, put where these keys stand among those of both."""

    places: Places
    count: int

    def figures(self, figures: Floats, otherwise: float) -> Floats:
        found = np.full(self.count, otherwise)
        found[self.places] = figures
        return found

    def bounds(self, ends: Bounds) -> Bounds:
        return Bounds(self.figures(ends.low, 0.0), self.figures(ends.high, 0.0))

    def side(self, side: Side) -> Side:
        rows = self.figures(side.rows.astype("float64"), 0.0).astype("int64")
        value, users = (self.figures(figures, np.nan) for figures in (side.value, side.users))
        return Side(rows, value, users, self.bounds(side.value_bounds), self.bounds(side.users_bounds))
