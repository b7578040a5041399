"""One plain function per intention; no printing, no Click, no SQL."""
