"""Machines that translate, one module each; a machine joins the desk by its line in ``MACHINES``."""

from tms.errors import UnknownMachine
from tms.machinery.base import Machine
from tms.machinery.pseudo import Pseudo

MACHINES: tuple[Machine, ...] = (Pseudo(),)


def get(name: str) -> Machine:
    found = next((machine for machine in MACHINES if machine.name == name), None)
    if found is None:
        raise UnknownMachine(name=name, known=", ".join(machine.name for machine in MACHINES))
    return found
