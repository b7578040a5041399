"""The recovery itself: pure values and decisions, no clock, no files, no SQL."""
