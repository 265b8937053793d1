"""A host at the real window: from the choice of a file to what the guests hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QUrl
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.core.view import Phase
from tests.ui.hand import FileManager, needs_hand, until
from tests.ui.live import Guest, Person, SecondWindow, live
from tests.ui.test_window import dialog_over

if TYPE_CHECKING:
    from pathlib import Path

    from app.ui.theme import Theme

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("theme"), needs_hand]


async def choose(ann: Person, *files: Path) -> None:
    """Type names into the open file dialog, as one who knows where the music lies."""
    dialog = await dialog_over(QFileDialog)
    dialog.activateWindow()  # as a window manager would
    await until(dialog.isActiveWindow, "the file dialog")
    await ann.hand.type(" ".join(f'"{file}"' for file in files) if len(files) > 1 else str(files[0]))
    await ann.hand.key("Return")
    await until(lambda: not ann.window.questions.busy, "the file dialog goes")
    ann.window.activateWindow()


def test_from_the_chosen_file_to_a_guest_who_hears_it_takes_at_most_three_clicks(
    tmp_path: Path, theme: Theme, songs: list[Path]
) -> None:
    async def script(ann: Person) -> None:
        await ann.hand.click(ann.window.start_page.choose_button)
        await choose(ann, songs[2])
        ann.hand.clicks = 0
        await until(lambda: ann.view.phase is Phase.PREPARING, "preparing")
        await ann.sees("Preparing")
        await ann.sees("Playing")
        await ann.hand.click(ann.page.invite.copy_link_button)
        other = await SecondWindow.open(tmp_path / "bea", theme, "Bea")
        bea = other.person
        try:
            await bea.hand.key("ctrl+v")
            await until(lambda: bea.view.phase is Phase.PLAYING and bea.view.synchronised, "Bea hears it")
            assert ann.hand.clicks + bea.hand.clicks <= 3
            apart = bea.view.position_now(bea.view.position_at) - ann.view.position_now(bea.view.position_at)
            assert abs(apart) < 0.05
        finally:
            await other.close()

    live(script, tmp_path / "ann")


def test_a_party_from_dropped_files_is_steered_with_mouse_and_keys(tmp_path: Path, songs: list[Path]) -> None:
    one, two, long = songs
    late = tmp_path / "three.flac"
    late.write_bytes(two.read_bytes())

    def files() -> QMimeData:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(each)) for each in (long, one, two)])
        return mime

    async def script(ann: Person) -> None:
        page, hand = ann.page, ann.hand
        manager = FileManager(files)
        manager.show()
        zone = ann.window.start_page.choose_button
        await hand.drag(manager.place, zone.mapToGlobal(QPoint(zone.width() // 2, -30)))
        manager.close()
        manager.deleteLater()
        await ann.sees("Playing")
        await until(lambda: len(ann.view.queue) == 3, "three tracks")
        bea = Guest(tmp_path, "Bea", "join", ann.view.invite_short)
        try:
            await bea.sees("state", phase="playing", title="long")

            # Pause, play, and seek on the waveform.
            await hand.click(page.transport.play_button)
            await bea.sees("state", phase="paused")
            await ann.sees("Paused for everybody")
            await until(lambda: all(bar is not None for bar in page.seek_bar.bars) and page.seek_bar.bars, "waveform")
            await hand.click(page.seek_bar, QPoint(round(page.seek_bar.x_of(60.5)), 12))
            await until(lambda: page.seek_bar.elapsed_text == "1:00", "one minute")
            await hand.key("space")
            assert (await bea.sees("state", phase="playing"))["positionSec"] == pytest.approx(60, abs=3)

            # The queue, by mouse, by keys, and back.
            await drag_item(ann, 2, 0)
            assert await order(bea, "two", "long", "one")
            await hand.click(page.queue.viewport(), page.queue.visualRect(page.queue.queue.index(0)).center())
            await hand.key("Down", "Down", "alt+Up")
            assert await order(bea, "two", "one", "long")
            await hand.key("ctrl+z")
            assert await order(bea, "two", "long", "one")
            await hand.key("Delete")
            assert await order(bea, "two", "long")
            await until(lambda: offers(ann, "Undo"), "Undo")
            await hand.click(offers(ann, "Undo")[-1])
            assert await order(bea, "two", "long", "one")

            # More music by Ctrl+O, and on to the next track.
            await hand.key("ctrl+o")
            await choose(ann, late)
            assert await order(bea, "two", "long", "one", "three")
            await hand.key("ctrl+Right")
            await bea.sees("state", phase="playing", title="one")
        finally:
            assert await bea.close() == 0

    live(script, tmp_path / "ann")


def offers(person: Person, words: str) -> list[QPushButton]:
    """The buttons with these words in the window's toasts."""
    buttons = person.window.toasts.findChildren(QPushButton)
    return [each for each in buttons if each.isVisible() and each.text() == words]


async def order(guest: Guest, *titles: str) -> bool:
    """Wait until a guest has the queue in this order."""
    while True:
        event = await guest.sees("queue")
        if tuple(item["title"] for item in event["items"]) == titles:
            return True


async def drag_item(person: Person, row: int, before: int) -> None:
    listed = person.page.queue
    view = listed.viewport()
    start = listed.visualRect(listed.queue.index(row)).center()
    end = listed.visualRect(listed.queue.index(before))
    await person.hand.drag(view.mapToGlobal(start), view.mapToGlobal(QPoint(start.x(), end.top() + 2)))
