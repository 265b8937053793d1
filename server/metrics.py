"""What an operator can watch, in Prometheus' words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable

#: From what a quiet relay needs to what would be heard as a late start, in seconds.
_BUCKETS: Final = (0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)


class Metrics:
    """Counts for one relay, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.fan_out = Histogram(
            "unisono_fan_out_seconds",
            "Handing one broadcast to the sockets of a party.",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.ping_service = Histogram(
            "unisono_ping_service_seconds",
            "From receiving TIME_PING to sending TIME_PONG.",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.messages = self._counter("messages", "Messages from members.")
        self.pings_dropped = self._counter("pings_dropped", "TIME_PINGs beyond the allowance.")
        self.refused = Counter(
            "unisono_refused_total", "Requests answered by ERROR.", ["code"], registry=self._registry
        )
        self.cut = self._counter("members_cut", "Members cut because they fell too far behind.")
        self.flooders = self._counter("flooders_cut", "Connections cut because they went on sending more than allowed.")
        self.turned_away = self._counter("turned_away", "Requests refused because their address asks too often.")
        self.abandoned = self._counter("abandoned", "Connections cut because they asked for nothing, or would not end.")
        self.upload_bytes = self._counter("upload_bytes", "Bytes of uploaded files.")

    def watch(self, name: str, text: str, value: Callable[[], float]) -> None:
        """A figure that is read when somebody asks."""
        Gauge(f"unisono_{name}", text, registry=self._registry).set_function(value)

    def text(self) -> bytes:
        """The page for Prometheus."""
        return generate_latest(self._registry)

    def _counter(self, name: str, text: str) -> Counter:
        return Counter(f"unisono_{name}_total", text, registry=self._registry)
