"""What the source of an SDK's method says it does: the request that it makes, read and never run."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import attrs

__all__ = ["Call", "call_of"]

_VERBS = {
    "_get": "GET",
    "_get_api_list": "GET",
    "_post": "POST",
    "_put": "PUT",
    "_patch": "PATCH",
    "_delete": "DELETE",
}


@attrs.frozen(kw_only=True)
class Call:
    """The request of a method. params are the names under which it knows the types of its members.

    sends and accept are media types; None where the source doesn't show them.
    """

    method: str
    path: str
    params: tuple[str, ...] = ()
    sends: tuple[str, ...] | None = None
    accept: str | None = None


def call_of(function: Callable[..., Any]) -> Call | None:
    """The one request that a method makes itself; None where its source isn't there, or shows none."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    except (OSError, TypeError, SyntaxError, ValueError):
        return None
    made = [(node, verb) for node in ast.walk(tree) if isinstance(node, ast.Call) and (verb := _verb(node))]
    path = _path(made[0][0].args[0]) if len(made) == 1 and made[0][0].args else None
    if path is None:
        return None
    call, verb = made[0]
    sends: tuple[str, ...] | None = None
    if any(keyword.arg == "body" for keyword in call.keywords):
        always, sometimes = _headers(tree, "Content-Type")
        sends = tuple(always or (*sometimes, "application/json"))
    accept = _headers(tree, "Accept")[0]
    return Call(
        method=verb,
        path=path,
        params=tuple(_params(tree)),
        sends=sends,
        accept=accept[0] if accept else None,
    )


def _verb(call: ast.Call) -> str | None:
    function = call.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "self":
        return _VERBS.get(function.attr)
    return None


def _path(node: ast.expr) -> str | None:
    """The path of a request, with the names of what is put into it."""
    if isinstance(node, ast.Call) and node.args:  # a function that fills in a template
        node = node.args[0]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = []
        for value in node.values:
            if isinstance(value, ast.Constant):
                parts.append(str(value.value))
            elif isinstance(value, ast.FormattedValue):
                parts.append(f"{{{ast.unparse(value.value)}}}")
        return "".join(parts)
    return None


def _headers(tree: ast.AST, name: str) -> tuple[list[str], list[str]]:
    """The values that a header gets always, and those that it gets only in some cases."""
    every = _header_values(tree, name)
    branches = [node for node in ast.walk(tree) if isinstance(node, ast.If)]
    sometimes = [value for branch in branches for value in _header_values(branch, name)]
    return [value for value in every if value not in sometimes], sometimes


def _header_values(tree: ast.AST, name: str) -> list[str]:
    return [
        value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant)
        and isinstance(key.value, str)
        and key.value.lower() == name.lower()
        and isinstance(value, ast.Constant)
        and isinstance(value.value, str)
    ]


def _params(tree: ast.AST) -> Iterator[str]:
    """The dotted names of the TypedDicts that say how members are called on the wire."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and "transform" in node.func.id:
            yield from (ast.unparse(arg) for arg in node.args[1:] if isinstance(arg, ast.Attribute | ast.Name))
