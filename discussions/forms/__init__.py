"""Input of the discussions, checked."""
