"""What a party asks its shell to do, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from server.protocol.errors import ErrorCode
    from server.protocol.messages import Message


class Audience(Enum):
    """Which connected members a broadcast is for."""

    ALL = auto()
    LEGACY = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """The connection speaks for the member from now on; an older connection of that seat is closed."""

    connection: int
    member_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """The connection got no seat; it stays open and may try again."""

    connection: int
    code: ErrorCode
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """One message to one connected member."""

    member_id: str
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """One message to every connected member of the audience."""

    message: Message
    audience: Audience = Audience.ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Close a member's connection once what was sent before has gone out; the seat is gone already."""

    member_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something an operator wants to read; ``warning`` where somebody should look at it."""

    text: str
    warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """The party is no more: close what is left, forget it, delete its tracks."""

    reason: str


Effect: TypeAlias = Seat | Refuse | Send | Broadcast | Drop | Remark | Over


@dataclass(slots=True)
class Out:
    """Where the parts of a party lay down their effects."""

    effects: list[Effect] = field(default_factory=list)

    def all(self, message: Message) -> None:
        """To every connected member."""
        self.effects.append(Broadcast(message=message))

    def legacy(self, message: Message) -> None:
        """To the members without the "scheduled" capability."""
        self.effects.append(Broadcast(message=message, audience=Audience.LEGACY))

    def to(self, member_id: str, message: Message) -> None:
        """To one member."""
        self.effects.append(Send(member_id=member_id, message=message))

    def drop(self, member_id: str) -> None:
        """Close one member's connection."""
        self.effects.append(Drop(member_id=member_id))

    def remark(self, text: str, *, warning: bool = False) -> None:
        """Tell the operator."""
        self.effects.append(Remark(text=text, warning=warning))

    def take(self) -> list[Effect]:
        """What has been laid down, once."""
        effects, self.effects = self.effects, []
        return effects
