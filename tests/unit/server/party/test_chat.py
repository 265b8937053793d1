from __future__ import annotations

from server.protocol import messages as m
from tests.unit.server.party.script import Script, errors


def heard(party: Script, member_id: str) -> list[tuple[str, str, str | None]]:
    found = [message for message in party.told[member_id] if isinstance(message, m.ChatHeard)]
    return [(message.name, message.text, message.reaction) for message in found]


def test_what_a_guest_says_everybody_hears_with_the_relays_time(party: Script, host: str, guest: str) -> None:
    party.say(guest, m.ChatSay(text="turn it up"))
    assert heard(party, host) == heard(party, guest) == [("Bob", "turn it up", None)]
    last = party.last(host, m.ChatHeard)
    assert (last.member_id, last.sent_at_server_ms) == (guest, party.now)


def test_text_is_cleaned_and_a_reaction_stands_for_itself(party: Script, host: str) -> None:
    party.say(host, m.ChatSay(text=" a\n\u202eb\t c "))
    party.say(host, m.ChatSay(text="ignored", reaction="heart"))
    assert heard(party, host) == [("Ada", "a b c", None), ("Ada", "", "heart")]


def test_nothing_is_not_passed_on(party: Script, host: str) -> None:
    party.say(host, m.ChatSay(text=" \n"))
    assert errors(party, host) == ["bad-message"]
    assert heard(party, host) == []


def test_who_talks_too_much_has_to_wait_and_others_have_not(party: Script, host: str, guest: str) -> None:
    for at in range(6):
        party.say(guest, m.ChatSay(text=str(at)))
    assert errors(party, guest) == ["rate-limited"]
    party.say(host, m.ChatSay(text="still here"))
    party.wait(1500)
    party.say(guest, m.ChatSay(text="again"))
    assert [text for _, text, _ in heard(party, host)] == ["0", "1", "2", "3", "4", "still here", "again"]


def test_a_crowd_is_slowed_down_together(party: Script, host: str) -> None:
    guests = [party.join(f"G{at}") for at in range(5)]
    for guest in guests:
        for at in range(5):
            party.say(guest, m.ChatSay(text=str(at)))
    assert len(heard(party, host)) == 20


def test_who_comes_later_is_told_the_last_words(party: Script, host: str) -> None:
    for at in range(60):
        party.wait(2000)
        party.say(host, m.ChatSay(text=str(at)))
    late = party.join("Late")
    history = party.last(late, m.ChatHistory)
    assert [entry.text for entry in history.entries] == [str(at) for at in range(10, 60)]
    assert history.entries[0].name == "Ada"


def test_while_nothing_was_said_nothing_is_told(party: Script, host: str) -> None:
    assert "ChatHistory" not in party.kinds(party.join("Late"))


def test_the_words_of_who_left_stay_and_nothing_else_of_them(party: Script, host: str, guest: str) -> None:
    party.say(guest, m.ChatSay(reaction="star"))
    party.say(guest, m.Leave())
    assert party.last(party.join("Late"), m.ChatHistory).entries[0].reaction == "star"


def test_talk_is_not_worth_a_save(party: Script, host: str) -> None:
    before = party.party.revision
    party.say(host, m.ChatSay(text="hello"))
    assert party.party.revision == before


def test_who_was_quiet_is_forgotten_and_who_was_not_still_has_to_wait(party: Script, host: str) -> None:
    for at in range(70):
        party.wait(10_000)
        party.say(party.join(f"G{at}"), m.ChatSay(text="hi"))
    for _ in range(6):
        party.say(host, m.ChatSay(text="hey"))
    assert errors(party, host) == ["rate-limited"]
