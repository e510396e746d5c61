"""Who may see and do what: the same truth as checks, answers and filters."""
