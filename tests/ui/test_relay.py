from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QGuiApplication

from app.errors import RelayStartError
from app.said import quoted
from app.tasks import TaskSupervisor
from app.ui.dialogs.relay import RelayDialog
from app.ui.relay_desk import RelayDesk, firewall_advice, reachable_addresses
from tests.fakes.party_parts import FakeRelay
from tests.ui.test_window import dialog_over, until

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tests.ui.conftest import Stage

    RunAsync = Callable[[Coroutine[Any, Any, None]], None]

pytestmark = pytest.mark.ui


def test_a_relay_for_others_runs_until_it_is_ended(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    on = stage()
    relay = FakeRelay()

    async def start() -> FakeRelay:
        return relay

    async def script() -> None:
        on.window.relay_desk = RelayDesk(start, TaskSupervisor("test"), on.window)
        on.window.header.relay_requested.emit()
        dialog = await dialog_over(RelayDialog)
        dialog.toggle_button.click()
        await until(lambda: dialog.toggle_button.text() == "End the relay")
        assert str(relay.public.port) in dialog.command_label.text()
        dialog.copy_button.click()
        if addresses := reachable_addresses():
            assert QGuiApplication.clipboard().text() == f"{addresses[0]}:{relay.public.port}"
        dialog.accept()
        await until(lambda: not on.window.questions.busy)
        assert not relay.closed
        on.window.relay_desk.toggle()
        await until(lambda: relay.closed)

    run_async(script())


def test_a_relay_that_does_not_start_says_why(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    on = stage()

    async def start() -> FakeRelay:
        raise RelayStartError("port-in-use", quoted("Port 8750 is taken."))

    async def script() -> None:
        on.window.relay_desk = RelayDesk(start, TaskSupervisor("test"), on.window)
        on.window.header.relay_requested.emit()
        dialog = await dialog_over(RelayDialog)
        dialog.toggle_button.click()
        await until(lambda: dialog.error_label.text() == "Port 8750 is taken.")
        assert dialog.toggle_button.isEnabled()
        dialog.accept()
        await until(lambda: not on.window.questions.busy)

    run_async(script())


def test_only_addresses_that_others_reach_are_named() -> None:
    found = [ipaddress.ip_address(address) for address in reachable_addresses()]
    assert not any(address.is_loopback or address.is_link_local for address in found)


@pytest.mark.parametrize(
    ("platform", "command"), [("linux", "sudo ufw allow 8750/tcp"), ("win32", "localport=8750"), ("darwin", "")]
)
def test_each_system_has_its_own_firewall(platform: str, command: str) -> None:
    words, typed = firewall_advice(8750, platform)
    assert "cannot connect" in words
    assert command in typed
