"""The forms of a report beside its web page: what each reader can open, keep, print and work on."""
