"""A recovery timeline tracker for people who had a sacroplasty."""

__version__ = "0.1.0"
