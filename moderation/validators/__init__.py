"""Checked input, as one frozen value."""
