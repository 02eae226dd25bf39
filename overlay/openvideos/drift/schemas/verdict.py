"""What a difference between two sets of values means in a request or in an answer."""

from typing import Any, cast

import attrs

from openvideos.drift.change import NOTHING, Level
from openvideos.drift.contain import No, Yes, confirms, contains, covers

from .emitted import NO_NAMES, Names, Role, Text, TooLargeError, emit, emit_parts, names_of
from .parts import Key, Part
from .shapes import Shapes

__all__ = ["Comparing", "Verdict"]


@attrs.frozen(kw_only=True)
class _Values:
    """The values that a key accepts, or, without one, that some parts do."""

    shapes: Shapes
    key: Key = ()
    parts: tuple[Part, ...] = ()

    def schema(self, role: Role, text: Text, taken: Names = NO_NAMES) -> Any:
        """The schema of them in a role. Raises TooLargeError."""
        if self.key:
            return emit(self.shapes, self.key, role, text=text, taken=taken)
        return emit_parts(self.shapes, self.parts, role, text=text, taken=taken)


@attrs.frozen(kw_only=True)
class Verdict:
    """level is None where both sets are one. witness shows a break; certain is false where nothing could be proved."""

    level: Level | None
    witness: Any = NOTHING
    certain: bool = True


@attrs.define(kw_only=True)
class Comparing:
    """The base and the revised schemas, in one direction.

    A request breaks where a client of the base may send what a server of the revised refuses; an answer breaks where a
    server of the revised may send what the base didn't allow.
    """

    base: Shapes
    revised: Shapes
    direction: str
    _known: dict[Any, Verdict] = attrs.field(factory=dict)
    _schemas: dict[Any, tuple[Any, Any]] = attrs.field(factory=dict)

    def keys(self, base: Key, revised: Key, text: Text) -> Verdict:
        """Compare all that two keys accept."""
        use = (base, revised, text)
        if use not in self._known:
            self._known[use] = self._judge(*self._of_keys(base, revised), text)
        return self._known[use]

    def are_one(self, base: Key, revised: Key, text: Text) -> bool:
        """Whether all that two keys accept is said in the same words; where it isn't, it may be one nevertheless."""
        of = self._of_keys(base, revised)
        try:
            sent, back = (self._schemas_of(*of, text, back=each)[0] for each in (False, True))
        except TooLargeError:
            return False
        return repr(sent) == repr(back)  # in which True is not 1

    def level(self, base: Key, revised: Key, text: Text) -> Level | None:
        """What a difference between all that two keys accept is, without a value that shows it; None for none."""
        of = self._of_keys(base, revised)
        try:
            sent, taken = self._schemas_of(*of, text)
            return self._unbroken(*of, text) if contains(taken, sent) else "breaking"
        except TooLargeError:
            return "breaking"

    def confirmed(self, base: Key, revised: Key, text: Text, witness: Any, member: str | None = None) -> Any:
        """A witness, if it is one of all that two keys accept, or else one that is; NOTHING if there is none.

        Of a witness that has a member, which is what it shows, another one has it too, if there is one.
        """
        try:
            sent, taken = self._schemas_of(*self._of_keys(base, revised), text)
        except TooLargeError:
            sent = taken = True
        if confirms(sent, taken, witness):
            return witness
        if member is not None and isinstance(witness, dict) and member in witness:
            answer = covers(_with(sent, member), taken)
            if isinstance(answer, No) and answer.witness is not NOTHING:
                return answer.witness
        return self.keys(base, revised, text).witness

    def _of_keys(self, base: Key, revised: Key) -> tuple[_Values, _Values]:
        return _Values(shapes=self.base, key=base), _Values(shapes=self.revised, key=revised)

    def parts(self, base: tuple[Part, ...], revised: tuple[Part, ...], text: Text) -> Verdict:
        """Compare some parts of the base with some of the revised."""
        return self._judge(*self._of_parts(base, revised), text)

    def within(self, shapes: Shapes, base: Part, revised: Part, text: Text) -> Verdict:
        """Compare two parts that both speak of one document's schemas."""
        return self._judge(_Values(shapes=shapes, parts=(base,)), _Values(shapes=shapes, parts=(revised,)), text)

    def gained(self, base: tuple[Part, ...], added: Part, text: Text) -> Verdict:
        """What it means that a part was added to those of the base; level None where they cover it."""
        old, new = self._of_parts(base, (added,))
        return self._one_sided(new, old, text, breaks=self.direction == "response")

    def lost(self, removed: Part, revised: tuple[Part, ...], text: Text) -> Verdict:
        """What it means that a part is gone, beside those of the revised; level None where they cover it."""
        old, new = self._of_parts((removed,), revised)
        return self._one_sided(old, new, text, breaks=self.direction == "request")

    def _of_parts(self, base: tuple[Part, ...], revised: tuple[Part, ...]) -> tuple[_Values, _Values]:
        return _Values(shapes=self.base, parts=base), _Values(shapes=self.revised, parts=revised)

    def _one_sided(self, some: _Values, others: _Values, text: Text, *, breaks: bool) -> Verdict:
        """What some values mean that only one side has; level None where the others cover them."""
        try:
            sent, taken = self._roles(some, others, text)
            if breaks:
                answer = covers(sent, taken)
                return Verdict(level=None) if isinstance(answer, Yes) else _broken(answer)
            return Verdict(level=None if contains(taken, sent) else "compatible")
        except TooLargeError:
            return Verdict(level="breaking", certain=False) if breaks else Verdict(level="compatible")

    def _judge(self, base: _Values, revised: _Values, text: Text) -> Verdict:
        """Compare what one side may send with what the other takes, and the other way round."""
        try:
            answer = covers(*self._schemas_of(base, revised, text))
            return Verdict(level=self._unbroken(base, revised, text)) if isinstance(answer, Yes) else _broken(answer)
        except TooLargeError:
            return Verdict(level="breaking", certain=False)

    def _unbroken(self, base: _Values, revised: _Values, text: Text) -> Level | None:
        """What it means that the one side takes all that the other sends."""
        sent, taken = self._schemas_of(base, revised, text, back=True)
        return None if contains(taken, sent) else "compatible"

    def _schemas_of(self, base: _Values, revised: _Values, text: Text, *, back: bool = False) -> tuple[Any, Any]:
        """What the side that sends may send, and what the other takes; back: if it were the other way round."""
        use = (base.key, revised.key, text, back)
        if base.key and use in self._schemas:
            return self._schemas[use]
        sender, receiver = (base, revised) if (self.direction == "request") is not back else (revised, base)
        found = self._roles(sender, receiver, text)
        if base.key:
            self._schemas[use] = found
        return found

    def _roles(self, sender: _Values, receiver: _Values, text: Text) -> tuple[Any, Any]:
        sent, taken = (cast("Role", f"{what} in {self.direction}") for what in ("sent", "taken"))
        return sender.schema(sent, text), receiver.schema(
            taken, text, names_of(sender.shapes, sender.key, sender.parts)
        )


def _with(schema: Any, name: str) -> Any:
    """The objects among what a schema, as it is emitted, accepts that have a member."""
    if not isinstance(schema, dict):
        return {"type": "object", "required": [name]} if schema else False
    if "$ref" in schema:
        definitions = schema.get("$defs", {})
        inner = definitions.get(schema["$ref"].removeprefix("#/$defs/"), True)
        return {**_with(inner, name), "$defs": definitions}
    if "anyOf" in schema:
        return {**schema, "anyOf": [_with(each, name) for each in schema["anyOf"]]}
    if "allOf" in schema:
        first, *others = schema["allOf"]
        return {**schema, "allOf": [_with(first, name), *others]}
    required = dict.fromkeys((*schema.get("required", ()), name))
    return {**schema, "required": list(required)} if schema.get("type") == "object" else False


def _broken(answer: Any) -> Verdict:
    """A break: with the value that shows it, or without certainty."""
    if isinstance(answer, No):
        return Verdict(level="breaking", witness=answer.witness)
    return Verdict(level="breaking", certain=False)
