"""One party's shell: carries out its effects on its members' connections, and wakes it when its time has come."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Protocol

from server.frames import frame_of
from server.party import Broadcast, Drop, Over, Refuse, Remark, Seat, Send, Tick
from server.party.effects import Audience
from server.protocol.messages import ErrorMessage

if TYPE_CHECKING:
    from server.clock import RelayClock
    from server.connection import Connection
    from server.frames import Frame
    from server.metrics import Metrics
    from server.party import Effect, Event, Party
    from server.protocol.errors import ErrorCode
    from server.protocol.messages import Message

logger = logging.getLogger(__name__)


class Doors(Protocol):
    """What a hall needs of the relay."""

    def connection(self, number: int) -> Connection | None:
        """An open connection by its number."""
        ...

    def behind(self, connection: Connection) -> None:
        """Frames wait for this connection."""
        ...

    def dismiss(self, connection: Connection, reason: str) -> None:
        """Close a connection after what was sent to it."""
        ...

    def changed(self, hall: Hall) -> None:
        """Something that outlives a restart has changed."""
        ...

    def over(self, hall: Hall) -> None:
        """The party has ended."""
        ...

    def refused(self, connection: Connection, code: ErrorCode) -> None:
        """A connection got no seat."""
        ...


class Hall:
    """Holds no rule: what happens is the party's decision.

    Args:
        party: the authority.
        clock: server time.
        doors: the relay.
        metrics: takes the time that a broadcast needs.
    """

    def __init__(self, party: Party, clock: RelayClock, doors: Doors, metrics: Metrics) -> None:
        self.party = party
        self.code = party.state.code
        self._clock = clock
        self._doors = doors
        self._metrics = metrics
        self._members: dict[str, Connection] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at: float | None = None
        self._revision = -1

    @property
    def connections(self) -> list[Connection]:
        """Everybody who is here."""
        return list(self._members.values())

    def handle(self, event: Event) -> None:
        """Let the party decide, then do what it says."""
        now = self._clock.now()
        for effect in self.party.handle(event, now):
            self._carry_out(effect)
        if self.party.revision != self._revision:
            self._revision = self.party.revision
            self._doors.changed(self)
        self.arm()

    def is_seated(self, connection: Connection) -> bool:
        """Whether this connection still speaks for its member."""
        return self._members.get(connection.member_id) is connection

    def forget(self, connection: Connection) -> bool:
        """The connection is gone; True if it spoke for its member until now."""
        if not self.is_seated(connection):
            return False
        del self._members[connection.member_id]
        return True

    def arm(self) -> None:
        """Wake the party when it wants to be woken."""
        due = self.party.due(self._clock.now())
        if due == self._timer_at and self._timer is not None:
            return
        self.disarm()
        if due is not None:
            delay = max(0.0, due - self._clock.now()) / 1000
            self._timer_at = due
            self._timer = asyncio.get_running_loop().call_later(delay, self._wake)

    def disarm(self) -> None:
        """Let the party sleep."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._timer_at = None

    def send_all(self, frame: Frame, audience: Audience = Audience.ALL) -> None:
        """The same bytes to every member of the audience."""
        for member_id, connection in self._members.items():
            if audience is Audience.LEGACY:
                member = self.party.state.members.get(member_id)
                if member is None or member.scheduled:
                    continue
            if connection.send(frame):
                self._doors.behind(connection)

    def _wake(self) -> None:
        self._timer = self._timer_at = None
        self.handle(Tick())

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Send():
                connection = self._members.get(effect.member_id)
                if connection is not None:
                    self._send(connection, effect.message)
            case Broadcast():
                with self._metrics.fan_out.time():
                    self.send_all(frame_of(effect.message), effect.audience)
            case Seat():
                self._seat(effect)
            case Refuse():
                self._refuse(effect)
            case Drop():
                connection = self._members.pop(effect.member_id, None)
                if connection is not None:
                    self._doors.dismiss(connection, "left the party")
            case Remark():
                level = logging.WARNING if effect.warning else logging.INFO
                logger.log(level, "[%s] %s", self.code, effect.text, extra={"party": self.code})
            case Over():
                self._over(effect)

    def _send(self, connection: Connection, message: Message) -> None:
        if connection.send(frame_of(message)):
            self._doors.behind(connection)

    def _refuse(self, effect: Refuse) -> None:
        connection = self._doors.connection(effect.connection)
        if connection is not None:
            self._send(connection, ErrorMessage(code=effect.code, message=effect.message))
            self._doors.refused(connection, effect.code)

    def _seat(self, effect: Seat) -> None:
        connection = self._doors.connection(effect.connection)
        older = self._members.get(effect.member_id)
        if connection is None:
            return
        if older is not None and older is not connection:
            self._doors.dismiss(older, "connected from elsewhere")
        connection.hall, connection.member_id = self, effect.member_id
        self._members[effect.member_id] = connection
        member = self.party.state.members[effect.member_id]
        about = {"party": self.code, "member": member.id}
        logger.info("[%s] %s (%s) is in the party", self.code, member.name, member.id, extra=about)

    def _over(self, effect: Over) -> None:
        logger.info("[%s] The party is over: %s", self.code, effect.reason, extra={"party": self.code})
        for connection in self.connections:
            self._doors.dismiss(connection, "the party is over")
        self._members.clear()
        self.disarm()
        self._doors.over(self)
