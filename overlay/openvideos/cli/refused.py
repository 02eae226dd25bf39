"""What was typed and can't be done."""

from typing import ClassVar

import click

__all__ = ["Refused"]


class Refused(click.ClickException):
    """Bad input: the message is one line that says what was found and what is allowed."""

    exit_code: ClassVar[int] = 2
