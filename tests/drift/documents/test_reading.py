"""The bytes of a document come from a file, standard input, a URL or a git revision, and no more than is allowed."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from openvideos.drift.documents import reading
from openvideos.drift.documents.reading import MAX_BYTES, DocumentError, read_bytes

SOURCES = "a file, -, an https:// URL (http:// on loopback), REV:path in a git repository"
TOO_LONG = "found more than 32 MiB; allowed: at most so much"
MEGABYTE = b"a" * 1024 * 1024


def refused(source: str) -> str:
    with pytest.raises(DocumentError) as caught:
        read_bytes(source)
    said = str(caught.value)
    assert said.isprintable()
    return said


def test_a_file_is_read_as_it_is_and_has_its_name(written: Callable[..., str]) -> None:
    given = read_bytes(written(b"\xff\0", "own.yaml"))
    assert (given.name, given.content) == ("own.yaml", b"\xff\0")


def test_a_file_whose_name_has_control_characters_is_shown_without_them(written: Callable[..., str]) -> None:
    assert read_bytes(written("", "a\x1b[31m\n.yaml")).name == r"a\x1b[31m\n.yaml"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("none.yaml", f"none.yaml: found no such file; allowed: {SOURCES}"),
        ("", f": found what no file is called; allowed: {SOURCES}"),
        (".", ".: can't be read (Is a directory)"),
        ("a\0b", rf"a\x00b: found what no file is called; allowed: {SOURCES}"),
        ("a\0b:c", rf"a\x00b:c: found what no file is called; allowed: {SOURCES}"),
        ("\ud800", rf"\ud800: found what no file is called; allowed: {SOURCES}"),
        ("C:/a.yaml", f"C:/a.yaml: found no such file; allowed: {SOURCES}"),
        (r"c:\a.yaml", rf"c:\a.yaml: found no such file; allowed: {SOURCES}"),
        ("/dev/zero", f"/dev/zero: {TOO_LONG}"),
    ],
    ids=["none", "empty", "folder", "NUL", "NUL in a revision", "surrogate", "drive", "drive, backslash", "no end"],
)
def test_what_is_no_file_is_refused(written: Callable[..., str], source: str, said: str) -> None:
    assert refused(source) == said


def test_a_file_that_is_too_long_is_not_read(written: Callable[..., str]) -> None:
    name = written("")
    with Path(name).open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    assert refused(name) == f"own.yaml: {TOO_LONG}"


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"own")))
    given = read_bytes("-")
    assert (given.name, given.content) == ("-", b"own")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bytes(MAX_BYTES + 1))))
    assert refused("-") == f"-: {TOO_LONG}"


@pytest.fixture
def repository(written: Callable[..., str], tmp_path: Path) -> Path:
    """A repository of two commits, in which we are, and a change that is staged."""
    git = partial(subprocess.run, cwd=tmp_path, check=True, capture_output=True)
    git(["git", "init", "-q", "-b", "main"])
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    (tmp_path / "folder").mkdir()
    for text in ("first", "second"):
        written(text, "folder/own.yaml")
        git(["git", "add", "."])
        git(["git", *who, "commit", "-q", "-m", text])
    written("third", "folder/own.yaml")
    git(["git", "add", "."])
    return tmp_path


@pytest.mark.parametrize(
    ("source", "content"),
    [("HEAD:folder/own.yaml", b"second"), ("main~1:folder/own.yaml", b"first"), (":folder/own.yaml", b"third")],
    ids=["the last commit", "the one before", "what is staged"],
)
def test_a_revision_is_read_from_git(repository: Path, source: str, content: bytes) -> None:
    given = read_bytes(source)
    assert (given.name, given.content) == (source, content)


def test_a_path_of_a_revision_may_start_from_where_we_are(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "folder")
    assert read_bytes("HEAD:./own.yaml").content == b"second"


def test_a_file_that_exists_by_that_name_wins(repository: Path) -> None:
    (repository / "HEAD:folder").mkdir()
    (repository / "HEAD:folder/own.yaml").write_text("a file")
    assert read_bytes("HEAD:folder/own.yaml").content == b"a file"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("HEAD:none.yaml", "path 'none.yaml' does not exist in 'HEAD'"),
        ("HEAD:folder", "git cat-file HEAD:folder: bad file"),
        ("none:own.yaml", "invalid object name 'none'"),
        ("no\x1bne:own.yaml", "invalid object name 'no?ne'"),
    ],
    ids=["path", "folder", "revision", "control character"],
)
def test_what_git_does_not_have_is_refused_with_its_reason(repository: Path, source: str, reason: str) -> None:
    said = refused(source)
    assert said.startswith(f"{ascii(source)[1:-1]}: found no such file, nor that in git ({reason}")
    assert said.endswith(f"); allowed: {SOURCES}")


@pytest.mark.parametrize("source", ["--textconv:own.yaml", "-t:own.yaml", "--batch:x", "--output=HEAD:folder/own.yaml"])
def test_a_revision_is_never_an_option_of_git(repository: Path, source: str) -> None:
    assert refused(source) == f"{source}: found what no file is called; allowed: {SOURCES}"


def test_outside_of_a_repository_a_revision_is_refused(
    written: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refused("HEAD:own.yaml")
    assert said.startswith("HEAD:own.yaml: found no such file, nor that in git (not a git repository")
    monkeypatch.setenv("PATH", "")
    assert refused("HEAD:own.yaml").startswith("HEAD:own.yaml: found no such file, and no git to ask for a revision;")


def test_a_revision_that_is_too_long_is_refused(repository: Path) -> None:
    content = bytes(MAX_BYTES + 1)
    done = subprocess.run(["git", "hash-object", "-w", "--stdin"], input=content, check=True, capture_output=True)
    command = ["git", "update-index", "--add", "--cacheinfo", f"100644,{done.stdout.decode().strip()},long.yaml"]
    subprocess.run(command, check=True)
    assert refused(":long.yaml") == f":long.yaml: {TOO_LONG}"


class Answering(BaseHTTPRequestHandler):
    """Answers by the path that is asked for, and notes what it was asked with."""

    asked: list[dict[str, str]]

    def do_GET(self) -> None:
        self.asked.append(dict(self.headers.items()))
        path, _, rest = self.path.partition("?")
        if path == "/to":
            self.say(302, location=rest)
        elif path == "/round":
            self.say(302, location="/round")
        elif path == "/packed":
            self.say(200, b"x", content_encoding="gzip")
        elif path == "/endless":
            self.say(200, length=10**12)
            self.pour()
        else:
            self.say(200 if path == "/own.yaml" else 404, b"own")

    def pour(self) -> None:
        try:
            while True:
                self.wfile.write(MEGABYTE)
        except OSError:
            self.close_connection = True

    def say(self, status: int, body: bytes = b"", *, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def asked() -> list[dict[str, str]]:
    """The headers of each request that the server got."""
    return []


@pytest.fixture
def server(asked: list[dict[str, str]]) -> Iterator[str]:
    """A server on this machine."""
    kind = type("Noting", (Answering,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as http:
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def test_a_url_on_loopback_is_read(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")  # which is for elsewhere
    given = read_bytes(f"{server}/own.yaml#a")
    assert (given.name, given.content) == (f"{server}/own.yaml", b"own")
    assert read_bytes(f"{server}/to?/own.yaml").content == b"own"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/none", "found status 404; allowed: 200"),
        ("/packed", "found a compressed answer, that nobody asked for; allowed: a plain one"),
        ("/endless", TOO_LONG),
        ("/round", "found more redirects than 5; allowed: at most so many"),
        ("/to?http://example.org/", "found a redirect to http://example.org; allowed: https, or the same server"),
        ("/to?http://127.0.0.1:1/", "found a redirect to http://127.0.0.1:1; allowed: https, or the same server"),
        ("/to?https://localhost/", "found a redirect to https://localhost; allowed: https, or the same server"),
        ("/to?file:///etc/passwd", "found a redirect to file://; allowed: https, or the same server"),
        ("/to?ftp://a:b@c/", "found a redirect to ftp://c; allowed: https, or the same server"),
    ],
    ids=["status", "compressed", "endless", "circle", "elsewhere", "another port", "inwards", "a file", "credentials"],
)
def test_an_answer_that_is_no_document_is_refused(server: str, path: str, said: str) -> None:
    assert refused(f"{server}{path}") == f"{server}{path}: {said}"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://example.org/a", "http://example.org/a: found a URL of http; allowed: https, on loopback http"),
        ("ftp://127.0.0.1/a", "ftp://127.0.0.1/a: found a URL of ftp; allowed: https, on loopback http"),
        ("file:///etc/passwd", "file:///etc/passwd: found a URL of file; allowed: https, on loopback http"),
        ("https:///a", "https:///a: found a URL of https; allowed: https, on loopback http"),
        ("https://[::1/a", "https://[::1/a: can't be read (InvalidURL)"),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:1/a: can't be read ([Errno 111] Connection refused)"),
    ],
    ids=["http", "ftp", "file", "no host", "no URL", "nobody there"],
)
def test_another_url_is_refused(url: str, said: str) -> None:
    assert refused(url) == said


def test_an_answer_that_takes_too_long_as_a_whole_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_SECONDS", -1.0)
    assert refused(f"{server}/own.yaml").startswith(f"{server}/own.yaml: found an answer without an end; allowed: ")


def test_five_redirects_are_followed_at_most(server: str, asked: list[dict[str, str]]) -> None:
    refused(f"{server}/round")
    assert len(asked) == 6


def test_credentials_go_to_the_server_and_nowhere_else(server: str, asked: list[dict[str, str]]) -> None:
    place = server.removeprefix("http://")
    given = read_bytes(f"http://me:hunter22@{place}/own.yaml?api_key=abcd1234&a=b")
    assert given.name == f"http://***@{place}/own.yaml?api_key=***&a=b"
    assert asked[-1]["Authorization"].startswith("Basic ")
    for path in ("/none", "/round", "/packed", "/to?http://example.org/"):
        said = refused(f"http://me:hunter22@{place}{path}")
        assert said.startswith(f"http://***@{place}{path}: ")
        assert "hunter22" not in said
    for url in ("https://me:hunter22@[/", "http://me:hunter22@127.0.0.1:1/", "https://me:hunter22@127.0.0.1:99999/"):
        assert "hunter22" not in refused(url)
