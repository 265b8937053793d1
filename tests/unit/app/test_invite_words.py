from __future__ import annotations

import pytest

from app.invite_words import said_of_invite
from app.said import english
from server.protocol.invite import InviteError, parse_invite, parse_relay


@pytest.mark.parametrize("text", ["x", "ABC@host", "ftp://host/ABCDEF", "ACDEFG@:x"])
def test_a_text_that_is_no_invite_is_answered_in_the_protocols_words(text: str) -> None:
    with pytest.raises(InviteError) as caught:
        parse_invite(text)
    assert english(said_of_invite(caught.value)) == str(caught.value)


def test_an_address_that_is_none_too() -> None:
    with pytest.raises(InviteError) as caught:
        parse_relay("ftp://host")
    assert english(said_of_invite(caught.value)) == str(caught.value)
