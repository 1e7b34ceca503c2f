"""The steps of the desk. Session first, records out, errors from ``tms.errors``, never a commit."""
