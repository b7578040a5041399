"""What kind of disk a folder is on, told by its path and by the list of mounts."""

from pathlib import PurePath

from tracker.domain.values import NamedTuple

NETWORK = (
    "9p", "afp", "afs", "ceph", "cifs", "davfs", "glusterfs", "ncpfs", "nfs", "nfs4",
    "smb2", "smb3", "smbfs", "vboxsf", "virtiofs",
)  # fmt: skip
# What is reached through FUSE is a disk of this computer, but for these.
FAR = (
    "fuse.blobfuse", "fuse.blobfuse2", "fuse.ceph", "fuse.ceph-fuse", "fuse.cephfs",
    "fuse.curlftpfs", "fuse.davfs", "fuse.davfs2", "fuse.dropbox", "fuse.gcsfuse",
    "fuse.glusterfs", "fuse.google-drive-ocamlfuse", "fuse.goofys", "fuse.gvfsd-fuse",
    "fuse.juicefs", "fuse.kio-fuse", "fuse.mount-s3", "fuse.mountpoint-s3",
    "fuse.onedrive", "fuse.onedriver", "fuse.pcloud", "fuse.rclone", "fuse.s3fs",
    "fuse.seaweedfs", "fuse.smbnetfs", "fuse.sshfs", "fuse.vmhgfs-fuse", "fuse.wdfs",
)  # fmt: skip
# Folders of this computer that a program copies elsewhere, whenever it likes.
SYNCHRONISED = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pcloud": "pCloud",
    "syncthing": "Syncthing",
}
MOUNT, ENDS, KIND = 4, "-", 1


class Mount(NamedTuple):
    """Where something is mounted, and the kind of its file system."""

    place: str
    kind: str


def synchronised_by(path: str) -> str:
    """The program whose folder the path is in; nothing when none is known."""
    for part in PurePath(path).parts:
        for begins, name in SYNCHRONISED.items():
            if part.casefold().lstrip(".").startswith(begins):
                return name
    return ""


def network_kind(path: str, mounts: str) -> str:
    """The kind of network drive that the path is on; nothing when it is on none.

    ``mounts`` is the text of /proc/self/mountinfo, ``path`` an absolute one.
    """
    inside = [mount for mount in _mounts(mounts) if _is_inside(path, mount.place)]
    # What was mounted later lies over what was there.
    kind = max(inside, key=lambda m: len(m.place), default=Mount("", "")).kind
    return kind if kind in (*NETWORK, *FAR) else ""


def _mounts(text: str) -> list[Mount]:
    """Every mount, the newest first; a line that is none is left out."""
    found = []
    for line in text.splitlines():
        fields = line.split(" ")
        if ENDS in fields[MOUNT + 1 :]:
            end = fields.index(ENDS, MOUNT + 1)
            kind = "".join(fields[end + KIND : end + KIND + 1])
            found.append(Mount(_unescaped(fields[MOUNT]), kind))
    return found[::-1]


def _unescaped(place: str) -> str:
    """A place as it is; blanks and the like stand in it as octal numbers."""
    for code, letter in (("040", " "), ("011", "\t"), ("012", "\n"), ("134", "\\")):
        place = place.replace(f"\\{code}", letter)
    return place


def _is_inside(path: str, place: str) -> bool:
    return PurePath(path).is_relative_to(place)
