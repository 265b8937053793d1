"""Says on standard output what happens in a party: JSON lines for programs, sentences for people."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from app.core.view import BannerKind, Phase
from app.said import english

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from app.core.view import MemberView, Notice, PartyView
    from server.protocol.units import LocalSec

_MINUTE: Final = 60
_WITHOUT_POSITION: Final = frozenset({Phase.IDLE.value, Phase.CONNECTING.value, Phase.STOPPED.value, Phase.LEFT.value})
#: These come as errors too, which say the same.
_TOLD_AS_ERRORS: Final = frozenset(
    {BannerKind.LIBVLC_MISSING.value, BannerKind.NO_OUTPUT.value, BannerKind.TRACK_FAILED.value}
)


class Reporter:
    """Turns views into events; every event once, when it becomes true.

    Args:
        write: takes a line without its end.
        now: local time.
        report_every: seconds between two ``sync`` events.
        as_json: JSON lines; otherwise sentences, without the ``sync`` events.
    """

    def __init__(
        self, write: Callable[[str], None], now: Callable[[], LocalSec], *, report_every: float, as_json: bool
    ) -> None:
        self._write = write
        self._now = now
        self._every = report_every
        self._format = _as_json if as_json else _as_sentence
        self._last: dict[str, object] = {}
        self._synced = -math.inf

    def show(self, view: PartyView) -> None:
        """A new view."""
        now = self._now()
        for event in _events(view, now):
            kind = str(event["event"])
            key = _identity(event)
            if self._last.get(kind) != key:
                self._last[kind] = key
                self._emit(event)
        if view.sync is not None and now - self._synced >= self._every:
            self._synced = now
            self._emit(_sync_event(view))

    def tell(self, notice: Notice) -> None:
        """Something happened, once."""
        self._emit({"event": "news" if notice.news else "error", "code": notice.code, "message": notice.message})

    def _emit(self, event: dict[str, Any]) -> None:
        line = self._format(event)
        if line:
            self._write(line)


def _events(view: PartyView, now: LocalSec) -> Iterator[dict[str, Any]]:
    if view.code:
        yield {
            "event": "party",
            "code": view.code,
            "invite": view.invite_short,
            "link": view.invite_url,
            "isHost": view.is_host,
        }
    yield {
        "event": "state",
        "phase": view.phase.value,
        "title": view.track.title if view.track is not None else "",
        "artist": view.track.artist if view.track is not None else "",
        "positionSec": round(view.position_now(now), 3),
        "waitingFor": list(view.waiting_for),
    }
    if view.code:
        yield {"event": "members", "members": [_member(member) for member in view.members]}
        yield {
            "event": "queue",
            "items": [
                {"itemId": item.item_id, "title": item.title, "current": item.is_current, "state": item.state}
                for item in view.queue
            ],
        }
    if view.output_device:
        yield {"event": "output", "device": view.output_device}
    banner = view.banner
    yield {"event": "banner", "kind": banner.kind.value if banner else "", "text": banner.text if banner else ""}
    if view.phase is Phase.LEFT:
        yield {"event": "left", "reason": english(view.left_reason)}


def _sync_event(view: PartyView) -> dict[str, Any]:
    sync = view.sync
    figures = (
        {}
        if sync is None
        else {
            "driftMs": _finite(sync.drift_ms),
            "offsetMs": _finite(sync.offset_ms),
            "uncertaintyMs": _finite(sync.uncertainty_ms),
            "rttMs": _finite(sync.rtt_ms),
            "ratePpm": _finite(sync.rate_ppm),
            "action": sync.action,
            "underruns": sync.underruns,
            "netCorrectionMs": _finite(sync.net_correction_ms),
            "grossCorrectionMs": _finite(sync.gross_correction_ms),
        }
    )
    # Both instants are on this machine's monotonic clock, so members on one machine can be compared.
    return {
        "event": "sync",
        **figures,
        "phase": view.phase.value,
        "synchronised": view.synchronised,
        "positionSec": round(view.position, 6),
        "atLocalSec": round(view.position_at, 6),
    }


def _identity(event: dict[str, Any]) -> object:
    if event["event"] == "state":
        return event["phase"], event["title"], event["waitingFor"]
    return event


def _member(member: MemberView) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "isHost": member.is_host,
        "isSelf": member.is_self,
        "connected": member.connected,
        "trackState": member.track_state,
    }


def _finite(value: float) -> float | None:
    return round(value, 4) if math.isfinite(value) else None


def _as_json(event: dict[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False)


def _as_sentence(event: dict[str, Any]) -> str:
    sentence = _SENTENCES.get(event["event"])
    return sentence(event) if sentence is not None else ""


def _state_sentence(event: dict[str, Any]) -> str:
    title = f" “{event['title']}”" if event["title"] else ""
    waiting = f" for {', '.join(event['waitingFor'])}" if event["waitingFor"] else ""
    if event["phase"] in _WITHOUT_POSITION:
        return ""
    return f"{str(event['phase']).capitalize()}{waiting}{title} at {_clock(event['positionSec'])}"


def _banner_sentence(event: dict[str, Any]) -> str:
    return "" if event["kind"] in _TOLD_AS_ERRORS else str(event["text"])


def _members_sentence(event: dict[str, Any]) -> str:
    rows = (
        f"{row['name']}{' (host)' if row['isHost'] else ''}{'' if row['connected'] else ' (away)'}"
        for row in event["members"]
    )
    return f"Here: {', '.join(rows)}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // _MINUTE}:{int(seconds) % _MINUTE:02d}"


_SENTENCES: Final[Mapping[str, Callable[[dict[str, Any]], str]]] = {
    "party": lambda event: f"Party {event['code']}. Invite: {event['invite']} or {event['link']}",
    "state": _state_sentence,
    "members": _members_sentence,
    "output": lambda event: f"Sound goes to {event['device']}",
    "banner": _banner_sentence,
    "left": lambda event: str(event["reason"]),
}
