"""Outgoing requests, the desk's only way to the web: guarded, bounded, quiet about what they carry."""

from tms.outgoing.addresses import parsed, shown
from tms.outgoing.client import Answer, Client

__all__ = ["Answer", "Client", "parsed", "shown"]
