from __future__ import annotations

from pathlib import Path

from recipes import bundle


def test_linux_and_windows_keep_everything_in_one_folder() -> None:
    assert bundle.places(Path("/b/unisono"), "linux") == (Path("/b/unisono/_internal"), Path("/b/unisono/_internal"))


def test_a_mac_keeps_code_and_data_apart() -> None:
    code, data = bundle.places(Path("/b/unisono"), "darwin")
    assert code == Path("/b/Unisono.app/Contents/Frameworks")
    assert data == Path("/b/Unisono.app/Contents/Resources")


def test_links_count_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "large").write_bytes(bytes(300))
    (tmp_path / "small").write_bytes(bytes(20))
    (tmp_path / "link").symlink_to("inner/large")
    assert bundle.size_of(tmp_path) == 320
    assert bundle.largest(tmp_path, 1) == [("inner/large", 300)]


def test_everything_gets_one_date(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "file").touch()
    (tmp_path / "inner" / "dangling").symlink_to("nowhere")
    bundle.clamp_times(tmp_path, 1234)
    paths = [tmp_path, *tmp_path.rglob("*")]
    assert {path.lstat().st_mtime for path in paths} == {1234}
