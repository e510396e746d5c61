"""Doors for people."""
