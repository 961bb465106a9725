"""Cost per user, and every difference split without a remainder."""
