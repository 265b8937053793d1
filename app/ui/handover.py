"""What a second start tells the window that is open already: one line of JSON. Pure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from app.ui.start_action import BackAction, HostAction, JoinAction, StartAction

#: A folder's worth of file names; whoever sends more is no start of ours.
MAX_LINE: Final = 1 << 20


class HandoverError(ValueError):
    """A line that no start of ours says; ``str`` tells what is wrong with it."""


def encode(action: StartAction | None) -> bytes:
    """The line for an action; None only brings the window to the front."""
    told: dict[str, object] = {}
    if isinstance(action, HostAction):
        told = {
            "do": "host",
            # The other start may stand in another folder.
            "paths": [str(path.expanduser().absolute()) for path in action.paths],
            "play": action.play,
            "relay": action.relay,
            "pin": action.pin,
        }
    elif isinstance(action, JoinAction):
        told = {"do": "join", "invite": action.invite, "pin": action.pin}
    elif isinstance(action, BackAction):
        told = {"do": "back"}
    return json.dumps(told).encode() + b"\n"


def decode(line: bytes) -> StartAction | None:
    """The action of a line.

    Raises:
        HandoverError: the line is none of ours.
    """
    try:
        told = json.loads(line)
    except ValueError as error:
        raise HandoverError("JSON is expected") from error
    if not isinstance(told, dict):
        raise HandoverError("an object is expected")
    do = told.get("do")
    if do is None:
        return None
    if do == "back":
        return BackAction()
    if do == "join":
        return JoinAction(invite=_text(told.get("invite")) or "", pin=_text(told.get("pin")))
    if do != "host" or not isinstance(told.get("paths"), list):
        raise HandoverError("an unknown action")
    paths = tuple(Path(_text(path) or "") for path in told["paths"])
    relay, pin = _text(told.get("relay")), _text(told.get("pin"))
    return HostAction(paths=paths, play=told.get("play") is True, relay=relay, pin=pin)


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise HandoverError("a text is expected")
    return value
