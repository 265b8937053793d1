"""Where the frozen relay starts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from libraries import prepare

# A relay calls nobody. aiohttp reads every certificate authority at its import all the same: 2 MB and 30 ms.
os.environ["SSL_CERT_FILE"] = os.environ["SSL_CERT_DIR"] = os.devnull
# Its compiled part brings the C++ library, 1 MB, to append to lists of callbacks at start.
os.environ["FROZENLIST_NO_EXTENSIONS"] = "1"
prepare(Path(getattr(sys, "_MEIPASS", ".")), os.environ)

from server.__main__ import main  # noqa: E402 - its OpenSSL may be one that was prepared

sys.exit(main())
