"""One class a frame: its columns, their types, units and meaning. These classes are the data dictionary.

`Model.validate(frame)` returns the frame with the declared types, or raises with every row that breaks a rule.
"""

from vv_analysis.terms.schemas.inputs import Awards, Contracts, Published, Quality, Scores, Statements
from vv_analysis.terms.schemas.measured import RampUp, UnitCost, Variance

FRAMES = {
    "published": Published,
    "contracts": Contracts,
    "awards": Awards,
    "statements": Statements,
    "quality": Quality,
    "scores": Scores,
    "unit cost": UnitCost,
    "variance": Variance,
    "ramp-up": RampUp,
}

__all__ = [
    "FRAMES",
    "Awards",
    "Contracts",
    "Published",
    "Quality",
    "RampUp",
    "Scores",
    "Statements",
    "UnitCost",
    "Variance",
]
