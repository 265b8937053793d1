"""What the link to the relay tells: facts that the session decides on. `app.net.link` hands them on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from app.said import Said
    from server.protocol.messages import ServerMessage
    from server.protocol.units import LocalSec, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkUp:
    """Connected, for the first time or again. Nothing has been sent yet."""

    at: LocalSec


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDown:
    """The connection was lost, or an attempt failed in a way that may pass; the next attempt comes in ``retry_in``."""

    at: LocalSec
    reason: Said
    retry_in: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFailed:
    """Trying again is pointless or was not wanted; ``code`` is stable, ``said`` says what to do.

    Codes: ``relay-unreachable`` (the first connection failed), ``bad-certificate``, ``not-a-relay``.
    """

    at: LocalSec
    code: str
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message, stamped with the local time at which its frame was read."""

    at: LocalSec
    message: ServerMessage


LinkEvent: TypeAlias = LinkUp | LinkDown | LinkFailed | Received
