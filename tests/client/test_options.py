"""Where settings come from, and which server a key may go to."""

from typing import Any

import pytest

from openvideos import ConfigurationError, omit
from openvideos.client.options import Settings, resolve, shown_url

FAR, NEAR = "https://videos.example/v1", "http://127.0.0.1:8000/v1"
OURS = {"OPENVIDEOS_BASE_URL": "https://ours.example/v1", "OPENVIDEOS_API_KEY": "key-of-ours"}
THEIRS = {"OPENAI_BASE_URL": "https://theirs.example/v1", "OPENAI_API_KEY": "key-of-theirs"}


def settings(environ: dict[str, str], **given: Any) -> Settings:
    nothing = {"api_key": None, "base_url": None, "organization": None, "project": None}
    return resolve(**{**nothing, **given}, environ=environ)


def without(pair: dict[str, str], part: str) -> dict[str, str]:
    return {name: value for name, value in pair.items() if not name.endswith(part)}


GOOD = {
    "both given": ({}, {"api_key": "given", "base_url": FAR}, "https://videos.example/v1/", "given"),
    "a given key goes to the environment's URL": (OURS, {"api_key": "given"}, "https://ours.example/v1/", "given"),
    "our pair": (OURS, {}, "https://ours.example/v1/", "key-of-ours"),
    "the other pair": (THEIRS, {}, "https://theirs.example/v1/", "key-of-theirs"),
    "of both pairs ours": ({**OURS, **THEIRS}, {}, "https://ours.example/v1/", "key-of-ours"),
    "our key alone, the other pair": (
        {**THEIRS, "OPENVIDEOS_API_KEY": "key-of-ours"},
        {},
        "https://theirs.example/v1/",
        "key-of-theirs",
    ),
    "empty counts as none": ({**THEIRS, "OPENVIDEOS_BASE_URL": ""}, {}, "https://theirs.example/v1/", "key-of-theirs"),
    "a given key with the other URL": (THEIRS, {"api_key": "given"}, "https://theirs.example/v1/", "given"),
    "omit sends none": (OURS, {"api_key": omit}, "https://ours.example/v1/", None),
    "omit with a given URL": (OURS, {"api_key": omit, "base_url": FAR}, "https://videos.example/v1/", None),
    "this machine needs no key": ({}, {"base_url": NEAR}, "http://127.0.0.1:8000/v1/", None),
    "this machine given gets no key of the environment": (
        {**OURS, **THEIRS},
        {"base_url": NEAR},
        "http://127.0.0.1:8000/v1/",
        None,
    ),
    "this machine by the environment, with its key": (
        {**OURS, "OPENVIDEOS_BASE_URL": NEAR},
        {},
        "http://127.0.0.1:8000/v1/",
        "key-of-ours",
    ),
    "this machine by the environment, not with the other key": (
        {"OPENVIDEOS_BASE_URL": NEAR, "OPENAI_API_KEY": "key-of-theirs"},
        {},
        "http://127.0.0.1:8000/v1/",
        None,
    ),
    "an empty key is none": ({}, {"api_key": "", "base_url": NEAR}, "http://127.0.0.1:8000/v1/", None),
    "a query is kept": ({}, {"api_key": "k", "base_url": f"{FAR}?v=1"}, "https://videos.example/v1/?v=1", "k"),
}


@pytest.mark.parametrize(("environ", "given", "base_url", "key"), GOOD.values(), ids=GOOD)
def test_a_key_goes_where_it_belongs(
    environ: dict[str, str], given: dict[str, Any], base_url: str, key: str | None
) -> None:
    found = settings(environ, **given)
    assert (found.base_url, found.api_key) == (base_url, key)
    assert found.authorization == (f"Bearer {key}" if key else None)


BAD = {
    "nothing": ({}, {}, ["base_url=", "--base-url", "OPENVIDEOS_BASE_URL", "openvideos serve"]),
    "a key without a server": ({"OPENAI_API_KEY": "k-secret"}, {}, ["OPENAI_API_KEY is set", "no default server"]),
    "a given key without a server": ({}, {"api_key": "k-secret"}, ["no base URL", "openvideos serve"]),
    "no key": ({}, {"base_url": FAR}, ["https://videos.example/v1/", "api_key=", "--no-api-key"]),
    "a given URL takes no key of ours": (OURS, {"base_url": FAR}, ["no API key", "OPENVIDEOS_API_KEY goes only with"]),
    "a given URL takes no key of theirs": (
        THEIRS,
        {"base_url": FAR},
        ["OPENAI_API_KEY goes only with OPENAI_BASE"],
    ),
    "our URL takes no key of theirs": (
        {**without(OURS, "KEY"), "OPENAI_API_KEY": "k-secret"},
        {},
        ["set OPENVIDEOS_API_KEY", "OPENAI_API_KEY goes only with"],
    ),
    "their URL takes no key of ours": (
        {**without(THEIRS, "KEY"), "OPENVIDEOS_API_KEY": "k-secret"},
        {},
        ["set OPENAI_API_KEY", "OPENVIDEOS_API_KEY goes only with"],
    ),
    "no scheme": ({}, {"base_url": "videos.example/v1"}, ["base_url: found 'videos.example/v1'", "http://"]),
    "another scheme": ({}, {"base_url": "ftp://videos.example"}, ["ftp://videos.example"]),
    "no host": ({}, {"base_url": "http:///v1"}, ["http:///v1"]),
    "a port that is none": ({}, {"base_url": "http://h:99999/v1"}, ["http://h:99999/v1"]),
    "a broken address": ({}, {"base_url": "http://[::1/v1"}, ["http://[::1/v1"]),
    "a line break": ({}, {"base_url": "http://h/\nv1"}, ["http://h/\\nv1"]),
    "the environment's is named": ({"OPENAI_BASE_URL": "nowhere"}, {}, ["OPENAI_BASE_URL: found 'nowhere'"]),
    "a user and a key": ({}, {"base_url": "https://u:pw-secret@h/v1", "api_key": "k-secret"}, ["user information"]),
    "a key that is no text": ({}, {"base_url": NEAR, "api_key": 5}, ["api_key: found a int"]),
}


@pytest.mark.parametrize(("environ", "given", "pieces"), BAD.values(), ids=BAD)
def test_what_is_missing_or_wrong_is_named_and_no_secret_shown(
    environ: dict[str, str], given: dict[str, Any], pieces: list[str]
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings(environ, **given)
    text = str(caught.value)
    assert [piece for piece in pieces if piece not in text] == []
    assert "secret" not in text
    assert "key-of-" not in text
    assert text.isprintable()
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "key", ["k-secret\n", "k-se\rcret", "\x00k-secret", "k-sec\x7fret", "ключ-secret", " k-secret"]
)
@pytest.mark.parametrize("source", ["argument", "environment"])
def test_a_key_that_no_header_can_carry_is_refused_without_being_shown(key: str, source: str) -> None:
    given = {"api_key": key, "base_url": FAR} if source == "argument" else {}
    environ = {} if given else {**OURS, "OPENVIDEOS_API_KEY": key}
    with pytest.raises(ConfigurationError, match=r"api_key: |OPENVIDEOS_API_KEY: ") as caught:
        settings(environ, **given)
    assert "secret" not in str(caught.value)
    assert "ключ" not in str(caught.value)


def test_a_key_of_latin_1_with_spaces_is_taken() -> None:
    assert settings({}, api_key="My API K\xe9y", base_url=FAR).authorization == "Bearer My API K\xe9y"


def test_user_information_of_a_base_url_becomes_a_header_and_leaves_the_url() -> None:
    found = settings({}, base_url="https://me:p%40ss@videos.example/v1")
    assert found.base_url == "https://videos.example/v1/"
    assert found.authorization == "Basic bWU6cEBzcw=="
    assert "p@ss" not in repr(found)


@pytest.mark.parametrize(
    "url",
    [
        "https://user:secret@videos.example/v1",
        "https://user:se/secret@videos.example/v1",
        "https://user:se?secret@videos.example/v1",
        "https://user:se#secret@videos.example/v1",
        "https://user:se@secret@videos.example/v1",
        "user:secret@videos.example/v1",
        "http:/user:secret@videos.example/v1",
        "https://videos.example/v1?key=secret",
        "https://videos.example/v1#secret",
    ],
)
def test_a_shown_url_has_no_secrets(url: str) -> None:
    assert "secret" not in shown_url(url)
    assert "videos.example/v1" in shown_url(url)


def test_organization_and_project_of_the_environment_go_with_their_pair_only() -> None:
    environ = {**THEIRS, "OPENAI_ORG_ID": "org", "OPENAI_PROJECT_ID": "proj"}
    theirs, given = settings(environ), settings(environ, base_url=FAR, api_key="k")
    assert (theirs.organization, theirs.project) == ("org", "proj")
    assert (given.organization, given.project) == (None, None)
