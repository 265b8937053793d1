"""The settings page: everything takes effect as it is changed, or says when it will."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from app.ui.pages.page import Page
from app.ui.pages.setting_rows import SettingRow, section
from app.ui.settings_words import (
    appearances,
    cache_limits,
    cache_text,
    device_choices,
    devices_text,
    languages,
    outputs,
    profiles,
)
from app.ui.theme import HIT, Space, Theme
from app.ui.widgets.choice import Choice
from app.ui.widgets.delay_button import DelayPanel
from app.ui.widgets.parts import IconButton, button, column, label, notice_card, row
from app.ui.widgets.switch import Switch
from app.ui.wording import put_words, when_language_changes
from app.ui.words import told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QLabel

    from app.playback.outputs import Device
    from app.said import Said
    from app.settings import Settings
    from app.ui.wording import Text, Words

_CONTENT: Final = 720
_FIELD: Final = 260
_STACKED_BELOW: Final = 560


class SettingsPage(Page):
    """Shows `Settings`; emits what a person chooses."""

    #: A field of `Settings` and its new value.
    chosen = Signal(str, object)
    offset_requested = Signal(float)
    look_again_requested = Signal()
    clear_cache_requested = Signal()
    back_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._device = ""
        self._rows: list[SettingRow] = []
        self._fields: list[QWidget] = []
        self.back_button = IconButton(theme, "back", lambda: self.tr("Back"))
        self.back_button.clicked.connect(lambda _checked=False: self.back_requested.emit())
        self.problems_label = label(role="bad", wrap=True)
        self.name_edit = self._line(lambda: self.tr("Your name"), "name")
        self.output = self._choice(lambda: self.tr("Sound through"), "output")
        self.device = self._choice(lambda: self.tr("Loudspeaker"), "device")
        self.devices_label = label(role="secondary", wrap=True)
        self.look_again_button = IconButton(theme, "refresh", lambda: self.tr("Look again"))
        self.look_again_button.clicked.connect(lambda _checked=False: self.look_again_requested.emit())
        self.delay_button = button("")
        self.delay_panel = DelayPanel(theme, self.delay_button)
        self.delay_panel.offset_requested.connect(self.offset_requested)
        self.delay_button.clicked.connect(self._open_delay)
        self.no_slewing = Switch(theme, lambda: self.tr("Never touch the pitch"))
        self.no_slewing.clicked.connect(lambda on: self.chosen.emit("slewing", not on))
        self.profile = self._choice(lambda: self.tr("Network"), "profile")
        self.relay_edit = self._line(lambda: self.tr("Relay"), "relay")
        put_words(self.relay_edit, placeholderText=lambda: self.tr("This computer’s own"))
        self.show_nearby = Switch(theme, lambda: self.tr("Show my parties on this network"))
        self.show_nearby.clicked.connect(lambda on: self.chosen.emit("show_nearby", on))
        self.relay_error = label(role="bad", wrap=True)
        self.cache_limit = self._choice(lambda: self.tr("Keep decoded music"), "cache_mb")
        self.cache_label = label(role="secondary", wrap=True)
        self.clear_button = IconButton(theme, "bin", lambda: self.tr("Empty"))
        self.clear_button.clicked.connect(lambda _checked=False: self.clear_cache_requested.emit())
        self.appearance = self._choice(lambda: self.tr("Appearance"), "appearance")
        self.language = self._choice(lambda: self.tr("Language"), "language")
        self.restart_label = label(lambda: self.tr("Takes effect when Unisono is started again."), "strong", wrap=True)
        self._build()
        when_language_changes(self, self._stack)

    def show_settings(self, settings: Settings, problems: Sequence[Said] = ()) -> None:
        """Bring every field up to date."""
        self._device = settings.device
        for edit, text in ((self.name_edit, settings.name), (self.relay_edit, settings.relay)):
            if not edit.hasFocus():
                edit.setText(text)
        self.output.show_choices(outputs, settings.output)
        self.profile.show_choices(profiles, settings.profile)
        self.cache_limit.show_choices(partial(cache_limits, settings.cache_mb), settings.cache_mb)
        self.appearance.show_choices(appearances, settings.appearance)
        self.language.show_choices(languages, settings.language)
        self.no_slewing.setChecked(not settings.slewing)
        self.show_nearby.setChecked(settings.show_nearby)
        put_words(self.problems_label, text=lambda: "\n".join(told(problem) for problem in problems))
        self._problems.setVisible(bool(problems))

    def show_devices(self, devices: Sequence[Device] | None) -> None:
        """What there is to play on; None while it is looked for."""
        chosen = self._device
        self.device.show_choices(partial(device_choices, devices or (), chosen), chosen)
        put_words(self.devices_label, text=lambda: devices_text(devices))
        self.look_again_button.setEnabled(devices is not None)

    def show_offset(self, offset_ms: float) -> None:
        """The sound delay in force."""
        self.delay_panel.show_offset(offset_ms)
        figure = f"{offset_ms:+.0f}" if offset_ms else "0"
        put_words(self.delay_button, text=lambda: self.tr("{0} ms…").format(figure))

    def show_cache(self, used: int | None, folder: Path) -> None:
        """What decoded music takes, in bytes; None while that is looked for."""
        put_words(self.cache_label, text=lambda: cache_text(used, folder))
        self.clear_button.setEnabled(bool(used))

    def show_relay_error(self, sentence: Text) -> None:
        """Why the relay's address was not taken; empty for nothing to say."""
        put_words(self.relay_error, text=sentence)
        self.relay_error.setVisible(bool(sentence))
        put_words(self.relay_edit, accessibleDescription=sentence or self._relay_hint)

    def show_restart(self, *, needed: bool) -> None:
        """Whether something that was chosen waits for the next start."""
        self._restart.setVisible(needed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: fields under their words when narrow."""
        self._stack()
        super().resizeEvent(event)

    def _stack(self) -> None:
        narrow = self.viewport().width() < self._theme.px(_STACKED_BELOW)
        width = self.viewport().width() - 4 * Space.WIDE - 2
        # A button stands beside some of them.
        room = width - self._theme.px(HIT) - Space.SMALL
        for made in self._fields:
            made.setFixedWidth(min(self._theme.px(_FIELD), room))
        for one in self._rows:
            one.stack(narrow=narrow, width=width)

    def _relay_hint(self) -> str:
        return self.tr("Where your parties are held. Empty: on this computer.")

    def _row(self, title: Text, hint: Words | QLabel, *fields: QWidget, below: QWidget | None = None) -> SettingRow:
        self._rows.append(SettingRow(title, hint, *fields, below=below))
        return self._rows[-1]

    def _choice(self, words: Text, field: str) -> Choice:
        made = Choice(self._theme, words)
        self._fields.append(made)
        made.chosen.connect(lambda value: self.chosen.emit(field, value))
        return made

    def _line(self, words: Text, field: str) -> QLineEdit:
        made = QLineEdit()
        put_words(made, accessibleName=words)
        self._fields.append(made)
        made.editingFinished.connect(lambda: self.chosen.emit(field, made.text().strip()))
        return made

    def _open_delay(self) -> None:
        corner = self.delay_button.mapToGlobal(self.delay_button.rect().bottomRight())
        self.delay_panel.move(corner.x() - self.delay_panel.width(), corner.y() + Space.HAIR)
        self.delay_panel.show()

    def _build(self) -> None:
        self.name_edit.setMaxLength(64)
        self._problems = notice_card(self._theme, "warning", "bad", self.problems_label)
        self._restart = notice_card(self._theme, "info", "accent", self.restart_label)
        for hidden in (self._problems, self.relay_error, self._restart):
            hidden.hide()
        title = row(self.back_button, label(lambda: self.tr("Settings"), "title"), None)
        content = QWidget()
        content.setMaximumWidth(self._theme.px(_CONTENT))
        honest = label(lambda: self.tr("Unisono sends nothing about you anywhere."), "quiet", wrap=True)
        parts = (title, self._problems, self._restart, *self._sections(), honest, None)
        content.setLayout(column(*parts, spacing=Space.LARGE))
        outer = row(margin=Space.WIDE)
        outer.addStretch(1)
        outer.addWidget(content, 100)
        outer.addStretch(1)
        self.set_content(outer)

    def _sections(self) -> list[QFrame]:
        return [
            section(
                lambda: self.tr("You"),
                self._row(lambda: self.tr("Your name"), lambda: self.tr("What the others call you."), self.name_edit),
            ),
            self._sound_section(),
            section(
                lambda: self.tr("Sync"),
                self._row(
                    lambda: self.tr("Network"),
                    lambda: self.tr("How patient the sync is. Automatic suits nearly everybody."),
                    self.profile,
                ),
                self._row(
                    lambda: self.tr("Never touch the pitch"),
                    lambda: self.tr("Keep in time by short crossfades only, never by a slightly changed speed."),
                    self.no_slewing,
                ),
            ),
            self._parties_section(),
            section(
                lambda: self.tr("Storage"),
                self._row(lambda: self.tr("Keep decoded music"), self.cache_label, self.clear_button, self.cache_limit),
            ),
            section(
                lambda: self.tr("Look"),
                self._row(
                    lambda: self.tr("Appearance"),
                    lambda: self.tr("Dark, light, or as the system has it."),
                    self.appearance,
                ),
                self._row(lambda: self.tr("Language"), lambda: self.tr("Of this window."), self.language),
            ),
        ]

    def _sound_section(self) -> QFrame:
        return section(
            lambda: self.tr("Sound"),
            self._row(lambda: self.tr("Sound through"), lambda: self.tr("The sound system to use."), self.output),
            self._row(lambda: self.tr("Loudspeaker"), self.devices_label, self.look_again_button, self.device),
            self._row(
                lambda: self.tr("Sound delay"),
                lambda: self.tr("For a loudspeaker that is heard too late, over Bluetooth for example."),
                self.delay_button,
            ),
        )

    def _parties_section(self) -> QFrame:
        return section(
            lambda: self.tr("Parties"),
            self._row(
                lambda: self.tr("Show my parties on this network"),
                lambda: self.tr(
                    "Others in the same network see your name and join with one click. A PIN hides a party."
                ),
                self.show_nearby,
            ),
            self._row(lambda: self.tr("Relay"), self._relay_hint, self.relay_edit, below=self.relay_error),
        )
