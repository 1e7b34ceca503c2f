"""./run: what it refuses, what it installs when, and what it passes on."""

import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from tests.servers import ROOT


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, in a project folder of its own, where installing only leaves a trace."""
    for name in ("run", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    loader = SourceFileLoader("run", str(tmp_path / "run"))
    spec = importlib.util.spec_from_loader("run", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)

    def prepare() -> None:
        module.BIN.mkdir(parents=True, exist_ok=True)
        module.PYTHON.touch()

    def by_uv(lock: Path) -> bool:
        installed.append(lock.name)
        return True

    installed: list[str] = []
    monkeypatch.setattr(module, "installed", installed, raising=False)
    monkeypatch.setattr(module, "prepare", prepare)
    monkeypatch.setattr(module, "by_uv", by_uv)
    return module


def test_a_second_start_installs_nothing(run: ModuleType) -> None:
    run.install(development=False)
    run.install(development=False)
    assert run.installed == ["requirements.lock"]


def test_the_tools_for_development_bring_the_rest_with_them(run: ModuleType) -> None:
    run.install(development=True)
    run.install(development=False)
    assert run.installed == ["requirements-dev.lock"]


def test_a_changed_lock_is_installed(run: ModuleType) -> None:
    run.install(development=True)
    with run.RUNTIME.open("a") as lock:
        lock.write("# moved\n")
    run.install(development=False)
    run.install(development=True)
    assert run.installed == ["requirements-dev.lock", "requirements.lock", "requirements-dev.lock"]


def test_an_installation_that_was_cut_short_is_done_again(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_short(lock: Path) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(run, "by_uv", cut_short)
        assert run.main(["status"]) == 130
    assert run.INSTALLING.exists()
    run.install(development=False)
    assert run.installed == ["requirements.lock"]
    assert not run.INSTALLING.exists()


def test_a_failure_is_told_without_a_traceback(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        run.call([sys.executable, "-c", "import sys; sys.exit('no route')"], failing="nothing can be had")

    monkeypatch.setattr(run, "prepare", fails)
    assert run.main(["status"]) == 3
    assert capsys.readouterr().err.splitlines()[1:] == ["run: nothing can be had", "  no route"]


def test_a_checkout_without_locks_says_so(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    run.RUNTIME.unlink()
    assert run.main([]) == 3
    assert "Is the checkout complete?" in capsys.readouterr().err


def test_the_lock_for_development_holds_every_pin_of_the_other() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text("utf-8").splitlines()
        return {line.partition(" ")[0] for line in lines if "==" in line and line[0].isalpha()}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
    assert any(pin.startswith("uv==") for pin in pins("requirements-dev.lock"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_place(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize(
    ("arguments", "cores"),
    [
        ([], True),
        (["--long"], True),
        (["-x", "-q"], True),
        (["tests/test_run.py"], False),
        (["--pdb"], False),
    ],
)
def test_the_whole_suite_takes_all_cores(run: ModuleType, arguments: list[str], cores: bool) -> None:
    assert ("-n" in run.spread(arguments)) is cores


def test_check_takes_no_arguments() -> None:
    done = subprocess.run([ROOT / "run", "check", "tms"], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "run: check takes no arguments, not tms\n"


def test_any_other_word_is_a_command_of_the_desk_run_where_one_stands(tmp_path: Path) -> None:
    (tmp_path / "tms.py").write_text("raise SystemExit('the wrong one')")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    command = [str(ROOT / "run"), "no-such-command"]
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert "no-such-command" in done.stderr
