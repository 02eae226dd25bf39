"""Arguments of a call -> what goes out."""

import io
import math
from pathlib import Path
from typing import Any

import httpx
import pytest

from openvideos import RequestValidationError, VideoSize, omit
from openvideos.client.http import request_of
from openvideos.client.options import resolve
from openvideos.client.request import Setup, build
from openvideos.contract import FilePart, decode_multipart

PNG = b"\x89PNG\r\n\x1a\n..."
FILE = FilePart(name="upload", type="image/png", size=len(PNG))
URL = "https://images.example/a.png"
HTTP = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200)))


def sent(operation: str, arguments: dict[str, Any], *, setup: dict[str, Any] | None = None, **options: Any) -> Any:
    """The httpx.Request of a call; settings and what the client adds may be given."""
    given = {"api_key": "key", "base_url": "https://videos.example/v1", "organization": None, "project": None}
    changed = setup or {}
    settings = resolve(**{name: changed.get(name, value) for name, value in given.items()}, environ={})
    rest: dict[str, Any] = {"default_headers": {}, "default_query": {}, "defaults": {}, "check_requests": True}
    rest |= {name: value for name, value in changed.items() if name in rest}
    call = build(operation, arguments, options, Setup(settings=settings, **rest))
    return request_of(HTTP, call.keywords, call.without)


def body(request: httpx.Request) -> Any:
    kind = request.headers["content-type"]
    if kind == "application/json":
        return httpx.Response(200, content=request.read()).json()
    return decode_multipart(request.read(), kind)


def kind_of(request: httpx.Request) -> str:
    return str(request.headers.get("content-type", "")).partition(";")[0]


FORM, JSON = "multipart/form-data", "application/json"

BODIES: dict[str, tuple[str, dict[str, Any], dict[str, Any], str, Any]] = {
    "nothing but what is given": ("create", {"prompt": "x"}, {}, FORM, {"prompt": "x"}),
    "omit and None are not given": (
        "create",
        {"prompt": "x", "model": omit, "size": None, "input_reference": omit},
        {},
        FORM,
        {"prompt": "x"},
    ),
    "int seconds": ("create", {"prompt": "x", "seconds": 8}, {}, FORM, {"prompt": "x", "seconds": "8"}),
    "text seconds": ("create", {"prompt": "x", "seconds": "8"}, {}, FORM, {"prompt": "x", "seconds": "8"}),
    "a pair for size": ("create", {"prompt": "x", "size": (1280, 720)}, {}, FORM, {"prompt": "x", "size": "1280x720"}),
    "the helper for size": (
        "create",
        {"prompt": "x", "size": VideoSize("1280x720")},
        {},
        FORM,
        {"prompt": "x", "size": "1280x720"},
    ),
    "an unlisted model": ("create", {"prompt": "x", "model": "wan-2.2"}, {}, FORM, {"prompt": "x", "model": "wan-2.2"}),
    "an object": (
        "create",
        {"prompt": "x", "input_reference": {"file_id": "file-1"}},
        {},
        JSON,
        {"prompt": "x", "input_reference": {"file_id": "file-1"}},
    ),
    "a URL": (
        "create",
        {"prompt": "x", "input_reference": URL},
        {},
        JSON,
        {"prompt": "x", "input_reference": {"image_url": URL}},
    ),
    "a file": ("create", {"prompt": "x", "input_reference": PNG}, {}, FORM, {"prompt": "x", "input_reference": FILE}),
    "members of a server's own": (
        "create",
        {"prompt": "x"},
        {"extra_body": {"fps": 24, "extra_params": {"seed": 7}}},
        FORM,
        {"prompt": "x", "fps": "24", "extra_params": {"seed": "7"}},
    ),
    "extra_body wins, key by key": (
        "create",
        {"prompt": "x", "model": "sora-2"},
        {"extra_body": {"model": "mine", "input_reference": {"image_url": URL}}},
        JSON,
        {"prompt": "x", "model": "mine", "input_reference": {"image_url": URL}},
    ),
    "a file of a server's own": (
        "create",
        {"prompt": "x"},
        {"extra_body": {"mask": io.BytesIO(PNG)}},
        FORM,
        {"prompt": "x", "mask": FILE},
    ),
    "JSON by a header": (
        "create",
        {"prompt": "x", "seconds": 4},
        {"extra_headers": {"content-type": "application/json"}, "extra_body": {"fps": 24}},
        JSON,
        {"prompt": "x", "seconds": "4", "fps": 24},
    ),
    "a form by a header": (
        "remix",
        {"video_id": "v", "prompt": "x"},
        {"extra_headers": {"Content-Type": "multipart/form-data; boundary=chosen"}},
        FORM,
        {"prompt": "x"},
    ),
    "remix is JSON": ("remix", {"video_id": "v", "prompt": "x"}, {}, JSON, {"prompt": "x"}),
    "edit by id": (
        "edit",
        {"video": {"id": "video_1"}, "prompt": "x"},
        {},
        JSON,
        {"video": {"id": "video_1"}, "prompt": "x"},
    ),
    "extend by file": (
        "extend",
        {"video": ("a.mp4", b"...."), "prompt": "x", "seconds": 20},
        {},
        FORM,
        {"video": FilePart(name="a.mp4", type="video/mp4", size=4), "prompt": "x", "seconds": "20"},
    ),
    "create_character": (
        "create_character",
        {"video": ("a.mp4", b"...."), "name": "Mo"},
        {},
        FORM,
        {"video": FilePart(name="a.mp4", type="video/mp4", size=4), "name": "Mo"},
    ),
}


@pytest.mark.parametrize(("operation", "arguments", "options", "kind", "wanted"), BODIES.values(), ids=BODIES)
def test_the_body_is(
    operation: str, arguments: dict[str, Any], options: dict[str, Any], kind: str, wanted: Any
) -> None:
    request = sent(operation, arguments, **options)
    assert kind_of(request) == kind
    assert body(request) == wanted
    assert "chosen" not in request.headers["content-type"]


def test_a_path_and_its_file_name_go_out(tmp_path: Path) -> None:
    (tmp_path / "ref.png").write_bytes(PNG)
    request = sent("create", {"prompt": "x", "input_reference": tmp_path / "ref.png"})
    assert body(request)["input_reference"] == FilePart(name="ref.png", type="image/png", size=len(PNG))
    assert PNG in request.read()


def test_headers_of_a_part_go_out() -> None:
    request = sent("create", {"prompt": "x", "input_reference": ("a.png", PNG, "image/png", {"X-Frame": "1"})})
    assert b"\r\nX-Frame: 1\r\n" in request.read()


def test_a_form_has_another_boundary_each_time() -> None:
    first, second = (sent("create", {"prompt": "x"}).headers["content-type"] for _ in range(2))
    assert first != second


URLS: dict[str, tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], str]] = {
    "create": ("create", {"prompt": "x"}, {}, {}, "/v1/videos"),
    "an id": ("retrieve", {"video_id": "a/b ?c=#"}, {}, {}, "/v1/videos/a%2Fb%20%3Fc%3D%23"),
    "a long id with =": (
        "retrieve",
        {"video_id": "video_" + "bGl0=" * 60},
        {},
        {},
        "/v1/videos/video_" + "bGl0%3D" * 60,
    ),
    "the default variant is not sent": (
        "download_content",
        {"video_id": "v", "variant": "video"},
        {},
        {},
        "/v1/videos/v/content",
    ),
    "another variant is": (
        "download_content",
        {"video_id": "v", "variant": "thumbnail"},
        {},
        {},
        "/v1/videos/v/content?variant=thumbnail",
    ),
    "a list": ("list", {"after": "v&1", "limit": 5, "order": omit}, {}, {}, "/v1/videos?after=v%261&limit=5"),
    "query of all sources": (
        "list",
        {"limit": 5},
        {"extra_query": {"limit": 7, "q": [1, 2], "a": {"b": "c"}, "t": True, "n": None, "o": omit}},
        {"default_query": {"limit": 1, "api-version": "preview"}},
        "/v1/videos?limit=7&api-version=preview&q%5B%5D=1&q%5B%5D=2&a%5Bb%5D=c&t=true",
    ),
    "a base URL's query": (
        "retrieve",
        {"video_id": "v"},
        {},
        {"base_url": "https://videos.example/openai/v1?api-version=1"},
        "/openai/v1/videos/v?api-version=1",
    ),
    "a base URL without a path": (
        "retrieve",
        {"video_id": "v"},
        {},
        {"base_url": "https://videos.example"},
        "/videos/v",
    ),
}


@pytest.mark.parametrize(("operation", "arguments", "options", "setup", "path"), URLS.values(), ids=URLS)
def test_the_url_is(
    operation: str, arguments: dict[str, Any], options: dict[str, Any], setup: dict[str, Any], path: str
) -> None:
    request = sent(operation, arguments, setup=setup, **options)
    assert request.url.raw_path.decode() == path
    assert request.url.host == "videos.example"


def test_headers_of_later_sources_win_whatever_the_case_and_omit_takes_one_away() -> None:
    setup = {
        "default_headers": {"X-One": "1", "X-Two": "1", "user-agent": omit},
        "organization": "org",
        "project": "pr",
    }
    request = sent("create", {"prompt": "x"}, setup=setup, extra_headers={"x-two": "2", "accept": "text/plain"})
    headers = request.headers
    assert (headers["x-one"], headers["x-two"], headers["accept"]) == ("1", "2", "text/plain")
    assert (headers["openai-organization"], headers["openai-project"]) == ("org", "pr")
    assert headers["authorization"] == "Bearer key"
    assert "user-agent" not in headers
    assert "authorization" not in sent("create", {"prompt": "x"}, extra_headers={"authorization": omit}).headers


def test_the_headers_say_what_is_wanted() -> None:
    assert sent("retrieve", {"video_id": "v"}).headers["accept"] == "application/json"
    assert sent("download_content", {"video_id": "v"}).headers["accept"] == "application/binary"
    assert sent("retrieve", {"video_id": "v"}).headers["user-agent"].startswith("openvideos/")


def test_no_key_sends_no_header() -> None:
    assert "authorization" not in sent("retrieve", {"video_id": "v"}, setup={"api_key": omit}).headers


REFUSED: dict[str, tuple[str, dict[str, Any], dict[str, Any], str]] = {
    "a size": (
        "create",
        {"prompt": "x", "size": "13x37"},
        {},
        f"size: found '13x37'; allowed: {', '.join(VideoSize)}; for a server that takes others: check_requests=False",
    ),
    "a pair that is no size": ("create", {"prompt": "x", "size": (13, 37)}, {}, "size: found '13x37'; allowed: "),
    "seconds": ("create", {"prompt": "x", "seconds": 5}, {}, "seconds: found '5'; allowed: 4, 8, 12; "),
    "seconds as a fraction": ("create", {"prompt": "x", "seconds": 4.0}, {}, "seconds: found 4.0; allowed: "),
    "an empty prompt": ("create", {"prompt": ""}, {}, "prompt: found ''; allowed: 1 to 32000 characters"),
    "a long prompt": ("create", {"prompt": "x" * 32001}, {}, "prompt: found 32001 characters; allowed: 1 to 32000 "),
    "a prompt that is no text": ("create", {"prompt": 7}, {}, "prompt: found 7; allowed: a string, "),
    "a prompt that can't be written": ("create", {"prompt": "a\ud800"}, {}, "prompt: found 'a\\ud800'; allowed: text "),
    "two references": (
        "create",
        {"prompt": "x", "input_reference": {"image_url": URL, "file_id": "file-1"}},
        {},
        "input_reference: found image_url and file_id; allowed: exactly one of image_url, file_id",
    ),
    "a path as text": ("create", {"prompt": "x", "input_reference": "ref.png"}, {}, "input_reference: found 'ref.png'"),
    "a list's limit": ("list", {"limit": 101}, {}, "limit: found 101; allowed: 0 to 100"),
    "a list's order": ("list", {"order": "up"}, {}, "order: found 'up'; allowed: asc, desc"),
    "a variant": (
        "download_content",
        {"video_id": "v", "variant": "gif"},
        {},
        "variant: found 'gif'; allowed: video, ",
    ),
    "no id": ("retrieve", {"video_id": ""}, {}, "Expected a non-empty value for `video_id` but received ''"),
    "a character's": ("get_character", {"character_id": ""}, {}, "Expected a non-empty value for `character_id` but "),
    "None for an id": (
        "retrieve",
        {"video_id": None},
        {},
        "Expected a non-empty value for `video_id` but received None",
    ),
    "a step of a path": ("retrieve", {"video_id": ".."}, {}, "video_id: found '..'; allowed: "),
    "an id that can't be written": ("retrieve", {"video_id": "\ud800"}, {}, "video_id: found "),
    "extra_body wrong": ("create", {"prompt": "x"}, {"extra_body": {"size": "1x1"}}, "size: found '1x1'; allowed: "),
    "extra_body that is none": (
        "create",
        {"prompt": "x"},
        {"extra_body": [1]},
        "extra_body: found a list; allowed: a dict",
    ),
    "a file and an object": (
        "create",
        {"prompt": "x", "input_reference": {"file_id": "file-1"}},
        {"extra_body": {"mask": PNG}},
        "mask: found a file where input_reference is an object; allowed: ",
    ),
    "a file and JSON": (
        "create",
        {"prompt": "x", "input_reference": PNG},
        {"extra_headers": {"Content-Type": "application/json"}},
        "input_reference: found a file where Content-Type is application/json; allowed: ",
    ),
    "another media type": (
        "create",
        {"prompt": "x"},
        {"extra_headers": {"Content-Type": "text/plain"}},
        "body: found the media type 'text/plain'; allowed: multipart/form-data, application/json",
    ),
    "a header's value": (
        "create",
        {"prompt": "x"},
        {"extra_headers": {"X-A": "a\nb-secret"}},
        "header 'X-A': character 2 is ",
    ),
    "a header's name": ("create", {"prompt": "x"}, {"extra_headers": {"X A\n": "secret"}}, "header 'X A\\n': no name"),
    "an object for a file": ("create_character", {"video": {"id": "v"}, "name": "Mo"}, {}, "video: found "),
}


@pytest.mark.parametrize(("operation", "arguments", "options", "line"), REFUSED.values(), ids=REFUSED)
def test_a_bad_request_is_refused_in_one_line(
    operation: str, arguments: dict[str, Any], options: dict[str, Any], line: str
) -> None:
    with pytest.raises(RequestValidationError) as caught:
        sent(operation, arguments, **options)
    text = str(caught.value)
    assert text.startswith(line)
    assert text.isprintable()
    assert len(text) < 600
    assert "secret" not in text
    assert isinstance(caught.value, ValueError)


def test_what_is_refused_says_which_violations() -> None:
    with pytest.raises(RequestValidationError) as caught:
        sent("create", {"prompt": "", "size": "13x37"})
    assert {each.code for each in caught.value.violations} == {"body.prompt.minLength", "body.size.enum"}
    assert "size: found '13x37'" in str(caught.value)


def test_the_way_past_is_not_offered_for_what_nothing_can_write() -> None:
    with pytest.raises(RequestValidationError) as caught:
        sent("create", {"prompt": "a\ud800"})
    assert "check_requests" not in str(caught.value)


def test_without_checks_a_request_goes_out_as_it_is() -> None:
    setup = {"check_requests": False}
    given = {"prompt": "", "size": (832, 480), "seconds": 5, "model": "x"}
    assert body(sent("create", given, setup=setup)) == {"prompt": "", "size": "832x480", "seconds": "5", "model": "x"}
    assert sent("list", {"limit": 1000}, setup=setup).url.query == b"limit=1000"


@pytest.mark.parametrize(
    ("value", "kind"),
    [(math.nan, JSON), (object(), JSON), ("\ud800", JSON), ("\ud800", FORM)],
    ids=["nan", "object", "surrogate", "surrogate in a form"],
)
def test_without_checks_what_cannot_be_written_is_still_one_line(value: Any, kind: str) -> None:
    with pytest.raises(RequestValidationError, match="body: can't be written"):
        sent(
            "create",
            {"prompt": "x"},
            setup={"check_requests": False},
            extra_body={"own": value},
            extra_headers={"Content-Type": kind},
        )


def test_defaults_of_the_caller_are_sent_and_a_call_wins() -> None:
    setup = {"defaults": {"model": "sora-2-pro", "size": "1280x720"}}
    request = sent("create", {"prompt": "x", "size": "720x1280", "model": omit}, setup=setup)
    assert body(request) == {"prompt": "x", "model": "sora-2-pro", "size": "720x1280"}
    assert body(sent("remix", {"video_id": "v", "prompt": "x"}, setup=setup)) == {"prompt": "x"}


def test_a_deletion_may_have_a_body_of_a_servers_own() -> None:
    assert body(sent("delete", {"video_id": "v"}, extra_body={"force": True})) == {"force": True}
    assert sent("retrieve", {"video_id": "v"}, extra_body={"force": True}).read() == b""


CIRCLE: dict[str, Any] = {}
CIRCLE["a"] = CIRCLE
HUGE = 10**5000


@pytest.mark.parametrize(
    ("operation", "arguments", "options"),
    [
        ("create", {"prompt": "x", "seconds": HUGE}, {}),
        ("create", {"prompt": "x", "size": (HUGE, 1)}, {}),
        ("create", {"prompt": "x"}, {"extra_query": {"a": HUGE}}),
        ("create", {"prompt": "x"}, {"extra_query": CIRCLE}),
        ("create", {"prompt": "x"}, {"extra_body": {"a": HUGE}}),
        ("create", {"prompt": "x"}, {"extra_body": CIRCLE}),
        ("list", {"limit": HUGE}, {}),
    ],
)
@pytest.mark.parametrize("checked", [True, False])
def test_what_cannot_be_written_is_refused(
    clean: pytest.MonkeyPatch, operation: str, arguments: Any, options: Any, *, checked: bool
) -> None:
    import openvideos

    with (
        openvideos.OpenVideos(base_url="http://127.0.0.1:1/v1", check_requests=checked) as client,
        pytest.raises(openvideos.RequestValidationError) as caught,
    ):
        getattr(client.videos, operation)(**arguments, **options)
    assert "\n" not in str(caught.value)
