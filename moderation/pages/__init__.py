"""What pages need, prepared."""
