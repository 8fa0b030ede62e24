"""Run the command line by `python -m pep668hook`."""

from __future__ import annotations

import sys

from pep668hook.cli import main

sys.exit(main())
