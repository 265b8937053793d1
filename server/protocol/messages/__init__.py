"""Every message of the wire, by topic, and the two unions that a decoder needs."""

from __future__ import annotations

from typing import TypeAlias

from server.protocol.messages.base import Message
from server.protocol.messages.chat import CHAT_LIMIT, ChatEntry, ChatHeard, ChatHistory, ChatSay, Reaction
from server.protocol.messages.membership import (
    HOST_ENDED,
    REMOVED,
    SCHEDULED,
    Create,
    Created,
    Ended,
    EndParty,
    ErrorMessage,
    HostGranted,
    HostTransfer,
    HostVolume,
    Join,
    Joined,
    Kick,
    Kicked,
    Leave,
    MemberInfo,
    MemberSync,
    Room,
    RoomSnapshot,
    SetVolume,
    TrackState,
    VolumeReport,
)
from server.protocol.messages.playback import (
    HostNext,
    HostPause,
    HostPlay,
    HostPrevious,
    HostSeek,
    HostStartNow,
    HostStop,
    LegacyPlay,
    Pause,
    PlayAt,
    PreparePlay,
    Stop,
)
from server.protocol.messages.state import (
    QueueAdd,
    QueueClear,
    QueueItem,
    QueueMove,
    QueueRemove,
    QueueUpdated,
    RequestSyncState,
    SyncReport,
    SyncState,
    Track,
    TrackStatus,
    TrackStatusWord,
)
from server.protocol.messages.time import TimePing, TimePong

ClientMessage: TypeAlias = (
    TimePing
    | Create
    | Join
    | Leave
    | EndParty
    | Kick
    | HostTransfer
    | HostPlay
    | HostPause
    | HostStop
    | HostSeek
    | HostNext
    | HostPrevious
    | HostStartNow
    | QueueAdd
    | QueueRemove
    | QueueMove
    | QueueClear
    | RequestSyncState
    | TrackStatus
    | SyncReport
    | ChatSay
    | VolumeReport
    | HostVolume
)
ServerMessage: TypeAlias = (
    TimePong
    | Created
    | Joined
    | Room
    | Ended
    | Kicked
    | HostGranted
    | PreparePlay
    | PlayAt
    | Pause
    | Stop
    | LegacyPlay
    | QueueUpdated
    | SyncState
    | ChatHeard
    | ChatHistory
    | SetVolume
    | ErrorMessage
)

__all__ = [
    "CHAT_LIMIT",
    "HOST_ENDED",
    "REMOVED",
    "SCHEDULED",
    "ChatEntry",
    "ChatHeard",
    "ChatHistory",
    "ChatSay",
    "ClientMessage",
    "Create",
    "Created",
    "EndParty",
    "Ended",
    "ErrorMessage",
    "HostGranted",
    "HostNext",
    "HostPause",
    "HostPlay",
    "HostPrevious",
    "HostSeek",
    "HostStartNow",
    "HostStop",
    "HostTransfer",
    "HostVolume",
    "Join",
    "Joined",
    "Kick",
    "Kicked",
    "Leave",
    "LegacyPlay",
    "MemberInfo",
    "MemberSync",
    "Message",
    "Pause",
    "PlayAt",
    "PreparePlay",
    "QueueAdd",
    "QueueClear",
    "QueueItem",
    "QueueMove",
    "QueueRemove",
    "QueueUpdated",
    "Reaction",
    "RequestSyncState",
    "Room",
    "RoomSnapshot",
    "ServerMessage",
    "SetVolume",
    "Stop",
    "SyncReport",
    "SyncState",
    "TimePing",
    "TimePong",
    "Track",
    "TrackState",
    "TrackStatus",
    "TrackStatusWord",
    "VolumeReport",
]
