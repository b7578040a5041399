"""A shared file: what a copy knows of a diary, packed, and sealed for its reader."""
