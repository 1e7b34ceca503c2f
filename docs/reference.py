"""Write the reference pages from the code: ``python docs/reference.py``. A test fails while one is stale."""

import ast
import dataclasses
import inspect
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import typer
from fastapi import FastAPI
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from tms import api, checks, connectors, errors, formats, languages, machinery
from tms.api import shapes
from tms.cli import app
from tms.core.house import SETTINGS, Setting
from tms.errors import DeskError
from tms.formats import alignment, po, table
from tms.settings import Settings, variable

FOLDER = Path(__file__).parent / "reference"
WRITTEN = "<!-- Written by docs/reference.py from the code; change it there. -->"
_SHARED = {"json", "as_", "no_wait"}


def commands() -> str:
    """All commands, from the command line itself."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return page(
        "Commands",
        "`./run COMMAND` is `python -m tms COMMAND` in the environment that it made. Every command takes `--help` and these:",
        "",
        "| option | |",
        "|---|---|",
        "| `--json` | Answer with one JSON document and nothing else on standard output; see [json.md](json.md). |",
        "| `--as NAME` | Act as this user. Without it the only active user acts, `operator` while there is none; "
        "with several users a step that needs one ends with exit code 2. |",
        "| `--no-wait` | Leave the jobs that the command causes to others. |",
        "",
        "Progress, warnings and logs go to standard error. Exit code 0: done; 1: the desk refuses; 2: bad input; "
        "3: the desk is broken. See [errors.md](errors.md).",
        *(line for path, command in _commands(group, "") for line in _command(path, command)),
    )


def command_names() -> list[str]:
    """Every command as it is typed."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return [path for path, _ in _commands(group, "")]


def _commands(group: TyperGroup, above: str) -> Iterator[tuple[str, TyperCommand]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands(command, f"{above}{name} ")
        elif isinstance(command, TyperCommand):
            yield f"{above}{name}", command


def _command(path: str, command: TyperCommand) -> Iterator[str]:
    arguments = [p for p in command.params if isinstance(p, TyperArgument)]
    options = [p for p in command.params if isinstance(p, TyperOption) and p.name not in _SHARED]
    names = {id(p): _metavar(p) for p in arguments}
    needed = [f"{o.opts[0]} {o.metavar or 'TEXT'}" for o in options if o.required]
    yield from ("", f"## {path}", "", command.help or "", "", "```")
    yield " ".join(["./run", path, *names.values(), *needed])
    yield "```"
    rows = [(f"`{names[id(a)]}`", getattr(a, "help", "") or "") for a in arguments]
    for option in options:
        shown = ", ".join(option.opts) + ("" if option.is_flag else f" {option.metavar or 'VALUE'}")
        given = (
            "" if option.default in (None, "", False) or option.required else f" Default: {option.default}."
        )
        rows.append((f"`{shown}`", f"{option.help or ''}{' Required.' if option.required else given}"))
    if rows:
        yield from ("", "| | |", "|---|---|", *(f"| {_cell(one)} | {_cell(other)} |" for one, other in rows))


def _metavar(argument: TyperArgument) -> str:
    name = argument.metavar or str(argument.name).upper()
    return name if argument.required or name.startswith("[") else f"[{name}]"


def settings() -> str:
    rows = []
    for field in dataclasses.fields(Settings):
        default = "" if field.default in (None, "", ()) else f"`{field.default}`"
        rows.append(f"| `{variable(field.name)}` | {field.metadata['says']} | {default} |")
    return page(
        "Settings",
        "Environment variables, read once by each process. Every one has a default that works on a laptop.",
        "",
        "| variable | | default |",
        "|---|---|---|",
        *rows,
        "",
        "Where `TMS_DATABASE_URL` is not set the database is `desk.sqlite` in `TMS_HOME`; where `TMS_OUT` is not set "
        "releases go to `editions` in it.",
        "",
        "## What a desk decides for itself",
        "",
        "House style and policy stand in the desk's database. Admins change them on the web, with `./run settings set NAME VALUE`, "
        "or with `PATCH /api/v1/settings`; each change is an event, and counts from then on.",
        "",
        "| name | | can be |",
        "|---|---|---|",
        *(f"| `{each.name}` | {_asked(each)} | {_choices(each)} |" for each in SETTINGS.values()),
    )


def _asked(each: Setting) -> str:
    asks = str(each.asks)
    return f"{asks if asks.endswith('?') else f'{asks}.'} {each.hint}".strip()


def _choices(each: Setting) -> str:
    if not each.choices:
        return f"0 to {each.most}; default 0"
    return ", ".join(f"`{value}` ({each.words(value)})" for value in each.choices) + "; the first by default"


def check_list() -> str:
    return page(
        "Checks",
        "What a translation is looked at for, in this order. An error keeps it from approval until it is mended or "
        "waived; a warning does not. To add one: [add a check](../how-to/add-a-check.md).",
        *(
            line
            for check in checks.CHECKS
            for line in _check(check.name, check.scope.value, module_of(check.run))
        ),
    )


def _check(name: str, scope: str, module: ModuleType) -> Iterator[str]:
    yield from ("", f"## {name}", "", f"{_first(module)} Looks at a {scope} at a time.", "", "It says:", "")
    yield from (f"- {sentence}" for sentence in _sentences(module) if sentence.endswith((".", "?")))


def _sentences(module: ModuleType) -> list[str]:
    """What a module marks for translation, in the order of its lines."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)]
    marked = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "N_"]
    marked.sort(key=lambda call: call.lineno)
    found = [arg.value for call in marked for arg in call.args[:1] if isinstance(arg, ast.Constant)]
    return list(dict.fromkeys(str(sentence) for sentence in found))


def format_list() -> str:
    rows = [
        f"| `{each.name}` | {', '.join(f'`{s}`' for s in each.suffixes)} | `{each.media_type}` "
        f"| {'yes' if each.read else 'no'} | {'yes' if each.write else 'no'} |"
        for each in formats.FORMATS
    ]
    readers = [module_of(each.read or each.write) for each in formats.FORMATS]
    return page(
        "Formats",
        "How articles come in and editions go out. To add one: [add a format](../how-to/add-a-format.md).",
        "",
        "| name | file names | media type | in | out |",
        "|---|---|---|---|---|",
        *rows,
        "",
        *(
            f"- `{each.name}`: {_first(module)}"
            for each, module in zip(formats.FORMATS, readers, strict=True)
        ),
        "",
        "## Beside articles",
        "",
        *(
            f"- `{name}`: {_first(module)}"
            for name, module in (("po", po), ("alignment.json", alignment), ("table", table))
        ),
    )


def machine_list() -> str:
    rows = []
    for machine in machinery.MACHINES:
        pairs = ", ".join(f"{one} → {other}" for one, other in sorted(machine.languages()))
        rows.append(f"| `{machine.name}` | {pairs} | {_first(module_of(type(machine)))} |")
    return page(
        "Machines",
        "No machine is asked unless somebody names it: `translate SLUG --language L --machine NAME`. What a machine says "
        "is a draft at most. To add one: [add a machine](../how-to/add-a-machine.md).",
        "",
        "| name | languages | |",
        "|---|---|---|",
        *rows,
    )


def connector_list() -> str:
    rows = [
        f"| `{each.name}` | {', '.join(each.formats)} | {_first(module_of(type(each)))} |"
        for each in connectors.CONNECTORS
    ]
    return page(
        "Connectors",
        "Where releases go. A desk has one destination until it is given others: a folder, `TMS_OUT`. "
        "To add a connector: [add a connector](../how-to/add-a-connector.md).",
        "",
        "| name | asks for | |",
        "|---|---|---|",
        *rows,
    )


def error_list() -> str:
    """Every refusal, by its code."""
    kinds = [
        (errors.BadInput, "What was handed in", "Exit code 2."),
        (errors.Refused, "What the desk refuses", "Exit code 1."),
        (errors.Broken, "What is broken", "Exit code 3."),
    ]
    return page(
        "Errors",
        "An error has a code that machines compare, a sentence that a person reads, where it can be said a place, and "
        "mostly a hint. `%(…)s` stands for a value. The sentences are said in Arabic and Central Kurdish as well.",
        *(line for family, title, told in kinds for line in _family(family, title, told)),
    )


def _family(family: type[DeskError], title: str, told: str) -> Iterator[str]:
    yield from ("", f"## {title}", "", told, "", "| code | HTTP | sentence | hint |", "|---|---|---|---|")
    for error in _below(family):
        if "sentence" in vars(error):
            sentence = error.plural or error.sentence
            yield f"| `{error().code}` | {error.status} | {_cell(sentence)} | {_cell(error.advice)} |"


def _below(family: type[DeskError]) -> Iterator[type[DeskError]]:
    for each in family.__subclasses__():
        if each.__module__.startswith(errors.__name__):
            yield each
            yield from _below(each)


def _cell(sentence: str) -> str:
    return sentence.replace("|", "\\|").replace("<", "&lt;")


def http() -> str:
    """The API, from its OpenAPI description."""
    whole = FastAPI()
    whole.include_router(api.router)
    described = whole.openapi()
    return page(
        "HTTP",
        "A served desk describes its API at `/api/docs`, and for programs at `/api/openapi.json`. Send a token "
        "(`./run token add NAME`) as `Authorization: Bearer`. An answer has the shape of [json.md](json.md); a "
        "refusal is `application/problem+json` that holds the same `error`, with the status of "
        "[errors.md](errors.md). A write that carries an `Idempotency-Key` is done once, however often it is sent. "
        "`Accept-Language: ar` or `ckb` chooses the language of messages.",
        "",
        "| | | body |",
        "|---|---|---|",
        *(
            f"| `{verb.upper()} {path}` | {_told(said)} | {_body(said)} |"
            for path, verbs in described["paths"].items()
            for verb, said in verbs.items()
        ),
        "",
        "Beside the API: `/healthz` (the process and its threads are alive), `/readyz` (the desk can work), and the pages "
        "at `/`.",
        "",
        "## Bodies",
        "",
        *(_shape(name, shape.model_json_schema()) for name, shape in sorted(_taken().items())),
    )


def _told(said: dict[str, Any]) -> str:
    queries = [f"`{each['name']}`" for each in said.get("parameters", []) if each["in"] == "query"]
    told = str(said.get("description") or said["summary"]).partition("\n")[0].replace("``", "`")
    return f"{told} Query: {', '.join(queries)}." if queries else told


def _body(said: dict[str, Any]) -> str:
    schemas = [each.get("schema", {}) for each in said.get("requestBody", {}).get("content", {}).values()]
    named = {name for schema in schemas for name in _names(schema)}
    return " or ".join(sorted(named))


def _names(schema: dict[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        yield str(schema["$ref"]).rpartition("/")[2]
    elif schema.get("format") == "binary":
        yield "the file itself"
    elif schema.get("additionalProperties") is False:
        yield str(schema["title"])
    for each in schema.get("anyOf", []):
        yield from _names(each)


def _taken() -> dict[str, type[shapes.Taken]]:
    every = [
        *shapes.Taken.__subclasses__(),
        *(b for a in shapes.Taken.__subclasses__() for b in a.__subclasses__()),
    ]
    return {each.__name__: each for each in every}


def _shape(name: str, schema: dict[str, Any]) -> str:
    needed = schema.get("required", [])
    fields = [
        f"`{field}`" + (" (required)" if field in needed else "") for field in schema.get("properties", {})
    ]
    return f"- {name}: {', '.join(fields)}"


def language_list() -> str:
    rows = [
        f"| `{each.tag}` | {each.name} | {'right to left' if each.rtl else 'left to right'} | {each.digits} |"
        for each in languages.LANGUAGES.values()
    ]
    return page(
        "Languages",
        f"Articles are written in `{languages.SOURCE}`; every article has an edition in each of the others.",
        "",
        "| tag | language | direction | digits |",
        "|---|---|---|---|",
        *rows,
    )


def module_of(thing: Callable[..., object] | None) -> ModuleType:
    found = inspect.getmodule(thing)
    assert found is not None
    return found


def _first(module: ModuleType) -> str:
    """The first paragraph of a module's docstring, on one line."""
    return " ".join((module.__doc__ or "").strip().partition("\n\n")[0].split()).replace("``", "`")


def page(title: str, *lines: str) -> str:
    return "\n".join([f"# {title}", "", WRITTEN, "", *lines]).rstrip() + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "settings.md": settings,
    "checks.md": check_list,
    "formats.md": format_list,
    "machines.md": machine_list,
    "connectors.md": connector_list,
    "errors.md": error_list,
    "http.md": http,
    "languages.md": language_list,
}


def main(names: Iterable[str] = PAGES) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in names:
        (FOLDER / name).write_text(PAGES[name](), "utf-8")


if __name__ == "__main__":
    main()
