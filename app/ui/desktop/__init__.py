"""What the desktop around the window knows of it: media keys, the tray."""
