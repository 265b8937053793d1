"""The interface of the link to the relay, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from server.protocol.invite import Invite
    from server.protocol.messages import Message, ServerMessage
    from server.protocol.units import LocalSec, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkUp:
    """Connected, for the first time or again. Nothing has been sent yet."""

    at: LocalSec


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDown:
    """The connection was lost, or an attempt failed in a way that may pass; the next attempt comes in ``retry_in``."""

    at: LocalSec
    reason: str
    retry_in: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFailed:
    """Trying again is pointless or was not wanted; ``code`` is stable, ``message`` says what to do.

    Codes: ``relay-unreachable`` (the first connection failed), ``bad-certificate``, ``not-a-relay``.
    """

    at: LocalSec
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message, stamped with the local time at which its frame was read."""

    at: LocalSec
    message: ServerMessage


LinkEvent: TypeAlias = LinkUp | LinkDown | LinkFailed | Received
LinkListener: TypeAlias = Callable[[LinkEvent], None]


class RelayLink(Protocol):
    """One WebSocket to one relay, kept up with jittered backoff until it is closed."""

    def open(self, relay: Invite, listener: LinkListener) -> None:
        """Connect and stay connected. The first connection gets one try of 5 s; later ones go on for ever."""
        ...

    def send(self, message: Message) -> bool:
        """Queue a frame; False, and nothing sent, while the link is down."""
        ...

    def send_ping(self, ping_id: int) -> LocalSec | None:
        """Send a TIME_PING stamped last thing before the write; that local time, or None while the link is down."""
        ...

    def retry_now(self) -> None:
        """Do not wait out the backoff: the network came back, or the machine woke up."""
        ...

    async def close(self) -> None:
        """Close with code 1000 and wait for it, at most 2 s."""
        ...
