"""What a check answers with: one departure from the contract.

Codes are stable, so that people can filter on them: `<location>.<field>.<keyword>`.

- location: `path`, `query`, `header`, `body` or `status`.
- field: the member's name, dotted where it is nested, without the indices of arrays (`data.size`); absent for a whole
  body. A missing member is named by itself: `body.prompt.required`.
- keyword: the JSON Schema keyword that failed (`type`, `enum`, `const`, `required`, `minLength`, `maxLength`,
  `minimum`, `maximum`, `format`, `oneOf`, ...), or one of ours. docs/validation.md lists all codes.

| code | means |
|---|---|
| `body.required` | there is no body where one is required |
| `body.contentType` | the body's media type is not one of the operation's |
| `body.json`, `body.<field>.json` | what stands there is not JSON, or not JSON that every reader reads alike |
| `body.multipart` | the bytes are not the multipart form that their media type names |
| `<location>.<field>.unicode` | text that UTF-8 can't write (a lone surrogate) |
| `status.undeclared` | a success status that the operation doesn't have |
| `status.misplaced` | a job as the body of an error status |
| `<location>.<field>.<rule>` | one of the contract's rules (`x-rules`) is broken; its id is the keyword |
| `body.more` | there are more violations than are listed |
"""

from typing import Any, Literal

import attrs

__all__ = ["FilePart", "Location", "Violation"]

Location = Literal["path", "query", "header", "body", "status"]


@attrs.frozen(kw_only=True)
class FilePart:
    """A file in a decoded multipart body: its name, its media type, and its size in bytes, where they are known."""

    name: str | None = None
    type: str | None = None
    size: int | None = None


@attrs.frozen(kw_only=True)
class Violation:
    """One departure of a request or a response from the contract; str() is its one-line message.

    pointer is a JSON pointer into the body (or names the parameter), schema_pointer one into the contract's document,
    and line (counted from 1) the place of the latter in the contract's YAML. found is shortened, escaped, and never
    holds a key. Every text is for people, but for code, which is for programs. status is that of the response, None
    for a request; origin is the server (scheme, host and port), where one is known.
    """

    code: str
    location: Location
    pointer: str
    field: str
    found: str
    allowed: str
    message: str
    schema_pointer: str
    line: int | None = None
    operation: str | None = None
    status: int | None = None
    origin: str | None = None

    def __str__(self) -> str:
        return self.message

    def to_dict(self) -> dict[str, Any]:
        """A JSON object of all fields."""
        return attrs.asdict(self)
