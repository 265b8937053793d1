from __future__ import annotations

import importlib
import os
import sys

import pytest

from app.playback.worker_command import WORKERS, worker_command, worker_environment


@pytest.mark.parametrize("name", WORKERS)
def test_a_source_tree_starts_the_module(name: str) -> None:
    assert worker_command(name) == [sys.executable, "-m", WORKERS[name]]
    assert callable(importlib.import_module(WORKERS[name]).main)


def test_a_frozen_bundle_starts_itself_with_the_hidden_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert worker_command("decode-worker") == [sys.executable, "decode-worker"]
    assert worker_environment() == dict(os.environ)
