from __future__ import annotations

from pathlib import Path

from recipes import codecs


def test_ffmpeg_stays_under_the_lgpl() -> None:
    options = codecs.configure_options(Path("/x"), has_assembler=False)
    assert not any("gpl" in option or "nonfree" in option for option in options)
    assert "--disable-everything" in options
    assert "--disable-x86asm" in options


def test_an_assembler_is_used_where_there_is_one() -> None:
    assert "--disable-x86asm" not in codecs.configure_options(Path("/x"), has_assembler=True)


def test_what_libvlc_decodes_by_itself_has_no_second_decoder() -> None:
    own = {"flac", "vorbis", "opus", "mp3", "mp3float"}
    assert not own & set(codecs.DECODERS.split(","))


def test_both_forms_of_apt_lists_are_asked_for_sources(tmp_path: Path) -> None:
    new, old = tmp_path / "debian.sources", tmp_path / "sources.list"
    new.write_text("Types: deb\nSuites: bookworm\n")
    old.write_text("# deb is commented\ndeb [signed-by=/k] address bookworm main\n")
    assert codecs.source_lists([new, old]) == {
        "debian.sources": "Types: deb-src\nSuites: bookworm\n",
        "sources.list": "# deb is commented\ndeb-src [signed-by=/k] address bookworm main\n",
    }
