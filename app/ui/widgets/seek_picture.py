"""What the seek bar looks like, from figures alone: the waveform or a groove, the position, the pointer, the times."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.ui.theme import Space, Theme, Type
from app.ui.widgets.wave_picture import HEIGHT, WavePicture

#: Where the line of figures begins.
FIGURES: Final = HEIGHT + 6
#: The knob's radius, and the margin that it needs on both sides.
KNOB: Final = 8.0
_GROOVE: Final = 6.0
# Elapsed and remaining stand at the ends; a preview keeps clear of them.
_CLEAR: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekLook:
    """What is to be seen; places are x in px.

    Attributes:
        width: of the bar.
        bars: of the waveform; empty for a groove.
        played: where the position is, or None without a length.
        decoded: how far the track is decoded, 0 … 1.
        hover: where the pointer would seek to.
        preview: the time at the pointer or the drag, in words.
        preview_x: where that stands.
        dragged: whether the position is being moved.
    """

    width: float
    bars: tuple[float | None, ...]
    played: float | None
    decoded: float
    hover: float | None
    preview: str
    preview_x: float
    elapsed: str
    remaining: str
    dragged: bool
    seekable: bool
    focused: bool


def groove_of(width: float) -> QRectF:
    """The line along which the position moves, in a bar of a width."""
    return QRectF(KNOB, HEIGHT / 2 - _GROOVE / 2, max(1.0, width - 2 * KNOB), _GROOVE)


def paint_seek_bar(painter: QPainter, theme: Theme, wave: WavePicture, look: SeekLook, ratio: float) -> None:
    """All of it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if look.bars and look.played is not None:
        _paint_wave(painter, theme, wave, look, look.played, ratio)
    else:
        _paint_groove(painter, theme, look)
    _paint_figures(painter, theme, look)


def _paint_wave(  # noqa: PLR0917 - as `paint_seek_bar`
    painter: QPainter, theme: Theme, wave: WavePicture, look: SeekLook, played: float, ratio: float
) -> None:
    pointed = None if look.dragged else look.hover
    stops = sorted({0.0, played, played if pointed is None else pointed, look.width})
    for left, right in pairwise(stops):
        is_between = pointed is not None and min(played, pointed) <= left < max(played, pointed)
        part = "between" if is_between else "past" if left < played else "ahead"
        painter.setClipRect(QRectF(left, 0, right - left, HEIGHT))
        painter.drawPixmap(QPointF(0, 0), wave.pixmap(part, look.bars, groove_of(look.width), ratio))
    painter.setClipping(False)
    _paint_line(painter, theme, played, "text")
    if pointed is not None:
        _paint_line(painter, theme, pointed, "secondary")
    if look.focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(1, 1, look.width - 2, HEIGHT - 2), 6, 6)


def _paint_line(painter: QPainter, theme: Theme, x: float, tint: str) -> None:
    painter.setBrush(theme.color(tint))
    painter.drawRoundedRect(QRectF(x - 1, 0, 2, HEIGHT), 1, 1)


def _paint_groove(painter: QPainter, theme: Theme, look: SeekLook) -> None:
    groove = groove_of(look.width)
    lines = [(groove.right(), "track", 1.0)]
    if look.played is not None:
        lines.append((groove.left() + groove.width() * min(1.0, look.decoded), "text", 0.16))
        if look.hover is not None:
            lines.append((look.hover, "text", 0.18))
        lines.append((look.played, "accent", 1.0))
    for right, tint, strength in lines:
        painter.setBrush(theme.color(tint, strength))
        line = QRectF(groove.left(), groove.top(), max(0.0, right - groove.left()), groove.height())
        painter.drawRoundedRect(line, _GROOVE / 2, _GROOVE / 2)
    if look.played is not None and look.seekable:
        _paint_knob(painter, theme, look, QPointF(look.played, groove.center().y()))


def _paint_knob(painter: QPainter, theme: Theme, look: SeekLook, centre: QPointF) -> None:
    radius = KNOB if look.focused or look.hover is not None else KNOB - 2
    painter.setBrush(theme.color("text"))
    painter.drawEllipse(centre, radius, radius)
    if look.focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawEllipse(centre, KNOB + 2, KNOB + 2)


def _paint_figures(painter: QPainter, theme: Theme, look: SeekLook) -> None:
    painter.setFont(theme.font(Type.SECONDARY))
    painter.setPen(theme.color("text" if look.dragged else "secondary"))
    height = painter.fontMetrics().height()
    box = QRectF(KNOB - 2, FIGURES, look.width - 2 * KNOB + 4, height)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft, look.elapsed)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight, look.remaining)
    if look.preview:
        width = painter.fontMetrics().horizontalAdvance(look.preview) + Space.SMALL
        left = min(max(box.left() + _CLEAR, look.preview_x - width / 2), box.right() - _CLEAR - width)
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(left, FIGURES, width, height), Qt.AlignmentFlag.AlignCenter, look.preview)
