"""What the window says: figures and sentences made from a `PartyView`, and nothing that needs a widget."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from app.core.view import Phase
from app.said import Said, Saying, fill
from app.ui.health import Health, health_of, member_health
from server.protocol.invite import CODE_LENGTH, InviteError, parse_invite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.view import MemberView, PartyView, QueueItemView, UploadView
    from server.protocol.units import LocalSec

_MINUTE = 60
_HOUR = 3600
_MEGA = 1_000_000
# A name list longer than this becomes a number.
_NAMES_SHOWN = 2
_SECOND_MS = 1000.0
_LEAST_WITHIN_MS = 0.1


def told(said: Said | None) -> str:
    """What a room without a window said, in the language of the window; empty for nothing."""
    if said is None:
        return ""
    pattern = QCoreApplication.translate("said", said.what.value, "", said.count if "%n" in said.what.value else -1)
    return fill(pattern, said, figure=number(said.figure, 1), then=told(said.then))


def number(value: float, places: int) -> str:
    """A figure as the language writes it: ``1.5`` or ``1,5``."""
    return QLocale().toString(float(value), "f", places)


def mark_text(value: float) -> str:
    """A mark of a scale, without zeros that say nothing: ``0.1``, ``10``, ``−5``."""
    return QLocale().toString(float(value), "g", 6).replace("-", "−")


def clock_text(seconds: float | None) -> str:
    """A position or a length: ``3:07`` or ``1:02:03``; ``–:––`` while unknown."""
    if seconds is None or not math.isfinite(seconds):
        return "–:––"
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, _HOUR)
    minutes, secs = divmod(rest, _MINUTE)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def code_text(code: str) -> str:
    """A party code as people read it aloud: ``ABC-DEF``."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}" if len(code) == CODE_LENGTH else code


def figure_text(ms: float) -> str:
    """A time difference: ``0.3 ms``, ``12 ms``, ``1.8 s``."""
    size = abs(ms)
    if size >= _SECOND_MS:
        return QCoreApplication.translate("words", "{0} s").format(number(size / _SECOND_MS, 1))
    places = 1 if size < 10 else 0  # noqa: PLR2004 - two digits that matter
    return QCoreApplication.translate("words", "{0} ms").format(number(size, places))


def sync_text(drift_ms: float | None, uncertainty_ms: float | None) -> str:
    """The sync figure with its uncertainty: ``0.3 ms ± 0.2``."""
    if drift_ms is None or not math.isfinite(drift_ms):
        return ""
    figure = figure_text(drift_ms)
    if uncertainty_ms is None or not math.isfinite(uncertainty_ms):
        return figure
    if abs(drift_ms) >= _SECOND_MS:
        uncertainty_ms /= _SECOND_MS
        # "± 0.0" would promise what nobody measured to.
        if uncertainty_ms < _LEAST_WITHIN_MS / 2:
            return figure
    return f"{figure} ± {number(uncertainty_ms, 1)}"


def member_text(member: MemberView) -> str:  # noqa: PLR0911 - one return a state
    """A member's state in a few words, for the list and for screen readers."""
    if not member.connected:
        return QCoreApplication.translate("words", "Away, coming back")
    if member.track_state == "downloading":
        text = QCoreApplication.translate("words", "Getting the music")
        return text if member.progress is None else f"{text} {round(member.progress * 100)} %"
    if member.track_state == "failed":
        return QCoreApplication.translate("words", "Cannot play this track")
    if member.length_off_ms is not None:
        return QCoreApplication.translate("words", "Plays another version of this track")
    if member.drift_ms is not None:
        return sync_text(member.drift_ms, member.uncertainty_ms)
    if member.legacy:
        return QCoreApplication.translate("words", "Old player, sync not measured")
    if member.track_state == "ready":
        return QCoreApplication.translate("words", "Ready")
    return QCoreApplication.translate("words", "Here")


def member_spoken(member: MemberView) -> str:
    """One sentence about a member for screen readers."""
    parts = [member.name]
    if member.is_self:
        parts.append(QCoreApplication.translate("words", "you"))
    if member.is_host:
        parts.append(QCoreApplication.translate("words", "host"))
    parts.append(member_text(member))
    health = member_health(member)
    if health is not Health.UNKNOWN:
        parts.append(health_word(health, member.drift_ms or 0.0))
    return ", ".join(parts)


def health_word(health: Health, drift_ms: float) -> str:
    """``in sync``, ``too early`` or ``too late``."""
    if health is Health.GOOD:
        return QCoreApplication.translate("words", "in sync")
    if drift_ms > 0:
        return QCoreApplication.translate("words", "too early")
    return QCoreApplication.translate("words", "too late")


def pulse_text(measured: Sequence[MemberView]) -> str:
    """The pulse line in one sentence, for screen readers: ``4 members, all within 1.2 ms``."""
    if not measured:
        return QCoreApplication.translate("words", "Sync of all members: nothing measured yet")
    words = QCoreApplication.translate("words", "Sync of all members: %n measured, all within {0}", "", len(measured))
    return words.format(figure_text(_worst(measured)))


def names_text(names: tuple[str, ...]) -> str:
    """``Bea``, ``Bea and Cem``, ``5 people``: never one, so that no language needs another form."""
    if len(names) > _NAMES_SHOWN:
        return QCoreApplication.translate("words", "{0} people").format(len(names))
    return QCoreApplication.translate("words", " and ").join(names)


def place_text(invite: str) -> str:
    """The machine that an invite leads to, as people know it: ``192.168.1.31``; nothing where it names none."""
    try:
        return parse_invite(invite).host
    except InviteError:
        return ""


def host_name(view: PartyView) -> str:
    """Name of the host, or a word for one."""
    return next((m.name for m in view.members if m.is_host), QCoreApplication.translate("words", "The host"))


def upload_text(upload: UploadView) -> str:
    """Progress, speed and what is left of a file on its way: ``42 % · 1.8 MB/s · 0:12 left``."""
    percent = round(100 * upload.sent_bytes / upload.size_bytes) if upload.size_bytes else 0
    parts = [f"{percent} %"]
    if upload.bytes_per_sec > 0:
        parts.append(f"{number(upload.bytes_per_sec / _MEGA, 1)} MB/s")
        left = clock_text((upload.size_bytes - upload.sent_bytes) / upload.bytes_per_sec)
        parts.append(QCoreApplication.translate("words", "{0} left").format(left))
    return " · ".join(parts)


def reaction_words(reaction: str) -> str:
    """What a reaction says, for tooltips and screen readers; one that a newer app sent is its own word."""
    return {
        "heart": QCoreApplication.translate("words", "Love it"),
        "thumb": QCoreApplication.translate("words", "Like it"),
        "star": QCoreApplication.translate("words", "Great choice"),
        "flame": QCoreApplication.translate("words", "On fire"),
        "smile": QCoreApplication.translate("words", "Happy"),
    }.get(reaction, reaction)


def title_text(title: str, artist: str) -> str:
    """``Title — Artist``, or the title alone."""
    return f"{title} — {artist}" if artist else title


def queue_item_text(item: QueueItemView) -> str:
    """What the list says at an item's end: its length, or its state while that matters more."""
    if item.state == "downloading":
        return f"{round(item.progress * 100)} %"
    if item.state == "failed":
        return QCoreApplication.translate("words", "cannot be played")
    return clock_text(item.duration)


def queue_item_spoken(item: QueueItemView) -> str:
    """One sentence about an item for screen readers."""
    now = QCoreApplication.translate("words", "now playing")
    return ", ".join([title_text(item.title, item.artist), queue_item_text(item), *([now] if item.is_current else [])])


def status_text(view: PartyView, now: LocalSec) -> str:  # noqa: PLR0911 - one return a phase
    """The state as a sentence, for under the title."""
    match view.phase:
        case Phase.CONNECTING:
            return QCoreApplication.translate("words", "Connecting to the party…")
        case Phase.WAITING:
            return _waiting_text(view)
        case Phase.PREPARING:
            return _preparing_text(view, now)
        case Phase.PLAYING:
            return _playing_text(view)
        case Phase.PAUSED:
            return QCoreApplication.translate("words", "Paused for everybody")
        case Phase.STOPPED:
            return _stopped_text(view)
        case Phase.LEFT:
            return told(view.left_reason or Said(what=Saying.LEFT))
        case Phase.IDLE:
            return ""


def _waiting_text(view: PartyView) -> str:
    if not view.waiting_for:
        return QCoreApplication.translate("words", "Waiting until everybody has the music")
    text = QCoreApplication.translate("words", "Waiting for {0}").format(names_text(view.waiting_for))
    if len(view.waiting_for) == 1:
        progress = [m.progress for m in view.members if m.name == view.waiting_for[0] and m.progress is not None]
        if progress:
            return f"{text} ({round(progress[0] * 100)} %)"
    return text


def _preparing_text(view: PartyView, now: LocalSec) -> str:
    if view.starts_at is not None and view.starts_at > now:
        seconds = number(view.starts_at - now, 1)
        return QCoreApplication.translate("words", "Preparing: starting in {0} s").format(seconds)
    if view.track is not None and view.track.decoded_fraction < 1:
        percent = round(view.track.decoded_fraction * 100)
        if view.joining_late:
            return QCoreApplication.translate("words", "Joining late: getting the music ({0} %)").format(percent)
        return QCoreApplication.translate("words", "Preparing the music ({0} %)").format(percent)
    return QCoreApplication.translate("words", "Preparing: starting now")


def _playing_text(view: PartyView) -> str:
    graded = [m for m in view.members if m.connected and m.drift_ms is not None]
    here = sum(m.connected for m in view.members)
    late = [m.name for m in graded if health_of(m.drift_ms, m.uncertainty_ms) is Health.BAD]
    if late:
        return QCoreApplication.translate("words", "Playing · {0} out of sync").format(names_text(tuple(late)))
    if here < 2:  # noqa: PLR2004 - one is not together
        return QCoreApplication.translate("words", "Playing · only you are here so far")
    if len(graded) < here:
        return QCoreApplication.translate("words", "Playing · measuring the sync")
    worst = _worst(graded)
    if all(member_health(m) is Health.GOOD for m in graded):
        text = QCoreApplication.translate("words", "Playing in sync · all {0} within {1}")
    else:
        text = QCoreApplication.translate("words", "Playing · all {0} within {1}")
    return text.format(here, figure_text(worst))


def _worst(measured: Sequence[MemberView]) -> float:
    """Within how many ms all of them are; "within 0.0 ms" would promise more than any clock can."""
    return max(_LEAST_WITHIN_MS, *(abs(m.drift_ms or 0.0) + (m.uncertainty_ms or 0.0) for m in measured))


def _stopped_text(view: PartyView) -> str:
    if view.queue and view.is_host:
        return QCoreApplication.translate("words", "Ready when you are")
    if view.is_host:
        return QCoreApplication.translate("words", "Add music to begin")
    return QCoreApplication.translate("words", "Waiting for {0} to play something").format(host_name(view))
