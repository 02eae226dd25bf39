"""What a difference between two sets of values means in a request or in an answer."""

from collections.abc import Callable
from typing import Any

import attrs

from openvideos.drift.change import NOTHING, Level
from openvideos.drift.contain import No, Yes, confirms, contains, covers

from .emitted import Role, Text, TooLargeError, emit, emit_parts, member_names
from .parts import Key, Part
from .shapes import Shapes

__all__ = ["Comparing", "Verdict"]

_Emit = Callable[[Role, frozenset[str]], Any]
_Names = Callable[[], frozenset[str]]


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
    _schemas: dict[Any, tuple[Any, Any] | None] = attrs.field(factory=dict)

    def keys(self, base: Key, revised: Key, text: Text) -> Verdict:
        """Compare all that two keys accept."""
        use = (base, revised, text)
        if use not in self._known:
            self._known[use] = self._judge(
                lambda role, taken: emit(self.base, base, role, text=text, taken=taken),
                lambda role, taken: emit(self.revised, revised, role, text=text, taken=taken),
                lambda: member_names(self.base, base),
                lambda: member_names(self.revised, revised),
            )
        return self._known[use]

    def confirmed(self, base: Key, revised: Key, text: Text, witness: Any) -> Any:
        """A witness, if it is one of all that two keys accept, or else one that is; NOTHING if there is none."""
        use = (base, revised, text)
        if use not in self._schemas:
            try:
                self._schemas[use] = self._sent_and_taken(base, revised, text)
            except TooLargeError:
                self._schemas[use] = None
        schemas = self._schemas[use]
        if schemas is not None and confirms(*schemas, witness):
            return witness
        return self.keys(base, revised, text).witness

    def _sent_and_taken(self, base: Key, revised: Key, text: Text) -> tuple[Any, Any]:
        sender, receiver = (self.base, base), (self.revised, revised)
        if self.direction == "response":
            sender, receiver = receiver, sender
        names = member_names(*sender)
        return (
            emit(*sender, self._role("sent"), text=text),
            emit(*receiver, self._role("taken"), text=text, taken=names),
        )

    def parts(self, base: tuple[Part, ...], revised: tuple[Part, ...], text: Text) -> Verdict:
        """Compare some parts of the base with some of the revised."""
        return self._parts(self.base, base, self.revised, revised, text)

    def within(self, shapes: Shapes, base: Part, revised: Part, text: Text) -> Verdict:
        """Compare two parts that both speak of one document's schemas."""
        return self._parts(shapes, (base,), shapes, (revised,), text)

    def gained(self, base: tuple[Part, ...], added: Part, text: Text) -> Verdict:
        """What it means that a part was added to those of the base; level None where they cover it."""
        covered = self._covered(self.revised, (added,), self.base, base, text)
        return self._one_sided(covered, breaks=self.direction == "response")

    def lost(self, removed: Part, revised: tuple[Part, ...], text: Text) -> Verdict:
        """What it means that a part is gone, beside those of the revised; level None where they cover it."""
        covered = self._covered(self.base, (removed,), self.revised, revised, text)
        return self._one_sided(covered, breaks=self.direction == "request")

    @staticmethod
    def _one_sided(covered: Any, *, breaks: bool) -> Verdict:
        if isinstance(covered, Yes):
            return Verdict(level=None)
        if not breaks:
            return Verdict(level="compatible")
        return _broken(covered)

    def _covered(self, a: Shapes, sent: tuple[Part, ...], b: Shapes, taken: tuple[Part, ...], text: Text) -> Any:
        try:
            left = emit_parts(a, sent, self._role("sent"), text=text)
            return covers(left, emit_parts(b, taken, self._role("taken"), text=text, taken=_names_of(a, sent)))
        except TooLargeError:
            return None

    def _role(self, what: str) -> Any:
        return f"{what} in {self.direction}"

    def _parts(self, a: Shapes, base: tuple[Part, ...], b: Shapes, revised: tuple[Part, ...], text: Text) -> Verdict:
        return self._judge(
            lambda role, taken: emit_parts(a, base, role, text=text, taken=taken),
            lambda role, taken: emit_parts(b, revised, role, text=text, taken=taken),
            lambda: _names_of(a, base),
            lambda: _names_of(b, revised),
        )

    def _judge(self, base: _Emit, revised: _Emit, base_names: _Names, revised_names: _Names) -> Verdict:
        """Compare what one side may send with what the other takes, and the other way round."""
        given, taken, sent_names, other_names = base, revised, base_names, revised_names
        if self.direction == "response":
            given, taken, sent_names, other_names = revised, base, revised_names, base_names
        nobody: frozenset[str] = frozenset()
        try:
            left, right = given(self._role("sent"), nobody), taken(self._role("taken"), sent_names())
            answer = covers(left, right)
            if not isinstance(answer, Yes):
                return _broken(answer)
            back = taken(self._role("sent"), nobody)
            return Verdict(level=None if contains(given(self._role("taken"), other_names()), back) else "compatible")
        except TooLargeError:
            return Verdict(level="breaking", certain=False)


def _broken(answer: Any) -> Verdict:
    """A break: with the value that shows it, or without certainty."""
    if isinstance(answer, No):
        return Verdict(level="breaking", witness=answer.witness)
    return Verdict(level="breaking", certain=False)


def _names_of(shapes: Shapes, parts: tuple[Part, ...]) -> frozenset[str]:
    """The names of all members of some parts, however deep."""
    found = frozenset(name for part in parts for name in part.members)
    return found.union(*(member_names(shapes, member.key) for part in parts for member in part.members.values()))
