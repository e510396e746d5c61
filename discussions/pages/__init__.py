"""Pages, prepared for their templates."""
