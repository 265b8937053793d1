"""What every message of the wire has in common."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Record(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    omit_defaults=True,
    forbid_unknown_fields=False,
):
    """A part of a message. Fields at their default are left out; unknown fields are ignored."""


class Message(Record, frozen=True, kw_only=True, tag_field="t", tag=lambda name: name):
    """One frame. Subclasses set their own tag, the value of ``t``."""

    #: Whether a newer message of the same type makes an undelivered older one worthless.
    newest_wins: ClassVar[bool] = False
