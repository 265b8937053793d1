from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.effects import CloseLink, OpenLink
from app.core.events import ComeBack, Enter, LeaveAsked
from app.core.link_facts import LinkDown, LinkFailed, LinkUp
from app.core.session_state import Stage
from app.core.way_back import RelayPlace, WayBack, is_closed, read_way, way_back, way_text
from app.said import Said, Saying, quoted
from server.protocol.messages import Ended, ErrorMessage, HostGranted, Join, Joined, Leave
from server.protocol.units import Seconds
from tests.fakes.dialogue import RELAY, Dialogue, member, room, sent, sync_state, told

PLACE = RelayPlace(data_dir="/home/ann/relay", port=8750, host="0.0.0.0")
WAY = WayBack(
    relay=RELAY,
    public=replace(RELAY, host="192.168.1.20"),
    code="ACDEFG",
    name="Ann",
    member_id="ann",
    member_token="m",
    host_token="h",
    pin="12",
    place=PLACE,
    hidden=True,
)
BACK = ComeBack(way=WAY, relay=WAY.relay, public=WAY.public)


class TestWhatIsKept:
    def test_it_is_read_as_it_was_written(self) -> None:
        assert read_way(way_text(WAY)) == WAY
        guests = replace(WAY, host_token=None, pin=None, place=None, hidden=False)
        assert read_way(way_text(guests)) == guests

    @pytest.mark.parametrize("text", ["", "{}", "[]", way_text(WAY)[:-20], way_text(WAY).replace("8750", '"x"')])
    def test_what_something_else_wrote_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"."):
            read_way(text)

    def test_a_party_is_come_back_to_for_as_long_as_it_can_be_there(self) -> None:
        elsewhere = replace(WAY, place=None)
        assert elsewhere.is_fresh(599.0)
        assert not elsewhere.is_fresh(601.0)
        assert WAY.is_fresh(3599.0)
        assert not WAY.is_fresh(3601.0)
        assert elsewhere.is_fresh(-86_400.0)  # the clock was set back

    def test_a_guests_way_has_no_host_rights_until_they_are_given(self) -> None:
        talk = Dialogue()
        assert way_back(talk.session.state, None, hidden=False) is None
        talk.join(sync_state())
        way = way_back(talk.session.state, None, hidden=False)
        assert way is not None
        assert (way.code, way.host_token, way.place, way.hidden) == ("ACDEFG", None, None, False)
        talk.receive(HostGranted(host_token="now"))
        way = way_back(talk.session.state, None, hidden=False)
        assert way is not None
        assert way.host_token == "now"

    def test_the_hosts_way_names_the_relay_that_it_ran(self) -> None:
        talk = Dialogue()
        talk.create()
        way = way_back(talk.session.state, PLACE, hidden=True)
        assert way is not None
        assert way.host_token is not None
        assert (way.place, way.hidden) == (PLACE, True)

    def test_a_relay_that_gives_no_token_leaves_no_way_back(self) -> None:
        talk = Dialogue()
        talk.happen(Enter(relay=replace(RELAY, code="ACDEFG"), name="Bea"))
        talk.happen(LinkUp(at=talk.now))
        talk.receive(Joined(code="ACDEFG", member_id="bea"))
        assert way_back(talk.session.state, None, hidden=False) is None

    def test_a_lost_link_does_not_close_the_way_but_the_end_does(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        kept = way_back(talk.session.state, None, hidden=False)
        talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(1.0)))
        assert way_back(talk.session.state, None, hidden=False) == kept
        assert not is_closed(talk.session.state)
        talk.receive(Ended(reason=""))
        assert is_closed(talk.session.state)


class TestGoingBack:
    def test_the_seat_is_taken_with_its_tokens(self) -> None:
        talk = Dialogue()
        assert talk.happen(BACK) == [OpenLink(relay=RELAY)]
        (join,) = sent(talk.happen(LinkUp(at=talk.now)), Join)
        assert (join.code, join.name, join.pin) == ("ACDEFG", "Ann", "12")
        assert (join.member_token, join.host_token) == ("m", "h")
        assert way_back(talk.session.state, PLACE, hidden=False) is None
        talk.receive(Joined(code="ACDEFG", member_id="ann", is_host=True), room(member("Ann", is_host=True)))
        state = talk.session.state
        assert state.is_host
        assert way_back(state, PLACE, hidden=False) == WAY

    def test_a_party_that_we_are_in_is_left_for_it(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        effects = talk.happen(BACK)
        assert sent(effects) == [Leave()]
        assert effects[-2:] == [CloseLink(), OpenLink(relay=RELAY)]

    def test_a_seat_that_is_gone_is_taken_anew(self) -> None:
        talk = Dialogue()
        talk.happen(BACK)
        talk.happen(LinkUp(at=talk.now))
        (join,) = sent(talk.receive(ErrorMessage(code="wrong-token", message="No.")), Join)
        assert (join.member_token, join.host_token) == (None, None)
        assert way_back(talk.session.state, None, hidden=False) is None
        talk.receive(Joined(code="ACDEFG", member_id="new", member_token="n"))
        assert talk.session.state.stage is Stage.IN
        assert not talk.session.state.is_host

    def test_a_party_that_is_over_is_said_so_and_closes_the_way(self) -> None:
        talk = Dialogue()
        talk.happen(BACK)
        talk.happen(LinkUp(at=talk.now))
        assert told(talk.receive(ErrorMessage(code="unknown-code", message="No."))) == ["unknown-code"]
        assert talk.session.state.left_reason == Said(what=Saying.PARTY_OVER)
        assert is_closed(talk.session.state)

    def test_a_relay_that_is_not_reached_leaves_the_way_open(self) -> None:
        talk = Dialogue()
        talk.happen(BACK)
        talk.happen(LinkFailed(at=talk.now, code="relay-unreachable", said=quoted("Nobody there.")))
        assert talk.session.state.stage is Stage.LEFT
        assert not is_closed(talk.session.state)

    @pytest.mark.parametrize("ups", [0, 1], ids=["on the way", "at the door"])
    def test_who_thinks_better_of_it_may_think_again(self, ups: int) -> None:
        talk = Dialogue()
        talk.happen(BACK)
        for _ in range(ups):
            talk.happen(LinkUp(at=talk.now))
        talk.happen(LeaveAsked())
        assert not is_closed(talk.session.state)

    def test_a_wrong_code_for_another_party_closes_no_way(self) -> None:
        talk = Dialogue()
        talk.happen(Enter(relay=replace(RELAY, code="ACDEFG"), name="Bea"))
        talk.happen(LinkUp(at=talk.now))
        talk.receive(ErrorMessage(code="unknown-code", message="No."))
        assert not is_closed(talk.session.state)
