"""Published values and volumes of rehabilitation contracts: cost per user, variance and ramp-up.

Functions take and return plain pandas frames; no argument is ever changed::

    import vv_analysis as vv

    data = vv.load()
    vv.unit_cost(data.published, by=["category"])
"""

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
from vv_analysis.ingest.intake.processed import load as _load_processed
from vv_analysis.ingest.publications.reader import read_publication
from vv_analysis.ingest.publications.statements import read_statements
from vv_analysis.ingest.words.amounts import Amount, parse_amount
from vv_analysis.ingest.words.areas import Area, find_area
from vv_analysis.measure.basis.prices import real_terms
from vv_analysis.measure.basis.twelve_months import annualise
from vv_analysis.measure.ramp.ramp_up import ramp_up
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.measure.split.variance import variance
from vv_analysis.settings import load as settings

__version__ = "0.1.0"


def load() -> Processed:
    """Return the frames of ``data/processed``: published, contracts, awards, statements and the quality log.

    Raises
    ------
    InputError
        Nothing has been processed yet: run ``vv run`` first.
    """
    return _load_processed(settings().processed)


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
    "find_area",
    "load",
    "parse_amount",
    "ramp_up",
    "read_awards",
    "read_contracts",
    "read_publication",
    "read_statements",
    "real_terms",
    "settings",
    "unit_cost",
    "variance",
]
