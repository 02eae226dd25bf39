"""Contract fuzzing: schemathesis throws requests at a server, and each answer has to be inside the contract.

Against the emulator, fresh and with a key; or against OPENVIDEOS_FUZZ_URL with OPENVIDEOS_FUZZ_API_KEY (scripts/fuzz).
The same requests each time: seed and number of examples are fixed, nothing is remembered, one request at a time.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest
import schemathesis
from hypothesis import strategies as st
from PIL import Image
from schemathesis.engine import Status, events, from_schema
from schemathesis.transport.serialization import Binary

from openvideos.contract import Contract

CUT = 300


@attrs.frozen(kw_only=True)
class Target:
    """A server under test: where it is, its key, and the part of the contract that it says it serves."""

    base_url: str
    api_key: str | None = attrs.field(repr=False)
    document: dict[str, Any] = attrs.field(repr=False)
    all_succeed: bool  # whether each operation, and not only one, has to answer with 2xx at times


@pytest.fixture
def target() -> Iterator[Target]:
    """The server that scripts/fuzz names, or a fresh emulator with a key."""
    if base_url := os.environ.get("OPENVIDEOS_FUZZ_URL", "").rstrip("/"):
        api_key = os.environ.get("OPENVIDEOS_FUZZ_API_KEY")
        yield Target(base_url=base_url, api_key=api_key, document=served(base_url), all_succeed=False)
        return
    from openvideos.emulator import Emulator

    api_key = secrets.token_urlsafe()
    # so fast that every job has ended when the next request comes: what is found doesn't depend on the machine
    with Emulator(api_key=api_key, time_scale=1_000_000) as emulator:
        document = served(emulator.base_url)
        yield Target(base_url=emulator.base_url, api_key=api_key, document=document, all_succeed=True)


def served(base_url: str) -> dict[str, Any]:
    """The contract, less the operations that a server which publishes a description of itself leaves out of it."""
    document = deepcopy(Contract.load().document)
    theirs = described(base_url)
    paths = {
        path: {name: operation for name, operation in item.items() if name in theirs.get(path, ())}
        for path, item in document["paths"].items()
    }
    operations = [operation for item in paths.values() for operation in item.values()]
    if not operations:  # no description, or one of something else
        return document
    names = {operation["operationId"] for operation in operations}
    answers = [answer for operation in operations for answer in operation["responses"].values()]
    for answer in (*answers, *document["components"]["responses"].values()):
        links = answer.get("links", {})
        answer["links"] = {name: link for name, link in links.items() if link["operationId"] in names}
    return {**document, "paths": paths}


def described(base_url: str) -> dict[str, Any]:
    """The paths of the description that a server publishes of itself; none if it doesn't."""
    found, problem = None, None
    try:
        answer = httpx.get(f"{base_url}/openapi.json")
        found = answer.json() if answer.is_success else None
    except httpx.TransportError as error:
        problem = error
    except ValueError:  # a page for people
        pass
    if problem:  # said out here, or else pytest shows how httpx came to it
        pytest.fail(f"{base_url}: no answer: {problem}", pytrace=False)
    paths = found.get("paths") if isinstance(found, dict) else None
    return paths if isinstance(paths, dict) else {}


@pytest.fixture
def fuzz(target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Runs phases of schemathesis over the target's operations, in a folder that is thrown away.

    What the fixture gives returns a paragraph for each kind of failure.
    """
    monkeypatch.chdir(tmp_path)

    def run(*phases: str, examples: int, mode: str = "all") -> list[str]:
        config = schemathesis.Config.from_dict(configuration(target, phases, examples, mode))
        found, successes = findings(schemathesis.openapi.from_dict(target.document, config=config))
        enough = all if target.all_succeed else any
        if mode != "negative" and not enough(successes.values()):
            found.append(f"too little was tried; how often each operation answered with 2xx: {successes}")
        return found

    return run


def configuration(target: Target, phases: tuple[str, ...], examples: int, mode: str) -> dict[str, Any]:
    """Everything that makes two runs the same; all checks of schemathesis are on."""
    return {
        "seed": 1,
        "base-url": target.base_url,
        "headers": {"Authorization": f"Bearer {target.api_key}"} if target.api_key else {},
        "workers": 1,
        "continue-on-failure": True,
        "request-timeout": 30,
        "phases": {"enabled": False, **{phase: {"enabled": True} for phase in phases}},
        "generation": {
            "max-examples": examples,
            "mode": mode,
            "database": "none",
            "deterministic": True,
        },
        # each of its answers may be a clip that is rendered for it
        "operations": [{"include-operation-id": "download_content", "generation": {"max-examples": min(examples, 10)}}],
    }


@schemathesis.check
def inside_the_contract(ctx: schemathesis.CheckContext, response: schemathesis.Response, case: Any) -> None:
    if case.method.upper() != case.operation.method.upper():
        return  # a method that the path doesn't have: what it answers is no operation's answer
    headers = {name: ", ".join(values) for name, values in response.headers.items()}
    found = Contract.load().check_response(
        case.operation.definition.raw["operationId"],
        status=response.status_code,
        headers=headers,
        body=response.content,
    )
    assert not found, "; ".join(violation.message for violation in found)


@schemathesis.check
def errors_have_the_envelope(ctx: schemathesis.CheckContext, response: schemathesis.Response, case: Any) -> None:
    if response.status_code >= 400 and case.method.upper() != "HEAD":
        found = Contract.load().check_schema("ErrorResponse", response.json())
        assert not found, "; ".join(violation.message for violation in found)


@schemathesis.check
def no_key_is_said_again(ctx: schemathesis.CheckContext, response: schemathesis.Response, case: Any) -> None:
    key = str(response.request.headers.get("Authorization", "")).removeprefix("Bearer ")
    if len(key) > 8:  # a shorter one may be part of something else
        assert key not in repr((response.headers, response.content)), "the answer contains the key"


@schemathesis.hook
def filter_case(context: schemathesis.HookContext, case: Any) -> bool:
    # On multipart a number or a list of one in a text field is the same bytes as a string, so that no server can
    # refuse it; tests/emulator has a table of multipart bodies that have to be refused.
    return not (case.media_type == "multipart/form-data" and case.meta and case.meta.generation.mode.is_negative)


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: Any, kwargs: dict[str, Any]) -> None:
    # Where a file or an object may stand, both would go out as text, which is neither: each gets its media type.
    if case.media_type == "multipart/form-data" and isinstance(case.body, dict):
        case.multipart_content_types = {
            name: "application/json" if isinstance(value, dict) else "image/png"
            for name, value in case.body.items()
            if isinstance(value, dict | bytes | Binary)
        }


def picture() -> bytes:
    """A file that create takes: what is unreadable is refused, rightly, though the schema takes any bytes."""
    file = BytesIO()
    Image.new("RGB", (64, 64), "teal").save(file, "PNG")
    return file.getvalue()


schemathesis.openapi.format("binary", st.just(picture()))


def findings(schema: Any) -> tuple[list[str], dict[str, int]]:
    """Runs the engine; a paragraph for each kind of failure, and how often each operation has answered with 2xx."""
    failures: dict[tuple[str, str], str] = {}
    successes = dict.fromkeys((each.ok().definition.raw["operationId"] for each in schema.get_all_operations()), 0)
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            failures[type(event).__name__, cut(event)] = cut(event)
        if not isinstance(event, events.ScenarioFinished):
            continue
        for case_id, interaction in event.recorder.interactions.items():
            case, response = event.recorder.cases[case_id].value, interaction.response
            if response is not None and 200 <= response.status_code < 300:
                successes[case.operation.definition.raw["operationId"]] += 1
            for node in event.recorder.checks.get(case_id, ()):
                if node.status is not Status.SUCCESS:
                    info = node.failure_info
                    title, said = (info.failure.title, info) if info else (node.name, None)
                    failures.setdefault((case.operation.label, title), finding(case, node.name, response, said))
    return list(failures.values()), successes


def finding(case: Any, check: str, response: schemathesis.Response | None, info: Any) -> str:
    """A paragraph: what was expected, what was asked, what was answered."""
    lines = [f"{case.operation.label}: {check}"]
    if info:
        lines += [f"expected: {cut(info.failure)}", f"asked: {cut(info.code_sample)}"]
    lines.append(f"answered: {response.status_code} {cut(response.content)}" if response else "no answer")
    return "\n    ".join(lines)


def cut(value: object) -> str:
    """One line of bounded length: prompts may have 32,000 characters."""
    line = " ".join(str(value).split())
    return line if len(line) <= CUT else f"{line[:CUT]}... ({len(line)} characters)"
