"""Unisono: the player."""
