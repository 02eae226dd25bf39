"""Every operation of the contract has a function, and no other has."""

from openvideos.contract import Contract
from openvideos.emulator.routes import HANDLERS


def test_every_operation_of_the_contract_is_served_and_no_other() -> None:
    assert HANDLERS.keys() == Contract.load().operations.keys()
