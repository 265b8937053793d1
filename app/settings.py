"""Settings: checked at the edge, kept in one file, never a reason not to start.

Reading gives settings *and* what was wrong with the file. Keys that this version does not know are kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import shutil
import threading
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final

from app.errors import SettingsError
from app.said import Said, Saying
from app.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

logger = logging.getLogger(__name__)

OUTPUTS: Final = ("auto", "pulse", "portaudio", "vlc", "null")
PROFILE_NAMES: Final = ("auto", "default", "lan", "internet", "mobile")
APPEARANCES: Final = ("system", "dark", "light")
OFFSET_LIMIT_MS: Final = 2000.0
#: A slider makes hundreds of changes; the disk sees the last.
_SAVE_AFTER_SEC: Final = 0.5
_RECENT_LIMIT: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person has chosen.

    Attributes:
        name: shown to the party.
        output: sound interface.
        device: output device; empty is the system's default.
        output_offsets: sound delay in ms by device name.
        volume: own volume in [0, 1].
        host_volume: whether the host of a party may set it.
        profile: sync profile.
        slewing: whether speed may be corrected inaudibly; off means jumps only.
        relay: relay to host parties at; empty is the bundled one.
        show_nearby: whether our own parties are shown on this network.
        cache_mb: size limit of decoded music.
        appearance: dark, light, or as the system has it.
        language: empty is the system's.
        updates_from: https address that tells of newer releases; empty never asks.
        recent: parties joined lately, newest first, each as its invite and its host's name.
        geometry: the window's, in Qt's own format in hex.
        other: keys that this version does not know.
    """

    name: str = ""
    output: str = "auto"
    device: str = ""
    output_offsets: Mapping[str, float] = field(default_factory=dict)
    volume: float = 1.0
    host_volume: bool = True
    profile: str = "auto"
    slewing: bool = True
    relay: str = ""
    show_nearby: bool = True
    cache_mb: int = 2048
    appearance: str = "system"
    language: str = ""
    updates_from: str = ""
    recent: tuple[tuple[str, str], ...] = ()
    geometry: str = ""
    other: Mapping[str, Any] = field(default_factory=dict)

    def offset_for(self, device: str) -> float:
        """The remembered sound delay of a device in ms."""
        return self.output_offsets.get(device, 0.0)

    def with_offset(self, device: str, offset_ms: float) -> Settings:
        """The same with a device's sound delay, held within ±2000 ms."""
        held = max(-OFFSET_LIMIT_MS, min(OFFSET_LIMIT_MS, offset_ms))
        return replace(self, output_offsets={**self.output_offsets, device: held})


def parse_settings(text: str) -> tuple[Settings, list[Said]]:
    """Settings from a file's text, and what is said of everything in it that was not taken."""
    try:
        raw = json.loads(text)
    except ValueError as error:
        return Settings(), [Said(what=Saying.SETTINGS_UNREADABLE, why=str(error))]
    if not isinstance(raw, dict):
        return Settings(), [Said(what=Saying.SETTINGS_EMPTY)]
    taken: dict[str, Any] = {}
    problems: list[Said] = []
    for key, check in _CHECKS.items():
        if key not in raw:
            continue
        try:
            taken[key] = check(raw[key])
        except _UnfitError as error:
            problems.append(Said(what=Saying.SETTING_UNUSED, name=key, then=error.expected))
        except (TypeError, ValueError, AttributeError):
            problems.append(Said(what=Saying.SETTING_UNUSED, name=key, then=Said(what=Saying.OTHER_EXPECTED)))
    other = {key: value for key, value in raw.items() if key not in _CHECKS}
    return Settings(**taken, other=other), problems


def settings_text(settings: Settings) -> str:
    """The file's text."""
    own = {item.name: getattr(settings, item.name) for item in fields(settings) if item.name != "other"}
    own["output_offsets"] = dict(settings.output_offsets)
    return json.dumps({**settings.other, **own}, indent=2, ensure_ascii=False) + "\n"


def load_settings(path: Path) -> tuple[Settings, list[Said]]:
    """Settings from a file; a missing file gives the defaults without a complaint.

    A file that is not taken whole is kept beside, before the next change writes over it.
    """
    try:
        settings, problems = parse_settings(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(), []
    except (OSError, UnicodeDecodeError) as error:
        settings = Settings()
        problems = [Said(what=Saying.SETTINGS_LOCKED, why=str(error))]
    if problems:
        with contextlib.suppress(OSError):
            kept = path.with_suffix(".broken.json")
            shutil.copyfile(path, kept)
            problems = [*problems, Said(what=Saying.SETTINGS_KEPT, where=str(kept))]
    return settings, problems


def save_settings(path: Path, settings: Settings) -> None:
    """Write a file whole or not at all.

    Raises:
        SettingsError: the folder or the disk refuses.
    """
    try:
        write_whole(path, settings_text(settings))
    except OSError as error:
        raise SettingsError("settings-not-saved", Said(what=Saying.SETTINGS_NOT_SAVED, why=str(error))) from error


class SettingsStore:
    """The settings of a running app; changes reach the disk a moment later, together, on a thread.

    Args:
        path: the file; None keeps nothing.
        settings: as loaded.
    """

    def __init__(self, path: Path | None, settings: Settings | None = None) -> None:
        self._path = path
        self._settings = settings or Settings()
        self._timer: asyncio.TimerHandle | None = None
        self._writing = threading.Lock()

    @property
    def settings(self) -> Settings:
        """The present settings."""
        return self._settings

    def change(self, edit: Callable[[Settings], Settings]) -> None:
        """Change and save soon; called on the event loop."""
        changed = edit(self._settings)
        if changed == self._settings:
            return
        self._settings = changed
        if self._timer is None and self._path is not None:
            self._timer = asyncio.get_running_loop().call_later(_SAVE_AFTER_SEC, self._save_aside)

    def flush(self) -> None:
        """Save now what is not saved yet; a failure is logged, not raised."""
        timer, self._timer = self._timer, None
        if timer is None or self._path is None:
            return
        timer.cancel()
        self._save(self._path)

    def _save_aside(self) -> None:
        self._timer = None
        if self._path is not None:
            # A home folder on a network takes seconds now and then; the window waits for none of them.
            asyncio.get_running_loop().run_in_executor(None, self._save, self._path)

    def _save(self, path: Path) -> None:
        # One at a time, and each writes what is newest by then: a slow one never brings back what was before.
        with self._writing:
            try:
                save_settings(path, self._settings)
            except SettingsError as error:
                logger.warning("%s", error, exc_info=True)


class _UnfitError(ValueError):
    """A value that is not taken, and what is expected instead."""

    def __init__(self, expected: Said) -> None:
        super().__init__(expected)
        self.expected = expected


def _text(limit: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > limit:
            raise _UnfitError(Said(what=Saying.TEXT_EXPECTED, count=limit))
        return value

    return check


def _one_of(words: tuple[str, ...]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in words:
            raise _UnfitError(Said(what=Saying.WORD_EXPECTED, name=", ".join(words)))
        return str(value)

    return check


def _number(low: float, high: float) -> Callable[[Any], float]:
    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise _UnfitError(Said(what=Saying.NUMBER_EXPECTED, name=f"{low:g} … {high:g}"))
        return float(value)

    return check


def _whole(low: int, high: int) -> Callable[[Any], int]:
    number = _number(low, high)
    return lambda value: int(number(value))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _UnfitError(Said(what=Saying.FLAG_EXPECTED))
    return value


def _offsets(value: Any) -> Mapping[str, float]:
    number = _number(-OFFSET_LIMIT_MS, OFFSET_LIMIT_MS)
    return {str(device): number(offset) for device, offset in value.items()}


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    text = _text(2048)
    return tuple((text(first), text(second)) for first, second in value)[:_RECENT_LIMIT]


_CHECKS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "name": _text(64),
    "output": _one_of(OUTPUTS),
    "device": _text(256),
    "output_offsets": _offsets,
    "volume": _number(0.0, 1.0),
    "profile": _one_of(PROFILE_NAMES),
    "slewing": _flag,
    "host_volume": _flag,
    "relay": _text(512),
    "show_nearby": _flag,
    "cache_mb": _whole(64, 1_000_000),
    "appearance": _one_of(APPEARANCES),
    "language": _text(16),
    "updates_from": _text(512),
    "recent": _pairs,
    "geometry": _text(4096),
}
