"""Where the command starts: what was typed -> an exit code, whatever happens in between."""

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (by default the process's own) and return its exit code.

    0 yes; 1 the answer is no: an error status, a failed job; 2 no answer: bad usage, unreachable server, full disk;
    130 interrupted.
    """
    try:
        import click  # noqa: F401
    except ImportError:
        print("openvideos: the command line needs click; in a clone: pip install '.[cli]'", file=sys.stderr)  # noqa: T201
        return 2
    try:
        from .edge import run

        return run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:  # while something was still being imported, or cleaned up
        return 130
