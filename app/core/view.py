"""What a person can be shown: one immutable picture of the party, made by the controller.

Windows and the headless command line both render this and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from app.said import english
from server.protocol.units import LocalSec, Seconds, ServerMs

if TYPE_CHECKING:
    from app.core.waveform import Waveform
    from app.said import Said


class Phase(StrEnum):
    """Where this member is. The headless command line prints these words."""

    IDLE = "idle"  # in no party
    CONNECTING = "connecting"  # on the way into one
    STOPPED = "stopped"  # in a party, nothing plays
    WAITING = "waiting"  # a start waits for members to be ready
    PREPARING = "preparing"  # the start is scheduled and lies ahead, or our part of the track is being decoded
    PLAYING = "playing"
    PAUSED = "paused"
    LEFT = "left"  # the party ended, or we left or were sent away


class BannerKind(StrEnum):
    """What the one banner under the header is about, most important first."""

    LIBVLC_MISSING = "libvlc-missing"
    NO_OUTPUT = "no-output"
    RELAY_UNREACHABLE = "relay-unreachable"
    RECONNECTING = "reconnecting"
    NEEDS_RESYNC = "needs-resync"
    TRACK_FAILED = "track-failed"
    NOT_SYNCHRONISED = "not-synchronised"
    HOST_GONE = "host-gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """One sentence, at most one action.

    ``retry-output``, ``retry``, ``resync``, ``skip``, ``install-libvlc`` or none.
    """

    kind: BannerKind
    said: Said
    action: str = ""

    @property
    def text(self) -> str:
        """The English sentence, for the command line."""
        return english(self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncView:
    """This member's own sync figures; ms and ppm.

    ``action`` is the last correction's name, ``underruns`` how often the sound ran dry since the output was
    opened. The sums of corrections are since the last start.
    """

    drift_ms: float
    offset_ms: float
    uncertainty_ms: float
    rtt_ms: float
    rate_ppm: float
    action: str
    resync_visible: bool = False
    underruns: int = 0
    net_correction_ms: float = 0.0
    gross_correction_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """One row of the member list."""

    id: str
    name: str
    is_host: bool
    is_self: bool
    connected: bool
    track_state: str  # none | downloading | ready | failed
    progress: float | None = None
    legacy: bool = False
    drift_ms: float | None = None
    uncertainty_ms: float | None = None
    rtt_ms: float | None = None
    volume: float | None = None
    volume_open: bool = False  # the host may set it
    length_off_ms: float | None = None  # how much longer its copy of the track is, where it is another one


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItemView:
    """One row of the queue; ``state`` is this member's: none | downloading | ready | failed."""

    item_id: str
    track_id: str | None
    title: str
    duration: Seconds | None
    is_current: bool
    artist: str = ""
    state: str = "none"
    progress: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadView:
    """A file on its way to the relay."""

    upload_id: str
    name: str
    sent_bytes: int
    size_bytes: int
    bytes_per_sec: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackView:
    """The current track; ``cover`` is an encoded image from its file."""

    track_id: str
    title: str
    filename: str
    duration: Seconds | None
    artist: str = ""
    cover: bytes | None = field(default=None, repr=False)
    waveform: Waveform | None = field(default=None, repr=False)
    decoded_fraction: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatLineView:
    """Something that a member said: a text, or a reaction by its word."""

    member_id: str
    name: str
    sent_at: ServerMs
    text: str = ""
    reaction: str = ""
    is_self: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WayBackView:
    """A party that this program was in when it was killed, and as what."""

    code: str
    is_host: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """Everything that can be shown.

    ``position`` is right at local time ``position_at`` and moves on while ``phase`` is PLAYING; ``starts_at`` is the
    local instant of a start that lies ahead. ``joining_late`` says that the party plays what is not decoded here yet.
    """

    phase: Phase = Phase.IDLE
    is_host: bool = False
    self_id: str = ""
    code: str = ""
    invite_short: str = ""
    invite_url: str = ""
    shown_nearby: bool | None = None  # on this network; None where that is not ours to choose
    track: TrackView | None = None
    position: Seconds = Seconds(0.0)
    position_at: LocalSec = LocalSec(0.0)
    starts_at: LocalSec | None = None
    joining_late: bool = False
    waiting_for: tuple[str, ...] = ()  # names
    members: tuple[MemberView, ...] = ()
    queue: tuple[QueueItemView, ...] = ()
    uploads: tuple[UploadView, ...] = ()
    chat: tuple[ChatLineView, ...] = ()  # oldest first
    volume: float = 1.0
    muted: bool = False
    host_may_set_volume: bool = True
    output_offset_ms: float = 0.0  # the sound delay that was set for the device in use
    sync: SyncView | None = None
    synchronised: bool = False
    output_device: str = ""
    banner: Banner | None = None
    left_reason: Said | None = None
    way_back: WayBackView | None = None  # outside only

    def position_now(self, now: LocalSec) -> Seconds:
        """The position to show at ``now``, clamped to the track."""
        position: float = self.position
        if self.phase is Phase.PLAYING:
            position += max(0.0, now - self.position_at)
        if self.track is not None and self.track.duration is not None:
            position = min(position, self.track.duration)
        return Seconds(max(0.0, position))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that happened, told once: a toast in the window, a ``news`` or ``error`` event on the command line.

    Attributes:
        code: stable; `ErrorCode` of the wire, `TrackFailed.code`, or the controller's own.
        said: the sentence; of an error it says what to do.
        news: nothing went wrong, and nothing has to be done.
        fatal: the command line ends with a non-zero exit status.
        action: what a person may do about it: ``undo`` or nothing.
    """

    code: str
    said: Said
    news: bool = False
    fatal: bool = False
    action: str = ""

    @property
    def message(self) -> str:
        """The English sentence, for the command line and for logs."""
        return english(self.said)
