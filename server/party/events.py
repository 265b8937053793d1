"""What can happen to a party."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from server.protocol.messages import ClientMessage, Create, Join


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A connection opens the party; only ever the first event of a party."""

    connection: int
    request: Create


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """A connection asks for a seat, a new one or its old one."""

    connection: int
    request: Join


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A seated member sent a message."""

    member_id: str
    message: ClientMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A member's connection ended without LEAVE."""

    member_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Time has come: `Party.due` lies in the past."""


Event: TypeAlias = Found | Enter | Said | Lost | Tick
