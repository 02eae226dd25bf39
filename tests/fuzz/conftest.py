"""Contract fuzzing: schemathesis throws requests at a server, and each answer has to be inside the contract.

Against the emulator, fresh and with a key; or against OPENVIDEOS_FUZZ_URL with OPENVIDEOS_FUZZ_API_KEY (scripts/fuzz).
The same requests each time: seed and number of examples are fixed, nothing is remembered, one request at a time.
OPENVIDEOS_FUZZ_SEED is another seed, and OPENVIDEOS_FUZZ_LOG a file to which each run adds a line (scripts/soak).
"""

import json
import os
import secrets
import zlib
from collections.abc import Callable, Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import attrs
import av
import httpx
import pytest
import schemathesis
from hypothesis import strategies as st
from PIL import Image
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.engine import Status, events, from_schema
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.transport.serialization import Binary

from openvideos.contract import Contract

CUT = 300


@attrs.frozen(kw_only=True)
class Target:
    """A server under test: where it is, its key, and the part of the contract that it says it serves."""

    base_url: str
    api_key: str | None = attrs.field(repr=False)
    document: dict[str, Any] = attrs.field(repr=False)
    all_succeed: bool  # whether each operation, and not only one, can be made to answer with 2xx


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
    JOBS.clear()

    def run(*phases: str, examples: int, mode: str = "all", wants: Callable[..., bool] | None = all) -> list[str]:
        seed = os.environ.get("OPENVIDEOS_FUZZ_SEED")
        config = schemathesis.Config.from_dict(configuration(target, phases, examples, mode, int(seed or 1)))
        outcome = findings(schemathesis.openapi.from_dict(target.document, config=config))
        if wants and (seed or not target.all_succeed):  # of a few examples, other seeds make other ones
            wants = any
        if wants and not wants(outcome.successes.values()):
            outcome.failures.append(f"too little was tried; 2xx by operation: {outcome.successes}")
        with Path(os.environ.get("OPENVIDEOS_FUZZ_LOG", os.devnull)).open("a") as log:
            log.write(json.dumps(attrs.asdict(outcome)) + "\n")
        return outcome.failures

    return run


def configuration(target: Target, phases: tuple[str, ...], examples: int, mode: str, seed: int) -> dict[str, Any]:
    """Everything that makes two runs the same; all checks of schemathesis are on."""
    return {
        "seed": seed,
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
    contract, operation = Contract.load(), case.operation.definition.raw["operationId"]
    sent = response.request
    asked = contract.match(str(sent.method), str(sent.url))
    kind = str(sent.headers.get("Content-Type", ""))
    found = contract.check_response(
        operation,
        status=response.status_code,
        headers=headers,
        body=response.content,
        request=asked.values(kind, sent.body) if asked and asked.operation.id == operation else None,
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


PICTURE, PNG = Image.new("RGB", (96, 64), "teal"), BytesIO()
PICTURE.save(PNG, "PNG")


def mp4() -> bytes:
    with av.open(file := BytesIO(), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=8, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *PICTURE.size, "yuv420p"
        frame: av.VideoFrame = av.VideoFrame.from_image(PICTURE)  # type: ignore[no-untyped-call]
        for _ in range(8):
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return file.getvalue()


READABLE, UNREADABLE = b"a file that can be read", b"neither a picture nor a video"
# the members that are files: their media type, and what goes out for READABLE
FILES = {"video": ("video/mp4", mp4()), "input_reference": ("image/png", PNG.getvalue())}
SHORT = ("4", "8", "12")  # seconds of jobs from which others are made, as longer ones take long to render
JOBS: list[str] = []  # ids that the server under test has given, and not deleted since
GONE: set[str] = set()  # ids that it says are deleted
REFUSABLE: set[str] = set()  # cases with an unreadable file, or a page behind an id that the server didn't give

schemathesis.openapi.format("binary", st.sampled_from([READABLE, READABLE, READABLE, UNREADABLE]))


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: Any, kwargs: dict[str, Any]) -> None:
    """Give a request what its schema can't say: files that can be read, and ids of jobs that there are."""
    if case.meta is None:
        return
    mode = case.meta.generation.mode
    if isinstance(case.body, dict):
        case.body = {name: member(name, value, mode) for name, value in case.body.items()}
        if UNREADABLE in case.body.values():
            REFUSABLE.add(case.id)
        if case.media_type == "multipart/form-data":
            # where a file or an object may stand, both would go out as text, which is neither
            case.multipart_content_types = {
                name: "application/json" if isinstance(value, dict) else FILES[name][0]
                for name, value in case.body.items()
                if name in FILES and isinstance(value, dict | bytes)
            }
    if "after" in case.query and mode.is_positive:
        case.query = {**case.query, "after": known(case.query["after"])}
        if case.query["after"] not in JOBS:
            REFUSABLE.add(case.id)
    # no schema says of bytes that they are valid, so that schemathesis now takes the request for an invalid one
    case.meta.generation.mode = mode


def member(name: str, value: Any, mode: schemathesis.GenerationMode) -> Any:
    """A member of a body as it is sent: a file for what stands for one, and a known id at times."""
    if name in FILES and isinstance(value, dict) and isinstance(value.get("id"), str):
        return {**value, "id": known(value["id"])}
    data = value.data if isinstance(value, Binary) else value
    # the contract's examples have text in the place of a file
    stands_for_one = data == READABLE or (mode.is_positive and isinstance(data, str | bytes) and data != UNREADABLE)
    return FILES[name][1] if name in FILES and stands_for_one else data


def known(text: str) -> str:
    """The id of a job, for half of all texts and always the same ones; else the text."""
    number = zlib.crc32(text.encode("utf-8", "surrogatepass"))
    return JOBS[number % len(JOBS)] if JOBS and number & 1 and text not in JOBS else text


@schemathesis.hook
def after_call(context: schemathesis.HookContext, case: Any, response: schemathesis.Response) -> None:
    """Remember which jobs were made here, and which are deleted."""
    for job in shown(response):
        if job.get("deleted") is True:
            GONE.add(job["id"])
            JOBS[:] = [other for other in JOBS if other != job["id"]]
        elif case.method.upper() == "POST" and job.get("object") == "video" and str(job.get("seconds")) in SHORT:
            JOBS.append(job["id"])


def shown(response: schemathesis.Response) -> list[dict[str, Any]]:
    """The objects with an id that an answer is, or lists."""
    try:
        answer = response.json()
    except ValueError:
        return []
    listed = answer.get("data") if isinstance(answer, dict) else None
    return [each for each in [answer, *(listed or [])] if isinstance(each, dict) and isinstance(each.get("id"), str)]


@schemathesis.check
def what_is_deleted_is_gone(ctx: schemathesis.CheckContext, response: schemathesis.Response, case: Any) -> None:
    found = [each["id"] for each in shown(response) if each.get("object") == "video" and each["id"] in GONE]
    assert not found, f"shown again: {', '.join(found)}"


@schemathesis.hook
def filter_failure(context: schemathesis.HookContext, failure: Any, case: Any, response: schemathesis.Response) -> bool:
    """Leave out where schemathesis wants one answer, and a server may give another."""
    if isinstance(failure, RejectedPositiveData):
        return case.id not in REFUSABLE
    if isinstance(failure, AcceptedNegativeData) and case.media_type == "multipart/form-data":
        # a number, or a list of one, in a text field is the same bytes as a string
        return all(isinstance(value, str) for name, value in case.body.items() if name not in FILES)
    return True


@attrs.frozen(kw_only=True)
class Outcome:
    """What a run came to: a paragraph for each kind of failure, and how often each operation answered with 2xx."""

    failures: list[str]
    successes: dict[str, int]
    requests: int


def findings(schema: Any) -> Outcome:
    """Runs the engine."""
    failures: dict[tuple[str, str], str] = {}
    successes = dict.fromkeys((each.ok().definition.raw["operationId"] for each in schema.get_all_operations()), 0)
    requests = 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            failures[type(event).__name__, cut(event)] = cut(event)
        if not isinstance(event, events.ScenarioFinished):
            continue
        for case_id, interaction in event.recorder.interactions.items():
            case, response = event.recorder.cases[case_id].value, interaction.response
            requests += 1
            if response is not None and 200 <= response.status_code < 300:
                successes[case.operation.definition.raw["operationId"]] += 1
            for node in event.recorder.checks.get(case_id, ()):
                if node.status is not Status.SUCCESS:
                    info = node.failure_info
                    title, said = (info.failure.title, info) if info else (node.name, None)
                    failures.setdefault((case.operation.label, title), finding(case, node.name, response, said))
    return Outcome(failures=list(failures.values()), successes=successes, requests=requests)


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
