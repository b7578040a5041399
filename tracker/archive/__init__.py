"""The archive: all rows of a diary as one JSON file in a zip, and back again."""
