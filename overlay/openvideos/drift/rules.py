"""The rules: each kind of change by its id, and what it means to a client."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

__all__ = ["RULES", "Rule"]


@attrs.frozen(kw_only=True)
class Rule:
    """A kind of change; its id is never given to another one.

    request and response are what it means there: a level, `equal` where it is no change at all, or `by set` where only
    the values themselves can tell. Where change names several things (`removed / added`), so do they, in its order. Of
    a change that is about neither side, or the same on both, request has it and response is empty. sdk is the level of
    the same where the names of generated code count, empty where it is no other.
    """

    id: str
    group: str
    change: str
    request: str
    response: str = ""
    sdk: str = ""
    note: str = ""


_B, _C, _I, _E, _SET = "breaking", "compatible", "info", "equal", "by set"
_BC, _CB = f"{_B} / {_C}", f"{_C} / {_B}"

# group: id, what changed, in a request, in a response, sdk, note
_TABLE: dict[str, tuple[tuple[str, ...], ...]] = {
    "Operations and the document": (
        ("R01", "An operation or a path is gone", _B, "", "", "One that was deprecated too."),
        ("R02", "An operation is new", _C),
        ("R03", "An operation has another path or method", _B),
        ("R04", "A path parameter is renamed", _E, "", _B, "A path is matched by its positions."),
        ("R05", "An operationId is another, or gone", _I, "", _B),
        ("R06", "A tag, a text, an example, externalDocs or an x- member is another", _I),
        ("R07", "deprecated is set or dropped", _I, "", "", "It is notice of a change, and not yet one."),
        ("R08", "A server's URL is another", _I, "", "", "The contract is for any server."),
        ("R09", "The document's version, or that of OpenAPI, is another", _I),
    ),
    "Parameters": (
        ("R10", "An optional parameter is new (query, header, cookie)", _C),
        ("R11", "A required parameter is new", _B, "", "", "On the path item too."),
        ("R12", "A parameter is gone", _B, "", "", "A server may refuse what it doesn't declare."),
        ("R13", "An optional parameter is required now / the reverse", _BC),
        ("R14", "A parameter has moved / a header's name has other capitals", f"{_B} / {_E}"),
        ("R15", "style, explode, or content instead of schema: a parameter is written otherwise", _B),
        ("R16", "allowEmptyValue is dropped / set", _BC),
    ),
    "Bodies, statuses, headers": (
        ("R17", "A media type of a request is gone / new", _BC),
        ("R18", "The last media type of an answer is gone, or replaced", "", _B),
        ("R19", "A media type of an answer is new", "", _C, "", "A client's Accept decides."),
        ("R20", "A body is required now / optional now", _BC, "", "", "Left out, `required` is false."),
        ("R21", "A body is gone / an optional one is new", _BC),
        ("R22", "A part of a form takes fewer content types, or is written otherwise", _B),
        (
            "R23",
            "A status of success is new / gone, others stay / replaced",
            "",
            f"{_B} / {_C} / {_B}",
            "",
            "A client doesn't know what to do with a 2xx that nobody declared.",
        ),
        ("R24", "A 4xx, a 5xx or default is new or gone", "", _C, "", "Errors can always happen."),
        ("R25", "A header that every answer had is gone, or optional now", "", _B),
        ("R26", "A header of an answer is new, or an optional one is gone", "", _C),
    ),
    "Security": (
        ("R27", "Another way to authenticate is allowed, or none is needed any more", _C),
        ("R28", "Authentication or a scope is asked for that wasn't, or a way is gone", _B),
        ("R29", "A scheme has another kind, place or header", _B, "", "", "Its content counts, not its name."),
    ),
    "Members of objects": (
        ("R30", "An optional member is new", _C, _C, "", "In an answer breaking if the object was closed."),
        ("R31", "A required member is new", _B, _C, "", "A default doesn't help."),
        ("R32", "An optional member is gone", _B, _C),
        ("R33", "A required member is gone", _B, _B),
        ("R34", "An optional member is required now", _B, _C),
        ("R35", "A required member is optional now", _C, _B),
        ("R36", "A member is renamed", _B, _B, "", "One is gone and one is new, of the same type."),
        ("R37", "readOnly or writeOnly is set or dropped", _SET, _SET, "", "Such a member is on one side only."),
    ),
    "Types and values": (
        ("R38", "A type is wider: number for integer, one more type", _C, _B),
        ("R39", "A type is narrower", _B, _C),
        ("R40", "A type is another", _B, _B),
        ("R41", "null is allowed now", _C, _B),
        ("R42", "null is no longer allowed", _B, _C),
        ("R43", "A value of an enum is new", _C, _B),
        ("R44", "A value of an enum is gone", _B, _C),
        (
            "R45",
            "A known value of an open enum is new / gone",
            _I,
            _I,
            _CB,
            "Open: any string is taken beside the known ones.",
        ),
        ("R46", "An open enum is closed now", _B, _C),
        ("R47", "A closed enum is open now", _C, _B),
        ("R48", "An open enum is a plain string now", _I, _I, _B),
        ("R49", "A free value has to be one value now / the reverse", _BC, _CB),
        ("R50", "The only value is another", _B, _B),
    ),
    "Alternatives": (
        ("R51", "A branch of an anyOf is new", _C, _B),
        ("R52", "A branch of an anyOf is gone", _B, _C),
        ("R53", "A branch is new that another one covers, or that nothing meets", _E, _E),
        (
            "R54",
            "A branch of a oneOf is new: apart from the others / meeting one of them",
            _CB,
            f"{_B} / {_B}",
            "",
            "What two branches take is refused.",
        ),
        ("R55", "A oneOf is an anyOf now: branches apart / some meet", f"{_E} / {_C}", f"{_E} / {_B}"),
        ("R56", "An anyOf is a oneOf now: branches apart / some meet", f"{_E} / {_B}", f"{_E} / {_C}"),
        ("R57", "An allOf has a part more / with annotations only", f"{_B} / {_E}", f"{_C} / {_E}"),
        ("R58", "A not is new / gone", _BC, _CB),
        ("R59", "A discriminator has another name or mapping", _I, _I, "", "It is a hint: the branches decide."),
    ),
    "Limits and forms": (
        ("R60", "An upper limit (maxLength, maximum, maxItems, maxProperties) is lower, or set", _B, _C),
        ("R61", "An upper limit is higher, or dropped", _C, _B),
        ("R62", "A lower limit (minLength, minimum, minItems, minProperties) is higher, or set", _B, _C),
        ("R63", "A lower limit is lower, or dropped", _C, _B),
        ("R64", "A limit counts itself in now, or out", _SET, _SET, "", "For integers, x > -1 is x >= 0."),
        ("R65", "A pattern is set / dropped", _BC, _CB),
        (
            "R66",
            "A pattern is another",
            _SET,
            _SET,
            "",
            "Breaking, and unproven, where nothing is proved.",
        ),
        (
            "R67",
            "multipleOf is set / is a divisor now / is a multiple now",
            f"{_B} / {_C} / {_B}",
            f"{_C} / {_B} / {_C}",
        ),
        ("R68", "uniqueItems is set / dropped", _BC, _CB),
        ("R69", "The items of an array take less / more", _BC, _CB),
        ("R70", "A format is another", _I, _I, "", "By set if it is `binary`, and with `--assert-format`."),
        ("R71", "contentEncoding or contentMediaType is another", _I, _I, "", "Breaking if that is the whole body."),
    ),
    "Objects": (
        ("R72", "An object is closed now", _I, _C, "", "A client sends only what is declared."),
        ("R73", "An object is open now", _C, _B),
        ("R74", "The values of a map take less / more", _BC, _CB),
    ),
    "What is written otherwise": (
        ("R75", "A default is another", _C, _I, "", "What is left out means something else now."),
        ("R76", "A default is new or gone", _I, _I),
        ("R77", "A component that nothing uses is new or gone", _I, "", _B),
        ("R78", "A component is renamed", _E, "", _B),
        ("R79", "What requests and answers share has changed", _SET, _SET, "", "Judged for each use, told once."),
        ("R80", "What holds itself has changed", _SET, _SET, "", "Told once, at the shortest pointer."),
        ("R81", "A link is another", _I),
        ("R82", "A limit is set where it limits nothing (maxLength of an integer)", _E, _E),
    ),
    "SDKs, pages and servers": (
        ("R83", "An SDK's type takes other values", _SET, _SET, _SET),
        ("R84", "A server lacks an operation / has one more", _BC),
        ("R85", "A page or an SDK says less", _I, "", "", "What isn't said is unknown, and not absent."),
    ),
}


def _rule(group: str, row: tuple[str, ...]) -> Rule:
    # what a row leaves out at its end is the class's default
    names = ("id", "change", "request", "response", "sdk", "note")
    return Rule(group=group, **dict(zip(names, row, strict=False)))


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {row[0]: _rule(group, row) for group, rows in _TABLE.items() for row in rows}
)
"""Each rule by its id, in order."""
