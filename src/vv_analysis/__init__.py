"""Published values and volumes of rehabilitation contracts: cost per user, variance and ramp-up.

Functions take and return plain pandas frames; no argument is ever changed::

    import vv_analysis as vv

    data = vv.load()
    vv.unit_cost(data.published, by=["category"])

What is asked of the package is imported when it is first asked for, so that starting costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vv_analysis.errors import (
        AmountError,
        AreaError,
        CategoryError,
        FrameError,
        InputError,
        LayoutDriftError,
        LayoutError,
        ParameterError,
        RefusedFiguresWarning,
        ReportError,
        SettingsError,
        VvError,
    )
    from vv_analysis.ingest.awards.reader import read_awards
    from vv_analysis.ingest.contracts.reader import read_contracts
    from vv_analysis.ingest.intake.processed import Processed
    from vv_analysis.ingest.publications.reader import read_publication
    from vv_analysis.ingest.publications.statements import read_statements
    from vv_analysis.ingest.words.amounts import Amount, parse_amount
    from vv_analysis.ingest.words.areas import Area, find_area
    from vv_analysis.measure.basis.areas import apportion, apportion_sensitivity
    from vv_analysis.measure.basis.averaged_deflators import averaged_growth
    from vv_analysis.measure.basis.discounting import discount_factors, present_value
    from vv_analysis.measure.basis.financial_years import by_financial_year
    from vv_analysis.measure.basis.prices import real_terms, with_alternative
    from vv_analysis.measure.basis.twelve_months import annualise
    from vv_analysis.measure.basis.vat import exclude_vat
    from vv_analysis.measure.basis.whole_term import yearly_values
    from vv_analysis.measure.checks.check_frame import check_frame
    from vv_analysis.measure.checks.parts import check_parts
    from vv_analysis.measure.checks.totals import check_totals
    from vv_analysis.measure.comparison.comparability import comparability
    from vv_analysis.measure.comparison.comparison_set import comparison_set
    from vv_analysis.measure.comparison.counted_once import counted_once, left_out
    from vv_analysis.measure.comparison.equality import equality_rows, equality_view
    from vv_analysis.measure.ramp.one_off_costs import with_one_off_costs
    from vv_analysis.measure.ramp.payment_lag import payment_lag
    from vv_analysis.measure.ramp.ramp_up import ramp_up
    from vv_analysis.measure.ramp.sustainability import sustainability
    from vv_analysis.measure.ramp.volume_cap import at_volumes
    from vv_analysis.measure.split.bridge import bridge
    from vv_analysis.measure.split.chain import chained
    from vv_analysis.measure.split.classical import classical_split, montgomery_split
    from vv_analysis.measure.split.mix import mix
    from vv_analysis.measure.split.unit_cost import unit_cost
    from vv_analysis.measure.split.variance import variance
    from vv_analysis.measure.uncertainty.about import widen_about
    from vv_analysis.measure.uncertainty.simulation import simulate
    from vv_analysis.measure.uncertainty.tornado import cost_per_user_tornado, tornado
    from vv_analysis.settings import load as settings
    from vv_analysis.terms.area_weights import area_weights
    from vv_analysis.terms.assumptions import assumption_factors, assumptions

__version__ = "0.1.0"

__all__ = [
    "Amount",
    "AmountError",
    "Area",
    "AreaError",
    "CategoryError",
    "FrameError",
    "InputError",
    "LayoutDriftError",
    "LayoutError",
    "ParameterError",
    "Processed",
    "RefusedFiguresWarning",
    "ReportError",
    "SettingsError",
    "VvError",
    "annualise",
    "apportion",
    "apportion_sensitivity",
    "area_weights",
    "assumption_factors",
    "assumptions",
    "at_volumes",
    "averaged_growth",
    "bridge",
    "by_financial_year",
    "chained",
    "check_frame",
    "check_parts",
    "check_totals",
    "classical_split",
    "comparability",
    "comparison_set",
    "cost_per_user_tornado",
    "counted_once",
    "discount_factors",
    "equality_rows",
    "equality_view",
    "exclude_vat",
    "find_area",
    "left_out",
    "load",
    "mix",
    "montgomery_split",
    "parse_amount",
    "payment_lag",
    "present_value",
    "ramp_up",
    "read_awards",
    "read_contracts",
    "read_publication",
    "read_statements",
    "real_terms",
    "settings",
    "simulate",
    "sustainability",
    "tornado",
    "unit_cost",
    "variance",
    "widen_about",
    "with_alternative",
    "with_one_off_costs",
    "yearly_values",
]

# Where each public name stands. The imports above say the same to type checkers; a test holds the three together.
_MODULES = {
    "Amount": "ingest.words.amounts",
    "AmountError": "errors",
    "Area": "ingest.words.areas",
    "AreaError": "errors",
    "CategoryError": "errors",
    "FrameError": "errors",
    "InputError": "errors",
    "LayoutDriftError": "errors",
    "LayoutError": "errors",
    "ParameterError": "errors",
    "Processed": "ingest.intake.processed",
    "RefusedFiguresWarning": "errors",
    "ReportError": "errors",
    "SettingsError": "errors",
    "VvError": "errors",
    "annualise": "measure.basis.twelve_months",
    "apportion": "measure.basis.areas",
    "apportion_sensitivity": "measure.basis.areas",
    "area_weights": "terms.area_weights",
    "assumption_factors": "terms.assumptions",
    "assumptions": "terms.assumptions",
    "at_volumes": "measure.ramp.volume_cap",
    "averaged_growth": "measure.basis.averaged_deflators",
    "bridge": "measure.split.bridge",
    "by_financial_year": "measure.basis.financial_years",
    "chained": "measure.split.chain",
    "check_frame": "measure.checks.check_frame",
    "check_parts": "measure.checks.parts",
    "check_totals": "measure.checks.totals",
    "classical_split": "measure.split.classical",
    "comparability": "measure.comparison.comparability",
    "comparison_set": "measure.comparison.comparison_set",
    "cost_per_user_tornado": "measure.uncertainty.tornado",
    "counted_once": "measure.comparison.counted_once",
    "discount_factors": "measure.basis.discounting",
    "equality_rows": "measure.comparison.equality",
    "equality_view": "measure.comparison.equality",
    "exclude_vat": "measure.basis.vat",
    "find_area": "ingest.words.areas",
    "left_out": "measure.comparison.counted_once",
    "mix": "measure.split.mix",
    "montgomery_split": "measure.split.classical",
    "parse_amount": "ingest.words.amounts",
    "payment_lag": "measure.ramp.payment_lag",
    "present_value": "measure.basis.discounting",
    "ramp_up": "measure.ramp.ramp_up",
    "read_awards": "ingest.awards.reader",
    "read_contracts": "ingest.contracts.reader",
    "read_publication": "ingest.publications.reader",
    "read_statements": "ingest.publications.statements",
    "real_terms": "measure.basis.prices",
    "settings": "settings",
    "simulate": "measure.uncertainty.simulation",
    "sustainability": "measure.ramp.sustainability",
    "tornado": "measure.uncertainty.tornado",
    "unit_cost": "measure.split.unit_cost",
    "variance": "measure.split.variance",
    "widen_about": "measure.uncertainty.about",
    "with_alternative": "measure.basis.prices",
    "with_one_off_costs": "measure.ramp.one_off_costs",
    "yearly_values": "measure.basis.whole_term",
}
_NAMES_THERE = {"settings": "load"}
# Libraries whose modules import each other in a circle come out half made where two threads import them at once.
_ONE_AT_A_TIME = RLock()


def load() -> Processed:
    """Return the frames of ``data/processed``: published, contracts, awards, statements and the quality log.

    Raises
    ------
    InputError
        Nothing has been processed yet: run ``vv run`` first.
    """
    with _ONE_AT_A_TIME:
        from vv_analysis.ingest.intake.processed import load as load_processed
        from vv_analysis.settings import load as load_settings
    return load_processed(load_settings().processed)


class _Package(ModuleType):
    """The package; its `settings` is the function, though the module that holds it has the same name."""

    def __setattr__(self, name: str, value: object) -> None:
        # Whoever first imports vv_analysis.settings has Python set that module here.
        super().__setattr__(name, value.load if name == "settings" and isinstance(value, ModuleType) else value)


sys.modules[__name__].__class__ = _Package

# Hidden from type checkers, to which a module with __getattr__ has every attribute.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        with _ONE_AT_A_TIME:
            found = getattr(import_module(f"{__name__}.{_MODULES[name]}"), _NAMES_THERE.get(name, name))
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
