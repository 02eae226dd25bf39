"""Makes the tree the last release; `api` and `contract` are steps of scripts/drift."""

import argparse
import sys
from pathlib import Path

from .held import hold_api, hold_contract
from .packages import PackagesError
from .release import next_steps, obstacles, write_record

ROOT = Path(__file__).resolve().parents[2]
HOLDS = {"api": hold_api, "contract": hold_contract}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/release", usage="%(prog)s [VERSION] [--check]", description=__doc__)
    parser.add_argument("what", choices=[*HOLDS, "release"], help=argparse.SUPPRESS)
    parser.add_argument("version", nargs="?", metavar="VERSION", help="the one that is meant, as a safeguard")
    parser.add_argument("--check", action="store_true", help="say what stands in the way, and write nothing")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    options = parser.parse_args(argv)
    try:
        if options.what in HOLDS:
            return _hold(options.what, options.root)
        return _release(options.root, options.version, check=options.check)
    except FileNotFoundError as error:
        hint = "; scripts/release writes it" if "released" in str(error.filename) else ""
        print(f"scripts/release: {error.filename}: missing{hint}", file=sys.stderr)
    except (ValueError, OSError, PackagesError) as error:
        print(f"scripts/release: {error}", file=sys.stderr)
    except Exception as error:  # noqa: BLE001 - the process edge: 1 would mean that the answer is no
        print(f"scripts/release: {type(error).__name__}: {error}", file=sys.stderr)
    return 2


def _hold(what: str, root: Path) -> int:
    held = HOLDS[what](root)
    print("\n".join([*([] if held.ok else held.lines), held.summary]))
    return 0 if held.ok else 1


def _release(root: Path, version: str | None, *, check: bool) -> int:
    found = list(obstacles(root, version))
    if found:
        print("\n".join(found), file=sys.stderr)
        return 1
    if check:
        print("nothing stands in the way")
        return 0
    print(*(f"{path}: written" for path in write_record(root)), "then:", sep="\n")
    print(*(f"    {step}" for step in next_steps(root)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
