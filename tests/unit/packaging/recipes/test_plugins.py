from __future__ import annotations

import pytest

from recipes import plugins


@pytest.mark.parametrize(
    ("suffix", "file"),
    [
        (".so", "codec/libopus_plugin.so"),
        (".dll", "codec/libopus_plugin.dll"),
        (".dylib", "codec/libopus_plugin.dylib"),
    ],
)
def test_a_plugin_has_the_systems_file_name(suffix: str, file: str) -> None:
    assert plugins.plugin_file("codec/opus", suffix) == file


def test_a_plugin_that_two_groups_need_is_carried_once() -> None:
    table = {"vorbis": ("demux/ogg", "codec/vorbis"), "opus": ("demux/ogg", "codec/opus")}
    chosen = plugins.choose(table, lambda _file: True, ".so")
    assert chosen == ("demux/libogg_plugin.so", "codec/libvorbis_plugin.so", "codec/libopus_plugin.so")


def test_a_missing_codec_stops_the_build() -> None:
    with pytest.raises(plugins.PluginMissingError, match="which opus needs"):
        plugins.choose({"opus": ("codec/opus",)}, lambda _file: False, ".so")


def test_a_missing_plugin_of_another_system_does_not() -> None:
    assert plugins.choose({"output": ("audio_output/auhal",)}, lambda _file: False, ".so") == ()


def test_the_table_names_every_codec_that_the_self_test_tries() -> None:
    table = plugins.groups()
    assert {"core", "wav", "aiff", "flac", "mp3", "aac", "vorbis", "opus", "matroska", "ffmpeg"} <= set(table)
    assert all(name.count("/") == 1 for names in table.values() for name in names)
