"""Where the frozen relay starts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from libraries import prepare

prepare(Path(getattr(sys, "_MEIPASS", ".")), os.environ)

from server.__main__ import main  # noqa: E402 - its OpenSSL may be one that was prepared

sys.exit(main())
