"""The party's talk as this member knows it: pure functions on the session's state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.core.effects import Effect, Send, Tell
from app.core.session_state import Stage, State
from app.core.view import Notice
from app.said import Said, Saying
from server.protocol.messages import ChatHistory, ChatSay

if TYPE_CHECKING:
    from app.core.events import ChatAsked
    from server.protocol.messages import ChatHeard

#: Further back nobody scrolls at a party.
_KEPT: Final = 200


def say(state: State, event: ChatAsked) -> list[Effect]:
    """Say it, if the party can hear us."""
    text = event.text.strip()
    if not text and event.reaction is None:
        return []
    if state.stage is not Stage.IN:
        return [Tell(notice=Notice(code="not-connected", said=Said(what=Saying.NOT_HEARD)))]
    return [Send(message=ChatSay(text=text if event.reaction is None else "", reaction=event.reaction))]


def heard(state: State, message: ChatHeard | ChatHistory) -> State:
    """Something was said, or all that was said before is told again."""
    if not state.stage.inside:
        return state
    if isinstance(message, ChatHistory):
        return replace(state, chat=message.entries)
    return replace(state, chat=(*state.chat, message)[-_KEPT:])
