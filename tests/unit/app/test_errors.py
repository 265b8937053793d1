from __future__ import annotations

from app.errors import RelayStartError
from app.said import Said, Saying


def test_an_error_is_its_sentence() -> None:
    error = RelayStartError("port-in-use", Said(what=Saying.PORT_TAKEN, count=8750))
    assert str(error).startswith("Port 8750 is taken")
