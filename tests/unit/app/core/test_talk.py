from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.events import ChatAsked, LeaveAsked
from app.core.link_facts import LinkDown
from app.core.picture import Painter, Surroundings
from app.said import quoted
from server.protocol.messages import ChatEntry, ChatHeard, ChatHistory, ChatSay
from server.protocol.units import Seconds, ServerMs
from tests.fakes.dialogue import Dialogue, sent, sync_state, told

if TYPE_CHECKING:
    from app.core.view import ChatLineView


def guest() -> Dialogue:
    talk = Dialogue()
    talk.join(sync_state())
    return talk


def heard(text: str = "", *, who: str = "host", reaction: str | None = None) -> ChatHeard:
    return ChatHeard(member_id=who, name=who.title(), sent_at_server_ms=5.0, text=text, reaction=reaction)


def shown(talk: Dialogue) -> tuple[ChatLineView, ...]:
    return Painter(talk.session).draw(Surroundings(reading=talk.reading), talk.now).chat


def test_what_is_said_goes_to_the_party_and_comes_back_from_there() -> None:
    talk = guest()
    assert sent(talk.happen(ChatAsked(text=" hello "))) == [ChatSay(text="hello")]
    assert sent(talk.happen(ChatAsked(reaction="heart"))) == [ChatSay(reaction="heart")]
    assert shown(talk) == ()
    talk.receive(heard("hello", who="bea"), heard(reaction="heart"))
    first, second = shown(talk)
    assert (first.name, first.text, first.is_self, first.sent_at) == ("Bea", "hello", True, ServerMs(5.0))
    assert (second.reaction, second.is_self) == ("heart", False)


def test_nothing_is_not_said() -> None:
    assert guest().happen(ChatAsked(text="  ")) == []


def test_without_a_connection_it_cannot_be_said() -> None:
    talk = guest()
    talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(1.0)))
    assert told(talk.happen(ChatAsked(text="hello"))) == ["not-connected"]


def test_the_history_replaces_what_was_heard() -> None:
    talk = guest()
    talk.receive(heard("one"))
    entry = ChatEntry(member_id="host", name="Host", sent_at_server_ms=1.0, text="before")
    talk.receive(ChatHistory(entries=(entry,)))
    assert [line.text for line in shown(talk)] == ["before"]


def test_only_the_last_words_are_kept() -> None:
    talk = guest()
    talk.receive(*(heard(str(at)) for at in range(250)))
    lines = shown(talk)
    assert [lines[0].text, lines[-1].text, len(lines)] == ["50", "249", 200]


def test_lines_are_kept_from_picture_to_picture() -> None:
    talk = guest()
    talk.receive(heard("one"))
    painter, around = Painter(talk.session), Surroundings(reading=talk.reading)
    assert painter.draw(around, talk.now).chat is painter.draw(around, talk.now).chat


def test_outside_a_party_nothing_is_heard() -> None:
    talk = guest()
    talk.happen(LeaveAsked())
    talk.receive(heard("behind your back"))
    assert talk.session.state.chat == ()
