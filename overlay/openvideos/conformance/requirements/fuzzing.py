"""What random requests, and sequences of them, find: a requirement for each kind of finding, all from one run."""

from openvideos.conformance.fuzz import fuzzed
from openvideos.conformance.fuzz.kinds import KINDS
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server


def _judges(name: str) -> None:
    kind = KINDS[name]

    @requirement(kind.id, kind.level, kind.says, source=kind.source, jobs=("default",))
    def check(server: Server) -> None:
        fuzzed(server).judge(name)


for _name in KINDS:
    _judges(_name)
