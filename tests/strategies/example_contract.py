"""One existing contract as an organisation would enter it."""

CONTRACT = {
    "contract": "EX-1",
    "organisation": "Example Trust",
    "tier": "lead",
    "category": "Accommodation",
    "area": "Kent",
    "start": "2020-04-01",
    "end": "2021-03-31",
    "value": 1000,
    "volume": 10,
}
