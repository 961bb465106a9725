"""Findings about frames that are already read: what cannot be right, does not add up, or is worth a second look."""
