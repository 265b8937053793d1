"""Plays, pauses, seeks and follows the queue: the only place that decides a timestamp."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.party import picture
from server.party import queue as queues
from server.party.state import Phase, Upcoming
from server.party.timing import is_anyone_waited_for, lead_time, majority_duration, pause_margin
from server.party.tracks import track_of
from server.party.unplayable import is_stuck, pass_over
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import Pause, PlayAt, PreparePlay, Stop
from server.protocol.timeline import END_MARGIN_SEC
from server.protocol.units import MAX_TRACK_SEC, Seconds, ServerMs

if TYPE_CHECKING:
    from server.party.effects import Out
    from server.party.settings import PartySettings
    from server.party.state import PartyState
    from server.protocol.messages import QueueItem, Track

#: STOP after the last track comes this late, because an announced duration may be a little short of the true one.
_TAIL_MS: Final = 500.0

_START: Final = Seconds(0.0)


class Deck:
    """The timeline of one party.

    Args:
        state: the party; the deck changes its ``playback`` and the queue's ``current``.
        settings: the operator's numbers.
        out: takes the effects.
    """

    def __init__(self, state: PartyState, settings: PartySettings, out: Out) -> None:
        self._state = state
        self._settings = settings
        self._out = out
        self._play = state.playback

    def start(self, item: QueueItem, position: Seconds, now: ServerMs) -> None:
        """Make an item current and start it, once members are ready or have been waited for."""
        self._state.queue.current = item.item_id
        self._load(track_of(item))
        self._play.start_position = self._clamp(position)
        self._play.upcoming = None
        self._out.all(picture.queue_updated(self._state))
        if self._is_waiting():
            self._play.phase = Phase.WAITING
            self._play.gate_until = ServerMs(now + self._settings.gate)
            self._play.sequence += 1
            self._out.all(picture.sync_state(self._state, now))
        else:
            self._schedule(now)

    def resume(self, position: Seconds | None, now: ServerMs) -> None:
        """Go on where the party was paused, or start the stopped track again.

        Raises:
            ProtocolError: there is no track.
        """
        play = self._play
        self._track()
        if play.phase is Phase.PAUSED:
            play.start_position = self._clamp(play.paused_position if position is None else position)
            self._schedule(now)
        elif play.phase is Phase.STOPPED:
            play.start_position = self._clamp(position or _START)
            self._schedule(now)
        elif position is not None:
            self.seek(position, now)

    def pause(self, now: ServerMs) -> None:
        """Stop all members at the same sample, slightly in the future; nothing if nothing plays."""
        play = self._play
        if play.phase is Phase.WAITING:
            self._pause_at(now, play.start_position)
        elif play.phase in picture.TIMED:
            at = ServerMs(now + pause_margin(self._state.members.values()))
            # A pause never reaches into the next track: PAUSE names no track.
            end = picture.end(self._state)
            at = at if end is None else ServerMs(max(now, min(at, end)))
            self._pause_at(at, picture.position(self._state, at))

    def seek(self, position: Seconds, now: ServerMs) -> None:
        """Move inside the current track.

        Raises:
            ProtocolError: nothing plays.
        """
        play = self._play
        self._track()
        target = self._clamp(position)
        if play.phase is Phase.STOPPED:
            raise ProtocolError(ErrorCode.NO_TRACK, "Nothing plays. Start a track first.")
        if play.phase is Phase.PAUSED:
            self._pause_at(now, target)
            return
        play.start_position = target
        if play.phase is Phase.WAITING:
            play.sequence += 1
            self._out.all(picture.sync_state(self._state, now))
        else:
            self._schedule(now)

    def stop(self) -> None:
        """Silence; the current track stays current. Nothing if it is silent already."""
        play = self._play
        if play.phase is Phase.STOPPED:
            return
        play.phase = Phase.STOPPED
        play.start_position = _START
        play.upcoming = None
        play.unplayable = 0
        play.sequence += 1
        self._out.all(Stop(sequence=play.sequence))

    def eject(self) -> None:
        """Stop, and let go of the track."""
        self.stop()
        self._play.track = None

    def next(self, now: ServerMs) -> None:
        """The next item of the queue from its start; after the last one silence."""
        self._go_on_with(queues.following(self._state.queue), now)

    def start_now(self, now: ServerMs) -> None:
        """End the wait for members that are not ready."""
        if self._play.phase is Phase.WAITING:
            self._release(now)

    def queue_changed(self, now: ServerMs) -> None:
        """Tell everybody, and withdraw an announced next track that is no longer the next one."""
        self._out.all(picture.queue_updated(self._state))
        upcoming = self._play.upcoming
        item = queues.following(self._state.queue)
        if upcoming is not None and (item is None or item.item_id != upcoming.item_id):
            self._play.upcoming = None
            self._play.sequence += 1
            self._out.all(picture.sync_state(self._state, now))

    def measured(self, duration: Seconds) -> None:
        """A member decoded the whole of the current track; where members disagree, most of them are right."""
        track = self._play.track
        if track is not None and duration != self._play.exact_duration:
            self._play.exact_duration = majority_duration(self._state.members.values(), track.track_id)

    def tick(self, now: ServerMs) -> None:
        """Do all that is due."""
        while self._step(now):
            pass

    def due(self, now: ServerMs) -> ServerMs | None:
        """When `tick` has something to do again."""
        play = self._play
        if play.phase is Phase.WAITING:
            return play.gate_until
        if play.phase is Phase.SCHEDULED:
            return play.start_at
        end = picture.end(self._state)
        if end is None:
            return None
        if play.upcoming is not None:
            return play.upcoming.start_at
        if queues.following(self._state.queue) is None:
            return ServerMs(end + _TAIL_MS)
        early = ServerMs(end - self._settings.prepare_ahead)
        return early if early > now else end

    def _step(self, now: ServerMs) -> bool:
        """Do one thing that is due; whether there was one."""
        play = self._play
        if is_stuck(self._state):
            self._go_on_with(pass_over(self._state, self._out), now)
            return True
        if play.phase is Phase.WAITING:
            if now < play.gate_until and self._is_waiting():
                return False
            self._release(now)
            return True
        if play.phase is Phase.SCHEDULED and now >= play.start_at:
            play.phase = Phase.PLAYING
            self._confirm()
            return True
        end = picture.end(self._state)
        return play.phase is Phase.PLAYING and end is not None and self._hand_over(end, now)

    def _go_on_with(self, item: QueueItem | None, now: ServerMs) -> None:
        if item is None:
            self.stop()
        else:
            self.start(item, _START, now)

    def _hand_over(self, end: ServerMs, now: ServerMs) -> bool:
        """Announce what follows the current track, go on with it, or fall silent; whether any of it was due."""
        upcoming = self._play.upcoming
        item = queues.following(self._state.queue)
        if upcoming is not None:
            if now < upcoming.start_at:
                return False
            self._advance(upcoming)
        elif item is None:
            if now < end + _TAIL_MS:
                return False
            self.stop()
        elif end - self._settings.prepare_ahead <= now <= end - self._settings.lead_min:
            self._announce_next(item, end)
        elif now >= end:
            # Queued too late for a gapless start: an ordinary one, when the present track is over.
            self.start(item, _START, now)
        else:
            return False
        return True

    def _announce_next(self, item: QueueItem, end: ServerMs) -> None:
        self._play.sequence += 1
        self._play.upcoming = Upcoming(item_id=item.item_id or "", track=track_of(item), start_at=end)
        self._out.all(picture.announcement(self._state, self._play.upcoming))

    def _advance(self, upcoming: Upcoming) -> None:
        play = self._play
        self._load(upcoming.track)
        play.start_at, play.start_position, play.upcoming = upcoming.start_at, _START, None
        self._state.queue.current = upcoming.item_id
        self._confirm()
        self._out.all(picture.queue_updated(self._state))

    def _release(self, now: ServerMs) -> None:
        for member_id in picture.waiting(self._state):
            self._state.members[member_id].gated_out = self._track().track_id
        self._schedule(now)

    def _schedule(self, now: ServerMs) -> None:
        play = self._play
        play.phase = Phase.SCHEDULED
        play.upcoming = None
        play.sequence += 1
        play.start_at = ServerMs(now + lead_time(self._state.members.values(), self._settings))
        self._out.all(picture.present(self._state, self._track(), PreparePlay))

    def _confirm(self) -> None:
        track = self._track()
        self._out.all(picture.present(self._state, track, PlayAt))
        self._out.legacy(picture.legacy_play(self._state, track))

    def _pause_at(self, at: ServerMs, position: Seconds) -> None:
        play = self._play
        play.phase = Phase.PAUSED
        play.upcoming = None
        play.sequence += 1
        play.paused_at, play.paused_position = at, position
        self._out.all(Pause(paused_at_server_ms=at, paused_position_sec=position, sequence=play.sequence))

    def _load(self, track: Track) -> None:
        self._play.track = track
        self._play.exact_duration = majority_duration(self._state.members.values(), track.track_id)

    def _is_waiting(self) -> bool:
        return is_anyone_waited_for(self._state.members.values(), self._track().track_id)

    def _track(self) -> Track:
        if self._play.track is None:
            raise ProtocolError(ErrorCode.NO_TRACK, "There is nothing to play. Add a track first.")
        return self._play.track

    def _clamp(self, position: Seconds) -> Seconds:
        length = picture.duration(self._state)
        limit = MAX_TRACK_SEC if length is None else max(0.0, length - END_MARGIN_SEC)
        return Seconds(min(max(0.0, position), limit))
