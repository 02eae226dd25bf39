"""Where keys are in a request, and that they are in no violation, however a server repeats them."""

import base64
import json
from typing import Any

import pytest

from openvideos.contract import Contract, Exchange
from openvideos.contract.keys import is_secret, keys_sent, without_secrets

KEY = "ab/cd+ef=gh-12345"
BASIC = base64.b64encode(f"someone:{KEY}".encode()).decode()


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        *((name, True) for name in ("Authorization", "Proxy-Authorization", "Cookie", "api-key", "X-API-Key")),
        *(
            (name, True)
            for name in ("x-litellm-api-key", "x-goog-api-key", "X-Auth-Token", "access_token", "sig_token")
        ),
        *((name, False) for name in ("Content-Type", "Accept", "Idempotency-Key", "X-Author", ":authority", "limit")),
    ],
)
def test_a_name_says_whether_a_value_is_secret(name: str, *, secret: bool) -> None:
    assert is_secret(name) is secret


@pytest.mark.parametrize(
    ("headers", "url", "keys"),
    [
        ([("Authorization", "Bearer k")], "", ["k"]),
        ([("Authorization", "Bearer  key-1 ,")], "", ["key-1"]),
        ([("authorization", "key-without-scheme")], "", ["key-without-scheme"]),
        ([("authorization", "Bearer "), ("proxy-authorization", "basic")], "", []),
        ([("authorization", f"Basic {BASIC}")], "", [BASIC, f"someone:{KEY}", KEY]),
        ([("authorization", "Basic no base64")], "", ["no base64"]),
        ([("x-api-key", "Bearer key-2")], "", ["Bearer key-2", "key-2"]),
        ([("Cookie", 'sid=key-3; t=1; u="key-44"')], "", ["key-44", "key-3"]),
        ([("Content-Type", "key-5")], "http://x.example/videos?limit=key-6", []),
        ([], "http://x.example/videos?api_key=key-7&Token=a%2Fbcd", ["a%2Fbcd", "a/bcd", "key-7"]),
        ([], "http://someone:pass%2Fword@x.example/", ["pass%2Fword", "pass/word"]),
        ([], "http://key-as-a-user@x.example/", ["key-as-a-user"]),
        ([("x-api-key", "")], "http://[", []),
    ],
)
def test_keys_are_found_wherever_they_went_out(headers: list[tuple[str, str]], url: str, keys: list[str]) -> None:
    assert keys_sent(headers, url) == keys


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://x.example/v1/videos?limit=1&after=a%20b", "http://x.example/v1/videos?limit=1&after=a%20b"),
        ("http://a:b@x.example/v1?api_key=c&limit=1", "http://***@x.example/v1?api_key=***&limit=1"),
        ("http://a:b/@c@x.example/", "http://a:b/@c@x.example/"),  # no user information: a host ends at the slash
        ("https://x.example?key&token=", "https://x.example?key&token=***"),
        ("?sig=1&access_token=2&sigma=3", "?sig=***&access_token=***&sigma=3"),
        ("", ""),
    ],
)
def test_a_url_is_told_without_its_keys(url: str, told: str) -> None:
    assert without_secrets(url) == told


def exchanged(request: dict[str, Any], answer: dict[str, Any]) -> list[Any]:
    url = request.pop("url", "http://x.example/v1/videos/video_1")
    exchange = Exchange(method="GET", url=url, **request, status=200, **answer)
    return Contract.load().check_exchange(exchange)


SENT: dict[str, dict[str, Any]] = {
    "Authorization": {"request_headers": [("Authorization", f"Bearer {KEY}")]},
    "Basic": {"request_headers": [("Authorization", f"Basic {BASIC}")]},
    "a gateway's own header": {"request_headers": [("x-litellm-api-key", KEY)]},
    "Cookie": {"request_headers": [("Cookie", f"a=b; sid={KEY}; t=1")]},
    "query": {"url": f"http://x.example/v1/videos/video_1?key={KEY.replace('+', '%2B')}"},
    "password": {"url": f"http://u:{KEY.replace('/', '%2F')}@x.example/v1/videos/video_1"},
}
SPELLED = {
    "plain": json.dumps(KEY),
    "a JSON escape": json.dumps(KEY).replace("/", "\\/"),
    "another": json.dumps(KEY).replace("a", "\\u0061"),
    "in an array": json.dumps([KEY]),
    "as a name": json.dumps({KEY: KEY}),
    "after much": json.dumps("x" * 70 + KEY),
    "across where text is cut": json.dumps("x" * 310 + KEY),
}


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
@pytest.mark.parametrize("spelled", SPELLED.values(), ids=SPELLED)
def test_a_key_that_a_server_repeats_is_in_no_violation(video: dict[str, Any], sent: Any, spelled: str) -> None:
    body = json.dumps({**video, "status": "HERE", "id": "video_1"}).replace('"HERE"', spelled)
    kinds = [("content-type", "application/json")]
    for answer in (body.encode(), body.encode()[:-1], f'{{"{KEY}": 1, "{KEY}": 2}}'.encode(), json.loads(body)):
        found = exchanged(dict(sent), {"response_headers": kinds, "response_body": answer})
        assert found
        shown = str([each.to_dict() for each in found])
        assert not any(piece in shown for piece in (KEY[:6], KEY[-6:], "cd+ef", "\\u0061b"))


def test_a_key_that_is_a_members_name_changes_no_code(video: dict[str, Any]) -> None:
    sent = {"request_headers": [("Authorization", "Bearer completed_at"), ("x-api-key", "status")]}
    kinds = [("content-type", "application/json")]
    answer = {**video, "id": "video_1", "completed_at": "x", "status": "y", "error": {"status": 1}}
    found = exchanged(sent, {"response_headers": kinds, "response_body": answer})
    assert {"body.completed_at.type", "body.status.enum"} <= {each.code for each in found}
    assert "/completed_at" in {each.pointer for each in found}


def test_a_request_that_repeats_its_key_is_told_without_it(contract: Contract) -> None:
    found = contract.check_request(
        "create", headers={"Authorization": f"Bearer {KEY}"}, content_type="application/json", body={"prompt": [KEY]}
    )
    assert [each.found for each in found] == ["['***']"]
    found = contract.check_request("list", query=[("api_key", KEY), ("order", KEY)])
    assert [each.found for each in found] == ["'***'"]


def test_keys_that_are_sent_several_times_are_all_hidden(contract: Contract) -> None:
    keys = ["key-number-1", "key-number-2"]
    for headers in (
        {"x-api-key": keys},
        [("x-api-key", each) for each in keys],
        [(b"x-api-key", each.encode()) for each in keys],
    ):
        found = contract.check_request(
            "create", headers=headers, content_type="application/json", body={"prompt": keys}
        )
        assert [each.found for each in found] == ["['***', '***']"]
    found = contract.check_request("list", query=[("api_key", each) for each in keys] + [("order", keys[0])])
    assert [each.found for each in found] == ["'***'"]
    sent = [("x-api-key", b"key-number-1")]
    found = exchanged({"request_headers": sent}, {"response_body": {"id": ["key-number-1"]}})
    assert "key-number" not in str(found)


def test_a_number_that_is_the_key_is_hidden_too(video: dict[str, Any]) -> None:
    sent = {"request_headers": [("Authorization", "Bearer 1234567890")]}
    kinds = [("content-type", "application/json")]
    found = exchanged(sent, {"response_headers": kinds, "response_body": {**video, "model": 1234567890}})
    assert [each.found for each in found if each.field == "model"] == ["***"]
    assert "1234567890" not in str(found)


def test_a_url_that_is_no_operations_is_told_without_its_keys() -> None:
    with pytest.raises(ValueError, match="url: found ") as caught:
        exchanged({"url": f"http://u:{KEY.replace('/', '%2F')}@x.example/v1/other?key={KEY}"}, {})
    assert "gh-12345" not in str(caught.value)
