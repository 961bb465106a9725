"""Award notices: OCDS releases are merged, and become one row a contract."""
