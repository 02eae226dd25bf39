"""`python -m openvideos`: the same as the command `openvideos`."""

import sys

from openvideos.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
