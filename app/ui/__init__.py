"""Qt: windows, pages, widgets."""
