"""One basis for figures before they are compared: prices, twelve months, financial years, VAT, whole terms, areas."""
