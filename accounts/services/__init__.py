"""State changes of accounts: one function each."""
