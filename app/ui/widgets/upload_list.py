"""Files on their way to the relay: progress, speed, cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QVBoxLayout, QWidget

from app.ui.theme import Space, Theme
from app.ui.widgets.parts import ElidedLabel, IconButton, IconLabel, label
from app.ui.wording import put_words
from app.ui.words import upload_text

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.core.view import UploadView

#: A dropped folder has hundreds of files; the first few tell enough.
_SHOWN: Final = 3
_STEPS: Final = 1000
_STACKED_BELOW: Final = 420


class _UploadRow(QWidget):
    cancel_requested = Signal(str)

    def __init__(self, theme: Theme, upload: UploadView) -> None:
        super().__init__()
        self.name_label = ElidedLabel("body", Qt.TextElideMode.ElideMiddle)
        self.figures_label = label(role="secondary")
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.cancel_button = IconButton(theme, "remove", lambda: self.tr("Cancel {0}").format(upload.name), size=18)
        self.cancel_button.clicked.connect(lambda: self.cancel_requested.emit(upload.upload_id))
        self._theme = theme
        self._layout = layout = QGridLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.HAIR, 0, Space.HAIR)
        layout.setHorizontalSpacing(Space.MEDIUM)
        layout.setVerticalSpacing(Space.HAIR)
        layout.setColumnStretch(1, 1)
        layout.addWidget(IconLabel(theme, "upload", "accent", 20), 0, 0, 2, 1)
        layout.addWidget(self.name_label, 0, 1)
        layout.addWidget(self.figures_label, 0, 2)
        layout.addWidget(self.bar, 1, 1, 1, 2)
        layout.addWidget(self.cancel_button, 0, 3, 2, 1)
        self.show_upload(upload)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: figures beside the name, or under the bar where they would hide it."""
        narrow = event.size().width() < self._theme.px(_STACKED_BELOW)
        self.figures_label.setWordWrap(narrow)
        self._layout.removeWidget(self.figures_label)
        self._layout.addWidget(self.figures_label, *((2, 1) if narrow else (0, 2)))
        super().resizeEvent(event)

    def show_upload(self, upload: UploadView) -> None:
        self.name_label.set_whole_text(upload.name)
        put_words(self.figures_label, text=lambda: upload_text(upload))
        self.bar.setValue(round(_STEPS * upload.sent_bytes / upload.size_bytes) if upload.size_bytes else 0)
        self.bar.setAccessibleName(upload.name)


class UploadList(QWidget):
    """The first few uploads, and how many more there are."""

    cancel_requested = Signal(str)
    #: Other rows are shown: the Tab key has another way.
    rows_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[str, _UploadRow] = {}
        self._more = label(role="secondary")
        self._more.setContentsMargins(Space.MEDIUM, 0, 0, 0)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, Space.SMALL)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._more)
        self.hide()

    @property
    def rows(self) -> dict[str, _UploadRow]:
        """The rows shown, by upload."""
        return dict(self._rows)

    def show_uploads(self, uploads: tuple[UploadView, ...]) -> None:
        """Show these and no others."""
        before = list(self._rows)
        shown = {upload.upload_id: upload for upload in uploads[:_SHOWN]}
        for gone in self._rows.keys() - shown.keys():
            old = self._rows.pop(gone)
            self._layout.removeWidget(old)
            old.deleteLater()
        for at, (key, upload) in enumerate(shown.items()):
            if key not in self._rows:
                made = self._rows[key] = _UploadRow(self._theme, upload)
                made.cancel_requested.connect(self.cancel_requested)
                self._layout.insertWidget(at, made)
            self._rows[key].show_upload(upload)
        if list(shown) != before:
            self.rows_changed.emit()
        hidden = len(uploads) - len(shown)
        self._more.setVisible(hidden > 0)
        put_words(self._more, text=lambda: self.tr("and {0} more files").format(hidden))
        self.setVisible(bool(uploads))
