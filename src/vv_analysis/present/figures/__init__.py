"""Pictures, each a finished value: levels, changes, years and places."""

from vv_analysis.present.figures.changes import effects, tornado, waterfall
from vv_analysis.present.figures.chart import Chart, Told
from vv_analysis.present.figures.levels import bars, dumbbells, intervals
from vv_analysis.present.figures.places import hex_map, small_multiples
from vv_analysis.present.figures.years import ramp

__all__ = [
    "Chart",
    "Told",
    "bars",
    "dumbbells",
    "effects",
    "hex_map",
    "intervals",
    "ramp",
    "small_multiples",
    "tornado",
    "waterfall",
]
