import { useRef } from "react";

import { addFiles } from "./uploadQueue";

import type { Project } from "@/protocol/types";
import { Button } from "@/ui/Button";
import { UploadIcon } from "@/ui/icons";

const VIDEO_TYPES = "video/*,.mp4,.mov,.mkv,.webm,.avi,.m4v";

/** Chooses videos to upload; for admins, who alone may add them. */
export function UploadButton({ project }: { project: Project }) {
  const input = useRef<HTMLInputElement>(null);
  if (project.role !== "admin") return null;
  return (
    <>
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        accept={VIDEO_TYPES}
        multiple
        tabIndex={-1}
        aria-label="Video files to upload"
        data-testid="upload-input"
        onChange={(event) => {
          addFiles(project.id, [...(event.target.files ?? [])]);
          // The same file may be chosen again after a failure.
          event.target.value = "";
        }}
      />
      <Button variant="primary" onClick={() => input.current?.click()} data-testid="upload-button">
        <UploadIcon />
        Upload videos
      </Button>
    </>
  );
}
