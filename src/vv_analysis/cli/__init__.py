"""The command line: one thin function a verb; what it says is here, what it does is elsewhere.

Each verb imports what it needs itself, so that nobody waits for pandas to be told what can be typed.
The help lists the verbs in the order in which these modules are imported.
"""

from vv_analysis.cli import runs

# isort: split
from vv_analysis.cli import standing

# isort: split
from vv_analysis.cli import inputs

# isort: split
from vv_analysis.cli import verifying

# isort: split
from vv_analysis.cli import exploring

# isort: split
from vv_analysis.cli import scheduling

# isort: split
from vv_analysis.cli.typed import main

__all__ = ["exploring", "inputs", "main", "runs", "scheduling", "standing", "verifying"]
