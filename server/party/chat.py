"""What members say to each other: passed on cleaned, slowed down, and kept for who comes later.

Nothing of it is stored: a relay that restarts has forgotten it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from msgspec import structs

from server.party.tracks import clean
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import CHAT_LIMIT, ChatEntry, ChatHeard, ChatHistory

if TYPE_CHECKING:
    from server.party.state import Member
    from server.protocol.messages import ChatSay
    from server.protocol.units import ServerMs

#: What a late joiner is told.
_KEPT: Final = 50
#: A member may say this much at once, then one thing every so often.
_BURST: Final = 5.0
_EACH_MS: Final = 1500.0
#: All members of a party together: every word goes to everybody, and nobody reads faster.
_PARTY_BURST: Final = 20.0
_PARTY_EACH_MS: Final = 200.0
#: Members come and go: those who have been quiet are forgotten, so that memory follows who talks.
_REMEMBERED: Final = 64


@dataclass(slots=True)
class _Breath:
    """How much may be said now; grows back with time."""

    left: float
    at: ServerMs

    def regain(self, now: ServerMs, each: float, most: float) -> None:
        self.left = min(most, self.left + (now - self.at) / each)
        self.at = now

    def is_short(self, now: ServerMs) -> bool:
        """Whether forgetting it would let a member say more."""
        return self.left + (now - self.at) / _EACH_MS < _BURST


class Chat:
    """The talk of one party."""

    def __init__(self) -> None:
        self._entries: deque[ChatEntry] = deque(maxlen=_KEPT)
        self._breaths: dict[str, _Breath] = {}
        self._together: _Breath | None = None

    def say(self, member: Member, message: ChatSay, now: ServerMs) -> ChatHeard:
        """What everybody is told of it.

        Raises:
            ProtocolError: nothing is said, or too much in a short time.
        """
        text = clean(message.text, limit=CHAT_LIMIT)
        if not text and message.reaction is None:
            raise ProtocolError(ErrorCode.BAD_MESSAGE, "There is nothing in this message. Type something first.")
        self._take_breath(member.id, now)
        # A reaction stands for itself.
        text = "" if message.reaction is not None else text
        entry = ChatEntry(
            member_id=member.id, name=member.name, sent_at_server_ms=now, text=text, reaction=message.reaction
        )
        self._entries.append(entry)
        return ChatHeard(**structs.asdict(entry))

    def history(self) -> ChatHistory | None:
        """For a member that comes in; None while nothing was said."""
        return ChatHistory(entries=tuple(self._entries)) if self._entries else None

    def _take_breath(self, member_id: str, now: ServerMs) -> None:
        if len(self._breaths) >= _REMEMBERED:
            self._breaths = {key: breath for key, breath in self._breaths.items() if breath.is_short(now)}
        own = self._breaths.setdefault(member_id, _Breath(_BURST, now))
        self._together = together = self._together or _Breath(_PARTY_BURST, now)
        own.regain(now, _EACH_MS, _BURST)
        together.regain(now, _PARTY_EACH_MS, _PARTY_BURST)
        if min(own.left, together.left) < 1:
            raise ProtocolError(ErrorCode.RATE_LIMITED, "Too much talk at once. Wait a moment.")
        own.left -= 1
        together.left -= 1
