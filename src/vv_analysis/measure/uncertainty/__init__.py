"""How sure a figure is: intervals, draws, what the answer hangs on, and what was assumed."""
