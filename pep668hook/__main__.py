"""Run the command line by `python -m pep668hook`."""

from __future__ import annotations

import os
import sys

from pep668hook.cli import main

status = main()
try:
    sys.stdout.flush()
    sys.stderr.flush()
except OSError:  # Python has its own way with what cannot be written
    sys.exit(status)
# To take apart all that was imported would be 35 ms more in front of a person.
os._exit(status)
