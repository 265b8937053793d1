"""Clock probing: how a member learns the relay's time."""

from __future__ import annotations

from server.protocol.messages.base import Message
from server.protocol.units import WireClockMs, WireCount, WireServerMs, WireWord


class TimePing(Message, frozen=True, kw_only=True, tag="TIME_PING"):
    """Client to server; ``client_now_ms`` is opaque to the server and comes back untouched."""

    client_now_ms: WireClockMs
    ping_id: WireCount | str


class TimePong(Message, frozen=True, kw_only=True, tag="TIME_PONG"):
    """Server to client, ahead of any queued broadcast.

    ``server_received_ms`` is stamped first thing on receipt, ``server_now_ms`` last thing before the send;
    ``epoch`` changes whenever the relay's clock does.
    """

    client_now_ms: WireClockMs
    ping_id: WireCount | str
    server_now_ms: WireServerMs
    server_received_ms: WireServerMs | None = None
    epoch: WireWord | None = None
