"""Everything in data/raw together: what each input is, what two of them say twice, how good they are."""
