"""The authority of one party: events in, effects out. Pure."""

from server.party.authority import Party
from server.party.effects import Broadcast, Drop, Effect, Over, Refuse, Remark, Seat, Send
from server.party.events import Enter, Event, Found, Lost, Said, Tick
from server.party.settings import PartySettings
from server.party.state import PartyState, Phase
from server.party.tracks import Catalogue

__all__ = [
    "Broadcast",
    "Catalogue",
    "Drop",
    "Effect",
    "Enter",
    "Event",
    "Found",
    "Lost",
    "Over",
    "Party",
    "PartySettings",
    "PartyState",
    "Phase",
    "Refuse",
    "Remark",
    "Said",
    "Seat",
    "Send",
    "Tick",
]
