"""What an extra needs is looked for by the package's own metadata."""

import pytest

from openvideos.extras import missing

ABSENT = "no-such-distribution"


@pytest.mark.parametrize(
    ("requirements", "found"),
    [
        (["click>=8; extra == 'emulator'"], None),
        (["click>=8; extra == 'emulator'", f"{ABSENT}<2,>=1 ; extra == 'emulator'"], ABSENT),
        ([f'{ABSENT}; python_version > "3" and extra == "emulator"'], ABSENT),
        ([f"{ABSENT}; extra == 'cli'"], None),
        ([ABSENT], None),
        ([], None),
    ],
    ids=["installed", "absent", "with another marker", "another extra", "no extra", "nothing"],
)
def test_the_first_that_is_missing_is_named(requirements: list[str], found: str | None) -> None:
    assert missing("emulator", requirements) == found


def test_here_nothing_is_missing() -> None:
    assert missing("emulator") is None
    assert missing("cli") is None
