"""A request as a line for a shell, and what a shell makes of it."""

import subprocess
from typing import Any

import httpx
import pytest

from openvideos.conformance.answer import Answer
from openvideos.conformance.curl import curl, quote

URL = "http://127.0.0.1:8000/v1/videos"
JSON = ("content-type", "application/json")
KEY = ("authorization", "Bearer ***")
HOSTILE = (
    "it's $(id) `id` \\ \\' \"q\" ! !! \x1b[31m \x9b \u202e \u2028 é 🛶 \t\r\n %s ; | & > < * ~ # {a,b} [c] $HOME \x01"
)


def sent(method: str = "GET", path: str = "", **how: Any) -> Answer:
    """An answer to what httpx makes of a request."""
    media = how.pop("media", "application/json")
    request = httpx.Request(method, f"{URL}{path}", **how)
    return Answer(
        method=method,
        url=str(request.url),
        request_headers=request.headers.multi_items(),
        request_body=request.read(),
        status=200,
        headers=[("content-type", media)],
    )


def given(**members: Any) -> Answer:
    return Answer(**{"method": "POST", "url": URL, "status": 200, **members})


def body(data: bytes) -> Answer:
    return given(request_headers=[JSON], request_body=data)


def form(*fields: tuple[str, Any]) -> Answer:
    return sent("POST", files=list(fields))


# URL and TYPE stand for what they are everywhere
LINES: dict[str, tuple[Answer, str]] = {
    "a read": (
        sent(headers={"accept": "*/*", "authorization": "Bearer ***"}),
        'curl -i URL -H "authorization: Bearer $OPENVIDEOS_API_KEY"',
    ),
    "a key of another scheme": (
        sent(headers={"authorization": "Basic ***"}),
        'curl -i URL -H "authorization: Basic $OPENVIDEOS_API_KEY"',
    ),
    "a key without a scheme": (
        sent(headers={"authorization": "***"}),
        'curl -i URL -H "authorization: $OPENVIDEOS_API_KEY"',
    ),
    "another key": (sent(headers={"X-Api-Key": "***"}), 'curl -i URL -H "x-api-key: $OPENVIDEOS_API_KEY"'),
    "a key in a header with an odd name": (
        given(method="GET", request_headers=[("a`id`$x", "***")]),
        "curl -i URL -H 'a`id`$x: '\"$OPENVIDEOS_API_KEY\"",
    ),
    "a page": (sent(params={"limit": 1, "after": "a b"}), "curl -i 'URL?limit=1&after=a+b'"),
    "a deletion": (sent("DELETE", "/a"), "curl -i -X DELETE URL/a"),
    "a head": (sent("HEAD"), "curl -I URL"),
    "media": (sent(media="video/mp4"), "curl -D - -o media URL"),
    "an accept header": (sent(headers={"accept": "a/b"}), "curl -i URL -H 'accept: a/b'"),
    "an empty header": (given(method="GET", request_headers=[("X-Empty", "")]), "curl -i URL -H 'X-Empty;'"),
    "JSON": (sent("POST", json={"a": "it's"}), "curl -i URL TYPE --data-raw '{\"a\":\"it'\\''s\"}'"),
    "a body that names a file": (body(b"@/etc/passwd"), "curl -i URL TYPE --data-raw @/etc/passwd"),
    "a body without a type": (given(request_body=b"a"), "curl -i URL -H Content-Type: --data-raw a"),
    "no body where one is usual": (sent("POST"), "curl -i URL -H Content-Type: --data-raw ''"),
    "nothing at all": (given(), "curl -i -X POST URL"),
    "a read with a body": (sent(json={}), "curl -i -X GET URL TYPE --data-raw '{}'"),
    "a body of bytes": (body(b"\xff"), "curl -i URL TYPE --data-binary @body"),
    "a body with a zero byte": (body(b"\0"), "curl -i URL TYPE --data-binary @body"),
    "a long body": (body(b"x" * 2001), "curl -i URL TYPE --data-binary @body"),
    "a body that gets long": (body(b"\x01" * 600), "curl -i URL TYPE --data-binary @body"),
    "a body that is gone": (
        given(request_headers=[("transfer-encoding", "chunked"), JSON]),
        "curl -i URL -H 'transfer-encoding: chunked' TYPE --data-binary @body",
    ),
    "a form": (
        form(("a", (None, "it's @home;type=x")), ("size", (None, "@a")), ("empty", (None, ""))),
        "curl -i URL --form-string 'a=it'\\''s @home;type=x' --form-string 'size=@a' --form-string 'empty='",
    ),
    "a form with a file": (
        form(("a", (None, "b")), ("image", ("../a;b.png", b"\x89", "image/png"))),
        "curl -i URL --form-string 'a=b' -F 'image=@part2;filename=\"../a;b.png\";type=image/png'",
    ),
    "a form with an empty file": (
        form(("video", ("v.mp4", b"", "video/mp4"))),
        "curl -i URL -F 'video=;filename=\"v.mp4\";type=video/mp4'",
    ),
    "dots in a path": (given(method="GET", url=f"{URL}/%2E%2e/a"), "curl -i --path-as-is URL/%2E%2e/a"),
    "brackets in a URL": (given(method="GET", url=f"{URL}/[a-z]"), "curl -i --globoff 'URL/[a-z]'"),
}


@pytest.mark.parametrize("case", LINES)
def test_a_request_is_a_line(case: str) -> None:
    answer, line = LINES[case]
    assert curl(answer) == line.replace("URL", URL).replace("TYPE", "-H 'content-type: application/json'")


NOT_PLAIN = {
    "a form with a part without a name": given(
        request_headers=[("Content-Type", "multipart/form-data; boundary=b")],
        request_body=b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nc\r\n--b\r\nX: \0\r\n\r\nc\r\n--b--\r\n',
    ),
    "a form with JSON in it": form(("a", (None, b"{}", "application/json"))),
    "a name with an equals sign": form(("a=b", (None, "c"))),
    "an escaped name": form(('a"b', (None, "c"))),
    "a field that is no text": form(("a", (None, b"\xff"))),
    "a long field": form(("a", (None, "x" * 3000))),
    "a form that breaks off": given(
        request_headers=[("Content-Type", "multipart/form-data; boundary=b")],
        request_body=b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nc\r\n--b\0',
    ),
    "a form with a header of its own": given(
        request_headers=[("Content-Type", "multipart/form-data; boundary=b")],
        request_body=b'--b\r\nX-A: \0\r\nContent-Disposition: form-data; name="a"\r\n\r\nc\r\n--b--\r\n',
    ),
    "a form with something before it": given(
        request_headers=[("Content-Type", "multipart/form-data; boundary=b")],
        request_body=b'\0\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nc\r\n--b--\r\n',
    ),
    "another boundary": given(
        request_headers=[("Content-Type", "multipart/form-data; boundary=c")],
        request_body=b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\0\r\n--b--\r\n',
    ),
}


@pytest.mark.parametrize("case", NOT_PLAIN)
def test_a_form_that_curl_would_write_otherwise_stays_bytes(case: str) -> None:
    answer = NOT_PLAIN[case]
    line = curl(answer)
    (kind,) = [value for name, value in answer.request_headers if name.lower() == "content-type"]
    assert f": {kind}' --data-" in line
    assert "-F" not in line
    assert "--form" not in line


def words_of(line: str, key: str = "") -> list[str]:
    """The arguments that curl is called with when bash runs the line."""
    script = f'curl() {{ printf "%s\\0" "$@"; }}; {line}'
    environment = {"OPENVIDEOS_API_KEY": key, "HOME": "/nowhere", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=True, env=environment)
    assert done.stderr == b""
    return done.stdout.decode("utf-8", "surrogatepass").split("\0")[:-1]


HOSTILE_REQUESTS = {
    "a URL": (given(method="GET", url=f"{URL}/{HOSTILE}"), f"{URL}/{HOSTILE}"),
    "a header": (given(request_headers=[("X-Id", HOSTILE)]), f"X-Id: {HOSTILE}"),
    "the name of a header": (given(request_headers=[(HOSTILE, "a")]), f"{HOSTILE}: a"),
    "the name of a header with a key": (given(request_headers=[(HOSTILE, "***")]), f"{HOSTILE}: a $(key)"),
    "a method": (given(method=HOSTILE), HOSTILE),
    "a body": (given(request_body=HOSTILE.encode()), HOSTILE),
    "a field": (form(("a", (None, HOSTILE))), f"a={HOSTILE}"),
    "a lone surrogate": (given(method="GET", url=f"{URL}/\ud800"), f"{URL}/\ud800"),
    "a line that ends in a backslash": (given(request_body=b"\\"), "\\"),
}


@pytest.mark.parametrize("case", HOSTILE_REQUESTS)
def test_nothing_breaks_out_of_the_quotes_or_reaches_the_terminal(case: str) -> None:
    answer, word = HOSTILE_REQUESTS[case]
    line = curl(answer)
    assert line.isprintable()
    assert word in words_of(line, key="a $(key)")


def test_the_key_is_taken_from_the_environment() -> None:
    line = curl(given(method="GET", request_headers=[KEY, ("X-Api-Key", "***")]))
    assert words_of(line, key="a 'key'")[2:] == [
        *("-H", "authorization: Bearer a 'key'"),
        *("-H", "X-Api-Key: a 'key'"),
    ]


def test_no_exclamation_mark_is_left_to_an_interactive_shell() -> None:
    assert quote("\t!'") == "$'\\011\\041\\047'"


@pytest.mark.parametrize("text", ["", "a", "a b", "'", "''", "\\'", "\n", "é\u0301", "!", "\t!'", "-n", "=a", "~", "#"])
def test_a_word_is_one_word(text: str) -> None:
    assert words_of(f"curl {quote(text)}") == [text]
