from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.ui.models.keyed_list import ROW_ROLE, KeyedListModel

Pair = tuple[str, int]


def made(rows: list[Pair]) -> KeyedListModel[Pair]:
    model: KeyedListModel[Pair] = KeyedListModel(key=lambda r: r[0], text=lambda r: r[0], spoken=lambda r: f"{r}")
    model.show_rows(rows)
    return model


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


rows = st.lists(st.tuples(st.sampled_from("abcdefghij"), st.integers(0, 3)), unique_by=lambda r: r[0])


@given(rows, rows)
def test_any_rows_become_any_others_by_steps_that_qt_accepts(before: list[Pair], after: list[Pair]) -> None:
    model = made(before)
    tester = watched(model)
    kept = {row[0]: QPersistentModelIndex(model.index(at)) for at, row in enumerate(before)}
    model.show_rows(after)
    assert list(model.rows) == after
    for at, row in enumerate(after):
        if row[0] in kept:
            assert kept[row[0]].row() == at
    tester.deleteLater()


def test_moving_one_row_far_down_is_one_step() -> None:
    model = made([(letter, 0) for letter in "abcdef"])
    moves: list[int] = []
    model.rowsMoved.connect(lambda *_args: moves.append(1))
    model.show_rows([(letter, 0) for letter in "bcdefa"])
    assert len(moves) == 1


def test_a_changed_row_is_told_without_moving_anything() -> None:
    model = made([("a", 0), ("b", 0)])
    told: list[int] = []
    model.dataChanged.connect(lambda first, _last: told.append(first.row()))
    model.show_rows([("a", 0), ("b", 1)])
    assert told == [1]


def test_many_changes_at_once_are_one_reset() -> None:
    model = made([(f"old{at}", 0) for at in range(200)])
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.show_rows([(f"new{at}", 0) for at in range(200)])
    assert resets == [1]
    assert len(model.rows) == 200


def test_a_long_shuffle_ends_in_the_right_order() -> None:
    letters = [(f"{at}", 0) for at in range(300)]
    model = made(letters)
    model.show_rows(letters[::-1])
    assert list(model.rows) == letters[::-1]


def test_a_row_has_text_spoken_text_and_itself() -> None:
    model = made([("a", 1)])
    index = model.index(0)
    assert model.data(index) == "a"
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "('a', 1)"
    assert model.data(index, ROW_ROLE) == ("a", 1)
    assert model.data(index, Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    assert model.rowCount(index) == 0
