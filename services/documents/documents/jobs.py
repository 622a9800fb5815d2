"""Scheduled work: what is deleted when its time is over."""

from documents.commands import deletion, staged_uploads

SCHEDULE = {
    "expired": (300.0, staged_uploads.delete_expired),
    "orphans": (3600.0, deletion.delete_orphaned_files),
}
