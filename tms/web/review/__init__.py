"""Review: an editor reads an edition as pairs or as a page, approves, returns, waives, and signs it."""

from tms.web.review.page import page
from tms.web.review.steps import take

__all__ = ["page", "take"]
