"""How far ahead the relay plans, from what members report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from server.protocol.units import Millis, Seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from server.party.settings import PartySettings
    from server.party.state import Member

#: Round trips that a lead time leaves room for: one for the message, one for a lost packet, one for the clock burst.
_TRIPS: Final = 3.0

#: Outputs hold sound that cannot be taken back: 300 ms are asked of every device, PulseAudio adds a request's worth and
#: PipeWire's comes with 420 ms (measured). A pause planned sooner is heard late, by as much as each member's buffer
#: happens to hold, up to 64 ms apart, and the music resumes before where it stopped.
_PAUSE_BUFFERED: Final = 450.0
#: Who says that its output holds more, on a busy machine or through a radio, also needs a moment to obey.
_PAUSE_OBEYED: Final = 40.0
#: Added while no round trip is known, and the most that a pause waits: a finger on the button notices more.
_PAUSE_UNKNOWN: Final = 50.0
_PAUSE_MAX: Final = 700.0

#: Decoders of one kind agree to the sample; a frame of padding more or less (26 ms of MP3) is worth a look, ms.
_DISAGREEMENT: Final = 20.0


def lead_time(members: Iterable[Member], settings: PartySettings) -> Millis:
    """How far ahead of now a start is scheduled.

    A member whose round trip is unknown asks for the default, one that reported asks for the minimum and three
    round trips; the most demanding one decides, inside the limits.
    """
    wanted = [
        settings.lead_default if member.sync is None else settings.lead_min + _TRIPS * max(0.0, member.sync.rtt_ms)
        for member in members
        if member.connected
    ]
    return Millis(min(settings.lead_max, max(settings.lead_min, max(wanted, default=settings.lead_default))))


def pause_margin(members: Iterable[Member]) -> Millis:
    """How far ahead of now a pause takes effect, so that all members stop at the same sample."""
    message, buffered = None, _PAUSE_BUFFERED
    for member in members:
        if member.connected and member.sync is not None:
            message = max(message or 0.0, 2 * member.sync.rtt_ms)
            buffered = max(buffered, member.held + _PAUSE_OBEYED)
    return Millis(min(_PAUSE_MAX, buffered + (_PAUSE_UNKNOWN if message is None else message)))


def waiting_for(members: Iterable[Member], track_id: str) -> Iterator[Member]:
    """The members that a start of this track waits for.

    Members without the "scheduled" capability never say that they are ready, so nobody waits for them, and nobody
    waits twice for the same member and track.
    """
    for member in members:
        if member.connected and member.scheduled and member.gated_out != track_id:
            said = member.readiness(track_id)
            if said is None or said.state not in {"ready", "failed"}:
                yield member


def is_anyone_waited_for(members: Iterable[Member], track_id: str) -> bool:
    """Whether `waiting_for` finds anybody, without looking at all of them."""
    return next(waiting_for(members, track_id), None) is not None


def can_nobody_play(members: Iterable[Member], track_id: str) -> bool:
    """Whether everybody who is here has failed with this track.

    Members without the "scheduled" capability never tell, and may well be playing it.
    """
    present = False
    for member in members:
        if member.connected:
            said = member.readiness(track_id)
            if said is None or said.state != "failed":
                return False
            present = True
    return present


def majority_duration(members: Iterable[Member], track_id: str) -> Seconds | None:
    """The length of a track as members decoded it; where they disagree, what most of them found."""
    votes = Counter(
        said.duration
        for member in members
        if (said := member.readiness(track_id)) is not None and said.duration is not None
    )
    return votes.most_common(1)[0][0] if votes else None


def disagreement(decoded: Seconds, agreed: Seconds | None) -> Millis | None:
    """How much longer a member's track is than the party's, where that is worth a word; None where it is not."""
    off = None if agreed is None else Millis((decoded - agreed) * 1000)
    return None if off is None or abs(off) <= _DISAGREEMENT else off
