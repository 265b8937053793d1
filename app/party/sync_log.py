"""The lines that tell what sync does, in the words of the specification."""

from __future__ import annotations

import logging

from app.core.effects import LogDrift, LogOffset

logger = logging.getLogger("unisono.sync")


def log_sync(effect: LogOffset | LogDrift) -> None:
    """One line in the words of the specification."""
    if isinstance(effect, LogOffset):
        logger.info(
            "[Time Sync] RTT: %.2fms New offset: %.2fms Smoothed: %.2fms",
            effect.rtt_ms,
            effect.offset_ms,
            effect.smoothed_ms,
        )
    else:
        logger.info(
            "[Drift Correction] Current: %.3fs Ideal: %.3fs Drift: %+.4fs Action: %s (%s)",
            effect.current,
            effect.ideal,
            effect.drift,
            effect.action,
            effect.reason,
        )
