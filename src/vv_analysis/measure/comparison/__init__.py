"""What may be compared with what, how well, and counted once."""
