"""The servers and guards that other tests stand on."""

import os
import socket

import psycopg
import pytest
from playwright.sync_api import Page
from redis import Redis
from sqlalchemy import make_url

from tests import servers


def test_a_real_postgresql_searches_by_trigrams(postgres_server: servers.Postgres) -> None:
    name = f"tms_trigrams_{os.getpid()}"
    url = make_url(postgres_server.database(name)).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        row = connection.execute(
            "SELECT similarity('نیقاش', 'نیقاش'), current_setting('server_encoding')"
        ).fetchone()
    postgres_server.drop(name)
    assert row == (1, "UTF8")


def test_a_real_redis_evicts_nothing(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        client.set("a", "1")
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_each_test_gets_an_empty_redis(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_a_test_reaches_no_other_machine(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as connection, pytest.raises(RuntimeError, match="this machine only"):
        connection.connect((host, 80))
    with pytest.raises(RuntimeError, match="this machine only"):
        socket.create_connection(("news.example", 80))


def test_chromium_shows_arabic_from_right_to_left(page: Page) -> None:
    page.set_content('<p lang="ar" dir="auto">مرحبا</p>')
    assert page.locator("p").evaluate("p => getComputedStyle(p).direction") == "rtl"
