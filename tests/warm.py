"""Commands of the desk in forks of one warm process: a page of forty commands takes seconds, not a minute.

``start(folder)`` puts a script ``run`` into a folder. What that script is asked goes through a socket to a
process that has the command line imported; a fork of it runs the command as ``python -m tms`` would.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

_SLOW = (
    "tms.store.migrate",
    "tms.workflow.jobs",
    "tms.cli",
    "alembic.command",
    "lxml.html",
    "polib",
    "rich.progress",
)
"""What commands import when they need it, and this process before."""

_ASK = """\
#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as asking:
    asking.connect({address!r})
    socket.send_fds(asking, [json.dumps([sys.argv[1:], os.getcwd()]).encode()], [0, 1, 2])
    sys.exit(int(asking.recv(8)))
"""


@contextmanager
def start(folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """A script ``run`` in the folder, for as long as the warm process behind it lives."""
    address = str(folder / ".warm")
    (folder / "run").write_text(_ASK.format(python=sys.executable, address=address))
    (folder / "run").chmod(0o755)
    process = subprocess.Popen([sys.executable, "-P", "-m", "tests.warm", address], env=dict(environment))
    try:
        while not Path(address).exists():
            assert process.poll() is None
            time.sleep(0.02)
        yield
    finally:
        process.kill()
        process.wait()


def _serve(address: str) -> None:
    for name in _SLOW:
        import_module(name)
    from tms.cli import main

    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{address}.new")
        listening.listen()
        Path(f"{address}.new").rename(address)
        while True:
            asked, _ = listening.accept()
            with asked:
                said, streams, _, _ = socket.recv_fds(asked, 1 << 20, 3)
                arguments, folder = json.loads(said)
                child = os.fork()
                if child == 0:
                    for number, stream in enumerate(streams):
                        os.dup2(stream, number)
                    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115  as Python opens them
                    os.chdir(folder)
                    code = main(arguments)
                    sys.stdout.flush()
                    sys.stderr.flush()
                    os._exit(code)
                for stream in streams:
                    os.close(stream)
                _, status = os.waitpid(child, 0)
                asked.sendall(str(os.waitstatus_to_exitcode(status)).encode())


if __name__ == "__main__":
    _serve(sys.argv[1])
