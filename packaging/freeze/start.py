"""Where the frozen app starts: make the bundle's libraries findable, then be the window, a relay or a decode worker."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from libraries import prepare

prepare(Path(getattr(sys, "_MEIPASS", ".")), os.environ)

if sys.argv[1:2] == ["decode-worker"]:
    # Before everything else: a worker starts for each track and needs neither the command line nor the window.
    from app.playback.decode_worker import main as work

    work()
elif sys.argv[1:2] == ["speaker-worker"]:
    from app.playback.speaker_worker import main as speak

    speak()
elif sys.argv[1:2] == ["relay"]:
    from server.__main__ import main as relay

    sys.exit(relay(sys.argv[2:]))
else:
    from app.__main__ import main

    sys.exit(main())
