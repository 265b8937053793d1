"""The visual language as data: colours, type sizes, spacing. Nothing else in the window names a colour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Final


class Type(IntEnum):
    """Type sizes in px at 100 % text."""

    CODE = 40
    TITLE = 28
    SECTION = 20
    BODY = 15
    SECONDARY = 13


class Space(IntEnum):
    """Spacing steps in px."""

    HAIR = 4
    SMALL = 8
    MEDIUM = 12
    LARGE = 16
    WIDE = 24
    HUGE = 32


RADIUS: Final = 10
#: The least side of anything that is clicked.
HIT: Final = 36
#: No motion takes longer; none happens where the system asks for reduced motion.
MOTION_MS: Final = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours as ``#RRGGBB``. The second group is mixed from the first, so that it follows."""

    surface: str
    raised: str
    sunken: str
    text: str
    secondary: str
    disabled: str
    accent: str
    on_accent: str
    good: str
    warn: str
    bad: str
    warm: str  # of pictures, never of words

    @property
    def outline(self) -> str:
        """Hairlines around cards and fields."""
        return mix(self.raised, self.text, 0.12)

    @property
    def hover(self) -> str:
        """A raised thing under the pointer."""
        return mix(self.raised, self.text, 0.07)

    @property
    def pressed(self) -> str:
        """A raised thing held down."""
        return mix(self.raised, self.text, 0.13)

    @property
    def accent_hover(self) -> str:
        """The accent under the pointer."""
        return mix(self.accent, self.text, 0.14)

    @property
    def accent_pressed(self) -> str:
        """The accent held down."""
        return mix(self.accent, self.text, 0.26)

    @property
    def accent_soft(self) -> str:
        """A raised thing that is chosen or current."""
        return mix(self.raised, self.accent, 0.16)

    @property
    def accent_mild(self) -> str:
        """The same under the pointer."""
        return mix(self.raised, self.accent, 0.26)

    @property
    def edge(self) -> str:
        """Around what lies over the page: menus, dialogs, panels."""
        return mix(self.raised, self.text, 0.24)

    @property
    def track(self) -> str:
        """The groove of sliders and bars."""
        return mix(self.raised, self.text, 0.14)


DARK: Final = Palette(
    surface="#14161A",
    raised="#1C1F26",
    sunken="#0E1013",
    text="#F2F4F8",
    secondary="#A3ABBA",
    disabled="#5E6675",
    accent="#5B8CFF",
    on_accent="#0B1020",
    good="#3ECF8E",
    warn="#F2B84B",
    bad="#F26D6D",
    warm="#F2B84B",
)

LIGHT: Final = Palette(
    surface="#F6F7F9",
    raised="#FFFFFF",
    sunken="#ECEEF2",
    text="#15181E",
    secondary="#535C6B",
    disabled="#9AA2AF",
    accent="#2F62E6",
    on_accent="#FFFFFF",
    good="#16794F",
    warn="#8F5E00",
    bad="#B93030",
    warm="#C97B00",
)


@cache
def mix(base: str, other: str, share: float) -> str:
    """``base`` with ``share`` of ``other`` in it, channel by channel."""
    pairs = zip(_channels(base), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def contrast(first: str, second: str) -> float:
    """Contrast ratio by WCAG 2.2, 1 … 21."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [_linear(channel / 255) for channel in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(channel: float) -> float:
    # The two branches of sRGB's transfer curve, WCAG 2.2 "relative luminance".
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
