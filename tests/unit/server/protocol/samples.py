"""One frame of every message, as it travels. What stands here is what other clients were written against."""

from __future__ import annotations

from typing import Any, Final

from server.protocol import messages as m

TRACK: Final = '"trackId":"t1","trackUrl":"/api/track/t1","title":"Song","filename":"song.flac"'
SCHEDULED: Final = (
    f'{TRACK},"durationMs":60000.5,"startAtServerMs":1700000001200.25,"startPositionSec":1.5,'
    '"sha256":"' + "a" * 64 + '","sizeBytes":5000,"sequence":3,"itemId":"i1"'
)
_FIELDS: Final[dict[str, Any]] = {
    "track_id": "t1",
    "track_url": "/api/track/t1",
    "title": "Song",
    "filename": "song.flac",
}
_SCHEDULED_FIELDS: Final[dict[str, Any]] = {
    **_FIELDS,
    "duration_ms": 60000.5,
    "start_at_server_ms": 1700000001200.25,
    "start_position_sec": 1.5,
    "sha256": "a" * 64,
    "size_bytes": 5000,
    "sequence": 3,
    "item_id": "i1",
}
_ITEM: Final = m.QueueItem(item_id="i1", track_id="t1", track_url="/api/track/t1", title="Song", filename="song.flac")
ITEM: Final = f'{{"itemId":"i1",{TRACK}}}'

FROM_CLIENTS: Final[dict[str, m.Message]] = {
    '{"t":"TIME_PING","clientNowMs":12.5,"pingId":7}': m.TimePing(client_now_ms=12.5, ping_id=7),
    '{"t":"TIME_PING","clientNowMs":-1.0,"pingId":"p-7"}': m.TimePing(client_now_ms=-1.0, ping_id="p-7"),
    '{"t":"CREATE","name":"Ada"}': m.Create(name="Ada"),
    '{"t":"CREATE","name":"Ada","capabilities":["scheduled"],"protocol":1,"pin":"1234"}': m.Create(
        name="Ada", capabilities=("scheduled",), protocol=1, pin="1234"
    ),
    '{"t":"JOIN","code":"ABCDEF","name":"Bob"}': m.Join(code="ABCDEF", name="Bob"),
    '{"t":"JOIN","code":"ABCDEF","name":"Bob","memberToken":"mt","hostToken":"ht"}': m.Join(
        code="ABCDEF", name="Bob", member_token="mt", host_token="ht"
    ),
    '{"t":"LEAVE","reason":"bye"}': m.Leave(reason="bye"),
    '{"t":"END_PARTY"}': m.EndParty(),
    '{"t":"KICK","targetId":"m2"}': m.Kick(target_id="m2"),
    '{"t":"HOST_TRANSFER","targetId":"m2"}': m.HostTransfer(target_id="m2"),
    f'{{"t":"HOST_PLAY",{TRACK},"positionSec":1.5,"durationMs":60000.5}}': m.HostPlay(
        **_FIELDS, position_sec=1.5, duration_ms=60000.5
    ),
    f'{{"t":"HOST_PLAY",{TRACK},"artist":"Band"}}': m.HostPlay(**_FIELDS, artist="Band"),
    '{"t":"HOST_PLAY"}': m.HostPlay(),
    '{"t":"HOST_PAUSE"}': m.HostPause(),
    '{"t":"HOST_STOP"}': m.HostStop(),
    '{"t":"HOST_SEEK","positionSec":30.25}': m.HostSeek(position_sec=30.25),
    '{"t":"HOST_NEXT"}': m.HostNext(),
    '{"t":"HOST_PREVIOUS"}': m.HostPrevious(),
    '{"t":"HOST_START_NOW"}': m.HostStartNow(),
    f'{{"t":"QUEUE_ADD","items":[{ITEM}],"beforeItemId":"i9"}}': m.QueueAdd(items=(_ITEM,), before_item_id="i9"),
    '{"t":"QUEUE_REMOVE","itemIds":["i1"]}': m.QueueRemove(item_ids=("i1",)),
    '{"t":"QUEUE_MOVE","itemId":"i1","beforeItemId":"i2"}': m.QueueMove(item_id="i1", before_item_id="i2"),
    '{"t":"QUEUE_CLEAR"}': m.QueueClear(),
    '{"t":"VOLUME","volume":0.5,"hostMaySet":true}': m.VolumeReport(volume=0.5, host_may_set=True),
    '{"t":"HOST_VOLUME","targetId":"m2","volume":0.25}': m.HostVolume(target_id="m2", volume=0.25),
    '{"t":"CHAT","text":"louder!"}': m.ChatSay(text="louder!"),
    '{"t":"CHAT","reaction":"heart"}': m.ChatSay(reaction="heart"),
    '{"t":"REQUEST_SYNC_STATE"}': m.RequestSyncState(),
    '{"t":"TRACK_STATUS","trackId":"t1","state":"ready","progress":1.0,"frames":2880000,"rate":48000}': m.TrackStatus(
        track_id="t1", state="ready", progress=1.0, frames=2_880_000, rate=48_000
    ),
    '{"t":"TRACK_STATUS","trackId":"t1","state":"failed","error":"no sound in it"}': m.TrackStatus(
        track_id="t1", state="failed", error="no sound in it"
    ),
    '{"t":"SYNC_REPORT","driftMs":0.5,"uncertaintyMs":0.3,"rttMs":4.0,"ratePpm":-12.0,"corrections":2}': m.SyncReport(
        drift_ms=0.5, uncertainty_ms=0.3, rtt_ms=4.0, rate_ppm=-12.0, corrections=2
    ),
    '{"t":"SYNC_REPORT","driftMs":0.5,"uncertaintyMs":0.3,"rttMs":4.0,"heldMs":560.0}': m.SyncReport(
        drift_ms=0.5, uncertainty_ms=0.3, rtt_ms=4.0, held_ms=560.0
    ),
}

FROM_RELAYS: Final[dict[str, m.Message]] = {
    '{"t":"TIME_PONG","clientNowMs":12.5,"pingId":7,"serverNowMs":1700000000000.5,'
    '"serverReceivedMs":1700000000000.25,"epoch":"e1"}': m.TimePong(
        client_now_ms=12.5,
        ping_id=7,
        server_now_ms=1700000000000.5,
        server_received_ms=1700000000000.25,
        epoch="e1",
    ),
    '{"t":"CREATED","code":"ABCDEF","memberId":"m1","memberToken":"mt","hostToken":"ht"}': m.Created(
        code="ABCDEF", member_id="m1", member_token="mt", host_token="ht"
    ),
    '{"t":"JOINED","code":"ABCDEF","memberId":"m2","memberToken":"mt"}': m.Joined(
        code="ABCDEF", member_id="m2", member_token="mt"
    ),
    '{"t":"JOINED","code":"ABCDEF","memberId":"m1","memberToken":"mt","isHost":true,"hostToken":"ht"}': m.Joined(
        code="ABCDEF", member_id="m1", member_token="mt", is_host=True, host_token="ht"
    ),
    '{"t":"ROOM","snapshot":{"members":[{"id":"m1","name":"Ada","isHost":true,"connected":true,"trackState":"ready",'
    '"sync":{"driftMs":0.5,"uncertaintyMs":0.3,"rttMs":4.0}},{"id":"m2","name":"Bob","isHost":false,'
    '"connected":false,"trackState":"downloading","progress":0.5,"legacy":true}],"memberCount":300,'
    '"hasPin":true}}': m.Room(
        snapshot=m.RoomSnapshot(
            has_pin=True,
            member_count=300,
            members=(
                m.MemberInfo(
                    id="m1",
                    name="Ada",
                    is_host=True,
                    connected=True,
                    track_state="ready",
                    sync=m.MemberSync(drift_ms=0.5, uncertainty_ms=0.3, rtt_ms=4.0),
                ),
                m.MemberInfo(
                    id="m2",
                    name="Bob",
                    is_host=False,
                    connected=False,
                    track_state="downloading",
                    progress=0.5,
                    legacy=True,
                ),
            ),
        )
    ),
    '{"t":"ENDED","reason":"bye"}': m.Ended(reason="bye"),
    '{"t":"ENDED","reason":"Over.","code":"host-ended"}': m.Ended(reason="Over.", code=m.HOST_ENDED),
    '{"t":"KICKED","reason":""}': m.Kicked(),
    '{"t":"KICKED","reason":"Away.","code":"removed"}': m.Kicked(reason="Away.", code=m.REMOVED),
    '{"t":"HOST_GRANTED","hostToken":"ht2"}': m.HostGranted(host_token="ht2"),
    f'{{"t":"PREPARE_PLAY",{SCHEDULED}}}': m.PreparePlay(**_SCHEDULED_FIELDS),
    f'{{"t":"PLAY_AT",{SCHEDULED}}}': m.PlayAt(**_SCHEDULED_FIELDS),
    f'{{"t":"PLAY_AT",{SCHEDULED},"artist":"Band"}}': m.PlayAt(**_SCHEDULED_FIELDS, artist="Band"),
    f'{{"t":"PLAY_AT",{TRACK},"durationMs":null,"startAtServerMs":5.0,"startPositionSec":0.0}}': m.PlayAt(
        **_FIELDS, duration_ms=None, start_at_server_ms=5.0, start_position_sec=0.0
    ),
    '{"t":"PAUSE","pausedAtServerMs":1700000000250.5,"pausedPositionSec":12.25,'
    '"status":"paused","sequence":4}': m.Pause(
        paused_at_server_ms=1700000000250.5, paused_position_sec=12.25, sequence=4
    ),
    '{"t":"STOP","sequence":5}': m.Stop(sequence=5),
    '{"t":"PLAY","trackUrl":"/api/track/t1","title":"Song","filename":"song.flac","serverTimestamp":1700000001200.25,'
    '"positionSec":1.5}': m.LegacyPlay(
        track_url="/api/track/t1",
        title="Song",
        filename="song.flac",
        server_timestamp=1700000001200.25,
        position_sec=1.5,
    ),
    f'{{"t":"QUEUE_UPDATED","items":[{{{TRACK},"artist":"Band"}}]}}': m.QueueUpdated(
        items=(m.QueueItem(**_FIELDS, artist="Band"),)
    ),
    f'{{"t":"QUEUE_UPDATED","items":[{ITEM}],"currentIndex":0}}': m.QueueUpdated(items=(_ITEM,), current_index=0),
    f'{{"t":"SYNC_STATE","serverNowMs":1700000000000.5,"status":"preparing","track":{{{TRACK}}},'
    f'"startPositionSec":0.0,"queue":[{ITEM}],"currentIndex":0,"sequence":2,"waitingFor":["m2"]}}': m.SyncState(
        server_now_ms=1700000000000.5,
        status="preparing",
        track=m.Track(**_FIELDS),
        start_position_sec=0.0,
        queue=(_ITEM,),
        current_index=0,
        sequence=2,
        waiting_for=("m2",),
    ),
    '{"t":"SYNC_STATE","serverNowMs":1700000000000.5,"status":"paused","pausedAtServerMs":1700000000250.5,'
    '"pausedPositionSec":12.25,"sequence":4}': m.SyncState(
        server_now_ms=1700000000000.5,
        status="paused",
        paused_at_server_ms=1700000000250.5,
        paused_position_sec=12.25,
        sequence=4,
    ),
    '{"t":"CHAT","memberId":"m2","name":"Bob","sentAtServerMs":1700000000000.5,"text":"louder!"}': m.ChatHeard(
        member_id="m2", name="Bob", sent_at_server_ms=1700000000000.5, text="louder!"
    ),
    '{"t":"CHAT_HISTORY","entries":[{"memberId":"m2","name":"Bob","sentAtServerMs":1700000000000.5,'
    '"reaction":"heart"}]}': m.ChatHistory(
        entries=(m.ChatEntry(member_id="m2", name="Bob", sent_at_server_ms=1700000000000.5, reaction="heart"),)
    ),
    '{"t":"SET_VOLUME","volume":0.25}': m.SetVolume(volume=0.25),
    '{"t":"ROOM","snapshot":{"members":[{"id":"m1","name":"Ada","isHost":true,"connected":true,"volume":0.5,'
    '"volumeOpen":true}]}}': m.Room(
        snapshot=m.RoomSnapshot(
            members=(m.MemberInfo(id="m1", name="Ada", is_host=True, connected=True, volume=0.5, volume_open=True),)
        )
    ),
    '{"t":"ROOM","snapshot":{"members":[{"id":"m1","name":"Ada","isHost":true,"connected":true,'
    '"lengthOffMs":-26.1}]}}': m.Room(
        snapshot=m.RoomSnapshot(
            members=(m.MemberInfo(id="m1", name="Ada", is_host=True, connected=True, length_off_ms=-26.1),)
        )
    ),
    '{"t":"ERROR","code":"not-host","message":"Only the host can do this."}': m.ErrorMessage(
        code="not-host", message="Only the host can do this."
    ),
}
