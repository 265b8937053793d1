"""The sync inspector: what the sync does, over the last minutes, and what to do about a loudspeaker that is late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.pages.page import Page
from app.ui.sync_history import SPAN
from app.ui.theme import Space, Theme
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.parts import IconButton, button, card, column, label, row
from app.ui.widgets.time_plot import Point, TimePlot
from app.ui.wording import put_words
from app.ui.words import figure_text, sync_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLabel

    from app.core.view import PartyView
    from app.ui.sync_history import Sample
    from app.ui.wording import Words

_CONTENT: Final = 860
_NUDGE_MS: Final = 5
#: Samples further apart than this do not belong to one line.
_GAP_SEC: Final = 3.0


class InspectorPage(Page):
    """Shows samples and the present figures; emits what a person asks for."""

    offset_requested = Signal(float)
    metronome_requested = Signal()
    trace_requested = Signal()
    diagnostics_requested = Signal()
    back_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._offset = 0.0
        self.back_button = IconButton(theme, "back", lambda: self.tr("Back"))
        self.back_button.clicked.connect(lambda _checked=False: self.back_requested.emit())
        self.drift_label = label(role="strong")
        self.rtt_label = label(role="strong")
        self.rate_label = label(role="strong")
        span = float(SPAN)
        self.drift_plot = TimePlot(theme, lambda: self.tr("ms"), span=span, least=0.5, signed=True)
        self.rtt_plot = TimePlot(theme, lambda: self.tr("ms"), span=span, least=1.0, signed=False)
        self.rate_plot = TimePlot(theme, lambda: self.tr("ppm"), span=span, least=20.0, signed=True)
        self.delay_label = label(role="strong")
        self.late_button = button(lambda: self.tr("I am heard too late"), clicked=lambda: self._nudge(_NUDGE_MS))
        self.early_button = button(lambda: self.tr("I am heard too early"), clicked=lambda: self._nudge(-_NUDGE_MS))
        self.metronome_button = button(
            lambda: self.tr("Play a metronome for everybody"), "quiet", clicked=self.metronome_requested.emit
        )
        self.trace_button = button(lambda: self.tr("Save the figures…"), clicked=self.trace_requested.emit)
        self.copy_button = button(lambda: self.tr("Copy diagnostics"), clicked=self.diagnostics_requested.emit)
        self.empty_label = label(lambda: self.tr("Figures appear here once you are in a party."), "quiet", wrap=True)
        self._build()

    def show_view(self, view: PartyView) -> None:
        """The present figures."""
        sync = view.sync
        self._offset = view.output_offset_ms
        offset = f"{self._offset:+.0f}" if self._offset else "0"
        put_words(self.delay_label, text=lambda: self.tr("{0} ms").format(offset))
        self.metronome_button.setVisible(view.is_host)
        self.empty_label.setVisible(sync is None)
        figures = (self.drift_label, self.rtt_label, self.rate_label)
        if sync is None:
            for figure in figures:
                put_words(figure, text="–")
            return
        put_words(self.drift_label, text=lambda: sync_text(sync.drift_ms, sync.uncertainty_ms))
        put_words(self.rtt_label, text=lambda: figure_text(sync.rtt_ms))
        put_words(self.rate_label, text=lambda: self.tr("{0} ppm").format(f"{sync.rate_ppm:+.0f}"))

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Draw them, oldest first."""
        newest = samples[-1].at if samples else 0.0
        drift, rtt, rate = [], [], []
        last_at = last_heard = float("-inf")
        for sample in samples:
            age, sync = newest - sample.at, sample.sync
            rtt.append(Point(age=age, value=sync.rtt_ms, gap=sample.at - last_at > _GAP_SEC))
            last_at = sample.at
            if not sample.heard:
                continue
            gap = sample.at - last_heard > _GAP_SEC
            last_heard = sample.at
            half = min(sync.uncertainty_ms, 1e4)
            drift.append(Point(age=age, value=sync.drift_ms, half=half, gap=gap, marked=sample.jumped))
            rate.append(Point(age=age, value=sync.rate_ppm, gap=gap, marked=sample.jumped))
        self.drift_plot.show_points(drift)
        self.rtt_plot.show_points(rtt)
        self.rate_plot.show_points(rate)

    def _nudge(self, by: float) -> None:
        self.offset_requested.emit(self._offset + by)

    def _build(self) -> None:
        title = row(self.back_button, label(lambda: self.tr("Sync inspector"), "title"), None)
        tools = FlowLayout(self.copy_button, self.trace_button)
        content = QWidget()
        content.setMaximumWidth(self._theme.px(_CONTENT))
        content.setLayout(
            column(
                title,
                self.empty_label,
                self._plot_card(
                    lambda: self.tr("Drift"),
                    lambda: self.tr(
                        "How far I am from the party’s time; the band is the uncertainty, dashed lines are jumps."
                    ),
                    self.drift_label,
                    self.drift_plot,
                ),
                self._delay_card(),
                self._plot_card(
                    lambda: self.tr("Round trips"),
                    lambda: self.tr("How long a question to the relay takes until its answer is here."),
                    self.rtt_label,
                    self.rtt_plot,
                ),
                self._plot_card(
                    lambda: self.tr("Corrections"),
                    lambda: self.tr("By how much the speed is changed to stay in time; 100 ppm cannot be heard."),
                    self.rate_label,
                    self.rate_plot,
                ),
                tools,
                None,
                spacing=Space.LARGE,
            )
        )
        outer = row(margin=Space.WIDE)
        outer.addStretch(1)
        outer.addWidget(content, 100)
        outer.addStretch(1)
        self.set_content(outer)

    def _plot_card(self, title: Words, hint: Words, figure: QLabel, plot: TimePlot) -> QFrame:
        made = card()
        put_words(plot, accessibleName=title, accessibleDescription=hint)
        head = row(label(title, "section"), None, figure)
        made.setLayout(column(head, label(hint, "secondary", wrap=True), plot, spacing=Space.HAIR, margin=Space.WIDE))
        return made

    def _delay_card(self) -> QFrame:
        made = card()
        words = label(
            lambda: self.tr(
                "Stand between two laptops and press until the clicks sound like one. Only this one changes."
            ),
            "secondary",
            wrap=True,
        )
        made.setLayout(
            column(
                row(label(lambda: self.tr("Sound delay"), "section"), None, self.delay_label),
                words,
                FlowLayout(self.late_button, self.early_button, self.metronome_button, ends=1),
                spacing=Space.SMALL,
                margin=Space.WIDE,
            )
        )
        return made
