"""Tries are counted and passwords looked at the same way however many ask at once."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tms.errors import PasswordTooShort, TooManyTries
from tms.store.session import Database
from tms.workflow import accounts, passwords


def test_no_more_tries_than_ten_pass_however_many_come_at_once(database_url: str) -> None:
    database = Database(database_url)

    def attempt(at: int) -> bool:
        try:
            with database.writing() as session:
                accounts.count(session, "Shilan ", f"10.0.0.{at}")
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(attempt, range(30)))
    database.close()
    assert sum(passed) == accounts.TRIES


def test_two_are_hashed_at_once_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    now, most, lock = 0, 0, threading.Lock()

    class Slow:
        def hash(self, password: str) -> str:
            nonlocal now, most
            with lock:
                now += 1
                most = max(most, now)
            time.sleep(0.02)
            with lock:
                now -= 1
            return password

    monkeypatch.setattr(passwords, "_hasher", Slow)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(passwords.hashed, ["five loaves before dawn"] * 16))
    assert most == 2


def test_nobody_is_looked_at_as_long_as_somebody() -> None:
    kept = passwords.hashed("five loaves before dawn")
    passwords.right("warm", "")

    def spent(look: Callable[[], bool]) -> float:
        begun = time.thread_time()
        assert look() is False
        return time.thread_time() - begun

    somebody = min(spent(lambda: passwords.right("wrong", kept)) for _ in range(3))
    nobody = min(spent(lambda: passwords.right("wrong", "")) for _ in range(3))
    assert 0.5 < nobody / somebody < 2


@pytest.mark.parametrize("composed", ["caf\u00e9 of the baker", "cafe\u0301 of the baker"])
def test_a_password_is_right_however_its_letters_are_composed(composed: str) -> None:
    assert passwords.right(composed, passwords.hashed("caf\u00e9 of the baker"))


@pytest.mark.parametrize("password", ["", "short", "x" * 1001])
def test_a_password_of_no_fit_length_is_refused(password: str) -> None:
    with pytest.raises(PasswordTooShort):
        passwords.hashed(password)
