"""Words and numbers as they are written in this field: amounts, areas, services, names, headings, days."""
