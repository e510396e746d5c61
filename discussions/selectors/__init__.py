"""Questions to the database, each counted in a test."""
