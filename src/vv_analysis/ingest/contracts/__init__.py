"""Existing contracts, as organisations enter them in the submission template."""
