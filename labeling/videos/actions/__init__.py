from labeling.videos.actions.ingests import (
    cancel_ingest,
    finish_ingest,
    give_back_ingest,
    is_cancelled,
    note_progress,
    reap_ingests,
    refuse_ingest,
    retry_ingest,
    start_ingest,
)
from labeling.videos.actions.uploads import (
    Checksum,
    FileFacts,
    append_to_upload,
    create_upload,
    delete_upload,
    purge_uploads,
    require_bytes,
)
from labeling.videos.actions.videos import create_video, create_video_from_path, delete_video, rename_video

__all__ = [
    "Checksum",
    "FileFacts",
    "append_to_upload",
    "cancel_ingest",
    "create_upload",
    "create_video",
    "create_video_from_path",
    "delete_upload",
    "delete_video",
    "finish_ingest",
    "give_back_ingest",
    "is_cancelled",
    "note_progress",
    "purge_uploads",
    "reap_ingests",
    "refuse_ingest",
    "rename_video",
    "require_bytes",
    "retry_ingest",
    "start_ingest",
]
