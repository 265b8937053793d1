"""The few functions of libpulse that an output needs, declared for ctypes.

Signatures and constants are those of the public headers (pulse/stream.h, pulse/def.h, pulse/introspect.h), whose
binary interface has been stable since version 0.9.
"""

from __future__ import annotations

import ctypes as c
import ctypes.util
from typing import Any, Final

SAMPLE_FLOAT32NE: Final = 5  # PA_SAMPLE_FLOAT32LE; all systems that we build for are little-endian
CONTEXT_NOAUTOSPAWN: Final = 1
CONTEXT_READY, CONTEXT_FAILED, CONTEXT_TERMINATED = 4, 5, 6
STREAM_READY, STREAM_FAILED, STREAM_TERMINATED = 2, 3, 4
STREAM_NOT_MONOTONIC: Final = 0x0004
STREAM_FIX_RATE: Final = 0x0080
STREAM_ADJUST_LATENCY: Final = 0x2000
STREAM_EARLY_REQUESTS: Final = 0x4000
OPERATION_RUNNING: Final = 0
SUBSCRIPTION_MASK_SINK: Final = 0x0001
SUBSCRIPTION_MASK_SERVER: Final = 0x0080
SEEK_RELATIVE: Final = 0
DEFAULT: Final = 0xFFFFFFFF

CONTEXT_NOTIFY = c.CFUNCTYPE(None, c.c_void_p, c.c_void_p)
STREAM_NOTIFY = c.CFUNCTYPE(None, c.c_void_p, c.c_void_p)
STREAM_REQUEST = c.CFUNCTYPE(None, c.c_void_p, c.c_size_t, c.c_void_p)
STREAM_SUCCESS = c.CFUNCTYPE(None, c.c_void_p, c.c_int, c.c_void_p)
TIME_EVENT = c.CFUNCTYPE(None, c.c_void_p, c.c_void_p, c.c_void_p, c.c_void_p)


class SampleSpec(c.Structure):
    """pa_sample_spec."""

    _fields_ = (("format", c.c_int), ("rate", c.c_uint32), ("channels", c.c_uint8))


class BufferAttr(c.Structure):
    """pa_buffer_attr."""

    _fields_ = (
        ("maxlength", c.c_uint32),
        ("tlength", c.c_uint32),
        ("prebuf", c.c_uint32),
        ("minreq", c.c_uint32),
        ("fragsize", c.c_uint32),
    )


class Timeval(c.Structure):
    """struct timeval."""

    _fields_ = (("sec", c.c_long), ("usec", c.c_long))


class TimingInfo(c.Structure):
    """pa_timing_info."""

    _fields_ = (
        ("timestamp", Timeval),
        ("synchronized_clocks", c.c_int),
        ("sink_usec", c.c_uint64),
        ("source_usec", c.c_uint64),
        ("transport_usec", c.c_uint64),
        ("playing", c.c_int),
        ("write_index_corrupt", c.c_int),
        ("write_index", c.c_int64),
        ("read_index_corrupt", c.c_int),
        ("read_index", c.c_int64),
        ("configured_sink_usec", c.c_uint64),
        ("configured_source_usec", c.c_uint64),
        ("since_underrun", c.c_int64),
    )


class ServerInfo(c.Structure):
    """The beginning of pa_server_info."""

    _fields_ = (
        ("user_name", c.c_char_p),
        ("host_name", c.c_char_p),
        ("server_version", c.c_char_p),
        ("server_name", c.c_char_p),
        ("sample_spec", SampleSpec),
        ("default_sink_name", c.c_char_p),
    )


class SinkInfo(c.Structure):
    """The beginning of pa_sink_info."""

    _fields_ = (("name", c.c_char_p), ("index", c.c_uint32), ("description", c.c_char_p))


SERVER_INFO = c.CFUNCTYPE(None, c.c_void_p, c.POINTER(ServerInfo), c.c_void_p)
SUBSCRIPTION = c.CFUNCTYPE(None, c.c_void_p, c.c_int, c.c_uint32, c.c_void_p)
SINK_INFO = c.CFUNCTYPE(None, c.c_void_p, c.POINTER(SinkInfo), c.c_int, c.c_void_p)

_P, _S, _I = c.c_void_p, c.c_char_p, c.c_int
_SIGNATURES: Final[dict[str, tuple[Any, list[Any]]]] = {
    "pa_threaded_mainloop_new": (_P, []),
    "pa_threaded_mainloop_free": (None, [_P]),
    "pa_threaded_mainloop_start": (_I, [_P]),
    "pa_threaded_mainloop_stop": (None, [_P]),
    "pa_threaded_mainloop_lock": (None, [_P]),
    "pa_threaded_mainloop_unlock": (None, [_P]),
    "pa_threaded_mainloop_wait": (None, [_P]),
    "pa_threaded_mainloop_signal": (None, [_P, _I]),
    "pa_threaded_mainloop_get_api": (_P, [_P]),
    "pa_context_new": (_P, [_P, _S]),
    "pa_context_unref": (None, [_P]),
    "pa_context_connect": (_I, [_P, _S, _I, _P]),
    "pa_context_disconnect": (None, [_P]),
    "pa_context_get_state": (_I, [_P]),
    "pa_context_set_state_callback": (None, [_P, CONTEXT_NOTIFY, _P]),
    "pa_context_errno": (_I, [_P]),
    "pa_context_get_server_info": (_P, [_P, SERVER_INFO, _P]),
    "pa_context_get_sink_info_list": (_P, [_P, SINK_INFO, _P]),
    "pa_context_set_subscribe_callback": (None, [_P, SUBSCRIPTION, _P]),
    "pa_context_subscribe": (_P, [_P, _I, _P, _P]),
    "pa_context_rttime_new": (_P, [_P, c.c_uint64, TIME_EVENT, _P]),
    "pa_context_rttime_restart": (None, [_P, _P, c.c_uint64]),
    "pa_rtclock_now": (c.c_uint64, []),
    "pa_strerror": (_S, [_I]),
    "pa_stream_new": (_P, [_P, _S, c.POINTER(SampleSpec), _P]),
    "pa_stream_unref": (None, [_P]),
    "pa_stream_connect_playback": (_I, [_P, _S, c.POINTER(BufferAttr), _I, _P, _P]),
    "pa_stream_disconnect": (_I, [_P]),
    "pa_stream_get_state": (_I, [_P]),
    "pa_stream_set_state_callback": (None, [_P, STREAM_NOTIFY, _P]),
    "pa_stream_set_write_callback": (None, [_P, STREAM_REQUEST, _P]),
    "pa_stream_set_moved_callback": (None, [_P, STREAM_NOTIFY, _P]),
    "pa_stream_set_suspended_callback": (None, [_P, STREAM_NOTIFY, _P]),
    "pa_stream_is_suspended": (_I, [_P]),
    "pa_stream_write": (_I, [_P, _P, c.c_size_t, _P, c.c_int64, _I]),
    "pa_stream_writable_size": (c.c_size_t, [_P]),
    "pa_stream_get_timing_info": (c.POINTER(TimingInfo), [_P]),
    "pa_stream_update_timing_info": (_P, [_P, STREAM_SUCCESS, _P]),
    "pa_stream_get_sample_spec": (c.POINTER(SampleSpec), [_P]),
    "pa_stream_get_device_name": (_S, [_P]),
    "pa_stream_get_buffer_attr": (c.POINTER(BufferAttr), [_P]),
    "pa_stream_set_buffer_attr": (_P, [_P, c.POINTER(BufferAttr), STREAM_SUCCESS, _P]),
    "pa_operation_unref": (None, [_P]),
    "pa_operation_get_state": (_I, [_P]),
}


def load() -> c.CDLL | None:
    """The library, or None where it is not installed."""
    try:
        library = c.CDLL(ctypes.util.find_library("pulse") or "libpulse.so.0")
    except OSError:
        return None
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library
