"""The look in force: palette, fonts and icons, following the system unless a person chose otherwise."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QStyle

from app.ui.theme.icons import IconStore
from app.ui.theme.stylesheet import render_stylesheet
from app.ui.theme.tokens import DARK, LIGHT, MOTION_MS, Palette, Type

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QPixmap
    from PySide6.QtWidgets import QApplication

# A desktop's UI font at its normal size is 12 (Windows) to 13 px (others): beyond it the person asked for larger text.
_NORMAL_UI_FONT_PX = 13


class Appearance(StrEnum):
    """What a person chose."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class Theme(QObject):
    """Tokens applied to the application; widgets that paint themselves ask here and listen to `changed`.

    Args:
        application: gets the stylesheet, the palette and the font.
        appearance: what the person chose.
        text_scale: 1.0 is normal text; None follows the system's UI font.
    """

    changed = Signal()

    def __init__(
        self,
        application: QApplication,
        appearance: Appearance = Appearance.SYSTEM,
        *,
        text_scale: float | None = None,
    ) -> None:
        super().__init__(application)
        self._application = application
        self._appearance = appearance
        system_px = QFontInfo(application.font()).pixelSize()
        self._text_scale = text_scale or min(2.0, max(1.0, system_px / _NORMAL_UI_FONT_PX))
        self._icons = IconStore()
        self._fonts: dict[tuple[Type, bool, bool], QFont] = {}
        self._tokens = DARK
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    @property
    def tokens(self) -> Palette:
        """The colours in force."""
        return self._tokens

    @property
    def appearance(self) -> Appearance:
        """What the person chose."""
        return self._appearance

    @property
    def text_scale(self) -> float:
        """Size of text against normal text."""
        return self._text_scale

    @property
    def is_dark(self) -> bool:
        """Whether the dark palette is in force."""
        return self._tokens is DARK

    @property
    def motion_ms(self) -> int:
        """How long a movement takes; 0 where the system wants none."""
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return min(MOTION_MS, self._application.style().styleHint(hint))

    def set_appearance(self, appearance: Appearance) -> None:
        """Choose dark, light or the system's."""
        if appearance is not self._appearance:
            self._appearance = appearance
            self._apply()

    def set_text_scale(self, scale: float) -> None:
        """Choose the size of text, 1.0 … 2.0."""
        self._text_scale = scale
        self._apply()

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """A token as a colour for painting."""
        color = QColor(getattr(self._tokens, name))
        color.setAlphaF(alpha)
        return color

    def px(self, size: float) -> int:
        """A length that grows with text."""
        return round(size * self._text_scale)

    def font(self, size: Type, *, bold: bool = False, mono: bool = False) -> QFont:
        """The UI font (or the fixed one) at a token's size, figures tabular."""
        # Lists ask for it several times a row, and describing a font anew takes longer than painting with it.
        if (size, bold, mono) not in self._fonts:
            self._fonts[size, bold, mono] = self._make_font(size, bold=bold, mono=mono)
        return QFont(self._fonts[size, bold, mono])

    def icon(self, name: str, tint: str = "text") -> QIcon:
        """An icon of ours in a token's colour; its disabled look included."""
        return self._icons.icon(name, getattr(self._tokens, tint), self._tokens.disabled)

    def pixmap(self, name: str, tint: str, size: int, ratio: float) -> QPixmap:
        """An icon for painting, ``size`` px wide at a device pixel ratio."""
        return self._icons.pixmap(name, getattr(self._tokens, tint), size, ratio)

    def _make_font(self, size: Type, *, bold: bool, mono: bool) -> QFont:
        fixed = QFontDatabase.SystemFont.FixedFont
        font = QFontDatabase.systemFont(fixed) if mono else QFont(self._application.font())
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _system_changed(self) -> None:
        if self._appearance is Appearance.SYSTEM:
            self._apply()

    def _resolve(self) -> Palette:
        if self._appearance is Appearance.SYSTEM:
            light = self._application.styleHints().colorScheme() == Qt.ColorScheme.Light
        else:
            light = self._appearance is Appearance.LIGHT
        return LIGHT if light else DARK

    def _apply(self) -> None:
        self._tokens = self._resolve()
        self._fonts.clear()
        body = QFont(self._application.font())
        body.setPixelSize(self.px(Type.BODY))
        self._application.setFont(body)
        self._application.setPalette(self._qt_palette())
        self._application.setStyleSheet(render_stylesheet(self._tokens, text_scale=self._text_scale))
        self.changed.emit()

    def _qt_palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        for where, token in (
            (role.Window, "surface"),
            (role.WindowText, "text"),
            (role.Base, "raised"),
            (role.AlternateBase, "sunken"),
            (role.Text, "text"),
            (role.Button, "raised"),
            (role.ButtonText, "text"),
            (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"),
            (role.PlaceholderText, "secondary"),
            (role.ToolTipBase, "raised"),
            (role.ToolTipText, "text"),
            (role.Link, "accent"),
        ):
            palette.setColor(where, self.color(token))
        for where in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, where, self.color("disabled"))
        return palette
