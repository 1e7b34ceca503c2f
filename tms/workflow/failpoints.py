"""Named points at which a test makes the process die as if by kill -9; off unless TMS_FAIL_POINT is set.

``TMS_FAIL_POINT=after-work:3`` dies at the third passing of ``after-work``, without any clean-up.
"""

import itertools
import os

_NAME, _, _COUNT = os.environ.get("TMS_FAIL_POINT", "").partition(":")
_passed = itertools.count(1)


def point(name: str) -> None:
    if _NAME and name == _NAME and next(_passed) == int(_COUNT or 1):
        os._exit(137)
