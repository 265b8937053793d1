"""The numbers that an operator may change, for every party of a relay."""

from __future__ import annotations

from dataclasses import dataclass

from server.protocol.units import Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySettings:
    """Times in milliseconds.

    Attributes:
        lead_default: how far ahead a start is scheduled while no round trip is known.
        lead_min: the shortest lead time, for members whose round trips are short.
        lead_max: the longest lead time, however slow a member is.
        gate: how long a start waits for members that are not ready.
        prepare_ahead: how long before the end of a track the next one is announced.
        member_grace: how long a lost connection keeps its seat.
        host_grace: how long a lost host keeps the party.
        empty_grace: how long a party without any connected member goes on.
        max_members: seats of one party.
        max_queue: items of one queue.
        host_succession: whether the longest-present guest takes over from a lost host.
    """

    lead_default: Millis = Millis(1200.0)
    lead_min: Millis = Millis(800.0)
    lead_max: Millis = Millis(1500.0)
    gate: Millis = Millis(3000.0)
    prepare_ahead: Millis = Millis(8000.0)
    member_grace: Millis = Millis(120_000.0)
    host_grace: Millis = Millis(120_000.0)
    empty_grace: Millis = Millis(600_000.0)
    max_members: int = 2000
    max_queue: int = 500
    host_succession: bool = True
