"""Videos that are made from others, and characters, over the network."""

import functools
import io
import json
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from PIL import Image, ImageChops

from openvideos.contract import Contract
from openvideos.emulator import Emulator

Create = Callable[..., str]
Mp4 = Callable[..., bytes]
Start = Callable[..., tuple[subprocess.Popen[str], str]]

CONTRACT = Contract.load()
LIME = (0, 255, 0)
UNREADABLE = b"\0\0\0\x18ftypisom" + bytes(100)
PATHS = {name: operation.path.replace("{video_id}", "{id}") for name, operation in CONTRACT.operations.items()}


@pytest.fixture(scope="module")
def source(http: httpx.Client) -> str:
    """The id of a completed job of 4 s, of the larger model and a size that is not the usual one."""
    return str(make(http, "create", prompt="a paper boat", model="sora-2-pro", size="1280x720")["id"])


def ended(http: httpx.Client, video: dict[str, Any]) -> dict[str, Any]:
    """A job when it has ended."""
    while video["status"] in ("queued", "in_progress"):
        video = http.get(f"/videos/{video['id']}").json()
    return video


def post(http: httpx.Client, operation: str, path: str, **given: Any) -> httpx.Response:
    """What an operation answers, whatever it is; it is as the contract says."""
    answer = http.post(path, **given)
    found = CONTRACT.check_response(
        operation, status=answer.status_code, headers=answer.headers, body=answer.json() if answer.content else None
    )
    assert found == []
    return answer


def make(http: httpx.Client, operation: str, **body: Any) -> dict[str, Any]:
    """A completed job; `of` is the id of what it is made from."""
    of = body.pop("of", None)
    if operation in ("edit", "extend"):
        body["video"] = {"id": of}
    answer = post(http, operation, PATHS[operation].format(id=of), json=body)
    assert answer.status_code == 200, answer.text
    video = ended(http, answer.json())
    assert video["status"] == "completed"
    return video


def refusal(answer: httpx.Response) -> tuple[int, str | None, str | None]:
    error = answer.json()["error"]
    return answer.status_code, error["param"], error["code"]


def content(http: httpx.Client, name: str, variant: str = "video") -> bytes:
    answer = http.get(f"/videos/{name}/content", params={"variant": variant})
    assert answer.status_code == 200, answer.text
    return answer.content


def length(data: bytes) -> float:
    """Seconds of a video, whose frames are counted."""
    with av.open(io.BytesIO(data), "r") as container:
        return len(list(container.decode(video=0))) / 12


def pixels(data: bytes, colour: tuple[int, int, int]) -> int:
    """How many pixels of a picture have nearly this colour."""
    with Image.open(io.BytesIO(data)) as opened:
        image = opened.convert("RGB")
    apart = ImageChops.difference(image, Image.new("RGB", image.size, colour)).split()
    return sum(functools.reduce(ImageChops.lighter, apart).histogram()[:40])


FORMS: dict[str, Callable[[str], dict[str, Any]]] = {
    "JSON": lambda source: {"json": {"video": {"id": source}}},
    "a field with brackets": lambda source: {"files": {"video[id]": (None, source)}},
    "a JSON part": lambda source: {"files": {"video": (None, json.dumps({"id": source}), "application/json")}},
}


def with_text(given: dict[str, Any], **text: str) -> dict[str, Any]:
    """A body, JSON or form, with these fields too."""
    if "json" in given:
        return {"json": {**given["json"], **text}}
    return {"files": {**given["files"], **{name: (None, value) for name, value in text.items()}}}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("operation", "more"), [("edit", None), ("extend", "8")])
def test_a_video_is_given_by_id_in_each_form(
    http: httpx.Client, source: str, form: str, operation: str, more: str | None
) -> None:
    text = {} if more is None else {"seconds": more}
    given = with_text(FORMS[form](source), prompt="at night", **text)
    video = ended(http, post(http, operation, PATHS[operation], **given).json())
    shown = {name: video[name] for name in ("status", "model", "size", "seconds", "remixed_from_video_id")}
    assert shown == {
        "status": "completed",
        "model": "sora-2-pro",
        "size": "1280x720",
        "seconds": str(4 + int(more or 0)),
        "remixed_from_video_id": None,
    }


@pytest.mark.parametrize(
    "given", [{"json": {"prompt": "at night"}}, {"files": {"prompt": (None, "at night")}}], ids=["JSON", "form"]
)
def test_a_remix_is_asked_for_in_each_form_and_names_its_source(
    http: httpx.Client, source: str, given: dict[str, Any]
) -> None:
    video = ended(http, post(http, "remix", f"/videos/{source}/remix", **given).json())
    shown = {name: video[name] for name in ("prompt", "model", "size", "seconds", "remixed_from_video_id")}
    assert shown == {
        "prompt": "at night",
        "model": "sora-2-pro",
        "size": "1280x720",
        "seconds": "4",
        "remixed_from_video_id": source,
    }


def test_what_is_made_of_a_job_has_content_and_a_thumbnail(http: httpx.Client, source: str) -> None:
    remix, edit, extension = (
        make(http, operation, of=source, prompt="at night", **given)["id"]
        for operation, given in (("remix", {}), ("edit", {}), ("extend", {"seconds": "4"}))
    )
    assert [length(content(http, name)) for name in (remix, edit, extension)] == [4, 4, 8]
    for name in (remix, edit, extension):
        with Image.open(io.BytesIO(content(http, name, "thumbnail"))) as image:
            assert image.size == (640, 360)
    assert len({content(http, name, "thumbnail") for name in (source, remix, edit, extension)}) == 4


@pytest.mark.parametrize(
    ("operation", "text", "seconds"), [("edit", {}, "2"), ("extend", {"seconds": "4"}, "6")], ids=["edit", "extend"]
)
def test_an_upload_is_gone_on_with(
    http: httpx.Client, mp4: Mp4, operation: str, text: dict[str, str], seconds: str
) -> None:
    files = {"video": ("a.mp4", mp4("lime", (240, 320)))}
    given = with_text({"files": files}, prompt="at night", **text)
    video = ended(http, post(http, operation, PATHS[operation], **given).json())
    usual = CONTRACT.defaults("create")["model"]
    assert (video["seconds"], video["size"], video["model"]) == (seconds, "720x1280", usual)
    assert length(content(http, video["id"])) == int(seconds)
    with av.open(io.BytesIO(content(http, video["id"])), "r") as container:
        first = next(container.decode(video=0)).to_image()  # type: ignore[no-untyped-call]
    shown = io.BytesIO()
    first.save(shown, "PNG")
    assert pixels(shown.getvalue(), LIME) > 200_000


@pytest.mark.parametrize(
    ("operation", "text"),
    [
        ("edit", {"prompt": "x"}),
        ("extend", {"prompt": "x", "seconds": "4"}),
        ("create_character", {"name": "Fern"}),
    ],
    ids=["edit", "extend", "create_character"],
)
def test_an_upload_that_is_no_video_is_refused_and_the_next_one_is_taken(
    http: httpx.Client, mp4: Mp4, png: Callable[..., bytes], operation: str, text: dict[str, str]
) -> None:
    whole = mp4("lime", (240, 320))
    for data in (UNREADABLE, png(), b"", whole[: len(whole) // 2]):
        answer = post(http, operation, PATHS[operation], **with_text({"files": {"video": ("a.mp4", data)}}, **text))
        assert refusal(answer) == (400, "video", "body.video.unreadable"), data[:20]
    answer = post(http, operation, PATHS[operation], **with_text({"files": {"video": ("a.mp4", whole)}}, **text))
    assert answer.status_code == 200


def test_extensions_go_on_to_120_seconds_and_not_beyond(http: httpx.Client, source: str) -> None:
    name, seconds = source, 4
    for more in (20, 20, 20, 20, 20, 16):
        video = make(http, "extend", of=name, prompt="and on", seconds=str(more))
        name, seconds = video["id"], seconds + more
        assert video["seconds"] == str(seconds)
    assert seconds == 120
    answer = post(http, "extend", PATHS["extend"], json={"video": {"id": name}, "prompt": "x", "seconds": "4"})
    assert refusal(answer) == (400, "seconds", "body.seconds.tooLong")
    assert "found 4 behind 120 that are there; allowed: 120 in all" in answer.json()["error"]["message"]


NO_SUCH = (404, "not_found")
SOURCES = {
    "unfinished": (409, "video_not_ready"),
    "failed": (409, "video_failed"),
    "deleted": NO_SUCH,
    "unknown": NO_SUCH,
    "a character": NO_SUCH,
}


@pytest.fixture(scope="module")
def unfit(mp4: Mp4) -> Iterator[tuple[httpx.Client, dict[str, str]]]:
    """A client of an emulator whose time stands still after some jobs; ids of what no video can be made from."""
    now = 1_790_000_000.0
    with Emulator(clock=lambda: now) as emulator, httpx.Client(base_url=emulator.base_url, timeout=60) as http:
        ids = {"unknown": "video_0"}
        for kind, prompt in (("failed", "x [[fail]]"), ("deleted", "x")):
            ids[kind] = http.post("/videos", json={"prompt": prompt}).json()["id"]
        now += 60
        assert http.delete(f"/videos/{ids['deleted']}").status_code == 200
        ids["unfinished"] = http.post("/videos", json={"prompt": "x"}).json()["id"]
        files: Any = {"name": (None, "x"), "video": ("a.mp4", mp4("lime", (240, 320)))}
        ids["a character"] = http.post("/videos/characters", files=files).json()["id"]
        yield http, ids


@pytest.mark.parametrize("kind", SOURCES)
def test_nothing_is_made_of_what_is_no_completed_video(unfit: tuple[httpx.Client, dict[str, str]], kind: str) -> None:
    http, ids = unfit
    status, code = SOURCES[kind]
    answer = post(http, "remix", f"/videos/{ids[kind]}/remix", json={"prompt": "x"})
    assert refusal(answer) == (status, "video_id", code)
    for operation, text in (("edit", {}), ("extend", {"seconds": "4"})):
        body = {"video": {"id": ids[kind]}, "prompt": "x", **text}
        answer = post(http, operation, PATHS[operation], json=body)
        assert refusal(answer) == (status, "video.id", code)


def test_what_was_made_of_a_deleted_video_is_rendered_all_the_same(http: httpx.Client) -> None:
    first = make(http, "create", prompt="a paper boat")["id"]
    second = make(http, "remix", of=first, prompt="at night")["id"]
    third = make(http, "remix", of=second, prompt="in the snow")["id"]
    longer = make(http, "extend", of=third, prompt="and on", seconds="4")["id"]
    for name in (first, second, third):
        assert http.delete(f"/videos/{name}").status_code == 200
    assert length(content(http, longer)) == 8
    for name in (first, second, third):
        assert http.get(f"/videos/{name}/content").status_code == 404


def test_what_is_made_of_another_can_fail_too(http: httpx.Client, source: str) -> None:
    answer = post(http, "remix", f"/videos/{source}/remix", json={"prompt": "at night [[fail]]"})
    video = ended(http, answer.json())
    assert (video["status"], video["error"]["code"]) == ("failed", "failed_on_request")
    assert refusal(http.get(f"/videos/{video['id']}/content")) == (404, "video_id", "video_failed")


def character(http: httpx.Client, data: bytes, name: str) -> httpx.Response:
    files: Any = {"name": (None, name), "video": ("a.mp4", data)}
    return post(http, "create_character", PATHS["create_character"], files=files)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("\u016e", id="1 character"),
        pytest.param("\u4e2d" * 80, id="80 characters that the font lacks"),
        pytest.param("Fa\nwn", id="two lines"),
        pytest.param("<b>\u202e", id="characters that turn the line"),
    ],
)
def test_a_character_is_kept_under_its_name(http: httpx.Client, mp4: Mp4, name: str) -> None:
    made = character(http, mp4("lime", (240, 320), 0.5), name).json()
    assert made["name"] == name
    answer = http.get(f"/videos/characters/{made['id']}")
    assert (answer.status_code, answer.json()) == (200, made)
    found = CONTRACT.check_response("get_character", status=200, headers=answer.headers, body=answer.json())
    assert found == []
    # the picture is drawn, whatever the name
    assert content(http, make(http, "create", prompt=f"with {name}")["id"], "thumbnail")


@pytest.mark.parametrize("name", ["", "x" * 81], ids=["none", "81 characters"])
def test_another_name_is_refused(http: httpx.Client, mp4: Mp4, name: str) -> None:
    assert refusal(character(http, mp4("lime", (240, 320), 0.5), name))[:2] == (400, "name")


def test_an_id_that_no_character_has_is_404(http: httpx.Client, source: str) -> None:
    for name in ("char_0", source):
        assert refusal(http.get(f"/videos/characters/{name}")) == (404, "character_id", "not_found")


def test_a_prompt_that_names_a_character_shows_it(http: httpx.Client, mp4: Mp4, source: str) -> None:
    assert character(http, mp4("lime", (240, 320), 0.5), "Mossy").status_code == 200
    for operation, given in (("create", {}), ("remix", {"of": source}), ("extend", {"of": source, "seconds": "4"})):
        with_it, without = (
            make(http, operation, prompt=prompt, **given)["id"] for prompt in ("MOSSY at sea", "mossycup at sea")
        )
        assert pixels(content(http, with_it, "spritesheet"), LIME) > 1000
        assert pixels(content(http, without, "spritesheet"), LIME) < 100


def test_an_edit_of_an_upload_and_a_character_outlive_a_restart(tmp_path: Path, start: Start, mp4: Mp4) -> None:
    lime = mp4("lime", (240, 320), 0.5)
    process, base_url = start(str(tmp_path / "data"))
    with httpx.Client(base_url=base_url, timeout=60) as http:
        assert character(http, lime, "Mossy").status_code == 200
        files: Any = {"prompt": (None, "Mossy at night"), "video": ("a.mp4", mp4("navy", (240, 320), 0.5))}
        name = http.post("/videos/edits", files=files).json()["id"]
    process.kill()
    process.wait()
    _, base_url = start(str(tmp_path / "data"))
    with httpx.Client(base_url=base_url, timeout=60) as http:
        assert ended(http, http.get(f"/videos/{name}").json())["status"] == "completed"
        assert pixels(content(http, name, "thumbnail"), LIME) > 1000


def test_content_that_finds_no_room_is_503_and_is_served_when_there_is(tmp_path: Path) -> None:
    with (
        Emulator(time_scale=1000, data_dir=tmp_path) as emulator,
        httpx.Client(base_url=emulator.base_url, timeout=60) as http,
    ):
        first = make(http, "create", prompt="x")["id"]
        second = make(http, "remix", of=first, prompt="y")["id"]
        content(http, first, "thumbnail")
        (worker,) = emulator.worker_processes
        before = resource.prlimit(worker, resource.RLIMIT_FSIZE)
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (5000, before[1]))
        for _ in range(2):
            answer = http.get(f"/videos/{second}/content")
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "storage_full")
        assert list((tmp_path / "unfinished").iterdir()) == []
        assert [path.name for path in (tmp_path / "media").iterdir()] == [f"{first}.thumbnail"]
        resource.prlimit(worker, resource.RLIMIT_FSIZE, before)
        assert length(content(http, second)) == 4
        assert emulator.worker_processes == [worker]
