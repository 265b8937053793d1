"""What is said of a text that is no invite. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.said import Said, Saying
from server.protocol.invite import CODE_LENGTH, InviteProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.protocol.invite import InviteError

_SAYINGS: Final[Mapping[InviteProblem, Saying]] = {problem: Saying[problem.name] for problem in InviteProblem}


def said_of_invite(error: InviteError) -> Said:
    """What was wrong with what a person typed or pasted."""
    return Said(what=_SAYINGS[error.problem], name=error.text, why=error.odd, count=CODE_LENGTH)
