"""Puts releases into a folder, each swapped in whole: a reader finds the old set or the new one.

``DIR/<slug>`` is a relative symbolic link to ``DIR/.releases/<slug>/<n>``. A set is written beside, synced
to the disk and renamed into place; then the link is replaced by a rename. Where there are no symbolic links,
``DIR/<slug>`` is a copy of the set, renamed away and in; ``recover`` finishes that after a crash. Sets
are never changed: the highest number under ``.releases/<slug>`` is what has gone out, and an empty set says
that the article was withdrawn, or renamed, with that release.
"""

import errno
import os
import secrets
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tms.connectors.base import Package
from tms.errors import BadValue, FileUnwritable
from tms.messages import N_, Message

RELEASES = ".releases"


def _go_on(step: str) -> None:
    """What a Folder does at each step, outside of tests: nothing."""


@dataclass
class Folder:
    """``step`` is told each step before it is taken: tests stop there."""

    name: str = "folder"
    formats: tuple[str, ...] = ("html",)
    step: Callable[[str], None] = _go_on
    links: bool = True

    def deliver(self, package: Package, target: str) -> dict[str, str]:
        """Swap the package in; one without files takes the article out of the folder."""
        for name in (package.slug, *package.old_slugs, *package.files):
            _only_a_name(name)
        root = Path(target)
        try:
            _home(root, package.slug)
            with _held(*(_home(root, slug, make=False) for slug in (package.slug, *package.old_slugs))):
                self._deliver(root, package)
        except OSError as error:
            reason = error.strerror or str(error)
            raise FileUnwritable(str(root), path=str(root), reason=reason) from error
        pages = (name for name in package.files if name.endswith(".html"))
        return {name.removesuffix(".html"): f"{package.slug}/{name}" for name in pages}

    def recover(self, target: str) -> None:
        """Finish what a crash cut off; called when the desk starts."""
        root = Path(target)
        if not (root / RELEASES).is_dir():
            return
        try:
            for home in sorted(each for each in (root / RELEASES).iterdir() if each.is_dir()):
                with _held(home):
                    newest = _newest(home)
                    if (
                        newest
                        and any((home / str(newest)).iterdir())
                        and not os.path.lexists(root / home.name)
                    ):
                        self._show(root, home.name, newest)
                    _sweep(home, newest)
        except OSError as error:
            raise FileUnwritable(target, path=target, reason=error.strerror or str(error)) from error

    def _deliver(self, root: Path, package: Package) -> None:
        home = _home(root, package.slug)
        newest = max(_newest(_home(root, slug, make=False)) for slug in (package.slug, *package.old_slugs))
        if newest > package.release:
            return
        place = home / str(package.release)
        if package.files and place.is_dir() and not any(place.iterdir()):
            place.rmdir()  # the mark of a rename that was taken back
        if not place.exists():
            self._write(home, place, package.files)
        elif not _holds(place, package.files):
            # Another desk's, or this one's from before a restore: a set that is out is never changed.
            raise FileExistsError(errno.EEXIST, "another release with this number is there", str(place))
        if package.files:
            self._show(root, package.slug, package.release)
        else:
            self._hide(root, package.slug)
        for old in package.old_slugs:
            self._redirect(root, old, package)
        _sweep(home, package.release)

    def _write(self, home: Path, place: Path, files: Mapping[str, bytes]) -> None:
        beside = home / f".{place.name}-{secrets.token_hex(4)}"
        try:
            self.step("make the set")
            beside.mkdir()
            for name, data in files.items():
                self.step(f"write {name}")
                with (beside / name).open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            self.step("sync the set")
            _sync(beside)
            self.step("rename the set")
            beside.rename(place)
        except OSError:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        _sync(home)

    def _show(self, root: Path, slug: str, release: int) -> None:
        """Let DIR/<slug> be the set: at every moment it is the set before or this one."""
        self.step("show the set")
        if not self._link(root, slug, f"{RELEASES}/{slug}/{release}"):
            self._copy(root, slug, release)
        _sync(root)

    def _link(self, root: Path, slug: str, to: str) -> bool:
        """Make DIR/<slug> a link, False where there are none."""
        shown = root / slug
        if shown.is_symlink() and os.readlink(shown) == to:  # noqa: PTH115  as it was written
            return True
        new = _home(root, slug) / f".link-{secrets.token_hex(4)}"
        try:
            if not self.links:
                return False
            new.symlink_to(to, target_is_directory=True)
        except (NotImplementedError, PermissionError):
            return False
        self.step("replace the link")
        try:
            if shown.is_dir() and not shown.is_symlink():
                self._remove(root, slug)
            new.replace(shown)
        except OSError:
            new.unlink(missing_ok=True)
            raise
        self.step("the link is replaced")
        return True

    def _copy(self, root: Path, slug: str, release: int) -> None:
        home, shown = _home(root, slug), root / slug
        place = home / str(release)
        if shown.is_dir() and _holds(shown, {each.name: each.read_bytes() for each in place.iterdir()}):
            return
        new = home / f".copy-{secrets.token_hex(4)}"
        try:
            shutil.copytree(place, new)
            for each in (*new.iterdir(), new):
                _sync(each)
            self.step("rename the old copy away")
            self._remove(root, slug)
            self.step("rename the new copy in")
            new.rename(shown)
        except OSError:
            shutil.rmtree(new, ignore_errors=True)
            raise

    def _hide(self, root: Path, slug: str) -> None:
        self.step("hide the set")
        self._remove(root, slug)
        _sync(root)

    def _remove(self, root: Path, slug: str) -> None:
        shown = root / slug
        if shown.is_symlink():
            shown.unlink()
        elif shown.exists():
            shown.rename(_home(root, slug) / f".old-{secrets.token_hex(4)}")

    def _redirect(self, root: Path, old: str, package: Package) -> None:
        """What stood under an old slug leads to the new one, and nothing late can come back under it."""
        home = _home(root, old, make=False)
        if not home.is_dir():
            return
        marker = home / str(package.release)
        marker.mkdir(exist_ok=True)
        self.step(f"redirect {old}")
        if not package.files or not self._link(root, old, package.slug):
            self._remove(root, old)
        if any(marker.iterdir()):  # this very release had gone out under the old slug
            marker.rename(home / f".old-{secrets.token_hex(4)}")
            marker.mkdir()
        for each in (home, root):
            _sync(each)
        _sweep(home, package.release)


def _only_a_name(name: str) -> None:
    """Refuse a slug or a file name that could lead elsewhere, or look like another."""
    odd = any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in name)
    if not name or name.startswith(".") or set(name) & set('/\\:*?"<>|') or odd or len(name.encode()) > 200:
        raise BadValue(value=repr(name), name="slug", known=Message(N_("letters, digits and hyphens")))


def _home(root: Path, slug: str, *, make: bool = True) -> Path:
    """The folder of an article's sets, inside the root whatever links there are."""
    home = root / RELEASES / slug
    if not home.resolve().is_relative_to(root.resolve()):
        raise BadValue(value=str(home), name="slug", known=str(root))
    if make and not home.is_dir():
        home.mkdir(parents=True, exist_ok=True)
        for each in (home.parent, root):
            _sync(each)
    return home


@contextmanager
def _held(*homes: Path) -> Iterator[None]:
    """One at a time for each article, also where a frozen worker wakes beside its successor."""
    with ExitStack() as stack:
        for home in sorted({home for home in homes if home.is_dir()}):
            file = stack.enter_context((home / ".lock").open("ab"))
            with suppress(ImportError, OSError):  # Windows and some network folders have no such locks
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _newest(home: Path) -> int:
    """The highest release that has been here, 0 for none."""
    if not home.is_dir():
        return 0
    return max((int(each.name) for each in home.iterdir() if each.name.isdecimal()), default=0)


def _holds(place: Path, files: Mapping[str, bytes]) -> bool:
    there = {each.name for each in place.iterdir()}
    return there == set(files) and all((place / name).read_bytes() == data for name, data in files.items())


def _sweep(home: Path, newest: int) -> None:
    """Remove what a crash left, and all sets but the newest and, for who still reads it, the one before."""
    sets = sorted(int(each.name) for each in home.iterdir() if each.name.isdecimal())
    gone = not any((home / str(newest)).iterdir()) if newest in sets else False
    kept = sets[-1:] if gone else sets[-2:]
    for each in home.iterdir():
        if each.name == ".lock" or each.name in map(str, kept):
            continue
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)
        else:
            with suppress(OSError):
                each.unlink()


def _sync(path: Path) -> None:
    """Have the disk keep a file or a folder's entries, where the system can."""
    with suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
        finally:
            os.close(descriptor)
