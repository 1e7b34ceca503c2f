"""The rules of the house about what stands beside the code: lists, tests, documentation, reasons."""

import ast
import dataclasses
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import ROOT
from tms import checks, connectors, formats, machinery
from tms.settings import Settings, variable

DOCS = ROOT / "docs"

PLUG_INS = {
    "checks": ({"notation"}, [each.name for each in checks.CHECKS]),
    "machinery": ({"base"}, [each.name for each in machinery.MACHINES]),
    "connectors": ({"base"}, [each.name for each in connectors.CONNECTORS]),
    "formats": (None, [each.name for each in formats.FORMATS]),
}
"""By package: the modules beside its plug-ins (formats have too many to name), and the names in its list."""

REFERENCE = {"checks": "checks", "machinery": "machines", "connectors": "connectors", "formats": "formats"}

UNTESTED = {
    "tms.__main__": "starts tms.cli",
    "tms.demo": "run by the command, from outside",
    "tms.store.health": "asked by the doctor only",
    "tms.store.tables": "imports all tables for the migrations",
    "tms.workflow.doctor": "run by the tutorial, from outside",
}
"""Modules that no test comes near by importing, and why."""

DOORS = ("api", "cli", "web")
"""Tested from outside, by requests and commands, in the folder of tests that bears their name."""


@pytest.mark.parametrize("package", PLUG_INS)
def test_every_plug_in_is_listed_tested_and_documented(package: str) -> None:
    beside, names = PLUG_INS[package]
    modules = {path.stem for path in (ROOT / "tms" / package).glob("*.py")} - {"__init__"}
    if beside is not None:
        assert modules - beside == set(names)
    assert set(names) <= modules
    documented = (DOCS / "reference" / f"{REFERENCE[package]}.md").read_text("utf-8")
    for name in names:
        assert (ROOT / "tests" / package / f"test_{name}.py").exists(), name
        assert re.search(rf"^(## {name}$|\| `{name}` )", documented, re.MULTILINE), name


def test_the_settings_are_documented() -> None:
    said = (ROOT / "README.md").read_text("utf-8")
    listed = (DOCS / "reference" / "settings.md").read_text("utf-8")
    for field in dataclasses.fields(Settings):
        assert f"`{variable(field.name)}`" in said
        assert f"`{variable(field.name)}`" in listed


def test_no_setting_is_named_that_is_not_there() -> None:
    known = {variable(field.name) for field in dataclasses.fields(Settings)}
    of_compose = {"TMS_PORT", "TMS_DATABASE_PASSWORD"}
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        assert set(re.findall(r"\bTMS_[A-Z_]+\b", page.read_text("utf-8"))) <= known | of_compose, page


def test_every_module_is_near_a_test() -> None:
    """A test imports it, or imports a module or plug-in that does; a door has a folder of tests."""
    imports = {module(path): set(imported(path)) for path in sources("tms", "workers")}
    tested = {name for path in sources("tests") for name in imported(path)} & imports.keys()
    plug_ins = {name for name in imports if name.split(".")[1:2] and name.split(".")[1] in PLUG_INS}
    near = tested | {name for each in tested | plug_ins for name in imports[each]}
    packages = {name for name in imports if any(other.startswith(f"{name}.") for other in imports)}
    behind_doors = {name for name in imports for door in DOORS if name.startswith(f"tms.{door}.")}
    migrations = {name for name in imports if name.startswith("tms.store.migrations")}
    assert all(list((ROOT / "tests" / door).glob("test_*.py")) for door in DOORS)
    assert imports.keys() - near - packages - behind_doors - migrations <= UNTESTED.keys()
    assert UNTESTED.keys() <= imports.keys()


def test_nothing_is_left_for_later() -> None:
    """What is to be done stands in an issue."""
    left = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")))
    assert not [
        f"{path}"
        for path in sources("tms", "workers", "tests", "benchmarks", "docs", "locales")
        if left.search(path.read_text("utf-8"))
    ]


def test_every_rule_that_is_not_kept_has_its_reason() -> None:
    """`# noqa: ARG002  always English`, `# type: ignore[arg-type]  # a session`, or a comment above."""
    bare = []
    for path in [ROOT / "run", *sources("tms", "workers", "benchmarks", "docs", "locales")]:
        lines = path.read_text("utf-8").splitlines()
        for number, comment in comments(path):
            found = re.match(
                r"#\s*(?:type:\s*ignore\[[\w, -]+\]|noqa:\s*[A-Z0-9]+(?:\s*,\s*[A-Z0-9]+)*)(.*)", comment
            )
            if found and not found[1].strip(" -#") and not lines[number - 2].strip().startswith("#"):
                bare.append(f"{path.relative_to(ROOT)}:{number}")
            assert not re.match(r"#\s*(noqa\s*$|type:\s*ignore\s*($|[^\[\s]))", comment), f"{path}:{number}"
    assert not bare


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    """Every module that a file may mean by its imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """The comments of a file; behind the first of two in one line is the second."""
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
