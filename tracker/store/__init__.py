"""The only package that knows SQL: facts in, facts out, nothing judged."""
