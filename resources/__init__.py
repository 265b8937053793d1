"""What the app shows and plays that is no code."""
