"""Pictures as small PNGs: 256 colours chosen for each picture, which is all that flat surfaces and text need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Colours = NDArray[np.int64]

_MOST: Final = 256
# PNG's own scale in Qt: 0 is the tightest packing.
_TIGHTEST: Final = 0


def save_small(image: QImage, path: Path) -> None:
    """Write ``image`` to ``path``.

    Raises:
        OSError: it could not be written.
    """
    pixels = _pixels(image)
    packed = (pixels[..., 2].astype(np.int64) << 16) | (pixels[..., 1].astype(np.int64) << 8) | pixels[..., 0]
    values, inverse, counts = np.unique(packed, return_inverse=True, return_counts=True)
    colours = np.stack([values >> 16, values >> 8 & 255, values & 255], axis=1)
    palette, place = _palette(colours, counts)
    indexed = place[inverse].reshape(packed.shape).astype(np.uint8)
    small = QImage(image.width(), image.height(), QImage.Format.Format_Indexed8)
    small.setColorTable([0xFF000000 | int(r) << 16 | int(g) << 8 | int(b) for r, g, b in palette])
    rows: Any = np.frombuffer(small.bits(), np.uint8).reshape(small.height(), small.bytesPerLine())
    rows[:, : small.width()] = indexed
    if not small.save(str(path), "PNG", _TIGHTEST):  # type: ignore[call-overload]
        raise OSError(f"{path} could not be written")


def _pixels(image: QImage) -> NDArray[np.uint8]:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine() // 4, 4)
    return flat[:, : plain.width(), :3].copy()


def _palette(colours: Colours, counts: Colours) -> tuple[Colours, Colours]:
    """At most 256 colours, and for each of ``colours`` which of them stands for it: a median cut."""
    boxes = [np.arange(len(colours))]
    # Seldom colours count too: an icon is small and must keep its hue.
    weights = np.sqrt(counts)
    while len(boxes) < _MOST:
        spreads = [np.ptp(colours[box], axis=0).max() * weights[box].sum() ** 0.5 for box in boxes]
        widest = int(np.argmax(spreads))
        if spreads[widest] == 0:
            break
        boxes[widest : widest + 1] = _halves(boxes[widest], colours, weights)
    palette = np.array([np.average(colours[box], axis=0, weights=counts[box]).round() for box in boxes], np.int64)
    place = np.empty(len(colours), np.int64)
    for at, box in enumerate(boxes):
        place[box] = at
    return palette, place


def _halves(box: Colours, colours: Colours, weights: NDArray[np.float64]) -> list[Colours]:
    channel = int(np.argmax(np.ptp(colours[box], axis=0)))
    ordered = box[np.argsort(colours[box, channel], kind="stable")]
    levels = colours[ordered, channel]
    middle = int(np.searchsorted(np.cumsum(weights[ordered]), weights[ordered].sum() / 2))
    # Never between two colours of one level, and never an empty half.
    cut = int(np.searchsorted(levels, levels[min(middle, len(levels) - 1)], side="left"))
    if cut == 0:
        cut = int(np.searchsorted(levels, levels[0], side="right"))
    return [ordered[:cut], ordered[cut:]]
