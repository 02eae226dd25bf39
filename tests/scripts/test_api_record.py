"""The record of the API says what the packages are, and a loss against it is told, an addition not."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import griffe
import pytest

from releasing.breakage import breakages
from releasing.packages import PackagesError
from releasing.record import Api, as_text, from_text, read_api

ROOT = Path(__file__).parents[2]

SHOP = '''
from enum import Enum
from typing import Any, ClassVar, Generic, Literal, NamedTuple, Required, TypedDict, TypeVar
import attrs

__all__ = ["Colour", "Count", "Error", "Order", "Params", "Point", "Shop", "TIMEOUT", "Width", "buy", "wait"]

T = TypeVar("T")
TIMEOUT = 3
Width = Literal["small", "large"]
Count = int | str | None


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Base:
    floor: int = 0

    def __init__(self, name: str) -> None:
        self.place = name

    def open(self, hour: int = 9, *, quietly: bool = False) -> int | str:
        return hour

    @property
    def street(self) -> str:
        return ""

    @property
    def number(self) -> int:
        return 1

    @number.setter
    def number(self, value: int) -> None: ...

    def __len__(self) -> int:
        return 0


class Shop(Base, Generic[T]):
    floor = 1
    goods: "list[Good]"

    async def close(self) -> None: ...

    @classmethod
    def make(cls, name: str = "x", _for: Any = None) -> "Shop[T]":
        return cls(name)


@attrs.frozen(kw_only=True)
class Good:
    price: int


@attrs.define
class Order:
    kinds: ClassVar[int] = 3
    number: int
    note: str = ""
    lines: list[str] = attrs.field(factory=list, kw_only=True)
    _state: int = 0
    made: int = attrs.field(default=0, init=False)


class Error(ValueError):
    """Went wrong."""


class Params(TypedDict, total=False):
    name: Required[str]
    size: Width


class Point(NamedTuple):
    x: int
    y: int = 0


def buy(what: str | int, /, size: Width = "small", *rest: int, price: Any, **more: str) -> str:
    return ""


async def wait(seconds: float) -> None: ...
'''
FRONT = """
from typing import TYPE_CHECKING
from .omit import omit
if TYPE_CHECKING:
    from .shop import Shop
    Store = Shop

__all__ = ["Shop", "Store", "omit"]


def __getattr__(name: str): ...
"""
FILES = {
    "overlay/openvideos/__init__.py": FRONT,
    "overlay/openvideos/omit.py": "omit = object()\n",
    "overlay/openvideos/shop.py": SHOP,
    "overlay/openvideos/_inner.py": '__all__ = ["secret"]\nsecret = 1\n',
    "overlay/openvideos/escape.py": '__all__ = ["escape"]\nescape = 1\n',
    "overlay/openvideos/rooms/__init__.py": "",
    "overlay/openvideos/rooms/kitchen.py": '__all__ = ["stove"]\nstove = 1\n',
    "generated/openvideos_api/__init__.py": "import os\nmade = 1\n_hidden = 2\n",
}
NAMES = "Colour, Count, Error, Order, Params, Point, Shop, TIMEOUT, Width, buy, wait"
SHOP_FILE = "overlay/openvideos/shop.py"

# what is edited in shop.py, what becomes of it, and what is then lost
LOST = {
    "a name": ('"TIMEOUT", ', "", "openvideos.shop.TIMEOUT: removed"),
    "a function": ("def buy(", "def _buy(", None),
    "a function that a class became": (
        "class Error(ValueError):",
        "def Error():",
        "openvideos.shop.Error: was a class, is a def",
    ),
    "a method": ("def open(", "def _open(", "openvideos.Shop.open: removed"),
    "a property": ("def street(", "def _street(", "openvideos.Shop.street: removed"),
    "a method that has to be awaited": (
        "    def open(",
        "    async def open(",
        "openvideos.Shop.open: has to be awaited",
    ),
    "a function that is not awaited": (
        "async def wait(",
        "def wait(",
        "openvideos.shop.wait: can't be awaited any more",
    ),
    "what len takes": ("__len__", "__size__", "openvideos.Shop.__len__: removed"),
    "a parameter": ("hour: int = 9, ", "", "openvideos.Shop.open: hour: removed"),
    "a parameter's name": ("quietly:", "silently:", "openvideos.Shop.open: quietly: removed"),
    "a parameter's default": ("hour: int = 9", "hour: int", "openvideos.Shop.open: hour: has no default any more"),
    "a default's value": ("hour: int = 9", "hour: int = 8", "openvideos.Shop.open: hour: its default was 9, is 8"),
    "a parameter by position": (
        "hour: int = 9, *, ",
        "*, hour: int = 9, ",
        "openvideos.Shop.open: hour: was positional or keyword, is keyword-only",
    ),
    "a call without what is required now": (
        "quietly: bool = False",
        "quietly: bool = False, loudly: bool",
        "openvideos.Shop.open: loudly: new, and has no default",
    ),
    "a type that a parameter takes": ("what: str | int", "what: str", "openvideos.shop.buy: what: no longer takes int"),
    "a certain result": ("-> int | str:", "-> int | str | None:", "openvideos.Shop.open: may now return None"),
    "a result's type": ("-> int | str:", ":", "openvideos.Shop.open: no longer says what it returns"),
    "a field's type": ("price: int", "price: int | None", "Good.price: may now be None"),
    "a field of what is reached": ("    price: int", "    cost: int", "Good.price: removed"),
    "a setter": (
        "    @number.setter\n    def number",
        "    def _number",
        "openvideos.Shop.number: can't be assigned to any more",
    ),
    "a field that is frozen now": (
        "@attrs.define",
        "@attrs.frozen",
        "openvideos.shop.Order.number: can't be assigned to any more",
    ),
    "an attribute of the instance": ("self.place =", "self._place =", "openvideos.Shop.place: removed"),
    "a constructor's default": (
        'note: str = ""',
        "note: str",
        "openvideos.shop.Order(): note: has no default any more",
    ),
    "a constructor's parameter": (
        "factory=list, kw_only",
        "factory=list, init=False, kw_only",
        "openvideos.shop.Order(): lines: removed",
    ),
    "a private field's parameter": ("_state", "_status", "openvideos.shop.Order(): state: removed"),
    "a constructor's order": (
        "    number: int\n    note",
        "    fresh: int\n    number: int\n    note",
        "openvideos.shop.Order(): number: moved",
    ),
    "an inherited constructor": (
        "__init__(self, name: str)",
        "__init__(self, name: str, at: int)",
        "openvideos.Shop(): at: new, and has no default",
    ),
    "a key that may be left out": (
        "size: Width\n",
        "size: Required[Width]\n",
        "openvideos.shop.Params(): size: has no default any more",
    ),
    "a tuple's default": ("y: int = 0", "y: int", "openvideos.shop.Point(): y: has no default any more"),
    "a base": ("Error(ValueError)", "Error(Exception)", "openvideos.shop.Error: is no ValueError any more"),
    "a member of an enumeration": ('    BLUE = "blue"\n', "", "openvideos.shop.Colour.BLUE: removed"),
    "a member's value": ('BLUE = "blue"', 'BLUE = "navy"', "openvideos.shop.Colour.BLUE: was 'blue', is 'navy'"),
    "a value of a Literal": ('"small", "large"', '"small"', "openvideos.shop.Width: no longer allows Literal['large']"),
    "a branch of a type": (
        "Count = int | str | None",
        "Count = int | None",
        "openvideos.shop.Count: no longer allows str",
    ),
    "a constant's type": ("TIMEOUT = 3", 'TIMEOUT = "3"', "openvideos.shop.TIMEOUT: may now be str"),
}

SILENT = {
    "nothing": ("TIMEOUT = 3", "TIMEOUT = 3"),
    "a name": ("TIMEOUT = 3", 'TIMEOUT = 3\n__all__ += ["T"]'),
    "another value of a constant": ("TIMEOUT = 3", "TIMEOUT = 4"),
    "a parameter with a default": ("quietly: bool = False", "quietly: bool = False, loudly: bool = True"),
    "a private parameter": ("_for: Any = None", "_to: Any = None"),
    "a default": ("price: Any,", "price: Any = 1,"),
    "a type that a parameter takes": ("what: str | int", "what: str | int | None"),
    "a wider parameter": ("hour: int = 9", "hour: float = 9"),
    "a surer result": ("-> int | str:", "-> int:"),
    "the order of a union": ("-> int | str:", "-> str | int:"),
    "a method": ("    def open(", "    def shut(self) -> None: ...\n\n    def open("),
    "a field with a default": ("    made: int", '    word: str = ""\n    made: int'),
    "a setter": ("    @property\n    def street", "    street: str\n    @property\n    def _street"),
    "a member of an enumeration": ('BLUE = "blue"', 'BLUE = "blue"\n    GREEN = "green"'),
    "a value of a Literal": ('"small", "large"', '"small", "large", "huge"'),
    "a base": ("Error(ValueError)", "Error(ValueError, KeyError)"),
    "a private class between": ("class Shop(Base,", "class _Middle(Base): ...\n\n\nclass Shop(_Middle,"),
    "a docstring": ("Went wrong.", "It went wrong."),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Makes a checkout of two small packages, some files of it replaced."""

    def make(**replaced: str) -> Path:
        root = tmp_path_factory.mktemp("checkout")
        for name, text in (FILES | replaced).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        return root

    return make


@pytest.fixture(scope="module")
def base(made: Any) -> Api:
    """The API of the two small packages, stored and read again."""
    return from_text(as_text(read_api(made(), "0.1.0")), "api.json")


def edited(made: Any, old: str, new: str) -> Api:
    assert SHOP.count(old) >= 1, f"{old!r} is not in the small package"
    return read_api(made(**{SHOP_FILE: SHOP.replace(old, new)}), "0.1.0")


def test_public_is_what_an_all_names_and_what_it_reaches(base: Api) -> None:
    assert list(base.modules) == ["openvideos", "openvideos.shop", "openvideos_api"]
    assert set(base.modules["openvideos"]) == {"Shop", "Store", "omit"}
    assert base.modules["openvideos"]["Store"] == "same openvideos.Shop"
    assert base.modules["openvideos"]["omit"] == "constant object"
    assert base.modules["openvideos_api"] == {"made": "constant int"}
    assert list(base.reached) == ["Good"]


def test_a_class_has_what_its_bases_have(base: Api) -> None:
    shop = base.modules["openvideos"]["Shop"]
    assert isinstance(shop, dict)
    assert shop == {
        "bases": [],
        "new": "(name: str)",
        "members": {
            "__len__": "def () -> int",
            "close": "async def () -> None",
            "floor": "field int",
            "goods": "field list[Good]",
            "make": "classmethod (name: str = 'x') -> Shop[T]",
            "number": "field int",
            "open": "def (hour: int = 9, *, quietly: bool = False) -> int | str",
            "place": "field",
            "street": "property str",
        },
    }


def test_the_record_is_the_same_every_time_and_has_no_sentence_and_no_path(made: Any) -> None:
    root = made()
    text = as_text(read_api(root, "0.1.0"))
    assert text == as_text(read_api(made(), "0.1.0"))
    assert "Went wrong" not in text
    assert str(root) not in text
    assert ".py" not in text


@pytest.mark.parametrize(("old", "new", "what"), LOST.values(), ids=LOST)
def test_what_is_lost_is_told_with_the_place(base: Api, made: Any, old: str, new: str, what: str | None) -> None:
    if what is None:
        with pytest.raises(PackagesError, match=r"shop\.py:1: __all__ names 'buy', which nothing in the module is"):
            edited(made, old, new)
        return
    found = [str(each) for each in breakages(base, edited(made, old, new))]
    assert any(line.startswith(SHOP_FILE) and line.partition(": ")[2] == what for line in found), found


@pytest.mark.parametrize(("old", "new"), SILENT.values(), ids=SILENT)
def test_what_is_added_or_moved_within_is_no_breakage(base: Api, made: Any, old: str, new: str) -> None:
    assert [str(each) for each in breakages(base, edited(made, old, new))] == []


def test_a_class_may_move_to_another_module(base: Api, made: Any) -> None:
    moved = {
        "overlay/openvideos/_inner.py": SHOP,
        SHOP_FILE: f"from ._inner import {NAMES}\n__all__ = {NAMES.split(', ')}\n",
    }
    assert breakages(base, read_api(made(**moved), "0.1.0")) == []


def test_what_a_base_lost_is_told_once(made: Any) -> None:
    two = '__all__ = ["A", "B"]\n\n\nclass A:\n    x: int\n    y: int\n\n\nclass B(A):\n    z: int\n'
    old = read_api(made(**{SHOP_FILE: two, "overlay/openvideos/__init__.py": ""}), "0.1.0")
    new = read_api(made(**{SHOP_FILE: two.replace("    y: int\n", ""), "overlay/openvideos/__init__.py": ""}), "0.1.0")
    assert [str(each) for each in breakages(old, new)] == [f"{SHOP_FILE}:4: openvideos.shop.A.y: removed"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "api.json: not what scripts/release writes: "),
        ("[]", "api.json: not what scripts/release writes: "),
        ('{"format": 9}', "api.json: not what scripts/release writes: format: found 9; allowed: 1"),
        ('{"format": 1}', "api.json: not what scripts/release writes: 'version'"),
    ],
)
def test_another_file_in_the_place_of_the_record_is_named(text: str, says: str) -> None:
    with pytest.raises(ValueError, match="^" + says.replace("(", r"\(")):
        from_text(text, "api.json")


def test_a_package_that_is_no_python_is_named(made: Any) -> None:
    with pytest.raises(PackagesError, match=r"^openvideos: Syntax error: invalid syntax \(__init__.py, line 1\)$"):
        read_api(made(**{"overlay/openvideos/__init__.py": "def ("}), "0.1.0")


# from here on: the packages of this repository, as Python itself knows them


@pytest.fixture(scope="module")
def ours() -> Api:
    return read_api(ROOT, "0.1.0")


def runtime(api: Api) -> Iterator[tuple[str, Any, Any]]:
    """Path, entry and the real thing, of each name that is not another one's."""
    for module, names in api.modules.items():
        for name, entry in names.items():
            if not (isinstance(entry, str) and entry.startswith("same ")):
                yield f"{module}.{name}", entry, getattr(import_module(module), name)


def parameters(text: str) -> list[tuple[str, str, bool]]:
    module = griffe.visit("record", filepath=Path("record.py"), code=f"def call{text}: ...\n")
    function = module.members["call"]
    assert isinstance(function, griffe.Function)
    star = {"variadic positional", "variadic keyword"}
    return [(p.name, p.kind.value, p.required and p.kind.value not in star) for p in function.parameters if p.kind]


def really(thing: Any) -> list[tuple[str, str, bool]]:
    found = inspect.signature(thing).parameters.values()
    shown = [p for p in found if not (p.name.startswith("_") and p.default is not p.empty)]
    star = {p.VAR_POSITIONAL for p in shown} | {p.VAR_KEYWORD for p in shown}
    kinds = {"positional or keyword": "positional or keyword"}
    return [
        (p.name, kinds.get(p.kind.description, p.kind.description), p.default is p.empty and p.kind not in star)
        for p in shown
    ]


def test_every_exported_name_of_ours_is_in_the_record(ours: Api) -> None:
    for module in (
        "openvideos",
        "openvideos.contract",
        "openvideos.emulator",
        "openvideos.types",
        "openvideos_api.models",
    ):
        assert set(ours.modules[module]) == set(import_module(module).__all__)


def test_functions_take_what_the_record_says(ours: Api) -> None:
    checked = 0
    for path, entry, real in runtime(ours):
        if isinstance(entry, str) and entry.removeprefix("async ").startswith("def ") and "fixture" not in repr(real):
            assert parameters(entry.partition("def ")[2]) == really(real), path
            assert entry.startswith("async ") == inspect.iscoroutinefunction(real), path
            checked += 1
    assert checked > 60


def test_classes_are_made_with_what_the_record_says_and_have_its_methods_and_values(ours: Api) -> None:
    made = methods = values = 0
    for path, entry, real in runtime(ours):
        if isinstance(entry, str):
            continue
        if entry.get("new") and not hasattr(real, "__total__"):
            assert parameters(entry["new"]) == really(real), path
            made += 1
        for name, member in entry["members"].items():
            kind, _, said = member.removeprefix("async ").partition(" ")
            if kind == "def":
                method = inspect.getattr_static(real, name)
                assert parameters(said) == really(method)[1:], f"{path}.{name}"
                methods += 1
            elif kind == "value":
                assert repr(str(getattr(real, name))) == said, f"{path}.{name}"
                values += 1
    assert (made, methods, values) > (0, 0, 0), (made, methods, values)


def test_what_the_client_gives_is_reached(ours: Api) -> None:
    videos = ours.reached["Videos"]
    assert isinstance(videos, dict)
    assert {"create", "create_and_poll", "download_content", "list", "poll"} <= set(videos["members"])
