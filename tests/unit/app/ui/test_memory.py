from __future__ import annotations

from app.ui.memory import MAX_RECENT, RecentParty, WindowMemory


def test_recent_parties_are_newest_first_each_once_and_few() -> None:
    memory = WindowMemory()
    for number in range(6):
        memory = WindowMemory(recent=memory.recent_with(RecentParty(invite=f"i{number}", host="Ann")))
    again = memory.recent_with(RecentParty(invite="i3", host="Bea"))
    assert len(memory.recent) == MAX_RECENT
    assert [party.invite for party in again] == ["i3", "i5", "i4", "i2"]
    assert again[0].host == "Bea"
