"""Packages that leave the house."""
