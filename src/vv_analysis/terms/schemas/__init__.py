"""One class a frame: its columns, their types, units and meaning. These classes are the data dictionary.

`Model.validate(frame)` returns the frame with the declared types, or raises with every row that breaks a rule.
"""

from vv_analysis.terms.schemas import alone as alone  # first: see there
from vv_analysis.terms.schemas.changes import Bridge, Mix
from vv_analysis.terms.schemas.inputs import Awards, Contracts, Published, Quality, Scores, Statements
from vv_analysis.terms.schemas.measured import (
    AreaSensitivity,
    AtVolumes,
    Comparability,
    ComparisonSet,
    EqualityView,
    Findings,
    OneOffCosts,
    PaymentLag,
    PresentValue,
    RampUp,
    Simulated,
    Sustainability,
    UnitCost,
    Variance,
)

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
    "simulation": Simulated,
    "present value": PresentValue,
    "area sensitivity": AreaSensitivity,
    "sustainability": Sustainability,
    "payment lag": PaymentLag,
    "one-off costs": OneOffCosts,
    "volumes around the cap": AtVolumes,
    "findings": Findings,
    "comparability": Comparability,
    "comparison set": ComparisonSet,
    "equality view": EqualityView,
    "mix": Mix,
    "bridge": Bridge,
}

__all__ = [
    "FRAMES",
    "AreaSensitivity",
    "AtVolumes",
    "Awards",
    "Bridge",
    "Comparability",
    "ComparisonSet",
    "Contracts",
    "EqualityView",
    "Findings",
    "Mix",
    "OneOffCosts",
    "PaymentLag",
    "PresentValue",
    "Published",
    "Quality",
    "RampUp",
    "Scores",
    "Simulated",
    "Statements",
    "Sustainability",
    "UnitCost",
    "Variance",
]
