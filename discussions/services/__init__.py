"""State changes of the discussions: one function each, named as a user would say it."""
