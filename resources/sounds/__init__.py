"""Sounds that are tools, not music."""
