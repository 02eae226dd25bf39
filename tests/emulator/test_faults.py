"""Each fault does what it says, beside a correct server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from openvideos.contract import Contract
from openvideos.emulator import Emulator, EmulatorError, known_faults


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(time_scale=100_000) as server:
        yield server


@pytest.fixture
def faulty(emulator: Emulator) -> Iterator[Callable[[str], httpx.Client]]:
    """Gives a client of the server that has one fault."""
    opened: list[httpx.Client] = []

    def client(name: str) -> httpx.Client:
        opened.append(httpx.Client(base_url=emulator.base_url.replace("/v1", f"/faults/{name}/v1"), timeout=30))
        return opened[-1]

    yield client
    for each in opened:
        each.close()


def created(http: httpx.Client, **body: Any) -> str:
    answer = http.post("/videos", json={"prompt": "x", **body})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def ended(http: httpx.Client, **body: Any) -> str:
    name = created(http, **body)
    while (answer := http.get(f"/videos/{name}")).status_code == 200:
        if answer.json()["status"] in ("completed", "failed"):
            break
    return name


def test_a_fault_has_a_name_with_hyphens_and_a_sentence() -> None:
    assert len(known_faults()) >= 11
    for name, fault in known_faults().items():
        assert name == fault.name
        assert "_" not in name
        assert fault.summary.endswith(".")
        assert set(fault.operations) <= set(Contract.load().operations)


# the others are tried one by one by what is there to find them
USUAL = [name for name, fault in known_faults().items() if fault.act.__module__.endswith(".usual")]


@pytest.mark.parametrize("name", USUAL)
def test_beside_each_fault_the_server_is_correct(
    emulator: Emulator, faulty: Callable[[str], httpx.Client], name: str
) -> None:
    document = faulty(name).get("/openapi.json").json()
    assert document["servers"] == [{"url": emulator.base_url.replace("/v1", f"/faults/{name}/v1")}]
    with httpx.Client(base_url=emulator.base_url) as correct:
        video = correct.get(f"/videos/{ended(correct)}").json()
    assert (Contract.load().check_schema("Video", video), video["status"]) == ([], "completed")


def test_a_faulty_server_has_jobs_of_its_own(emulator: Emulator, faulty: Callable[[str], httpx.Client]) -> None:
    name = created(faulty("jobs-fail"))
    assert faulty("jobs-fail").get(f"/videos/{name}").status_code == 200
    assert faulty("jobs-never-finish").get(f"/videos/{name}").status_code == 404
    assert httpx.get(f"{emulator.base_url}/videos/{name}").status_code == 404


def test_a_fault_that_there_is_not_is_not_found(faulty: Callable[[str], httpx.Client]) -> None:
    answer = faulty("no-such-fault").get("/videos")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_fault")
    with pytest.raises(EmulatorError, match=r"^fault: found 'no-such-fault'; allowed: .*create-500"):
        Emulator(faults=["no-such-fault"])
    with pytest.raises(EmulatorError, match=r"^faults: found 'create-500'; allowed: a list of names"):
        Emulator(faults="create-500")


@pytest.mark.parametrize(
    ("name", "status", "retry_after"),
    [
        ("create-500", 500, None),
        ("create-429", 429, None),
        ("create-429-retry-after", 429, "1"),
        ("disk-full", 503, "5"),
    ],
)
def test_create_is_refused_and_nothing_is_made(
    faulty: Callable[[str], httpx.Client], name: str, status: int, retry_after: str | None
) -> None:
    http = faulty(name)
    answer = http.post("/videos", json={"prompt": "x"})
    assert (answer.status_code, answer.headers.get("retry-after")) == (status, retry_after)
    assert Contract.load().check_response("create", status=status, headers=answer.headers, body=answer.content) == []
    assert http.get("/videos").json()["data"] == []


def test_a_full_disk_is_named(faulty: Callable[[str], httpx.Client]) -> None:
    error = faulty("disk-full").post("/videos", json={"prompt": "x"}).json()["error"]
    assert (error["code"], "full" in error["message"]) == ("storage_full", True)


def test_jobs_fail(faulty: Callable[[str], httpx.Client]) -> None:
    http = faulty("jobs-fail")
    video = http.get(f"/videos/{ended(http)}").json()
    assert (video["status"], video["error"]["code"]) == ("failed", "render_failed")


def test_jobs_never_finish() -> None:
    now = 1e9
    server = Emulator(clock=lambda: now, faults=["jobs-never-finish"])
    with server as emulator, httpx.Client(base_url=emulator.base_url) as http:
        name = created(http)
        now += 1e8
        assert http.get(f"/videos/{name}").json()["status"] == "in_progress"


def test_a_failed_job_is_behind_a_500(faulty: Callable[[str], httpx.Client]) -> None:
    http = faulty("failed-job-500")
    assert http.get(f"/videos/{ended(http, prompt='[[fail]]')}").status_code == 500
    assert http.get(f"/videos/{ended(http)}").json()["status"] == "completed"


def test_content_is_404_at_first(faulty: Callable[[str], httpx.Client]) -> None:
    http = faulty("content-404-at-first")
    path = f"/videos/{ended(http)}/content?variant=thumbnail"
    assert [http.get(path).status_code for _ in range(4)] == [404, 404, 200, 200]


def test_content_is_cut_short(faulty: Callable[[str], httpx.Client]) -> None:
    http = faulty("content-cut-short")
    path = f"/videos/{ended(http)}/content?variant=thumbnail"
    received: list[bytes] = []
    with http.stream("GET", path) as answer, pytest.raises(httpx.RemoteProtocolError):
        received.extend(answer.iter_raw())
    assert 0 < sum(map(len, received)) < int(answer.headers["content-length"])


def test_content_is_error_json_under_the_name_of_a_video(faulty: Callable[[str], httpx.Client]) -> None:
    http = faulty("content-is-error-json")
    answer = http.get(f"/videos/{ended(http)}/content")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "video/mp4")
    assert "error" in answer.json()


@pytest.mark.parametrize("name", ["content-cut-short", "content-is-error-json"])
def test_what_is_no_content_is_answered_as_ever(faulty: Callable[[str], httpx.Client], name: str) -> None:
    answer = faulty(name).get("/videos/video_0/content")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_a_fault_whose_directory_cannot_be_used_is_no_unknown_one(tmp_path: Path) -> None:
    with Emulator(data_dir=tmp_path) as emulator:
        (tmp_path / "faults").write_text("in the way")
        answer = httpx.get(emulator.base_url.replace("/v1", "/faults/jobs-fail/v1/videos"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "storage_unavailable")


def test_an_answer_is_slow(faulty: Callable[[str], httpx.Client]) -> None:
    with pytest.raises(httpx.ReadTimeout):
        faulty("slow-answers").get("/videos", timeout=0.1)


def test_what_was_asked_for_is_made_though_the_connection_is_closed(faulty: Callable[[str], httpx.Client]) -> None:
    http = faulty("connection-closed")
    with pytest.raises(httpx.RemoteProtocolError):
        http.post("/videos", json={"prompt": "x"})
    assert len(http.get("/videos").json()["data"]) == 1


def test_several_faults_can_be_switched_on_at_once() -> None:
    server = Emulator(time_scale=100_000, faults=["jobs-fail", "failed-job-500"])
    with server as emulator, httpx.Client(base_url=emulator.base_url) as http:
        assert http.get(f"/videos/{ended(http)}").status_code == 500
