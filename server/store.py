"""What survives a restart: parties, tracks and the clock, in one SQLite file."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from server.errors import InUseError, StartError
from server.party import PartyState
from server.track_store import StoredTrack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

logger = logging.getLogger(__name__)

_T = TypeVar("_T")

_SCHEMA_VERSION: Final = 1
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS parties (code TEXT PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tracks (track_id TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS clock (only INTEGER PRIMARY KEY CHECK (only = 1), record BLOB NOT NULL);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRecord:
    """Server time at the zero of the monotonic clock of one boot of this machine."""

    boot_id: str
    offset_ms: float
    epoch: str


@dataclass(slots=True, kw_only=True)
class Saved:
    """Everything an earlier run left."""

    parties: list[PartyState] = field(default_factory=list)
    tracks: list[StoredTrack] = field(default_factory=list)
    clock: ClockRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row to write; None deletes it."""

    table: str
    key: str
    blob: bytes | None


class Store:
    """A small embedded store; every method blocks and is called by one thread at a time.

    Args:
        path: the database; its folder exists.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None

    def open(self) -> None:
        """Open the file for this process alone; one that cannot be read is put aside and a new one begun.

        Raises:
            InUseError: another relay uses it.
            StartError: the disk refuses.
        """
        try:
            self._connect()
        except sqlite3.OperationalError as error:
            self.close()
            if "locked" in str(error):
                raise InUseError(
                    f"The data folder {self._path.parent} is in use by another relay. Choose another with --data-dir."
                ) from error
            raise StartError(
                f"The relay's memory {self._path} cannot be opened ({error}). Check the disk, or use --data-dir."
            ) from error
        except sqlite3.DatabaseError:
            self.close()
            broken = self._path.with_suffix(".broken")
            logger.exception("The relay's memory was damaged and begins anew; the old file is %s", broken)
            self._path.replace(broken)
            self._connect()

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def load(self) -> Saved:
        """Read everything; rows that this version cannot read are left out and said."""
        clocks = self._rows("SELECT record FROM clock", ClockRecord)
        return Saved(
            parties=self._rows("SELECT state FROM parties", PartyState),
            tracks=self._rows("SELECT record FROM tracks", StoredTrack),
            clock=clocks[0] if clocks else None,
        )

    def save_clock(self, record: ClockRecord) -> None:
        """Remember the clock."""
        with self._open_db() as db:
            db.execute("INSERT OR REPLACE INTO clock VALUES (1, ?)", (msgspec.json.encode(record),))

    def write(self, changes: Sequence[Change]) -> None:
        """All of it or nothing."""
        with self._open_db() as db:
            for table, column, statement in (
                ("parties", "code", "INSERT OR REPLACE INTO parties VALUES (?, ?)"),
                ("tracks", "track_id", "INSERT OR REPLACE INTO tracks VALUES (?, ?)"),
            ):
                mine = [change for change in changes if change.table == table]
                db.executemany(statement, [(each.key, each.blob) for each in mine if each.blob is not None])
                gone = [(each.key,) for each in mine if each.blob is None]
                db.executemany(f"DELETE FROM {table} WHERE {column} = ?", gone)  # noqa: S608 - names from just above

    def _connect(self) -> None:
        # The saver's thread takes over from the thread that opens; never two at once.
        db = self._db = sqlite3.connect(self._path, check_same_thread=False, timeout=1.0)
        # EXCLUSIVE keeps a second relay out; WAL with NORMAL survives a killed process without a sync for each write.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > _SCHEMA_VERSION:
            raise StartError(
                f"The data folder {self._path.parent} was written by a newer relay. Update, or use --data-dir."
            )
        # Damage deep in the file would otherwise show only when a row there is read.
        damage = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise sqlite3.DatabaseError(damage)
        db.executescript(_SCHEMA)
        db.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")

    def _open_db(self) -> sqlite3.Connection:
        if self._db is None:
            raise StartError("The relay's memory is not open.")
        return self._db

    def _rows(self, query: str, kind: type[_T]) -> list[_T]:
        return list(_decoded(self._open_db().execute(query), kind))


def _decoded(rows: Iterable[tuple[bytes]], kind: type[_T]) -> Iterable[_T]:
    for (blob,) in rows:
        try:
            yield msgspec.json.decode(blob, type=kind)
        except msgspec.DecodeError:
            logger.exception("A %s that was saved cannot be read and is left out", kind.__name__)
