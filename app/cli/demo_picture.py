"""What the demo has seen of its two members, and how that looks in a terminal. Pure but for being told things."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import Any, Final

_MINUTE: Final = 60
#: Readings taken further apart than this say nothing about each other.
_PAIR_WITHIN_SEC: Final = 5.0
_SETTLED_SEC: Final = 1.0


@dataclass(slots=True)
class MemberSeen:
    """The newest of one member, and all of its drift.

    Attributes:
        phase: see `app.core.view.Phase`.
        title: what plays.
        position: seconds into the track at ``at``.
        at: on this machine's monotonic clock.
        drift_ms: newest; None before the first.
        uncertainty_ms: newest; None while unknown.
        drifts: every reading while playing.
    """

    phase: str = "idle"
    title: str = ""
    position: float = 0.0
    at: float | None = None
    drift_ms: float | None = None
    uncertainty_ms: float | None = None
    drifts: list[float] = field(default_factory=list)
    playing_since: float | None = None

    def position_at(self, now: float) -> float:
        """Where it is at ``now``."""
        return self.position + (now - self.at if self.at is not None and self.phase == "playing" else 0.0)


@dataclass(slots=True)
class Seen:
    """Everything that the members told.

    Attributes:
        members: by name.
        invite: of the host's party.
        guests: connected guests.
        queued: whether there is music.
        error: the first sentence that ends the demo.
        skews: distance between the members in ms, positive when the second is ahead.
    """

    members: dict[str, MemberSeen] = field(default_factory=dict)
    invite: str = ""
    guests: int = 0
    queued: bool = False
    error: str = ""
    skews: list[float] = field(default_factory=list)

    def playing(self, name: str) -> bool:
        """Whether a member plays."""
        return name in self.members and self.members[name].phase == "playing"

    def take(self, name: str, event: dict[str, Any]) -> None:
        """An event of a member."""
        member = self.members.setdefault(name, MemberSeen())
        match event.get("event"):
            case "party":
                self.invite = self.invite or str(event.get("invite", ""))
            case "members":
                rows = event.get("members", [])
                self.guests = sum(1 for row in rows if row.get("connected") and not row.get("isHost"))
            case "queue":
                self.queued = self.queued or bool(event.get("items"))
            case "state":
                member.phase, member.title = str(event.get("phase")), str(event.get("title") or member.title)
            case "error":
                self.error = self.error or f"{name}: {event.get('message')}"
            case "sync":
                self._take_sync(member, event)

    def _take_sync(self, member: MemberSeen, event: dict[str, Any]) -> None:
        member.phase = str(event.get("phase", member.phase))
        member.position, member.at = float(event["positionSec"]), float(event["atLocalSec"])
        if event.get("driftMs") is not None:
            member.drift_ms = float(event["driftMs"])
        uncertainty = event.get("uncertaintyMs")
        member.uncertainty_ms = float(uncertainty) if uncertainty is not None else None
        if member.phase != "playing":
            member.playing_since = None
            return
        member.playing_since = member.at if member.playing_since is None else member.playing_since
        if member.drift_ms is not None and member.at - member.playing_since >= _SETTLED_SEC:
            member.drifts.append(member.drift_ms)
            self._pair(member)

    def _pair(self, member: MemberSeen) -> None:
        """Compare with the other member: both positions stand on this machine's one monotonic clock."""
        for other in self.members.values():
            near = other.at is not None and member.at is not None and abs(other.at - member.at) < _PAIR_WITHIN_SEC
            # Who has left meanwhile has a position that no longer runs.
            runs = other.phase == "playing" and bool(other.drifts) and other.title == member.title
            if other is member or not near or not runs or member.at is None:
                continue
            ahead = (member.position - other.position_at(member.at)) * 1000
            self.skews.append(ahead if other is next(iter(self.members.values())) else -ahead)


def lines(seen: Seen, now: float) -> list[str]:
    """The live view."""
    rows = [f"{'':8}{'state':11}{'position':>9}{'drift ms':>11}{'± ms':>8}   title"]
    for name, member in seen.members.items():
        drift = "" if member.drift_ms is None else f"{member.drift_ms:+.3f}"
        around = "" if member.uncertainty_ms is None else f"{member.uncertainty_ms:.2f}"
        where = _clock(member.position_at(now))
        rows.append(f"{name:8}{member.phase:11}{where:>9}{drift:>11}{around:>8}   {member.title}")
    rows.append(f"Guest against host: {_newest(seen)}    (Ctrl-C ends the demo)")
    return rows


def plain_line(seen: Seen, now: float) -> str:
    """The same on one line, for logs and pipes."""
    parts = [
        f"{name} {member.phase} {_clock(member.position_at(now))}"
        f" drift {_or_dash(member.drift_ms, '+.3f')} ± {_or_dash(member.uncertainty_ms, '.2f')} ms"
        for name, member in seen.members.items()
    ]
    return f"{' | '.join(parts)} | skew {_newest(seen)}"


def summary(seen: Seen) -> str:
    """What came of it."""
    parts = []
    for name, member in seen.members.items():
        sizes = [abs(drift) for drift in member.drifts]
        if sizes:
            parts.append(f"{name} |drift| median {statistics.median(sizes):.3f} ms, max {max(sizes):.3f} ms")
    skews = [abs(skew) for skew in seen.skews]
    if skews:
        parts.append(f"skew between them median {statistics.median(skews):.3f} ms, max {max(skews):.3f} ms")
    return f"Summary: {'; '.join(parts)}" if parts else "Summary: nothing was played long enough to be measured"


def _newest(seen: Seen) -> str:
    return f"{seen.skews[-1]:+.3f} ms" if seen.skews else "–"


def _or_dash(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // _MINUTE}:{seconds % _MINUTE:04.1f}"
