from __future__ import annotations

from recipes import elf

OBJDUMP = """
/x/libQt6Gui.so.6:     file format elf64-x86-64

Dynamic Section:
  NEEDED               libEGL.so.1
  NEEDED               libc.so.6
  SONAME               libQt6Gui.so.6
  RUNPATH              $ORIGIN

Version References:
  required from libc.so.6:
    0x09691a75 0x00 09 GLIBC_2.2.5
    0x0969197b 0x00 08 GLIBC_2.28
"""
CACHE = """\
2 libs found in cache `/etc/ld.so.cache'
\tlibz.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libz.so.1
\tlibz.so.1 (libc6,x86-64) => /opt/other/libz.so.1
\tlibz.so.1 (libc6) => /lib/i386-linux-gnu/libz.so.1
"""


def test_objdump_tells_name_needs_and_the_newest_c_library() -> None:
    found = elf.parse_objdump(OBJDUMP)
    assert found == elf.Needs(soname="libQt6Gui.so.6", needed=("libEGL.so.1", "libc.so.6"), glibc=(2, 28))


def test_a_file_without_a_dynamic_section_needs_nothing() -> None:
    assert elf.parse_objdump("") == elf.Needs(soname="", needed=(), glibc=(0, 0))


def test_the_loader_takes_the_first_library_of_its_own_architecture() -> None:
    assert elf.parse_loader_cache(CACHE, "x86-64") == {"libz.so.1": "/lib/x86_64-linux-gnu/libz.so.1"}


def test_a_library_comes_after_what_it_needs() -> None:
    needs = {"a": ("b", "c"), "b": ("c",), "c": ("libc.so.6",)}
    assert elf.closure(["a"], needs.__getitem__, ()) == ("c", "b", "a")


def test_what_is_provided_and_what_only_it_needs_stays_out() -> None:
    needs = {"a": ("mine",), "mine": ("d",), "d": ()}
    assert elf.closure(["a"], needs.__getitem__, ["mine"]) == ("a",)


def test_libraries_that_need_each_other_come_once() -> None:
    needs = {"a": ("b",), "b": ("a",)}
    assert elf.closure(["a", "b"], needs.__getitem__, ()) == ("b", "a")
