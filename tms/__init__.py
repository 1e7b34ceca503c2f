"""A translation desk for newsrooms that publish in English, Arabic and Central Kurdish."""

__version__ = "0.1.0"
