"""Published values and volumes of rehabilitation contracts: cost per user, variance and ramp-up."""
