"""A schedule: when a run is due, and the files in which cron, systemd and GitHub Actions are told so."""
