"""PortAudio: the wheel's own copy on Windows and macOS, the system's (or the fallback) on Linux."""

import sys

from PyInstaller.utils.hooks import collect_dynamic_libs

binaries = collect_dynamic_libs("_sounddevice_data") if sys.platform != "linux" else []
