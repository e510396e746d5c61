"""Words that leave the house by mail."""
