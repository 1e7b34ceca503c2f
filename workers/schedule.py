"""What Celery's scheduler sends: the workflow's clock. Two schedulers at once do no harm."""

from typing import Any

from tms.workflow.jobs import CLOCK
from workers import tasks


def entries() -> dict[str, dict[str, Any]]:
    """Celery's schedule; a tick that no worker took in time is dropped, the next one does as well."""
    return {
        name: {
            "task": tasks.CLOCK,
            "schedule": seconds,
            "args": (name,),
            "options": {"queue": tasks.URGENT, "expires": seconds, "retry": False},
        }
        for name, (seconds, _) in CLOCK.items()
    }
