"""What the snippets start in pip's place: watch_pty.py, compiled once and for all.

Started as `python -I -S watch.py RECORD SHELL DEPTH PROGRAM NAME [ARGUMENT ...]`.
PROGRAM is the absolute file to run, NAME and the arguments are its argv. What Python is
started with it compiles each time; what that imports it compiles once.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # without the cost of `typing`

sys.path.insert(0, __file__.rpartition("/")[0])
try:
    if TYPE_CHECKING:
        from pep668hook.watch_pty import main
    else:
        from watch_pty import main
except Exception:  # noqa: BLE001 # half uninstalled: the shell sees that no pip has run
    sys.exit(1)
del sys.path[0]

main(sys.argv[1:])
