"""Where pages are made: in this machine's own processes, or by somebody else's cluster."""
