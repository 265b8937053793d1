"""What a window consists of: the header, the banner and the pages, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.view import PartyView, Phase
from app.ui.bridge import ALL_FIELDS
from app.ui.intents import in_party
from app.ui.pages.connecting_page import ConnectingPage
from app.ui.pages.inspector_page import InspectorPage
from app.ui.pages.party_page import PartyPage
from app.ui.pages.settings_page import SettingsPage
from app.ui.pages.start_page import StartPage
from app.ui.theme import Space, Theme
from app.ui.widgets.banner import BannerStrip
from app.ui.widgets.header import Header
from app.ui.widgets.page_stack import PageStack
from app.ui.words import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.protocol.units import LocalSec


class WindowBody(QWidget):
    """Shows a `PartyView`: the page of its phase, its banner, and on the page its content."""

    def __init__(self, theme: Theme, clock: Callable[[], LocalSec]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._inside = False
        self.header = Header(theme)
        self.banner = BannerStrip(theme)
        self.start_page = StartPage(theme)
        self.connecting_page = ConnectingPage(theme)
        self.party_page = PartyPage(theme, clock)
        self.settings_page = SettingsPage(theme)
        self.inspector_page = InspectorPage(theme)
        self.pages = PageStack()
        asides = (self.settings_page, self.inspector_page)
        for page in (self.start_page, self.connecting_page, self.party_page, *asides):
            self.pages.addWidget(page)
        self._banner_place = QWidget()
        banner_row = QVBoxLayout(self._banner_place)
        banner_row.setContentsMargins(Space.WIDE, 0, Space.WIDE, Space.SMALL)
        banner_row.addWidget(self.banner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._banner_place)
        layout.addWidget(self.pages, 1)

    def show_view(self, view: PartyView, changed: frozenset[str]) -> None:
        """Bring everything up to date with the fields that changed."""
        inside = in_party(view)
        if changed & {"phase", "left_reason"}:
            self._show_phase(view, inside=inside)
        if "way_back" in changed:
            self.start_page.show_way_back(view.way_back)
        if "banner" in changed:
            self._banner_place.setVisible(view.banner is not None)
            self.banner.show_banner(view.banner)
        if inside:
            # The page saw nothing of what changed before the party.
            self.party_page.show_view(view, changed if self._inside else ALL_FIELDS)
        self._inside = inside
        if "output_offset_ms" in changed:
            self.settings_page.show_offset(view.output_offset_ms)

    def _show_phase(self, view: PartyView, *, inside: bool) -> None:
        page: QWidget = self.party_page if inside else self.start_page
        if view.phase is Phase.CONNECTING:
            page = self.connecting_page
        self.header.leave_button.setVisible(inside)
        self.start_page.show_ended(told(view.left_reason) if view.phase is Phase.LEFT else "")
        self.pages.show_page(page)
