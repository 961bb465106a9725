"""The words that are agreed on: columns and their meaning, areas, categories, prices, and where a figure came from."""
