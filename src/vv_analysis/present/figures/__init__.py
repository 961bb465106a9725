"""Pictures, each a finished value: levels, changes and years."""

from vv_analysis.present.figures.changes import effects, tornado, waterfall
from vv_analysis.present.figures.chart import Chart
from vv_analysis.present.figures.levels import bars, dumbbells, intervals
from vv_analysis.present.figures.years import ramp

__all__ = ["Chart", "bars", "dumbbells", "effects", "intervals", "ramp", "tornado", "waterfall"]
