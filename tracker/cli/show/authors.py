"""For whom something was written, and by whom."""

from tracker.domain.wording import by_whom as by_whom
