"""scripts/regenerate: writes generated/openvideos_api/, or says how it departs from what the contract gives."""

import argparse
import sys
import tempfile
from pathlib import Path

from .package import RegenerationError, build
from .tree import differences, files, replace

ROOT = Path(__file__).resolve().parents[2]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/regenerate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 with a diff if the tree is stale")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    options = parser.parse_args(argv)
    target = options.root / "generated" / "openvideos_api"
    try:
        target.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".regenerate-", dir=None if options.check else target.parent) as work:
            new = Path(work) / target.name
            build(options.root / "openapi", new)
            stale = list(differences(target, new)) if target.exists() else ["missing: openvideos_api\n"]
            if options.check:
                sys.stdout.writelines(line if line.endswith("\n") else line + "\n" for line in stale)
                if stale:
                    print("generated/ is not what openapi/ gives; run scripts/regenerate", file=sys.stderr)
                return 1 if stale else 0
            if stale:
                replace(target, new)
    except (RegenerationError, ValueError, OSError) as error:
        print(f"scripts/regenerate: {error}", file=sys.stderr)
        return 2
    except Exception as error:  # noqa: BLE001 - the process edge: 1 would mean drift
        print(f"scripts/regenerate: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    print(f"generated/openvideos_api: {len(files(target))} files, {'written' if stale else 'unchanged'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
