"""python-vlc loads libVLC by a path that the app tells it: nothing to collect by guessing."""

binaries: list[tuple[str, str]] = []
