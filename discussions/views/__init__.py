"""Doors through which people come in."""
