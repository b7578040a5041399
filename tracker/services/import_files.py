"""Opening what is to be imported: an ordinary file of a sensible size, or a refusal."""

import errno
import os
import stat
from pathlib import Path

from tracker.domain.wording import visible
from tracker.errors import UnusableFile
from tracker.imports.mapping import Mapping, read_mapping
from tracker.imports.strict_json import read_json
from tracker.imports.text import read_text

LARGEST_MB = 256
CORRECT_IT = "Correct it (see docs/import.md), then import again."
LARGEST = LARGEST_MB * 1024 * 1024
# A pipe without a writer must not keep anybody waiting; a link may lead anywhere.
FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"):
    FLAGS |= getattr(os, _name, 0)


def read_file(path: Path) -> bytes:
    """The bytes of an ordinary file; UnusableFile for anything else."""
    try:
        handle = os.open(path, FLAGS)
        with os.fdopen(handle, "rb") as opened:
            _require_ordinary(path, os.fstat(handle))
            content = opened.read(LARGEST + 1)
            _require_small(path, len(content))
            return content
    except ValueError:
        why = "that is no file name"
    except OSError as error:
        linked = error.errno == errno.ELOOP
        why = "it is a link" if linked else os.strerror(error.errno or 0)
    raise UnusableFile(f"{_named(path)} cannot be read: {why}. Name another file.")


def _named(path: Path) -> str:
    """A file's name as it may be shown; it may hold anything but NUL."""
    return visible(str(path)).replace("\n", " ")


def _require_ordinary(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise UnusableFile(f"{_named(path)} is no ordinary file. Name a file.")
    _require_small(path, found.st_size)


def _require_small(path: Path, size: int) -> None:
    """Looked at before it is read, and after it, for it may have grown since."""
    if size > LARGEST:
        raise UnusableFile(
            f"{_named(path)} is larger than {LARGEST_MB} MB. Export it in parts with "
            "--since and --to, then import them one by one."
        )


def read_mapping_file(path: Path) -> Mapping:
    """The mapping that a file holds; UnusableFile with what is wrong in it."""
    text = read_text(read_file(path))
    return read_mapping(read_json(text, "The mapping file", CORRECT_IT))
