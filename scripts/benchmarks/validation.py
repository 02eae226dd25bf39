"""What judging an answer costs: beside the jsonschema package, and of a call to a server in a process of its own."""

import datetime
import json
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from typing import Any

import jsonschema

from openvideos import OpenVideos
from openvideos.contract import Contract
from openvideos.contract.reporting import Mode

Call = Callable[[], Any]

RUNS = 9
CALLS = 2000


def microseconds(call: Call, seconds: float = 0.1) -> float:
    """What one call takes: the best of several runs, as what else the machine does only adds to it."""
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        call()
        count += 1
    runs = []
    for _ in range(RUNS):
        start = time.perf_counter()
        for _ in range(count):
            call()
        runs.append((time.perf_counter() - start) / count)
    return min(runs) * 1e6


@contextmanager
def served() -> Iterator[str]:
    """The base URL of an emulator in a process of its own."""
    command = [sys.executable, "-m", "openvideos", "serve", "--port", "0", "--time-scale", "1000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            yield server.stdout.readline().split()[-1] if server.stdout else ""
        finally:
            server.terminate()


def answered() -> tuple[Any, float, float]:
    """A completed job as an emulator answers with it, and what a call for it takes, judged and not judged."""
    with served() as url, OpenVideos(base_url=url) as client:
        video = client.videos.create_and_poll(prompt="A paper boat drifts down a rain gutter", poll_interval_ms=5)
        took: dict[Mode, list[float]] = {"raise": [], "ignore": []}
        for number in range(CALLS):  # by turns, and each first as often, so that both meet the same machine
            for mode in sorted(took, reverse=bool(number % 2)):
                start = time.perf_counter()
                client.videos.retrieve(video.id, on_violation=mode)
                took[mode].append((time.perf_counter() - start) * 1e6)
        return video.to_dict(), statistics.median(took["raise"]), statistics.median(took["ignore"])


def peer(schema: str) -> Any:
    """The jsonschema package's validator of a component."""
    components = Contract.load().document["components"]
    return jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{schema}", "components": components})


def table() -> Iterator[str]:
    """The lines of the result, but for its heading."""
    video, judged, unjudged = answered()
    ids = [f"{video['id']}{number:02}" for number in range(100)]
    page = {"object": "list", "data": [{**video, "id": each} for each in ids], "has_more": False}
    page.update(first_id=ids[0], last_id=ids[-1])
    asked = {"prompt": video["prompt"], "size": "1280x720", "seconds": "8"}
    contract = Contract.load()
    create = partial(contract.check_request, "create", content_type="application/json", body=asked)
    rows: dict[str, tuple[Call, str, Any]] = {
        "a Video": (partial(contract.check_schema, "Video", video), "Video", video),
        "a page of 100": (partial(contract.check_schema, "VideoList", page), "VideoList", page),
        "a create request": (create, "VideoCreateBody", asked),
    }
    if odd := [name for name, (ours, _, _) in rows.items() if ours()]:
        sys.exit(f"scripts/bench: {', '.join(odd)} does not conform")
    yield "| decoded, conforming | ours | `json.loads` of it | the jsonschema package | ours to that |"
    yield "|---|---|---|---|---|"
    for name, (ours, schema, data) in rows.items():
        mine, loads = microseconds(ours), microseconds(partial(json.loads, json.dumps(data)))
        theirs = microseconds(partial(peer(schema).is_valid, data))
        yield f"| {name} | {mine:.1f} us | {loads:.1f} us | {theirs:.0f} us | 1 : {theirs / mine:.0f} |"
    headers = [("content-type", "application/json"), ("x-request-id", "req_1")]
    look = {"status": 200, "headers": headers, "body": video, "request": {"video_id": video["id"]}, "previous": video}
    whole = microseconds(partial(contract.check_response, "retrieve", **look))
    yield ""
    yield (
        f"A `retrieve` of our client takes {judged:.0f} us (median of {CALLS}; {unjudged:.0f} us with "
        f'`on_violation="ignore"`). All of its judging, headers, request and the look before included, takes '
        f"{whole:.1f} us: {100 * whole / judged:.1f} % of it."
    )


def main() -> None:
    """Write the result to stdout."""
    today = datetime.datetime.now(tz=datetime.UTC).date()
    versions = f"jsonschema-rs {version('jsonschema-rs')}, jsonschema {version('jsonschema')}"
    print("# What judging costs\n")
    print(f"`scripts/bench validation` wrote this: {today}, commit {sys.argv[1]}, Python {platform.python_version()},")
    print(f"{versions}.\n")
    print("\n".join(table()))


if __name__ == "__main__":
    main()
