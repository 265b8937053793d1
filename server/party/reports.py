"""What members say about themselves: how well they are in sync, and how far they are with a track."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.party import queue as queues
from server.party.state import Readiness
from server.party.timing import disagreement
from server.party.tracks import clean
from server.protocol.messages import MemberSync
from server.protocol.units import Millis, Seconds

if TYPE_CHECKING:
    from server.party.deck import Deck
    from server.party.effects import Out
    from server.party.state import Member, PartyState
    from server.protocol.messages import SyncReport, TrackStatus, VolumeReport

#: Tracks a member's readiness is remembered for: the present one, the next one, and a few that were skipped.
_REMEMBERED_TRACKS: Final = 8


class Reports:
    """Keeps what members report.

    Args:
        state: the party.
        deck: learns how long a track really is.
        out: takes remarks for the operator.
    """

    def __init__(self, state: PartyState, deck: Deck, out: Out) -> None:
        self._state = state
        self._deck = deck
        self._out = out

    def sync(self, member: Member, report: SyncReport) -> None:
        """Remember a member's own figures."""
        member.sync = MemberSync(
            drift_ms=report.drift_ms,
            uncertainty_ms=report.uncertainty_ms,
            rtt_ms=report.rtt_ms,
            rate_ppm=report.rate_ppm,
        )
        member.held = Millis(report.held_ms)

    def volume(self, member: Member, report: VolumeReport) -> None:
        """Remember how loud a member is."""
        member.volume, member.volume_open = report.volume, report.host_may_set

    def track(self, member: Member, status: TrackStatus) -> None:
        """Remember how far a member is; what nobody plays or has queued is not remembered."""
        track = self._state.playback.track
        is_current = track is not None and track.track_id == status.track_id
        if not is_current and queues.find_track(self._state.queue, status.track_id) is None:
            return
        if member.tracks is None:
            member.tracks = {}
        member.tracks.pop(status.track_id, None)
        member.tracks[status.track_id] = Readiness(
            state=status.state, progress=status.progress, frames=status.frames, rate=status.rate
        )
        if len(member.tracks) > _REMEMBERED_TRACKS:
            del member.tracks[next(iter(member.tracks))]
        if status.state == "failed":
            why = clean(status.error or "", limit=200, fallback="no reason given")
            self._out.remark(f"{member.name} ({member.id}) cannot play {status.track_id}: {why}")
        elif is_current:
            if status.state == "ready":
                self._state.playback.unplayable = 0
            if status.frames is not None and status.rate is not None:
                self._decoded(member, Seconds(status.frames / status.rate))

    def _decoded(self, member: Member, duration: Seconds) -> None:
        self._deck.measured(duration)
        agreed = self._state.playback.exact_duration
        if (off := disagreement(duration, agreed)) is not None:
            detail = f"decoded {duration:.3f} s, {off:+.0f} ms off what the party has"
            self._out.remark(f"{member.name} ({member.id}) {detail}", warning=True)
