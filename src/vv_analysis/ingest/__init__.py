"""Files become tidy rows, each value with the file, sheet and cell it came from."""
