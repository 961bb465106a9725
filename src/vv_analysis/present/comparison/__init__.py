"""The pages that compare: published figures against existing contracts, an earlier edition, and the steady state."""
