"""Dialogs, awaited."""
