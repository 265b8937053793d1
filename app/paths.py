"""Where things are kept, by the habits of each system. Nothing is created here but folders that are asked for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import platformdirs

_APP = "unisono"
#: For portable installations and for several members on one machine.
_HOME_VARIABLE = "UNISONO_HOME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Folders of one installation.

    Attributes:
        config: settings.
        cache: decoded music; losing it costs time only.
        data: what the bundled relay keeps.
        logs: log files of the window.
        state: what one run leaves for the next.
    """

    config: Path
    cache: Path
    data: Path
    logs: Path
    state: Path

    @property
    def settings_file(self) -> Path:
        """The settings."""
        return self.config / "settings.json"

    @property
    def relay_data(self) -> Path:
        """Tracks and parties of the bundled relay."""
        return self.data / "relay"

    @property
    def ways_back(self) -> Path:
        """What leads back into the parties of runs that were killed."""
        return self.state / "parties"


def shown(path: Path | str) -> str:
    """A path as it can be shown and sent: on one line, and what is no text in it becomes a sign for that."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else " " for letter in text)


def user_paths() -> Paths:
    """This user's folders; ``UNISONO_HOME`` puts all of them below one."""
    if home := os.environ.get(_HOME_VARIABLE):
        return paths_under(Path(home).absolute())
    dirs = platformdirs.PlatformDirs(_APP, appauthor=False)
    return Paths(
        config=dirs.user_config_path,
        cache=dirs.user_cache_path,
        data=dirs.user_data_path,
        logs=dirs.user_log_path,
        state=dirs.user_state_path,
    )


def paths_under(root: Path) -> Paths:
    """Everything below one folder: for tests, the demo's second member and portable installations."""
    names = ("config", "cache", "data", "logs", "state")
    return Paths(**{name: root / name for name in names})


def bundled_music() -> list[Path]:
    """The music that comes with the app, by name."""
    folder = Path(str(files("resources"))) / "music"
    return sorted(path for path in folder.glob("*") if path.suffix in (".flac", ".ogg", ".wav"))
