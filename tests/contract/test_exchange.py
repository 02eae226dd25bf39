"""Which operation a URL names, of which server it is, and a request judged together with its response."""

import json
from typing import Any

import pytest

from openvideos.contract import Contract, Exchange
from openvideos.contract.exchange import origin_of

AT = "https://api.example/v1"
JSON = [("Content-Type", "application/json")]
FORM = "multipart/form-data; boundary=b"


def named(contract: Contract, method: str, url: str, base_url: str | None = None) -> Any:
    """The operation that a URL names, and the parameters of its path."""
    asked = contract.match(method, url, base_url)
    return None if asked is None else (asked.operation.id, dict(asked.path))


@pytest.mark.parametrize(
    ("request_line", "operation"),
    [
        ("GET /videos", "list"),
        ("POST /videos", "create"),
        ("GET /videos/1", "retrieve"),
        ("DELETE /videos/1", "delete"),
        ("GET /videos/1/content", "download_content"),
        ("POST /videos/1/remix", "remix"),
        ("POST /videos/edits", "edit"),
        ("POST /videos/extensions", "extend"),
        ("POST /videos/characters", "create_character"),
        ("GET /videos/characters/1", "get_character"),
        ("get /videos", "list"),
        # a job may have any id
        ("GET /videos/edits", "retrieve"),
        ("DELETE /videos/extensions", "delete"),
    ],
)
@pytest.mark.parametrize("server", ["https://api.example", AT, "http://[::1]:8000/a/b/v1", f"{AT}/videos", ""])
@pytest.mark.parametrize("end", ["", "/", "?a=b", "/#c"])
def test_a_url_names_its_operation_under_whatever_prefix(
    contract: Contract, *, request_line: str, operation: str, server: str, end: str
) -> None:
    method, _, path = request_line.partition(" ")
    found = named(contract, method, f"{server}{path}{end}")
    assert found is not None
    assert found[0] == operation


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("video_1", "video_1"),
        ("a%2Fb%3D%3D", "a/b=="),
        ("a==", "a=="),
        ("a%20b", "a b"),
        ("a+b", "a+b"),
        ("a;b=c,d", "a;b=c,d"),
        ("%E2%82%AC", "€"),
        ("%252F", "%2F"),
        ("%zz", "%zz"),
        ("..", ".."),
    ],
)
@pytest.mark.parametrize("behind", ["", "/content"])
def test_an_id_is_read_as_it_was_meant(contract: Contract, written: str, meant: str, behind: str) -> None:
    found = named(contract, "GET", f"{AT}/videos/{written}{behind}")
    assert found == ("download_content" if behind else "retrieve", {"video_id": meant})


def test_a_query_is_read_in_its_order_with_what_is_empty_and_repeated(contract: Contract) -> None:
    asked = contract.match("GET", f"{AT}/videos?limit=2&after=&limit=a%26b+c#order=asc")
    assert asked is not None
    assert asked.query == [("limit", "2"), ("after", ""), ("limit", "a&b c")]


@pytest.mark.parametrize(
    ("method", "url"),
    [
        pytest.param("PATCH", f"{AT}/videos/1", id="another method"),
        pytest.param("", f"{AT}/videos", id="no method"),
        pytest.param("GET", f"{AT}/images", id="another path"),
        pytest.param("GET", f"{AT}/myvideos", id="the end of another word"),
        pytest.param("GET", f"{AT}/videos/1/parts", id="something below a job"),
        pytest.param("GET", f"{AT}/videos/a/b", id="an id with a slash that was not encoded"),
        pytest.param("GET", f"{AT}/videos//content", id="an empty id"),
        pytest.param("GET", f"{AT}/videos/1//", id="two slashes at the end"),
        pytest.param("GET", f"{AT}?path=/videos", id="in the query"),
        pytest.param("GET", "", id="empty"),
        pytest.param("GET", "http://[::1/v1/videos", id="a broken IPv6 address"),
        pytest.param("GET", "http://[a.example]/v1/videos", id="no IPv6 address"),
        pytest.param("GET", "\x00", id="a control character"),
    ],
)
def test_any_other_url_names_none(contract: Contract, method: str, url: str) -> None:
    assert named(contract, method, url) is None


@pytest.mark.parametrize(
    ("base_url", "url", "below"),
    [
        (AT, f"{AT}/videos", True),
        (f"{AT}/", f"{AT}/videos", True),
        ("https://API.example:443/v1", f"{AT}/videos", True),
        (AT, "https://name:word@api.example/v1/videos", True),
        ("https://name:word@api.example/v1", f"{AT}/videos", True),
        ("https://api.example", "https://api.example/videos", True),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1/videos", True),
        ("https://api.example", f"{AT}/videos", False),
        (AT, "https://api.example/v1/more/videos", False),
        (AT, "https://api.example/v11/videos", False),
        (AT, "https://api.example/videos", False),
        (AT, "http://api.example/v1/videos", False),
        (AT, "https://api.example:8443/v1/videos", False),
        (AT, "https://api.example.evil.example/v1/videos", False),
        (AT, "https://evil.example/https://api.example/v1/videos", False),
        (AT, "/v1/videos", False),
        (AT, "http://[::1/v1/videos", False),
    ],
)
def test_a_base_url_says_which_server_and_which_prefix(
    contract: Contract, base_url: str, url: str, below: bool
) -> None:
    assert named(contract, "GET", url, base_url) == (("list", {}) if below else None)


@pytest.mark.parametrize(
    ("template", "path", "values"),
    [
        ("/a/{video-id}", "/a/1", {"video-id": "1"}),
        ("/a/{b.c}/{0}", "/a/1/2", {"b.c": "1", "0": "2"}),
        ("/a/{b}.json", "/a/1.json", {"b": "1"}),
        ("/a.b/{c}", "/a.b/1", {"c": "1"}),
        ("/a.b/{c}", "/aXb/1", None),
        ("/a(b/{c}", "/a(b/1", {"c": "1"}),
        ("/a/{größe}", "/a/1", {"größe": "1"}),
    ],
)
def test_a_path_of_a_users_contract_may_be_written_in_any_way(
    template: str, path: str, values: dict[str, str] | None
) -> None:
    parameters = [{"name": name, "in": "path", "required": True, "schema": {}} for name in values or ()]
    ask = {"operationId": "ask", "parameters": parameters, "responses": {}}
    contract = Contract.load({"openapi": "3.1.0", "paths": {template: {"get": ask}}})
    assert named(contract, "GET", f"{AT}{path}") == (None if values is None else ("ask", values))


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://api.example/v1/videos?a=b#c", "https://api.example"),
        ("HTTPS://API.Example:443", "https://api.example"),
        ("http://api.example:80/", "http://api.example"),
        ("http://api.example:443/", "http://api.example:443"),
        ("https://api.example:8443/", "https://api.example:8443"),
        ("https://name:word@api.example/", "https://api.example"),
        ("https://name:word@api.example:8443/", "https://api.example:8443"),
        ("http://[::1]/", "http://[::1]"),
        ("http://[::1]:80/", "http://[::1]"),
        ("http://u@[::1]:8000/", "http://[::1]:8000"),
        ("/v1/videos", ""),
        ("", ""),
        ("mailto:a@b", ""),
        ("http://[::1", ""),
        ("http://api.example:99999/", ""),
        ("http://api.example:http/", ""),
    ],
)
def test_an_origin_is_scheme_host_and_port_without_what_is_usual_or_secret(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def part(name: str, value: str) -> str:
    return f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


def form(**fields: str) -> bytes:
    return ("".join(part(*field) for field in fields.items()) + "--b--\r\n").encode()


@pytest.fixture
def create(video: dict[str, Any]) -> dict[str, Any]:
    """A create that conforms."""
    return {
        "method": "POST",
        "url": f"{AT}/videos",
        "request_headers": JSON,
        "request_body": json.dumps({"prompt": video["prompt"]}).encode(),
        "status": 200,
        "response_headers": JSON,
        "response_body": json.dumps(video).encode(),
    }


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param({}, [], id="as it is"),
        pytest.param({"request_body": {"prompt": "y"}}, ["body.prompt.asked-prompt"], id="another prompt"),
        pytest.param({"request_body": b'{"prompt": "y"}'}, ["body.prompt.asked-prompt"], id="in bytes"),
        pytest.param(
            {"request_headers": [("CONTENT-TYPE", FORM)], "request_body": form(prompt="y", seconds="12")},
            ["body.prompt.asked-prompt", "body.seconds.asked-seconds"],
            id="in a form",
        ),
        pytest.param(
            {"request_headers": [("content-type", FORM)], "request_body": {"prompt": "y"}},
            ["body.prompt.asked-prompt"],
            id="in a form that was decoded",
        ),
        pytest.param(
            {"request_body": b'{"prompt": "", "seconds": "37"}'},
            ["body.prompt.minLength", "body.seconds.enum", "body.prompt.asked-prompt", "body.seconds.asked-seconds"],
            id="what was asked wrongly, before what was answered",
        ),
        pytest.param({"request_body": b"{"}, ["body.json"], id="a request that is no JSON is compared with nothing"),
        pytest.param({"request_body": b"[1]"}, ["body.type"], id="nor is one that is no object"),
        pytest.param(
            {"request_headers": [("content-type", FORM)], "request_body": b"--"}, ["body.multipart"], id="nor no form"
        ),
        pytest.param({"request_body": b""}, ["body.required"], id="no request body"),
        pytest.param({"request_body": None}, [], id="an unknown request body"),
        pytest.param({"request_headers": []}, [], id="a request of no media type is taken for JSON"),
        pytest.param({"response_body": None}, [], id="an unknown body"),
        pytest.param({"response_body": b""}, ["body.required"], id="no body"),
        pytest.param({"response_headers": None}, [], id="unknown headers"),
        pytest.param({"response_headers": []}, ["body.contentType"], id="an answer of no media type"),
        pytest.param({"status": None, "response_body": b"x"}, [], id="no answer"),
        pytest.param({"status": None, "request_body": b""}, ["body.required"], id="no answer, to a bad request"),
        pytest.param({"status": 202}, ["status.undeclared"], id="another status"),
    ],
)
def test_a_request_is_judged_together_with_its_response(
    contract: Contract, create: dict[str, Any], changes: dict[str, Any], codes: list[str]
) -> None:
    found = contract.check_exchange(Exchange(**{**create, **changes}))
    assert [each.code for each in found] == codes
    assert {(each.operation, each.origin) for each in found} <= {("create", "https://api.example")}


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("/videos/{id}", []),
        ("/videos/other", ["body.id.asked-id"]),
        ("/videos/{id}?x=1", []),
        # on the way into the contract's parameters nothing is lost
        ("/videos?limit=x", ["query.limit.type"]),
        ("/videos?limit=101&order=up", ["query.limit.maximum", "query.order.enum"]),
        ("/videos?limit=1&limit=2", ["query.limit.type"]),
        ("/videos?after={id}", ["body.data.asked-after"]),
        ("/videos?limit=0", ["body.data.asked-limit"]),
    ],
)
def test_what_a_url_asks_for_is_judged_and_compared(
    contract: Contract, video: dict[str, Any], path: str, codes: list[str]
) -> None:
    page = {"object": "list", "data": [video], "first_id": video["id"], "last_id": video["id"], "has_more": False}
    exchange = Exchange(
        method="GET",
        url=AT + path.format(id=video["id"]),
        status=200,
        response_headers=JSON,
        response_body=page if path.startswith("/videos?") else video,
    )
    assert [each.code for each in contract.check_exchange(exchange)] == codes


def test_a_look_is_compared_with_the_one_before(contract: Contract, video: dict[str, Any]) -> None:
    exchange = Exchange(method="GET", url=f"{AT}/videos/{video['id']}", status=200, response_body=video)
    found = contract.check_exchange(exchange, previous={**video, "status": "completed"})
    assert [each.code for each in found] == ["body.status.status-forward"]


def test_the_request_and_the_response_are_told_apart_by_the_status(contract: Contract, create: dict[str, Any]) -> None:
    exchange = Exchange(**{**create, "request_body": {"prompt": "x" * 32_001}, "response_headers": []})
    found = contract.check_exchange(exchange)
    assert [(each.code, each.status) for each in found] == [
        ("body.prompt.maxLength", None),
        ("body.contentType", 200),
        ("body.prompt.asked-prompt", 200),
    ]


def test_a_url_of_no_operation_is_refused_with_those_that_there_are(contract: Contract) -> None:
    with pytest.raises(ValueError, match=r"url: found '.*\\x1b.*'; allowed: .*POST /videos, .*DELETE /videos/\{vide"):
        contract.check_exchange(Exchange(method="GET", url=f"{AT}/images/\x1b", status=200))


def test_an_exchange_shows_nothing_that_may_be_secret() -> None:
    secret = "word-of-mine"
    exchange = Exchange(
        method="GET",
        url=f"https://name:{secret}@api.example/v1/videos?key={secret}",
        request_headers=[("Authorization", f"Bearer {secret}")],
        request_body=secret,
        response_headers=[("set-cookie", secret)],
        response_body=secret,
    )
    assert secret not in repr(exchange)
