"""Releases in a folder are swapped in whole, whatever happens on the way."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tms.connectors.base import Package
from tms.connectors.folder import Folder
from tms.errors import BadValue, DeskError, FileUnwritable

NAMES = ("en.html", "ar.html", "ckb.html", "alignment.json")


def package(release: int, slug: str = "rain", old: tuple[str, ...] = ()) -> Package:
    return Package(slug, release, {name: f"{name} of {release}".encode() for name in NAMES}, old)


def gone(release: int, slug: str = "rain", old: tuple[str, ...] = ()) -> Package:
    return Package(slug, release, {}, old)


def shown(root: Path, slug: str = "rain") -> int:
    """The release a reader finds, 0 for none; every file must be of that one."""
    folder = root / slug
    if not os.path.lexists(folder):
        return 0
    assert sorted(each.name for each in folder.iterdir()) == sorted(NAMES)
    release = int((folder / "en.html").read_text().split()[-1])
    assert {name: (folder / name).read_text() for name in NAMES} == {n: f"{n} of {release}" for n in NAMES}
    return release


def inside(root: Path, slug: str = "rain") -> list[str]:
    return sorted(each.name for each in (root / ".releases" / slug).iterdir())


def test_a_release_is_a_relative_link_to_its_set(tmp_path: Path) -> None:
    assert Folder().deliver(package(1), str(tmp_path)) == {
        "en": "rain/en.html",
        "ar": "rain/ar.html",
        "ckb": "rain/ckb.html",
    }
    assert (tmp_path / "rain").readlink() == Path(".releases/rain/1")
    assert shown(tmp_path) == 1


def test_the_set_before_stays_for_who_still_reads_it(tmp_path: Path) -> None:
    for release in (1, 2, 3):
        Folder().deliver(package(release), str(tmp_path))
    assert inside(tmp_path) == [".lock", "2", "3"]
    assert shown(tmp_path) == 3


def test_a_set_that_is_out_is_never_changed(tmp_path: Path) -> None:
    Folder().deliver(package(1), str(tmp_path))
    with pytest.raises(FileUnwritable):
        Folder().deliver(Package("rain", 1, {"en.html": b"other"}), str(tmp_path))
    assert shown(tmp_path) == 1


@pytest.mark.parametrize("links", [True, False])
def test_a_withdrawn_article_is_gone_and_nothing_late_brings_it_back(links: bool, tmp_path: Path) -> None:
    folder = Folder(links=links)
    folder.deliver(package(2), str(tmp_path))
    for each in (gone(3), gone(3), package(1), package(2)):
        folder.deliver(each, str(tmp_path))
        assert shown(tmp_path) == 0
    assert inside(tmp_path) == [".lock", "3"]
    folder.recover(str(tmp_path))
    assert shown(tmp_path) == 0
    folder.deliver(package(4), str(tmp_path))
    assert shown(tmp_path) == 4


def test_an_old_slug_leads_to_the_new_one(tmp_path: Path) -> None:
    folder = Folder()
    folder.deliver(package(1), str(tmp_path))
    for _ in range(2):
        folder.deliver(package(2, "flood", ("rain", "never-out")), str(tmp_path))
        assert (tmp_path / "rain").readlink() == Path("flood")
        assert shown(tmp_path, "rain") == shown(tmp_path, "flood") == 2
    folder.deliver(package(1), str(tmp_path))  # it was on its way when the slug changed
    assert shown(tmp_path, "rain") == 2
    assert not os.path.lexists(tmp_path / "never-out")


def test_the_same_release_can_go_out_under_a_new_slug_and_back(tmp_path: Path) -> None:
    folder = Folder()
    folder.deliver(package(1), str(tmp_path))
    folder.deliver(package(1, "flood", ("rain",)), str(tmp_path))
    assert shown(tmp_path, "rain") == shown(tmp_path, "flood") == 1
    folder.deliver(package(1, "rain", ("flood",)), str(tmp_path))
    assert shown(tmp_path, "rain") == shown(tmp_path, "flood") == 1
    assert (tmp_path / "flood").readlink() == Path("rain")


def test_a_withdrawn_article_is_gone_under_its_old_slugs_too(tmp_path: Path) -> None:
    Folder().deliver(package(1), str(tmp_path))
    Folder().deliver(package(2, "flood", ("rain",)), str(tmp_path))
    Folder().deliver(gone(3, "flood", ("rain",)), str(tmp_path))
    assert sorted(each.name for each in tmp_path.iterdir()) == [".releases"]


def test_an_old_slug_goes_where_there_are_no_links(tmp_path: Path) -> None:
    Folder(links=False).deliver(package(1), str(tmp_path))
    Folder(links=False).deliver(package(2, "flood", ("rain",)), str(tmp_path))
    assert (shown(tmp_path, "rain"), shown(tmp_path, "flood")) == (0, 2)


@pytest.mark.parametrize(
    "slug",
    [
        "",
        ".",
        "..",
        "../out",
        "a/b",
        "/etc",
        ".releases",
        "a\\b",
        "a\0b",
        "a\nb",
        "a\u202eb",
        "C:x",
        "x" * 300,
    ],
)
def test_a_slug_that_could_lead_elsewhere_is_refused(slug: str, tmp_path: Path) -> None:
    root = tmp_path / "in"
    for each in (package(1, slug), package(1, "rain", (slug,)), Package("rain", 1, {slug: b""})):
        with pytest.raises(BadValue):
            Folder().deliver(each, str(root))
    assert list(tmp_path.iterdir()) == []


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "in" / ".releases").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadValue):
        Folder().deliver(package(1), str(tmp_path / "in"))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def steps(links: bool, root: Path) -> list[str]:
    """Every step of a second release with a rename."""
    taken: list[str] = []
    Folder(links=links).deliver(package(1), str(root))
    Folder(links=links, step=taken.append).deliver(package(2), str(root))
    return taken


KILLED = """
import os, sys
sys.path[:0] = [{here!r}, {tests!r}]
from tms.connectors.base import Package
from tms.connectors.folder import Folder
left = [{at}]
def step(name):
    if not left[0]:
        os._exit(9)
    left[0] -= 1
files = {{name: (name + " of 2").encode() for name in {names!r}}}
Folder(step=step, links={links}).deliver(Package("rain", 2, files), {root!r})
"""


@pytest.mark.parametrize("links", [True, False])
def test_killed_at_any_step_a_reader_finds_the_old_set_or_the_new(links: bool, tmp_path: Path) -> None:
    count = len(steps(links, tmp_path / "count"))
    assert count >= 9
    here = str(Path(__file__).parents[2])
    for at in range(count):
        root = tmp_path / str(at)
        folder = Folder(links=links)
        folder.deliver(package(1), str(root))
        code = KILLED.format(here=here, tests=here, at=at, names=NAMES, links=links, root=str(root))
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
        if links:
            assert shown(root) in {1, 2}
        folder.recover(str(root))
        assert shown(root) in {1, 2}
        folder.deliver(package(2), str(root))
        assert shown(root) == 2
        assert inside(root) == [".lock", "1", "2"]


@pytest.mark.parametrize("links", [True, False])
def test_a_full_disk_at_any_step_is_said_and_leaves_the_old_set(links: bool, tmp_path: Path) -> None:
    count = len(steps(links, tmp_path / "count"))
    for at in range(count):
        root = tmp_path / str(at)
        Folder(links=links).deliver(package(1), str(root))
        left = [at]

        def full(name: str, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(28, "No space left on device")

        with pytest.raises(FileUnwritable) as raised:
            Folder(links=links, step=full).deliver(package(2), str(root))
        assert str(raised.value) == f"{root} cannot be written: No space left on device."
        Folder(links=links).recover(str(root))
        assert shown(root) in {1, 2}
        assert set(inside(root)) <= {".lock", "1", "2"}


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileUnwritable) as raised:
        Folder().deliver(package(1), str(tmp_path / "file"))
    assert raised.value.exit == 2
    with pytest.raises(DeskError):
        Folder().deliver(package(1), str(tmp_path / "file" / "deeper"))


def test_a_reader_never_finds_two_releases_in_one_set(tmp_path: Path) -> None:
    Folder().deliver(package(1), str(tmp_path))
    over = threading.Event()
    seen: list[set[bytes]] = []

    def read() -> None:
        while not over.is_set():
            place = (tmp_path / "rain").resolve(strict=True)
            try:
                texts = [(place / name).read_bytes() for name in NAMES]
            except FileNotFoundError:
                continue  # two releases went by: this set is swept
            seen.append({text.split()[-1] for text in texts})

    reader = threading.Thread(target=read)
    reader.start()
    for release in range(2, 40):
        Folder().deliver(package(release), str(tmp_path))
    over.set()
    reader.join()
    assert seen
    assert all(len(releases) == 1 for releases in seen)


def test_two_deliveries_at_once_leave_the_newer(tmp_path: Path) -> None:
    threads = [
        threading.Thread(target=Folder().deliver, args=(package(release), str(tmp_path)))
        for release in (3, 1, 4, 2, 4, 3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shown(tmp_path) == 4
