"""Characters."""

import base64
from weakref import WeakKeyDictionary

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.derived import upload
from openvideos.conformance.checks.media import sample_video
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server, segment
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

_PATH = "/videos/characters"
_GET = "/paths/~1videos~1characters~1{character_id}/get"
_FORM = "/components/schemas/CharacterCreateForm"
_NAME = f"{_FORM}/properties/name"
_CHARACTER = "/components/schemas/VideoCharacter"
_NEEDS = ("create_character",)
_BOTH = ("create_character", "get_character")
_PLAIN = "Miro"
_UNICODE = 'Zoë-Миро 米罗 \u0928\u093f 🛶 & "M" <\'>'
_NOBODY = "char_00000000000000000000000000000000"
_DAY = 24 * 60 * 60

_MADE: WeakKeyDictionary[Server, dict[str, Answer]] = WeakKeyDictionary()


@requirement(
    "VID-CHARACTER-001", "MUST", "A video and a name make a character, whose answer is as the contract has it.",
    source=_CHARACTER, needs=_NEEDS, fault="character-without-a-time",
)  # fmt: skip
def _shape(server: Server) -> None:
    _character(server, _PLAIN).expect_conforming()


@requirement(
    "VID-CHARACTER-002", "SHOULD", "A character has an id and a name, which the contract lets be null.",
    source=f"{_CHARACTER}/properties/id", needs=_BOTH, fault="character-without-an-id",
)  # fmt: skip
def _has_id(server: Server) -> None:
    made = _character(server, _PLAIN)
    for answer in (made, _look(server, str(made.member("id")))):
        for member in ("id", "name"):
            if answer.expect(200).member(member) in (None, ""):
                raise Failed(f"a text as {member}", show(answer.member(member)), answer)


@requirement(
    "VID-CHARACTER-003", "MUST", "A character's name is the one that was given, whatever characters are in it.",
    source=f"{_CHARACTER}/x-rules/1", needs=_NEEDS, fault="character-name-in-ascii",
)  # fmt: skip
def _name(server: Server) -> None:
    for name in (_PLAIN, _UNICODE):
        _character(server, name).expect_member("name", name, None)


@requirement(
    "VID-CHARACTER-004", "MUST", "A character that is looked at is the one that was made.",
    source=f"{_CHARACTER}/x-rules/0", needs=_BOTH, fault="character-is-always-the-first",
)  # fmt: skip
def _retrieve(server: Server) -> None:
    for name in (_PLAIN, _UNICODE):
        made = _character(server, name)
        answer = _look(server, _id(made)).expect(200).expect_conforming()
        for member in ("id", "name", "created_at"):
            answer.expect_member(member, made.member(member))


@requirement(
    "VID-CHARACTER-005", "MUST", "A character that was looked at once is the same when it is looked at again.",
    source=_GET, needs=_BOTH, fault="character-is-there-once",
)  # fmt: skip
def _stays(server: Server) -> None:
    character_id = _id(_character(server, _PLAIN))
    first, again = _look(server, character_id).expect(200).object(), _look(server, character_id).expect(200)
    for member, value in first.items():
        if member in {"id", "name", "created_at"}:
            again.expect_member(member, value)


@requirement(
    "VID-CHARACTER-006", "SHOULD", "A character was made when it says, in unix seconds, as the server's videos were.",
    source=f"{_CHARACTER}/properties/created_at", needs=_NEEDS, jobs=("default",),
    fault="character-created-in-milliseconds",
)  # fmt: skip
def _created(server: Server) -> None:
    answer = _character(server, _PLAIN)
    made, beside = answer.member("created_at"), server.jobs.made("default").first.get("created_at")
    if not isinstance(beside, int):
        raise Skipped(f"there is no time to compare with: created_at of a video is {show(beside)}")
    if not isinstance(made, int) or abs(made - beside) > _DAY:
        raise Failed(f"created_at within a day of {beside}, when a video was made", show(made), answer)


@requirement(
    "VID-CHARACTER-007", "MUST", "A character without a name, or with an empty one, is refused.",
    source=f"{_NAME}/minLength", needs=_NEEDS, fault="character-with-empty-name",
)  # fmt: skip
def _no_name(server: Server) -> None:
    upload(server, _PATH).expect_refusal()
    upload(server, _PATH, name="").expect_refusal()


@requirement(
    "VID-CHARACTER-008", "MUST", "A name of 81 characters is refused.",
    source=f"{_NAME}/maxLength", needs=_NEEDS, fault="character-with-a-name-of-any-length",
)  # fmt: skip
def _too_long(server: Server) -> None:
    longest = int(server.contract.members("create_character")["name"]["maxLength"])
    upload(server, _PATH, name="M" * (longest + 1)).expect_refusal()


@requirement(
    "VID-CHARACTER-009", "MUST", "A name of 80 characters is taken, as many bytes as they are.",
    source=f"{_NAME}/maxLength", needs=_NEEDS, fault="character-name-counted-in-bytes",
)  # fmt: skip
def _long(server: Server) -> None:
    _character(server, "Ö" * 80).expect_member("name", "Ö" * 80, None)


@requirement(
    "VID-CHARACTER-010", "MUST", "A character without a video is refused.",
    source=f"{_FORM}/required", needs=_NEEDS, fault="character-without-video",
)  # fmt: skip
def _no_video(server: Server) -> None:
    server.make(_PATH, {"name": _PLAIN}, form=True).expect_refusal()


@requirement(
    "VID-CHARACTER-011", "SHOULD", "A character of a file that is no video is refused.",
    source=f"{_FORM}/properties/video", needs=_NEEDS, fault="character-of-any-file",
)  # fmt: skip
def _unreadable(server: Server) -> None:
    sound = sample_video()
    for data in (b"", b"This is not a video.", sound[: len(sound) // 2]):
        upload(server, _PATH, video=data, name=_PLAIN).expect_refusal()


@requirement(
    "VID-CHARACTER-012", "SHOULD", "A character as JSON is refused, as it is made with a form only.",
    source="RFC 9110, section 15.5.16", needs=_NEEDS, jobs=("default",), fault="character-from-json",
)  # fmt: skip
def _json(server: Server) -> None:
    url = f"data:video/mp4;base64,{base64.b64encode(sample_video()).decode()}"
    for video in (url, {"id": server.jobs.made("default").id}):
        server.make(_PATH, {"name": _PLAIN, "video": video}).expect_refusal()


@requirement(
    "VID-CHARACTER-013", "SHOULD", "Two characters of one name are two, unless the second is refused.",
    source=f"{_CHARACTER}/properties/id", needs=_NEEDS, fault="character-of-one-name-is-one",
)  # fmt: skip
def _two(server: Server) -> None:
    first = _character(server, _PLAIN)
    second = upload(server, _PATH, name=_PLAIN)
    if not 400 <= second.status < 500 and _id(second.expect(200)) == _id(first):
        raise Failed("another id", show(_id(second)), first, second)


@requirement(
    "VID-CHARACTER-014", "MUST", "A character that isn't there is refused.",
    source=f"{_GET}/responses/404", needs=_BOTH, jobs=("default",), fault="character-of-any-id",
)  # fmt: skip
def _unknown(server: Server) -> None:
    _look(server, _NOBODY).expect_refusal()
    _look(server, server.jobs.made("default").id).expect_refusal()


@requirement(
    "VID-CHARACTER-015", "SHOULD", "A character that isn't there is answered with 404.",
    source="RFC 9110, section 15.5.5", needs=_BOTH, fault="character-of-any-id-is-400",
)  # fmt: skip
def _not_found(server: Server) -> None:
    _look(server, _NOBODY).expect(404)


def _character(server: Server, name: str) -> Answer:
    """The answer that is a character of a name, made once."""
    made = _MADE.setdefault(server, {})
    if name not in made:
        made[name] = upload(server, _PATH, name=name).expect(200)
    return made[name]


def _look(server: Server, character_id: str) -> Answer:
    return server.send("GET", f"{_PATH}/{segment(character_id)}")


def _id(answer: Answer) -> str:
    """The id of a character. Raises Skipped where it has none, which the contract allows."""
    found = answer.member("id")
    if found is None:
        raise Skipped("a character's id is null")
    if not isinstance(found, str):
        raise Failed("an id", show(found), answer)
    return found
