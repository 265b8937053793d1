from __future__ import annotations

from pathlib import Path

import pytest

from recipes import trial


def test_the_environment_names_no_python_and_no_programs() -> None:
    assert set(trial.bare_environment(Path("/home"))) <= {
        "HOME",
        "UNISONO_HOME",
        "LANG",
        "PATH",
        "SYSTEMROOT",
        "WINDIR",
    }


def test_the_root_holds_the_bundle_and_no_vlc(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    (bundle / "unisono").write_text("program")
    place = trial.build_root(bundle, tmp_path / "root")
    assert (place / "unisono").read_text() == "program"
    names = {path.name for path in (tmp_path / "root").rglob("*")}
    assert not any(name.startswith(("libvlc", "python")) for name in names)


def test_an_unprivileged_build_takes_a_user_namespace() -> None:
    assert "--user" in trial.confined(["/x"], Path("/r"), is_root=False)
    assert "--user" not in trial.confined(["/x"], Path("/r"), is_root=True)


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", "/b/unisono/unisono"),
        ("win32", "/b/unisono/unisono-cli.exe"),
        ("darwin", "/b/Unisono.app/Contents/MacOS/unisono"),
    ],
)
def test_the_executable_with_a_console_is_tried(platform: str, place: str) -> None:
    assert trial.program(Path("/b/unisono"), platform) == Path(place)


def test_failures_are_told_one_a_line() -> None:
    checks = [
        {"name": "decode flac.flac", "passed": False, "detail": "not-audio"},
        {"name": "relay", "passed": True, "detail": "ready"},
    ]
    assert trial.failures({"checks": checks}) == "    decode flac.flac: not-audio"
