from __future__ import annotations

from pathlib import Path

from recipes import product, windows

SCRIPT = windows.script(Path("C:/b/unisono"), Path("C:/d"), sign_tool="")


def lines_of(section: str) -> list[str]:
    body = SCRIPT.split(f"[{section}]", 1)[1].split("\n[", 1)[0]
    return [line for line in body.splitlines() if line and not line.startswith(";")]


def test_it_installs_for_one_person_without_administrator_rights() -> None:
    assert "PrivilegesRequired=lowest" in lines_of("Setup")
    assert all(line.startswith("Root: HKCU") for line in lines_of("Registry"))


def test_every_kind_of_music_is_offered_and_none_is_taken() -> None:
    registry = "\n".join(lines_of("Registry"))
    for suffix in (suffix for kind in product.KINDS for suffix in kind.suffixes):
        assert rf"\.{suffix}\OpenWithProgids" in registry
    assert "UserChoice" not in registry


def test_invites_open_the_app() -> None:
    assert any("URL Protocol" in line for line in lines_of("Registry"))


def test_the_firewall_opens_only_on_consent_and_closes_again() -> None:
    tasks = [line for line in lines_of("Tasks") if "firewall" in line]
    assert tasks[0].endswith("Flags: unchecked")
    assert all("Tasks: firewall" in line for line in (*lines_of("Run"), *lines_of("UninstallRun")) if "netsh" in line)
    assert "delete rule" in "\n".join(lines_of("UninstallRun"))


def test_tasks_that_are_named_exist() -> None:
    named = {
        part.split(": ")[1] for line in SCRIPT.splitlines() for part in line.split("; ") if part.startswith("Tasks: ")
    }
    assert named <= {line.split('"')[1] for line in lines_of("Tasks")}


def test_a_signing_tool_is_used_where_one_is_named() -> None:
    assert "SignTool=mine" in windows.script(Path("b"), Path("d"), sign_tool="mine")
    assert "SignTool" not in SCRIPT
