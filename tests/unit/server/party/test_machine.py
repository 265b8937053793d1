"""Any interleaving of what members do and time does leaves the party whole."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from server.party import Broadcast, Drop, Effect, PartySettings, Phase, Seat, Send
from server.party.tracks import track_of
from server.protocol import messages as m
from server.protocol.units import Millis, ServerMs
from tests.unit.server.party.script import Script, url

SETTINGS = PartySettings(
    max_members=6,
    max_queue=8,
    member_grace=Millis(20_000),
    host_grace=Millis(30_000),
    empty_grace=Millis(60_000),
)
_member = st.integers(0, 9)
_item = st.integers(0, 9)
_position = st.floats(0, 20).map(lambda value: round(value, 3))


class WatchedScript(Script):
    """Checks each effect where it is carried out: it goes to somebody who is here, and time and sequence grow."""

    def __init__(self, party_settings: PartySettings) -> None:
        self.heard: dict[str, int] = {}
        super().__init__(party_settings)

    def _apply(self, effects: list[Effect]) -> None:
        here = set(self.open)
        for effect in effects:
            match effect:
                case Seat():
                    here.add(effect.member_id)
                    self.heard[effect.member_id] = 0
                case Send():
                    self._hear(effect.member_id, effect.message)
                case Broadcast():
                    for member_id in here:
                        self._hear(member_id, effect.message)
                case Drop():
                    here.discard(effect.member_id)
        super()._apply(effects)

    def _hear(self, member_id: str, message: m.Message) -> None:
        sequence = getattr(message, "sequence", None)
        if sequence is not None:
            assert sequence >= self.heard[member_id], "the sequence never falls"
            self.heard[member_id] = sequence
        match message:
            case m.PreparePlay():
                assert message.start_at_server_ms >= self.now + 800 - 1e-3 or self._is_catching_up(message)
            case m.PlayAt():
                assert message.start_at_server_ms <= self.now + 1e-3, "PLAY_AT comes at the instant, not before"
            case m.Pause():
                assert message.paused_at_server_ms >= self.now
            case m.QueueUpdated():
                assert -1 <= message.current_index < max(1, len(message.items))

    def _is_catching_up(self, message: m.PreparePlay) -> bool:
        # A member that comes between PREPARE_PLAY and PLAY_AT is told of the same start again.
        return message.sequence == self.state.playback.sequence


class PartyMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.script = WatchedScript(SETTINGS)
        self.tokens: list[tuple[str, str]] = []
        self.host_tokens: list[str] = []
        self.queue: list[str] = []

    @property
    def party(self) -> Script:
        return self.script

    @property
    def over(self) -> bool:
        return bool(self.script.over)

    @initialize(legacy=st.booleans(), succession=st.booleans())
    def create(self, *, legacy: bool, succession: bool) -> None:
        self.script.state.host_succession = succession
        self._remember(self.script.create(legacy=legacy))

    @precondition(lambda self: self.over)
    @rule(legacy=st.booleans(), succession=st.booleans())
    def start_another_party(self, *, legacy: bool, succession: bool) -> None:
        self.script = WatchedScript(SETTINGS)
        self.tokens, self.host_tokens = [], []
        self.create(legacy=legacy, succession=succession)

    @precondition(lambda self: not self.over)
    @rule(legacy=st.booleans())
    def join(self, *, legacy: bool) -> None:
        full = len(self.script.state.members) >= SETTINGS.max_members
        member_id = self.script.join(legacy=legacy)
        # Time may free a seat in the same instant, so a full party may still take somebody.
        assert member_id or full
        if member_id:
            self._remember(member_id)

    @precondition(lambda self: not self.over and self.tokens)
    @rule(index=_member)
    def return_to_the_seat(self, index: int) -> None:
        member_id, token = self.tokens[index % len(self.tokens)]
        held = member_id in self.script.state.members
        back = self.script.join(member_token=token)
        if back:
            assert back == member_id or not held or member_id not in self.script.state.members
            self._remember(back)

    @precondition(lambda self: not self.over and self.host_tokens)
    @rule(index=_member)
    def reclaim_hosting(self, index: int) -> None:
        token = self.host_tokens[index % len(self.host_tokens)]
        member_id = self.script.join(host_token=token)
        if member_id:
            self._remember(member_id)
            assert self.script.state.host_id == member_id

    @precondition(lambda self: not self.over)
    @rule(index=_member)
    def lose(self, index: int) -> None:
        if self.script.open:
            self.script.lose(sorted(self.script.open)[index % len(self.script.open)])

    @precondition(lambda self: not self.over)
    @rule(index=_member)
    def leave(self, index: int) -> None:
        self._say(index, m.Leave())

    @precondition(lambda self: not self.over)
    @rule(index=_member, whom=_member, transfer=st.booleans())
    def kick_or_transfer(self, index: int, whom: int, *, transfer: bool) -> None:
        members = sorted(self.script.state.members) or ["x"]
        target_id = members[whom % len(members)]
        kind = m.HostTransfer if transfer else m.Kick
        self._say(index, kind(target_id=target_id))

    @precondition(lambda self: not self.over)
    @rule(
        index=_member, item=_item, position=st.none() | _position, what=st.sampled_from(["item", "link", "upload", ""])
    )
    def play(self, index: int, item: int, position: float | None, what: str) -> None:
        fields: dict[str, Any] = {"position_sec": position}
        if what == "item":
            fields["item_id"] = self._item(item)
        elif what == "link":
            fields |= {"track_url": f"https://example.org/{item}.mp3", "duration_ms": 5000.0 if item % 2 else None}
        elif what == "upload":
            fields["track_id"] = "up1"
        self._say(index, m.HostPlay(**fields))

    @precondition(lambda self: not self.over)
    @rule(
        index=_member,
        message=st.sampled_from(
            [m.HostPause(), m.HostStop(), m.HostNext(), m.HostPrevious(), m.HostStartNow(), m.RequestSyncState()]
        ),
    )
    def control(self, index: int, message: m.Message) -> None:
        self._say(index, message)

    @precondition(lambda self: not self.over)
    @rule(index=_member, position=_position)
    def seek(self, index: int, position: float) -> None:
        self._say(index, m.HostSeek(position_sec=position))

    @precondition(lambda self: not self.over)
    @rule(index=_member, item=_item, count=st.integers(1, 3), at_end=st.booleans())
    def queue_add(self, index: int, item: int, count: int, *, at_end: bool) -> None:
        before = None if at_end else self._item(item)
        items = tuple(url(f"q{i}", 3000.0 + 1000 * i) for i in range(count))
        known = set(self._items())
        if self._edit(index, m.QueueAdd(items=items, before_item_id=before)):
            assert set(self._items()) >= known
            assert len(self._items()) >= count

    @precondition(lambda self: not self.over)
    @rule(index=_member, item=_item, other=_item)
    def queue_move(self, index: int, item: int, other: int) -> None:
        known = sorted(self._items())
        self._edit(
            index, m.QueueMove(item_id=self._item(item), before_item_id=self._item(other) if other % 2 else None)
        )
        assert sorted(self._items()) == known

    @precondition(lambda self: not self.over)
    @rule(index=_member, item=_item)
    def queue_remove(self, index: int, item: int) -> None:
        gone = self._item(item)
        known = self._items()
        if self._edit(index, m.QueueRemove(item_ids=(gone,))):
            assert self._items() == [each for each in known if each != gone]

    @precondition(lambda self: not self.over)
    @rule(index=_member)
    def queue_clear(self, index: int) -> None:
        current = self.script.state.queue.current
        if self._edit(index, m.QueueClear()):
            assert [each for each in self._items() if each == current] == self._items()

    @precondition(lambda self: not self.over)
    @rule(
        index=_member,
        state=st.sampled_from(["downloading", "ready", "failed"]),
        seconds=st.none() | st.sampled_from([3.0, 5.0001, 9.9]),
        ahead=st.booleans(),
    )
    def track_status(self, index: int, state: m.TrackState, seconds: float | None, *, ahead: bool) -> None:
        play, queue = self.script.state.playback, self.script.state.queue.items
        track = play.track
        if ahead and queue:
            track = track_of(queue[-1])
        frames = None if seconds is None else round(seconds * 48_000)
        rate = None if seconds is None else 48_000
        track_id = "other" if track is None else track.track_id
        self._say(index, m.TrackStatus(track_id=track_id, state=state, frames=frames, rate=rate))

    @precondition(lambda self: not self.over)
    @rule(index=_member, rtt=st.floats(0, 3000))
    def sync_report(self, index: int, rtt: float) -> None:
        self._say(index, m.SyncReport(drift_ms=0.0, uncertainty_ms=0.0, rtt_ms=rtt))

    @precondition(lambda self: not self.over)
    @rule(ms=st.sampled_from([1, 50, 800, 1200, 3000, 5000, 12_000, 31_000]))
    def wait(self, ms: int) -> None:
        self.script.wait(ms)
        self._collect()

    @precondition(lambda self: not self.over)
    @rule(ms=st.sampled_from([100, 4000, 70_000]))
    def wake_late(self, ms: int) -> None:
        self.script.leap(ms)
        self._collect()

    @precondition(lambda self: not self.over)
    @rule(gap=st.sampled_from([0, 5000]))
    def restart(self, gap: int) -> None:
        self.script.now += gap
        self.script.open.clear()
        self.script.party = self.script.revive(self.script.state)
        self.script.party.restored(ServerMs(self.script.now))

    @invariant()
    def there_is_one_host_or_none(self) -> None:
        state = self.script.state
        assert state.host_id is None or state.host_id in state.members
        if not self.over and state.host_succession and state.connected():
            assert state.host_id is not None

    @invariant()
    def who_is_connected_is_who_is_here(self) -> None:
        if not self.over:
            assert {member.id for member in self.script.state.connected()} == self.script.open

    @invariant()
    def the_timeline_is_whole(self) -> None:
        play, queue = self.script.state.playback, self.script.state.queue
        ids = [item.item_id for item in queue.items]
        assert len(set(ids)) == len(ids)
        assert None not in ids
        assert queue.current is None or queue.current in ids
        assert play.track is not None or play.phase is Phase.STOPPED
        assert play.upcoming is None or play.phase is Phase.PLAYING
        if play.phase is Phase.PLAYING:
            assert play.start_at <= self.script.now

    @invariant()
    def nobody_sits_in_silence_through_what_nobody_can_play(self) -> None:
        play, here = self.script.state.playback, self.script.state.connected()
        if self.over or play.track is None or play.phase in {Phase.STOPPED, Phase.PAUSED}:
            return
        said = [member.readiness(play.track.track_id) for member in here]
        assert not here or any(each is None or each.state != "failed" for each in said)

    @invariant()
    def a_party_that_is_not_over_can_always_be_woken_or_spoken_to(self) -> None:
        due = self.script.party.due(ServerMs(self.script.now))
        if self.over:
            assert due is None
        elif not self.script.open:
            assert due is not None, "an empty party must end some day"

    def _say(self, index: int, message: m.Message) -> list[Effect]:
        """The host speaks half of the time, any member otherwise."""
        here = sorted(self.script.open)
        host = self.script.state.host_id
        if host in self.script.open and index % 2:
            self.script.say(host or "", message)
        elif here:
            self.script.say(here[index % len(here)], message)
        effects = list(self.script.effects)
        self._collect()
        return effects

    def _edit(self, index: int, message: m.Message) -> bool:
        """Whether the edit was accepted."""
        revision = self.script.party.revision
        effects = self._say(index, message)
        refused = any(isinstance(effect, Send) and isinstance(effect.message, m.ErrorMessage) for effect in effects)
        return self.script.party.revision > revision and not refused

    def _items(self) -> list[str]:
        return [item.item_id or "" for item in self.script.state.queue.items]

    def _item(self, index: int) -> str:
        items = self._items()
        return items[index % len(items)] if items else "nothing"

    def _remember(self, member_id: str) -> None:
        self.tokens.append((member_id, self.script.state.members[member_id].token))
        self._collect()

    def _collect(self) -> None:
        if self.script.state.host_token not in self.host_tokens:
            self.host_tokens.append(self.script.state.host_token)
        self.script.clear()


TestPartyMachine = PartyMachine.TestCase
TestPartyMachine.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
