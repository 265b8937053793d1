from __future__ import annotations

from PySide6.QtGui import QColor, QImage

from app.selftest_window import MIN_COLOURS, count_colours, judge


def test_a_window_with_something_in_it_passes() -> None:
    check = judge({"colours": 700, "width": 1120, "height": 780}, took=0.5)
    assert check.passed
    assert check.figures["tookSec"] == 0.5


def test_an_empty_window_fails() -> None:
    assert not judge({"colours": MIN_COLOURS - 1, "width": 1120, "height": 780}, took=0.5).passed


def test_colours_are_counted_on_a_grid() -> None:
    image = QImage(30, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    image.setPixelColor(3, 3, QColor("red"))
    image.setPixelColor(4, 4, QColor("green"))
    assert count_colours(image) == 2
