"""Recovery protocols: read from TOML, found by id, kept as canonical JSON."""
