"""The interface of the link to the relay; what it tells stands in `app.core.link_facts` and is handed on from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

from app.core.link_facts import LinkDown, LinkEvent, LinkFailed, LinkUp, Received

if TYPE_CHECKING:
    from server.protocol.invite import Invite
    from server.protocol.messages import Message
    from server.protocol.units import LocalSec

__all__ = ["LinkDown", "LinkEvent", "LinkFailed", "LinkListener", "LinkUp", "Received", "RelayLink"]

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
