"""``python -m tms``: the command line."""

import sys

from tms.cli import main

sys.exit(main())
