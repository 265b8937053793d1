"""Where our sound goes, our volume as the party knows it, and what the host may do about it: pure functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.core.effects import Effect, Send, Tell, TurnVolume
from app.core.player_facts import OutputLost
from app.core.session_state import Stage, State
from app.core.view import Notice
from app.said import Said, Saying
from server.protocol.messages import VolumeReport
from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from app.core.events import VolumeChosen
    from app.core.player_facts import OutputOpened
    from server.protocol.messages import SetVolume

#: A slider that is dragged changes with every pixel.
_REPORT_EVERY: Final = Seconds(0.5)


def output(state: State, event: OutputOpened | OutputLost) -> tuple[State, list[Effect]]:
    """Sound goes out or nowhere; a person is told when it goes elsewhere than they chose, and when it is back."""
    if isinstance(event, OutputLost):
        return replace(state, output=None, output_lost=event), [Tell(notice=Notice(code=event.code, said=event.said))]
    before = state.output
    effects: list[Effect] = []
    if event.instead_of is not None and event != before:
        said = Said(what=Saying.OUTPUT_REPLACED, name=event.instead_of, where=event.device)
        effects.append(Tell(notice=Notice(code="output-replaced", said=said, news=True)))
    elif before is not None and before.instead_of is not None and before.instead_of == event.device:
        said = Said(what=Saying.OUTPUT_BACK, name=event.device)
        effects.append(Tell(notice=Notice(code="output-back", said=said, news=True)))
    return replace(state, output=event, output_lost=None), effects


def chosen(state: State, event: VolumeChosen) -> State:
    """The person turned their volume, or changed who may."""
    return replace(state, volume=VolumeReport(volume=event.volume, host_may_set=event.host_may_set))


def report(state: State, now: LocalSec) -> tuple[State, list[Effect]]:
    """Tell the party when it changed, not too often."""
    told = state.volume_told
    if state.stage is not Stage.IN or state.volume is None or (told is not None and told[0] == state.volume):
        return state, []
    if told is not None and now - told[1] < _REPORT_EVERY:
        return state, []
    return replace(state, volume_told=(state.volume, now)), [Send(message=state.volume)]


def turned(state: State, message: SetVolume) -> list[Effect]:
    """The host set our volume; who does not allow it hears nothing of it."""
    if state.volume is None or not state.volume.host_may_set or state.volume.volume == message.volume:
        return []
    said = Said(what=Saying.VOLUME_SET, count=round(message.volume * 100))
    return [TurnVolume(volume=message.volume), Tell(notice=Notice(code="volume-set", said=said, news=True))]
