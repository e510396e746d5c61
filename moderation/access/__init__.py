"""What moderators may decide, by state."""
