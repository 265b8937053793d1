"""dev.py: what it would install and run, decided without doing it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import dev

MANAGERS = {manager.program: manager for manager in dev.read_managers(dev.PACKAGES.read_text(encoding="utf-8"))}
APT = MANAGERS["apt-get"]


@pytest.mark.parametrize(
    ("platform", "present", "expected"),
    [
        ("linux", {"apt-get", "dnf"}, "apt-get"),
        ("linux", {"dnf"}, "dnf"),
        ("linux", {"pacman"}, "pacman"),
        ("linux", set(), None),
        ("darwin", {"brew", "apt-get"}, "brew"),
        ("win32", {"winget"}, "winget"),
        ("freebsd14", {"pkg"}, None),
    ],
)
def test_the_manager_of_this_system_is_chosen(platform: str, present: set[str], expected: str | None) -> None:
    manager = dev.choose_manager(
        MANAGERS.values(), platform, lambda program: f"/usr/bin/{program}" if program in present else None
    )
    assert (manager.program if manager else None) == expected


def test_playing_brings_no_test_tools() -> None:
    wanted = dev.wanted_packages(APT, tests=False, pipewire=False, venv_package=None)
    assert "libvlc5" in wanted
    assert "xvfb" not in wanted


def test_the_tests_want_a_sound_server_and_a_display() -> None:
    wanted = dev.wanted_packages(APT, tests=True, pipewire=False, venv_package=None)
    assert {"libvlc5", "pulseaudio", "xvfb", "ffmpeg"} <= set(wanted)


@pytest.mark.parametrize("program", ["apt-get", "dnf", "pacman"])
def test_a_pipewire_desktop_keeps_its_sound_server(program: str) -> None:
    wanted = dev.wanted_packages(MANAGERS[program], tests=True, pipewire=True, venv_package=None)
    assert "pulseaudio" not in wanted
    assert "pipewire-alsa" in wanted


def test_pipewire_for_the_tests_is_had_beside_pulseaudio_but_never_on_a_pipewire_desktop() -> None:
    assert {"pipewire", "pipewire-pulse"} <= set(
        dev.wanted_packages(APT, tests=True, pipewire=False, venv_package=None)
    )
    assert dev.packages_beside(APT, tests=True, pipewire=False) == ("pipewire-alsa",)
    assert dev.packages_beside(APT, tests=True, pipewire=True) == ()
    assert dev.packages_beside(APT, tests=False, pipewire=False) == ()
    assert dev.packages_beside(MANAGERS["pacman"], tests=True, pipewire=False) == ()


def test_debians_bare_python_gets_its_venv_package() -> None:
    assert "python3.11-venv" in dev.wanted_packages(APT, tests=False, pipewire=False, venv_package="python3.11-venv")
    brew = MANAGERS["brew"]
    assert dev.wanted_packages(brew, tests=False, pipewire=False, venv_package="python3.11-venv") == ("vlc",)


@pytest.mark.parametrize(
    ("listing", "missing"),
    [
        ("installed libvlc5\ninstalled xvfb\n", ()),
        ("installed libvlc5\nnot-installed xvfb\n", ("xvfb",)),
        ("installed libvlc5\n", ("xvfb",)),
        ("", ("libvlc5", "xvfb")),
        ("VLC media player  libvlc5  3.0\nXvfb xvfb 21\n", ()),
    ],
    ids=["all there", "removed but known", "unknown", "nothing", "a table with names in a column"],
)
def test_only_what_is_missing_is_installed(listing: str, missing: tuple[str, ...]) -> None:
    assert dev.missing_packages(("libvlc5", "xvfb"), listing) == missing


def test_a_configured_but_removed_package_counts_as_missing() -> None:
    assert dev.missing_packages(("xvfb",), "config-files xvfb\n") == ("xvfb",)


def test_root_needs_no_sudo() -> None:
    commands = dev.install_commands(APT, ["xvfb"], is_root=True)
    assert [command[0] for command in commands] == ["apt-get", "apt-get"]
    assert commands[-1][-1] == "xvfb"


def test_a_person_gets_sudo_where_it_takes_root() -> None:
    assert all(command[0] == "sudo" for command in dev.install_commands(APT, ["xvfb"], is_root=False))
    assert dev.install_commands(MANAGERS["brew"], ["vlc"], is_root=False) == (("brew", "install", "vlc"),)


def test_winget_takes_one_package_at_a_time() -> None:
    commands = dev.install_commands(MANAGERS["winget"], ["A", "B"], is_root=False)
    assert [command[-1] for command in commands] == ["A", "B"]


def test_the_stamp_follows_what_it_stands_for() -> None:
    key = dev.stamp_key([b"pyproject", b"3.11"])
    assert key == dev.stamp_key([b"pyproject", b"3.11"])
    assert key != dev.stamp_key([b"pyproject", b"3.12"])
    assert key != dev.stamp_key([b"pyproject3", b".11"])


@pytest.mark.parametrize(
    ("text", "tests", "fits"),
    [
        ('{"key": "k", "tests": false}', False, True),
        ('{"key": "k", "tests": true}', False, True),
        ('{"key": "k", "tests": false}', True, False),
        ('{"key": "old", "tests": true}', False, False),
        ("[]", False, False),
        ("half a st", False, False),
    ],
    ids=["playing", "tests cover playing", "playing lacks the tests", "changed", "not a stamp", "torn"],
)
def test_a_stamp_is_believed_only_for_what_it_says(text: str, tests: bool, fits: bool) -> None:  # noqa: FBT001 - table
    assert dev.stamp_fits(text, "k", tests=tests) is fits


@pytest.mark.parametrize(
    ("config", "fits"),
    [
        ("home = /usr/bin\nversion = 3.11.7\n", True),
        ("version_info = 3.11.7.final.0\n", True),
        ("version = 3.12.1\n", False),
        ("nonsense\n", False),
    ],
)
def test_a_venv_of_another_python_is_made_anew(config: str, fits: bool) -> None:  # noqa: FBT001 - table
    assert dev.venv_fits(config, (3, 11)) is fits


def test_the_whole_run_checks_then_tests_then_demands_coverage() -> None:
    commands = dev.test_commands("/v/bin/python", {"unit", "rig"}.__contains__, ("app/core/*",))
    lines = [" ".join(command[1:]) for command in commands]
    assert "ruff check" in lines[0]
    assert sum("pytest" in line for line in lines) == 2
    assert "tests/unit" in next(line for line in lines if "-n 2" in line)
    assert "tests/rig" in lines[-3]
    assert "--fail-under=100" in lines[-1]
    assert "--include=app/core/*" in lines[-1]


def test_the_pure_rooms_are_those_of_the_import_contract() -> None:
    pure = dev.pure_rooms((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {"app/core/*", "server/protocol/*", "app/playback/servo.py"} <= set(pure)


def test_without_a_command_it_explains_itself() -> None:
    done = subprocess.run(
        [sys.executable, str(dev.ROOT / "dev.py")], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert "usage: python3 dev.py" in done.stderr


def test_every_command_is_explained() -> None:
    explained = {line.split()[0] for line in dev.USAGE.splitlines() if line.startswith("  ") and line[2] != " "}
    assert explained == set(dev.COMMANDS)
