"""A diary as a FHIR R4 bundle: what was written down, and by whom."""
