"""What is set from outside, by environment variables ``TMS_…``; each has a default that works on a laptop."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from tms.errors import BadValue


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("a time zone such as Asia/Baghdad") from error
    return name


class Settings(BaseSettings):
    """All settings, read once by a door and handed down."""

    model_config = SettingsConfigDict(env_prefix="TMS_", frozen=True)

    home: Path = Field(Path("var"), description="The desk's folder.")
    database_url: str = Field("", description="The database; the default is SQLite in the desk's folder.")
    broker_url: str = Field("memory://", description="memory:// for one process, or redis://HOST:PORT/N.")
    out: Path | None = Field(None, description="Where the folder destination writes; default HOME/editions.")
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        "Asia/Baghdad", description="The desk's time zone: of times that come without one, and of all shown."
    )

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.home / 'desk.sqlite').absolute()}"

    @property
    def editions(self) -> Path:
        return (self.out or self.home / "editions").absolute()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def read(**values: object) -> Settings:
    """The settings of the environment, with these over them."""
    try:
        return Settings(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "TMS_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadValue(name, value=first["input"], name=name, known=first["msg"]) from error
