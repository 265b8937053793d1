"""The self-test from the source, and that it can fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from recipes import plugins, product

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="libVLC is taken apart by its Linux names")


def selftest(*parts: str, env: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
    only = [word for part in parts for word in ("--only", part)]
    done = subprocess.run(
        (sys.executable, "-m", "app", "selftest", *only),
        cwd=product.ROOT,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, report


def test_decoders_output_and_relay_pass_here(tmp_path: Path) -> None:
    status, report = selftest("decoders", "output", "relay", env={"UNISONO_HOME": str(tmp_path)})
    assert [check for check in report["checks"] if not check["passed"]] == []
    assert status == 0
    assert len(report["checks"]) == 14


def test_a_lost_codec_plugin_is_noticed(tmp_path: Path) -> None:
    source = plugins.find_install()
    plugins.carry(source, tmp_path)
    (tmp_path / "plugins" / plugins.plugin_file("codec/opus")).unlink()
    for second in ("codec/avcodec", "demux/avformat"):
        (tmp_path / "plugins" / plugins.plugin_file(second)).unlink()
    found = {
        "UNISONO_LIBVLC": str(tmp_path / "libvlc.so.5"),
        "UNISONO_VLC_PLUGINS": str(tmp_path / "plugins"),
        # libVLC adds the plugins beside its own library, so that one has to be the copy too.
        "LD_LIBRARY_PATH": str(tmp_path),
    }
    status, report = selftest("decoders", env=found)
    failed = {check["name"] for check in report["checks"] if not check["passed"]}
    assert status == 1
    assert {"decode opus.opus", "decode opus.webm"} <= failed
    assert "decode flac.flac" not in failed
