"""A mail server on this machine, with encryption and a password where a test wants them."""

import base64
import email
import email.policy
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Self


@dataclass
class MailServer:
    port: int
    commands: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    """The commands that came before encryption."""
    messages: list[EmailMessage] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def mail_server(
    tls: ssl.SSLContext | None = None, login: str = "", refuse: bytes = b""
) -> Iterator[MailServer]:
    """Takes letters for as long as the block runs; ``tls`` offers STARTTLS, ``login`` is NAME:PASSWORD."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = MailServer(listening.getsockname()[1])

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with suppress(OSError), _Line(connection) as line:
                    _talk(line, server, tls, login, refuse)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)


class _Line:
    """A connection and its stream, closed together."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.stream = connection.makefile("rwb", 0)

    def encrypt(self, tls: ssl.SSLContext) -> None:
        self.stream.close()
        self.connection = tls.wrap_socket(self.connection, server_side=True)
        self.stream = self.connection.makefile("rwb", 0)

    def say(self, answer: bytes) -> None:
        self.stream.write(answer + b"\r\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()
        self.connection.close()


def _talk(line: _Line, server: MailServer, tls: ssl.SSLContext | None, login: str, refuse: bytes) -> None:
    line.say(b"220 ready")
    safe = False
    while heard := line.stream.readline(2000):
        command = heard.decode("ascii", "replace").strip()
        verb = command.upper().partition(" ")[0]
        server.commands.append(command)
        if not safe:
            server.plain.append(command)
        if verb == "EHLO":
            offered = [b"250-STARTTLS"] if tls is not None and not safe else []
            offered += [b"250-AUTH PLAIN"] if login else []
            line.say(b"\r\n".join([b"250-here", *offered, b"250 8BITMIME"]))
        elif verb == "STARTTLS" and tls is not None:
            line.say(b"220 go on")
            line.encrypt(tls)
            safe = True
        elif verb == "AUTH":
            said = base64.b64decode(command.split()[-1]).decode().strip("\0").replace("\0", ":")
            line.say(b"235 welcome" if said == login else b"535 no")
        elif verb == "DATA" and not refuse:
            line.say(b"354 go on")
            held = b""
            while (part := line.stream.readline(20_000)) != b".\r\n":
                held += part.removeprefix(b".")
            server.messages.append(email.message_from_bytes(held, policy=email.policy.default))
            line.say(b"250 taken")
        elif verb == "QUIT":
            line.say(b"221 bye")
            return
        else:
            line.say(refuse if refuse and verb in {"MAIL", "DATA"} else b"250 ok")
