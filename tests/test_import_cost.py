"""What is loaded when: names cost nothing, a client little, the first request the rest."""

import json
import subprocess
import sys

import pytest

HEAVY = ["attrs", "attr", "httpx", "jsonschema_rs", "openvideos_api.models", "openvideos_api.resource", "asyncio"]
NEAR = "base_url='http://127.0.0.1:1/v1'"

STEPS: dict[str, tuple[str, set[str]]] = {
    "the package": ("import openvideos", set()),
    "a client's name": ("from openvideos import OpenVideos, AsyncOpenVideos", set()),
    "an error's name": ("from openvideos import NotFoundError, ContractWarning", set()),
    "omit": ("from openvideos import omit, not_given; assert not omit; assert not not_given", set()),
    "a client": (f"from openvideos import OpenVideos; repr(OpenVideos({NEAR}))", {"attrs", "attr"}),
    "an asynchronous client": (f"from openvideos import AsyncOpenVideos; AsyncOpenVideos({NEAR})", {"attrs", "attr"}),
    "contract defaults": ("import openvideos; openvideos.contract_defaults('create')", {"attrs", "attr"}),
    "the command line's help": (
        """
import contextlib, io
from openvideos.cli.main import main
with contextlib.redirect_stdout(io.StringIO()):
    main(["--help"])
""",
        {"attrs", "attr", "openvideos_api.models"},
    ),
    "a request": (
        f"""
from openvideos import OpenVideos, APIConnectionError
try:
    OpenVideos({NEAR}, max_retries=0).videos.retrieve("v")
except APIConnectionError:
    pass
""",
        set(HEAVY),
    ),
}


@pytest.mark.parametrize(("code", "loaded"), STEPS.values(), ids=STEPS)
def test_only_what_is_needed_is_loaded(code: str, loaded: set[str]) -> None:
    ask = f"{code}\nimport json, sys\nprint(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    run = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert set(json.loads(run.stdout)) == loaded
