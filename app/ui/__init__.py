"""Qt: windows, pages, widgets."""

from __future__ import annotations

from app.ui.failure import show_failure
from app.ui.memory import RecentParty, WindowMemory
from app.ui.run import ClosableActions, run_window
from app.ui.start_action import BackAction, HostAction, JoinAction, StartAction
from app.ui.theme import Appearance

__all__ = [
    "Appearance",
    "BackAction",
    "ClosableActions",
    "HostAction",
    "JoinAction",
    "RecentParty",
    "StartAction",
    "WindowMemory",
    "run_window",
    "show_failure",
]
