"""Widgets: each shows one thing and asks by signals."""
