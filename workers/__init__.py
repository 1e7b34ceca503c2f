"""Celery and nothing else: it carries job ids to the workflow, which would run without it, only later."""
