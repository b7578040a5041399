"""What each page reads and writes; nothing is decided here."""
