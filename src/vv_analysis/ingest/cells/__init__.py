"""Files become cells: opened without trust, handed over with the place of each, and read as figures."""
