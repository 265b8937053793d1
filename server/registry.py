"""Which parties there are, and how a new one gets its code and its secrets. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.party import Party, PartyState
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.invite import CODE_ALPHABET, CODE_LENGTH, InviteError, normalise_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.party import Catalogue, PartySettings
    from server.protocol.units import ServerMs


class Registry:
    """All parties by their code.

    Args:
        settings: for every party.
        max_parties: at once.
        choose: one character of a text, from a cryptographic source.
        mint: a new secret of at least 128 bits, from the same.
        find_track: the uploads that the relay holds.
    """

    def __init__(
        self,
        *,
        settings: PartySettings,
        max_parties: int,
        choose: Callable[[str], str],
        mint: Callable[[], str],
        find_track: Catalogue,
    ) -> None:
        self._settings = settings
        self._max_parties = max_parties
        self._choose = choose
        self._mint = mint
        self._find_track = find_track
        self._parties: dict[str, Party] = {}

    def __len__(self) -> int:
        return len(self._parties)

    def __iter__(self) -> Iterator[Party]:
        return iter(self._parties.values())

    def create(self, *, pin: str | None, now: ServerMs) -> Party:
        """An empty party under a code that nobody uses.

        Raises:
            ProtocolError: the relay holds as many parties as it may.
        """
        if len(self._parties) >= self._max_parties:
            raise ProtocolError(ErrorCode.RELAY_FULL, "This relay holds as many parties as it can. Try again later.")
        code = self._draw()
        while code in self._parties:
            code = self._draw()
        return self.adopt(
            PartyState(
                code=code,
                created_at=now,
                host_token=self._mint(),
                pin=pin,
                host_succession=self._settings.host_succession,
            )
        )

    def adopt(self, state: PartyState) -> Party:
        """Take a party in as it was stored."""
        party = Party(state, settings=self._settings, mint=self._mint, find_track=self._find_track)
        self._parties[state.code] = party
        return party

    def find(self, code: str) -> Party:
        """The party of a code as people write it.

        Raises:
            ProtocolError: none.
        """
        try:
            return self._parties[normalise_code(code)]
        except (InviteError, KeyError) as error:
            raise ProtocolError(
                ErrorCode.UNKNOWN_CODE, "No party has this code here. Check the code, or ask the host for a new invite."
            ) from error

    def get(self, code: str) -> Party | None:
        """The party of a code as it is; None if it is over."""
        return self._parties.get(code)

    def by_host_token(self, token: str) -> Party | None:
        """The party whose host this is."""
        return next((party for party in self._parties.values() if party.is_host_token(token)), None)

    def remove(self, code: str) -> None:
        """Forget a party that is over."""
        self._parties.pop(code, None)

    def _draw(self) -> str:
        return "".join(self._choose(CODE_ALPHABET) for _ in range(CODE_LENGTH))
