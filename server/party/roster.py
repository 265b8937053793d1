"""Seats: who has one, who hosts, and what time does to those who are away."""

from __future__ import annotations

from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from server.party.state import Member
from server.party.timing import disagreement
from server.party.tracks import clean
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import REMOVED, HostGranted, Kicked, MemberInfo, Room, RoomSnapshot, SetVolume
from server.protocol.units import ServerMs

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.party.effects import Out
    from server.party.settings import PartySettings
    from server.party.state import PartyState
    from server.protocol.messages import Create, Join
    from server.protocol.units import Seconds

_NAME_LIMIT: Final = 64
_NAMELESS: Final = "Guest"


class Roster:
    """The member list of one party.

    Args:
        state: the party; the roster changes its members and its host.
        settings: the operator's numbers.
        out: takes the effects.
        mint: a new secret of at least 128 bits, or an id.
    """

    def __init__(self, state: PartyState, settings: PartySettings, out: Out, mint: Callable[[], str]) -> None:
        self._state = state
        self._settings = settings
        self._out = out
        self._mint = mint
        self._away = {member.id for member in state.members.values() if not member.connected}

    def found(self, request: Create, now: ServerMs) -> Member:
        """The first seat, and the host's."""
        member = self._seat(request, now)
        self._state.host_id = member.id
        return member

    def admit(self, request: Join, now: ServerMs) -> Member:
        """A seat for who asks: the old one by its token, the host's by the host token, else a new one.

        Who still has a seat, but gave hosting away, comes back to it as a guest.

        Raises:
            ProtocolError: a wrong pin or token, or no seat left.
        """
        state = self._state
        hosting = request.host_token is not None and self.is_host_token(request.host_token)
        old = self._by_token(request.member_token)
        if request.host_token is not None and not hosting and old is None:
            raise ProtocolError(ErrorCode.WRONG_TOKEN, "This party has another host now. Join it as a guest.")
        if old is None and hosting and state.host_id is not None:
            old = state.members[state.host_id]
        if old is None and not hosting:
            self._check_pin(request.pin)
        if old is None and len(state.members) >= self._settings.max_members:
            raise ProtocolError(ErrorCode.PARTY_FULL, "This party is full. Ask the host to make room.")
        member = self._seat(request, now) if old is None else self._return(old, request)
        if hosting:
            state.host_id = member.id
        state.empty_since = None
        return member

    def lost(self, member: Member, now: ServerMs) -> None:
        """The connection is gone; the seat waits."""
        member.connected = False
        member.away_since = now
        member.sync = None
        self._away.add(member.id)
        self._note_emptiness(now)

    def remove(self, member: Member, now: ServerMs) -> None:
        """The seat is given up, taken away, or was empty for too long."""
        del self._state.members[member.id]
        self._away.discard(member.id)
        if self._state.host_id == member.id:
            self._state.host_id = None
        self._note_emptiness(now)

    def kick(self, target_id: str, now: ServerMs) -> None:
        """Send a member away.

        Raises:
            ProtocolError: no such member, or the host itself.
        """
        target = self._other(target_id)
        if target.connected:
            self._out.to(target.id, Kicked(reason="The host has removed you from the party.", code=REMOVED))
            self._out.drop(target.id)
        self.remove(target, now)
        self._out.remark(f"{target.name} ({target.id}) was kicked")

    def transfer(self, target_id: str) -> None:
        """Make another member host.

        Raises:
            ProtocolError: no such member, the host itself, or one that is away.
        """
        target = self._other(target_id)
        if not target.connected:
            raise ProtocolError(ErrorCode.UNKNOWN_MEMBER, f"{target.name} is away. Choose somebody who is here.")
        self._grant(target)

    def set_volume(self, target_id: str, volume: float) -> None:
        """Pass the host's wish on to a member that allows it.

        Raises:
            ProtocolError: no such member, the host itself, or one that is away or does not allow it.
        """
        target = self._other(target_id)
        if not target.connected or not target.volume_open:
            raise ProtocolError(ErrorCode.UNKNOWN_MEMBER, f"{target.name} does not let the host set the volume.")
        self._out.to(target.id, SetVolume(volume=volume))

    def expire(self, now: ServerMs) -> bool:
        """Take the seats of those who were away too long; whether anything changed."""
        expired = [member for member in self._absent() if self._expires(member) <= now]
        for member in expired:
            self.remove(member, now)
            self._out.remark(f"{member.name} ({member.id}) did not come back")
        return bool(expired)

    def succeed(self) -> bool:
        """Give a party without a host to the longest-present guest; whether there is a host now."""
        if self._state.host_id is not None:
            return True
        present = self._state.connected()
        if not self._state.host_succession or not present:
            return False
        self._grant(min(present, key=lambda member: member.since))
        return True

    def due(self) -> ServerMs | None:
        """When the next seat expires, or the empty party."""
        state = self._state
        moments = [self._expires(member) for member in self._absent()]
        if state.empty_since is not None:
            moments.append(ServerMs(state.empty_since + self._settings.empty_grace))
        return min(moments, default=None)

    def is_abandoned(self, now: ServerMs) -> bool:
        """Whether nobody has been connected for the whole grace time of an empty party."""
        since = self._state.empty_since
        return since is not None and now >= since + self._settings.empty_grace

    def is_host_token(self, token: str) -> bool:
        """Whether this is the host's secret."""
        return compare_digest(_bytes(token), _bytes(self._state.host_token))

    def room(self, limit: int | None = None) -> Room:
        """The member list; with a limit the host and the longest-present others, and how many there are."""
        state = self._state
        chosen = list(state.members.values())
        whole = limit is None or len(chosen) <= limit
        if not whole:
            chosen.sort(key=lambda member: member.id != state.host_id)
            chosen = chosen[:limit]
        play = state.playback
        track_id = "" if play.track is None else play.track.track_id
        return Room(
            snapshot=RoomSnapshot(
                members=tuple(
                    _info(member, member.id == state.host_id, track_id, play.exact_duration) for member in chosen
                ),
                member_count=None if whole else len(state.members),
                has_pin=state.pin is not None,
                host_succession=state.host_succession,
            )
        )

    def _seat(self, request: Create | Join, now: ServerMs) -> Member:
        member = Member(
            id=self._mint()[:12],
            name=clean(request.name, limit=_NAME_LIMIT, fallback=_NAMELESS),
            token=self._mint(),
            since=now,
            capabilities=request.capabilities,
        )
        self._state.members[member.id] = member
        return member

    def _return(self, member: Member, request: Join) -> Member:
        member.connected = True
        self._away.discard(member.id)
        member.name = clean(request.name, limit=_NAME_LIMIT, fallback=member.name)
        member.capabilities = request.capabilities
        return member

    def _check_pin(self, pin: str | None) -> None:
        wanted = self._state.pin
        if wanted is not None and not compare_digest(_bytes(pin), _bytes(wanted)):
            raise ProtocolError(ErrorCode.WRONG_PIN, "This party asks for a pin, and this is not it. Ask the host.")

    def _by_token(self, token: str | None) -> Member | None:
        if token is None:
            return None
        wanted = _bytes(token)
        return next((m for m in self._state.members.values() if compare_digest(_bytes(m.token), wanted)), None)

    def _other(self, target_id: str) -> Member:
        target = self._state.members.get(target_id)
        if target is None or target.id == self._state.host_id:
            raise ProtocolError(ErrorCode.UNKNOWN_MEMBER, "Choose another member of the party.")
        return target

    def _grant(self, member: Member) -> None:
        self._state.host_id = member.id
        self._state.host_token = self._mint()
        self._out.to(member.id, HostGranted(host_token=self._state.host_token))
        self._out.remark(f"{member.name} ({member.id}) is host now")

    def _absent(self) -> list[Member]:
        return [self._state.members[member_id] for member_id in self._away]

    def _expires(self, member: Member) -> ServerMs:
        is_host = member.id == self._state.host_id
        grace = self._settings.host_grace if is_host else self._settings.member_grace
        return ServerMs(member.away_since + grace)

    def _note_emptiness(self, now: ServerMs) -> None:
        if self._state.empty_since is None and len(self._away) == len(self._state.members):
            self._state.empty_since = now


def _info(member: Member, is_host: bool, track_id: str, agreed: Seconds | None) -> MemberInfo:  # noqa: FBT001 - a row's field
    said = member.readiness(track_id)
    decoded = None if said is None else said.duration
    return MemberInfo(
        id=member.id,
        name=member.name,
        is_host=is_host,
        connected=member.connected,
        track_state="none" if said is None else said.state,
        progress=said.progress if said is not None and said.state == "downloading" else None,
        legacy=not member.scheduled,
        sync=member.sync,
        volume=member.volume,
        volume_open=member.volume_open,
        length_off_ms=None if decoded is None else disagreement(decoded, agreed),
    )


def _bytes(text: str | None) -> bytes:
    # compare_digest takes no non-ASCII text; surrogates cannot come through JSON decoding.
    return (text or "").encode()
