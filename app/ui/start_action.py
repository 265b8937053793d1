"""What a window does as soon as it stands, asked for on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class HostAction:
    """Start a party, with music or without; ``play`` starts the first file."""

    paths: tuple[Path, ...] = ()
    play: bool = False
    relay: str | None = None
    pin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinAction:
    """Join with an invite."""

    invite: str
    pin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackAction:
    """Go back to the party that an earlier run of the program was killed in."""


StartAction: TypeAlias = HostAction | JoinAction | BackAction
