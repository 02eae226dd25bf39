"""False alarms: conforming requests and answers, in all their legal variety, give no violation."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest

from openvideos.contract import Contract, FilePart

Node = dict[str, Any]

SEEDS = range(8)
JOBS = 100  # a server of each seed has so many jobs, whose whole lives are looked at
TEXTS = [
    *("a paper boat", " ", "null", "4", "a\nb\r\n\tc\0", '"quoted" \\ <b>&amp;</b>', "--b\r\n", "x" * 32_000),
    *("\u96e8\u306e\u821f", "\u05e1\u05d9 \u202eRTL", "e\u0301", "\U0001f6a4\U0001f3fd", "\ufeffx"),
]
IDS = ["video_5b1d", "a=b", "a/b c", "..", "%2F", "\u00e9", "0", "V" * 300, "{}"]
MODELS = ["mine", "somebody/elses:v1", "m-2025", ""]
JSON = "application/json"
KINDS = [JSON, f"{JSON}; charset=utf-8", 'Application/JSON;charset="UTF-8"', f" {JSON} ;a=b"]
EXTRA: list[Any] = [None, True, 24, 1.5, "x", [], [1, [2]], {}, {"a": {"size": "1x1", "status": 5}}, "\u20ac", 10**30]
ERRORS = ["invalid_request_error", "server_error", "", "\u00fcber"]


@attrs.frozen(kw_only=True)
class Exchange:
    """What was asked, as a request has it and as rules see it, what was answered, and what was seen before."""

    operation: str
    status: int
    headers: Any
    body: Any
    request: Node = attrs.Factory(dict)
    asked: Node = attrs.Factory(dict)
    previous: Any = None


@attrs.define
class Server:
    """One that conforms, and takes every liberty that the contract leaves it."""

    contract: Contract
    dice: random.Random

    def some(self, *values: Any) -> Any:
        return self.dice.choice(values)

    def number(self, value: int) -> int | float:
        return float(value) if self.dice.random() < 0.3 else value

    def time(self) -> int:
        return self.dice.choice([0, 1, 99_999_999_000, self.dice.randrange(1_700_000_000, 1_800_000_000)])

    def error(self) -> Node:
        return self.extended({"code": self.some("render_failed", ""), "message": self.some(*TEXTS)})

    def extended(self, members: Node) -> Node:
        """With members that the contract doesn't have, in any order."""
        names = self.dice.sample(["fps", "urls", "Size", "x-y", "\u20ac", "", "to_dict"], self.some(0, 0, 1, 3))
        pairs = [*members.items(), *((name, self.some(*EXTRA)) for name in names)]
        self.dice.shuffle(pairs)
        return dict(pairs)

    def headers(self, kind: str | None, **others: str) -> Any:
        """In any case and order, as a dict or in pairs."""
        given = {"content-type": kind, "x-request-id": self.some("req_1", ""), "server": "x", "date": "today", **others}
        recased: list[Callable[[str], str]] = [str.lower, str.upper, str.title, str]
        pairs = [(self.some(*recased)(name), value) for name, value in given.items() if value is not None]
        self.dice.shuffle(pairs)
        return self.some(dict(pairs), [*pairs, ("Set-Cookie", "a"), ("Set-Cookie", "b")])

    # requests

    def body_of(self, operation: str) -> tuple[Node, str]:
        """The members of a request body as Python has them, and the media type that can carry them."""
        members = self.contract.members(operation)
        kind = self.some(*self.contract.operations[operation].bodies)
        url = self.some("https://a.example/b?c=d", "data:image/png;base64,AA==")
        values: dict[str, Callable[[], Any]] = {
            "prompt": lambda: self.some(*TEXTS),
            "name": lambda: self.some("Miro", "\u00e9", "x" * 80),
            "model": lambda: self.some(*MODELS, *self.contract.enum("VideoModel")),
            "size": lambda: self.some(*self.contract.enum("VideoSize")),
            "seconds": lambda: self.some(*members["seconds"]["enum"]),
            "video": lambda: {"id": self.some(*IDS)},
            "input_reference": lambda: self.some({"file_id": "file_1"}, {"image_url": url}),
        }
        required = {"prompt", "video", "name"} | ({"seconds"} if operation == "extend" else set())
        body = {name: values[name]() for name in members if name in required or self.some(True, False)}
        files = {"video", "input_reference"} & body.keys()
        if "form" in kind and files and (operation == "create_character" or self.some(True, False)):
            file = FilePart(name=self.some("a.png", '\u00e9 "x".mp4'), type=self.some("video/mp4", "image/png"), size=3)
            body[files.pop()] = file
        if "form" not in kind:
            body = self.extended(body)
        return body, kind

    def request(self, operation: str, body: Node | None, kind: str | None, path: Node, query: Node) -> Node:
        headers = {"content-type": kind, "idempotency-key": self.some("k", "x" * 255)}
        sent: Any = body
        if body is not None and kind is not None and self.some(True, False):
            if "form" in kind:
                headers["content-type"] = f"{kind}; boundary=b0undary"
                sent = form_of(body, self.some(True, False))
            else:
                headers["content-type"] = self.some(*KINDS)
                sent = json.dumps(body, ensure_ascii=self.some(True, False)).encode()
        pairs = [(name, value) for name, value in headers.items() if value]
        queried = self.some(query, [*query.items(), ("page", "1"), ("page", "2")])
        return {"path": path, "query": queried, "headers": self.some(dict(pairs), pairs), "body": sent}

    # answers

    def job(self, operation: str, asked: Node) -> Node:
        """A new job."""
        model = asked.get("model", self.some(*MODELS, *self.contract.enum("VideoModel")))
        seconds = self.some("4", "37", "120", "") if operation != "create" else asked.get("seconds", "16")
        created = self.time()
        source = asked["video_id"] if operation == "remix" else self.some(None, *IDS)
        return {
            "id": f"{self.some(*IDS)}{self.dice.random()}",
            "object": "video",
            "model": self.some(model, model, f"{model}-2031-01-31"),
            "status": "queued",
            "progress": self.number(self.some(0, 0, 7)),
            "created_at": self.number(created),
            "completed_at": self.some(None, None, 0),
            "expires_at": self.some(None, created, created + 1),
            "prompt": asked["prompt"],
            "size": asked.get("size", self.some(*self.contract.enum("VideoSize"))),
            "seconds": seconds,
            "remixed_from_video_id": source,
            "error": self.some(None, None, None, self.error()),
        }

    def life(self, job: Node) -> Iterator[Node]:
        """A job as it is seen, look after look, to its end and beyond."""
        end = self.some("completed", "failed")
        lives = [*["queued"] * self.some(0, 1, 2), *["in_progress"] * self.some(0, 1, 4), *[end] * self.some(1, 3)]
        for status in lives:
            job = {**job, "status": status}
            if status == "completed":
                done = int(job["created_at"]) + self.some(0, 42)
                job = {**job, "progress": self.number(100), "completed_at": done}
                job["expires_at"] = self.some(None, done, done + 9)
            elif status == "failed":
                job = {**job, "error": self.error(), "completed_at": self.some(None, 0, job["created_at"])}
            elif status == "in_progress":
                job["progress"] = self.number(min(100, int(job["progress"]) + self.some(0, 1, 30)))
            yield self.extended({**job, "prompt": self.some(job["prompt"], None)})

    def answered(self, body: Node) -> Any:
        text = json.dumps(body, ensure_ascii=self.some(True, False), indent=self.some(None, 1))
        return self.some(body, text.encode())

    def success(self, operation: str, request: Node, asked: Node, body: Node, previous: Any = None) -> Exchange:
        poll = self.some({}, {"openai-poll-after-ms": self.some("0", "1000")})
        headers, sent = self.some(None, self.headers(self.some(*KINDS), **poll)), self.answered(body)
        seen = {"request": request, "asked": asked, "previous": previous}
        return Exchange(operation=operation, status=200, headers=headers, body=sent, **seen)

    def making(self) -> tuple[Exchange, Node]:
        operation = self.some("create", "remix", "edit", "extend")
        body, kind = self.body_of(operation)
        path = {"video_id": self.some(*IDS)} if operation == "remix" else {}
        asked = {**body, **path}
        job = self.job(operation, asked)
        return self.success(operation, self.request(operation, body, kind, path, {}), asked, self.extended(job)), job

    def looking(self, job: Node) -> Iterator[tuple[Exchange, Node]]:
        before = job
        for seen in self.life(job):
            asked = {"video_id": job["id"]}
            previous = self.some(before, json.dumps(before).encode(), None)
            request = self.request("retrieve", None, None, asked, {})
            yield self.success("retrieve", request, asked, seen, previous), seen
            before = {**seen, "prompt": job["prompt"]}

    def listing(self, jobs: list[Node]) -> Iterator[Exchange]:
        """All pages of a list, one after the other, in some order."""
        order = self.some(None, "asc", "desc")
        rows = sorted(jobs, key=lambda job: float(job["created_at"]), reverse=order != "asc")
        limit = self.some(None, 0, 1, 3, 7, 100)
        start, more = 0, True
        while more:
            page = rows[start : start + (20 if limit is None else limit)]
            more = start + len(page) < len(rows)
            ends = [page[0]["id"], page[-1]["id"]] if page else [None, None]
            body = {"object": "list", "data": page, "first_id": ends[0], "last_id": ends[1], "has_more": more}
            named = {"limit": limit, "order": order, "after": rows[start - 1]["id"] if start else None}
            asked = {name: self.some(value, str(value)) for name, value in named.items() if value is not None}
            yield self.success("list", self.request("list", None, None, {}, asked), asked, self.extended(body))
            start += len(page)
            more = more and limit != 0

    def others(self, job: Node) -> Iterator[Exchange]:
        """A deletion and characters."""
        asked = {"video_id": job["id"]}
        gone = {"id": job["id"], "object": "video.deleted", "deleted": self.some(True, True, False)}
        yield self.success("delete", self.request("delete", None, None, asked, {}), asked, self.extended(gone))
        body, kind = self.body_of("create_character")
        character = {"id": self.some("char_1", None), "name": self.some(body["name"], None), "created_at": self.time()}
        request = self.request("create_character", body, kind, {}, {})
        yield self.success("create_character", request, body, self.extended(character))
        asked = {"character_id": character["id"] or "char_1"}
        request = self.request("get_character", None, None, asked, {})
        yield self.success("get_character", request, asked, self.extended(character))

    def refusals(self, operation: str) -> Iterator[Exchange]:
        """Every error that the operation has, and some that it doesn't."""
        error = {"message": self.some(*TEXTS), "type": self.some(*ERRORS)}
        for status in (*self.contract.operations[operation].statuses, 402, 418, 502, 504, 599):
            if status >= 400:
                nullable = {"param": self.some(None, "size"), "code": self.some(None, "overloaded")}
                body = self.extended({"error": self.extended({**error, **nullable})})
                later = {"retry-after": self.some("5", "Wed, 21 Oct 2026 07:28:00 GMT")}
                headers = self.some(None, self.headers(self.some(*KINDS), **later))
                yield Exchange(operation=operation, status=status, headers=headers, body=self.answered(body))
        for status in (301, 302, 307, 308, 304):
            headers = self.headers(self.some(None, "text/html"), location="/")
            yield Exchange(operation=operation, status=status, headers=headers, body=b"<a>")

    def media(self) -> Iterator[Exchange]:
        for status in (200, 206):
            for kind in ("video/mp4", "image/webp", "Video/MP4", 'video/mp4; codecs="avc1"'):
                named = {"content-range": "bytes 0-1/9", "content-length": "2", "etag": '""', "accept-ranges": "bytes"}
                headers, body = self.headers(kind, **named), self.some(b"\xff", b"{}")
                yield Exchange(operation="download_content", status=status, headers=headers, body=body)

    def exchanges(self) -> Iterator[Exchange]:
        jobs = []
        for _ in range(JOBS):
            made, job = self.making()
            looks = list(self.looking(job))
            jobs.append(looks[-1][1])
            yield from (made, *(look for look, _ in looks), *self.others(job))
        for _ in range(25):
            yield from self.listing(jobs[: self.some(0, 1, 7, len(jobs))])
        for operation in self.contract.operations:
            yield from self.refusals(operation)
        yield from self.media()


def form_of(body: Node, bracketed: bool) -> bytes:
    """The bytes of a form; an object in brackets, or as a part of JSON."""
    lines: list[bytes] = []
    for name, value in body.items():
        members = value.items() if isinstance(value, dict) and bracketed else ()
        for field, content in [(f"{name}[{member}]", each) for member, each in members] or [(name, value)]:
            head, data = f'form-data; name="{field}"', str(content).encode()
            if isinstance(content, FilePart):
                head, data = f'{head}; filename="a.mp4"\r\nContent-Type: {content.type}', b"\0\r\n-"
            elif isinstance(content, dict):
                head, data = f"{head}\r\nContent-Type: application/json", json.dumps(content).encode()
            lines.append(b"--b0undary\r\nContent-Disposition: " + head.encode() + b"\r\n\r\n" + data + b"\r\n")
    return b"".join(lines) + b"--b0undary--\r\n"


@pytest.mark.parametrize("seed", SEEDS)
def test_no_conforming_exchange_gives_an_alarm(contract: Contract, seed: int) -> None:
    alarms, judged = [], []
    for each in Server(contract, random.Random(seed)).exchanges():
        judged.append((each.operation, each.status))
        answer = {"status": each.status, "headers": each.headers, "body": each.body}
        found = contract.check_response(each.operation, **answer, request=each.asked, previous=each.previous)
        found += contract.check_response(each.operation, **answer)
        if each.request:
            found += contract.check_request(each.operation, **each.request)
        alarms += [(violation.message, each) for violation in found]
    assert (len(alarms), alarms[:3]) == (0, [])
    assert len(judged) > 1000
    declared = {(name, status) for name, operation in contract.operations.items() for status in operation.statuses}
    assert declared <= set(judged)


LIBERTIES: dict[str, Callable[[Exchange, Node], bool]] = {
    "a dated snapshot": lambda each, body: body.get("model") == f"{each.asked.get('model')}-2031-01-31",
    "5.0 for 5": lambda each, body: isinstance(body.get("progress"), float),
    "a longer extension": lambda each, body: each.operation == "extend" and body.get("seconds") == "120",
    "an unlisted model": lambda each, body: body.get("model") == "mine",
    "an unlisted member": lambda each, body: "fps" in body,
    "an empty page": lambda each, body: body.get("data") == [] and not body["has_more"],
    "an empty page before others": lambda each, body: body.get("data") == [] and body["has_more"],
    "a page behind others": lambda each, body: bool(body.get("data")) and "after" in each.asked,
    "null for the prompt": lambda each, body: body.get("prompt", "") is None,
    "a form in bytes": lambda each, body: "form-data" in str(each.request.get("body")),
    "a failed job": lambda each, body: each.previous is not None and body.get("status") == "failed",
}


@pytest.mark.parametrize("liberty", LIBERTIES)
def test_the_generator_takes_its_liberties(contract: Contract, liberty: str) -> None:
    exchanges = Server(contract, random.Random(0)).exchanges()
    taken = ((each, each.body) for each in exchanges if isinstance(each.body, dict))
    assert any(LIBERTIES[liberty](*pair) for pair in taken)
