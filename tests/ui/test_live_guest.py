"""A guest at the real window, and what everybody meets: a network that goes, another language and look, the demo."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from app.cli.arguments import Options
from app.cli.demo import show_demo
from app.core.view import BannerKind, Phase
from app.paths import paths_under
from app.relay_process import start_relay
from app.settings import Settings, save_settings
from app.window_start import WindowOptions
from tests.support.cut_proxy import CutProxy
from tests.ui.hand import needs_hand, until
from tests.ui.live import Guest, Person, live
from tests.ui.test_live_hosting import choose

if TYPE_CHECKING:
    from pathlib import Path

    from app.ui.widgets.choice import Choice

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("theme"), needs_hand]


def test_a_guest_joins_by_code_keeps_the_music_without_network_and_is_told_the_end(
    tmp_path: Path, songs: list[Path]
) -> None:
    async def script(bea: Person) -> None:
        page, hand = bea.window.start_page, bea.hand
        ann = Guest(tmp_path, "Ann", "host", str(songs[2]), "--play", "--port", "0", "--listen", "127.0.0.1")
        try:
            opened = await ann.sees("party")
            async with CutProxy("127.0.0.1", int(opened["invite"].rpartition(":")[2])) as network:
                await hand.click(page.code_field.edit)
                await hand.type(f"{opened['code'].lower()[:3]} {opened['code'].lower()[3:]}@127.0.0.1:{network.port}")
                await hand.key("Return")
                await bea.sees("Playing")
                assert bea.page.transport.guest_label.text() == "Ann is in control"

                await network.cut()
                await until(lambda: bea.window.banner.text_label.text().startswith("Reconnecting"), "reconnecting")
                assert bea.status.startswith("Playing")
                await network.restore()
                await until(lambda: not bea.window.banner.isVisible(), "back")
                assert bea.status.startswith("Playing")
                ann.say("quit")
                await until(page.ended_label.isVisible, "the end")
                assert page.ended_label.text() == "The host ended the party."
        finally:
            assert await ann.close() == 0

    live(script, tmp_path / "bea")


def test_an_upload_that_hangs_is_cancelled_and_the_next_one_plays(tmp_path: Path, songs: list[Path]) -> None:
    async def script(ann: Person, proxy: CutProxy) -> None:
        await until(lambda: ann.view.phase is Phase.STOPPED, "the party")
        proxy.stall()
        await ann.hand.key("ctrl+o")
        await choose(ann, songs[2])
        await until(lambda: ann.page.uploads.rows, "the upload")
        (row,) = ann.page.uploads.rows.values()
        await ann.hand.click(row.cancel_button)
        await until(lambda: not ann.page.uploads.isVisible(), "it is gone")
        await proxy.restore()
        await until(lambda: ann.view.banner is None or ann.view.banner.kind is not BannerKind.RECONNECTING, "back")
        await ann.hand.key("ctrl+o")
        await choose(ann, songs[0])
        await ann.sees("Playing")
        assert [item.title for item in ann.view.queue] == ["one"]

    async def with_relay(ann: Person) -> None:
        relay = await start_relay(data_dir=tmp_path / "relay", port=0, host="127.0.0.1")
        try:
            async with CutProxy("127.0.0.1", relay.local.port) as proxy:
                ann.controller.create_party(name="Ann", relay=f"http://127.0.0.1:{proxy.port}")
                await script(ann, proxy)
                ann.controller.end_party()
                await until(lambda: ann.view.phase is Phase.LEFT, "the end")
        finally:
            await relay.close()

    live(with_relay, tmp_path / "ann")


def test_another_language_and_look_are_chosen_with_the_mouse_while_music_plays_and_kept(
    tmp_path: Path, songs: list[Path]
) -> None:
    async def change(ann: Person) -> None:
        page, settings = ann.page, ann.window.settings_page
        await ann.sees("Playing")
        await ann.hand.click(page.chat.fold_button)
        await ann.hand.type("half a sen")
        await ann.hand.key("ctrl+comma")
        await until(settings.isVisible, "the settings")
        await choose_value(ann, settings.appearance, "light")
        await choose_value(ann, settings.language, "de")
        await until(lambda: settings.back_button.toolTip() == "Zurück", "German at once")
        assert settings.appearance.currentText() == "Hell"
        assert not settings.restart_label.isVisible()
        await ann.hand.key("Escape")
        await until(page.isVisible, "the party")
        await ann.sees("Läuft")
        assert ann.view.phase is Phase.PLAYING
        assert page.chat.field.text() == "half a sen"

    async def look(ann: Person) -> None:
        assert ann.window.start_page.choose_button.text() == "Musik auswählen …"
        assert QGuiApplication.palette().window().color().lightness() > 128

    save_settings(paths_under(tmp_path).settings_file, Settings(name="Ann", appearance="dark", language="en"))
    live(change, tmp_path, window=WindowOptions(files=(songs[2],), play=True))
    live(look, tmp_path)


def test_the_demo_plays_in_two_windows_until_it_is_ended(tmp_path: Path) -> None:
    options = replace(Options(), output="null")

    async def script(ann: Person) -> None:
        button = ann.window.start_page.demo_button
        await ann.hand.click(button)
        # Their titles begin with the track once it plays.
        await until(lambda: len(titles(".+ – Unisono – (Host|Guest)")) == 2, "two windows that play")
        ann.window.activateWindow()
        ann.window.raise_()
        await ann.hand.click(button)
        await until(lambda: button.text() == "Try the demo", "the end")
        assert titles("Unisono – (Host|Guest)") == []
        assert ann.window.toasts.texts == ()

    live(script, tmp_path, demo=partial(show_demo, options, paths_under(tmp_path)))


def titles(pattern: str) -> list[str]:
    """Windows on the screen with such a title."""
    found = subprocess.run(["xdotool", "search", "--name", pattern], capture_output=True, text=True, check=False)
    return found.stdout.split()


async def choose_value(person: Person, choice: Choice, value: object) -> None:
    """Open a choice and click one of its values."""
    await person.hand.click(choice)
    view = choice.view()
    await until(view.isVisible, "the values")
    at = choice.model().index(choice.findData(value), 0)
    await person.hand.click(view.viewport(), view.visualRect(at).center())
    await until(lambda: choice.currentData() == value, f"{value} is chosen")
