"""The look: tokens, the stylesheet made from them, icons, and the theme that applies them."""

from __future__ import annotations

from app.ui.theme.theme import Appearance, Theme
from app.ui.theme.tokens import HIT, RADIUS, Palette, Space, Type

__all__ = ["HIT", "RADIUS", "Appearance", "Palette", "Space", "Theme", "Type"]
