"""The page on the phone: the same services as the command line, drawn for a browser."""
