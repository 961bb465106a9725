"""What a slow start does: ramp-up year on year, and what it means for a provider."""
