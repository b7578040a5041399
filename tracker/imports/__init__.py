"""Files that others made, read into plain values or refused with a reason; pure."""
