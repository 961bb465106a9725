"""Published values and volumes: tables are found by their headings, and their rows become lines."""
