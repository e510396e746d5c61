"""What changes the world of moderation."""
