"""What members say to each other."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from server.protocol.messages.base import Message, Record
from server.protocol.units import WireId, WireName, WireServerMs, WireWord

#: What can be said without typing.
Reaction = Literal["heart", "thumb", "star", "flame", "smile"]

#: Longer is a letter, not a word across a room.
CHAT_LIMIT = 500
WireChat = Annotated[str, Meta(max_length=CHAT_LIMIT)]


class ChatSay(Message, frozen=True, kw_only=True, tag="CHAT"):
    """A member says something: a text, or one of a few reactions."""

    text: WireChat = ""
    reaction: Reaction | None = None


class ChatEntry(Record, frozen=True, kw_only=True):
    """Something that was said, as the relay heard it."""

    member_id: WireId
    name: WireName
    sent_at_server_ms: WireServerMs
    text: WireChat = ""
    #: A word of `Reaction`; a newer relay may know more of them.
    reaction: WireWord | None = None


class ChatHeard(ChatEntry, Message, frozen=True, kw_only=True, tag="CHAT"):
    """The relay tells all what a member said."""


class ChatHistory(Message, frozen=True, kw_only=True, tag="CHAT_HISTORY"):
    """What was said before a member came (back), oldest first; it replaces what the member has."""

    entries: tuple[ChatEntry, ...]
