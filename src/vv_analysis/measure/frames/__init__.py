"""What every measure stands on: guards, sums by key, days, bounds, steps and small numbers."""
