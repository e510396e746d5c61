"""Pure checks, and checked input as frozen values."""
