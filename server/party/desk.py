"""What the host may ask for: playback and the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.party import picture
from server.party import queue as queues
from server.party.state import Phase
from server.party.tracks import resolve
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import (
    HostNext,
    HostPause,
    HostPlay,
    HostPrevious,
    HostSeek,
    HostStartNow,
    HostStop,
    QueueAdd,
    QueueClear,
    QueueMove,
    QueueRemove,
)
from server.protocol.units import Seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.party.deck import Deck
    from server.party.settings import PartySettings
    from server.party.state import PartyState
    from server.party.tracks import Catalogue
    from server.protocol.messages import ClientMessage, QueueItem
    from server.protocol.units import ServerMs

_START: Final = Seconds(0.0)

#: "Previous" goes back to the start of a track that has been heard for longer than this, as players do.
_RESTART_SEC: Final = 3.0


class HostDesk:
    """Carries out the host's requests; who is host has been checked before.

    Args:
        state: the party.
        settings: the operator's numbers.
        deck: its timeline.
        mint: ids for queue items.
        find_track: the uploads that the relay holds.
    """

    def __init__(
        self,
        state: PartyState,
        settings: PartySettings,
        deck: Deck,
        mint: Callable[[], str],
        find_track: Catalogue,
    ) -> None:
        self._state = state
        self._settings = settings
        self._deck = deck
        self._mint = mint
        self._find = find_track

    def obey(self, message: ClientMessage, now: ServerMs) -> None:
        """Do it, or change nothing.

        Raises:
            ProtocolError: it cannot be done.
        """
        match message:
            case HostPlay():
                self._play(message, now)
            case HostPause():
                self._deck.pause(now)
            case HostStop():
                self._deck.stop()
            case HostSeek():
                self._deck.seek(Seconds(message.position_sec), now)
            case HostNext():
                self._deck.next(now)
            case HostPrevious():
                self._previous(now)
            case HostStartNow():
                self._deck.start_now(now)
            case _:
                self._edit(message, now)

    def _edit(self, message: ClientMessage, now: ServerMs) -> None:
        queue = self._state.queue
        match message:
            case QueueAdd():
                items = [self._resolve(item) for item in message.items]
                self._add(items, message.before_item_id)
            case QueueRemove():
                self._remove(message.item_ids, now)
                return
            case QueueMove():
                queues.move(queue, message.item_id, message.before_item_id)
            case QueueClear():
                queue.items[:] = [item for item in queue.items if item.item_id == queue.current]
            case _:
                raise ProtocolError(ErrorCode.BAD_MESSAGE, "This message makes no sense inside a party.")
        self._deck.queue_changed(now)

    def _play(self, message: HostPlay, now: ServerMs) -> None:
        position = None if message.position_sec is None else Seconds(message.position_sec)
        if message.item_id is not None:
            self._deck.start(queues.item_at(self._state.queue, message.item_id), position or _START, now)
        elif message.track_id is not None or message.track_url is not None:
            self._deck.start(self._queued(resolve(message, self._find)), position or _START, now)
        elif self._state.playback.track is not None:
            self._deck.resume(position, now)
        elif (item := queues.following(self._state.queue)) is not None:
            self._deck.start(item, position or _START, now)
        else:
            raise ProtocolError(ErrorCode.NO_TRACK, "There is nothing to play. Add a track first.")

    def _queued(self, item: QueueItem) -> QueueItem:
        queue = self._state.queue
        present = queues.find_track(queue, item.track_id or "")
        if present is not None:
            return present
        following = queues.following(queue)
        return self._add([item], None if following is None else following.item_id)[0]

    def _previous(self, now: ServerMs) -> None:
        item = queues.preceding(self._state.queue)
        if self._state.playback.phase is not Phase.STOPPED and (
            item is None or picture.position(self._state, now) > _RESTART_SEC
        ):
            self._deck.seek(_START, now)
        elif item is not None:
            self._deck.start(item, _START, now)

    def _remove(self, item_ids: tuple[str, ...], now: ServerMs) -> None:
        held = self._state.queue.current in item_ids
        successor = queues.remove(self._state.queue, item_ids)
        if not held:
            self._deck.queue_changed(now)
        elif successor is not None and self._state.playback.phase not in {Phase.STOPPED, Phase.PAUSED}:
            self._deck.start(successor, _START, now)
        else:
            self._deck.eject()
            self._deck.queue_changed(now)

    def _resolve(self, item: QueueItem) -> QueueItem:
        resolved = resolve(item, self._find)
        return resolved if item.item_id is None else queues.with_id(resolved, item.item_id)

    def _add(self, items: list[QueueItem], before: str | None) -> list[QueueItem]:
        return queues.add(
            self._state.queue, items, before=before, limit=self._settings.max_queue, mint=lambda: self._mint()[:12]
        )
