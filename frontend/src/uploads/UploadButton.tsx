import { useRef } from "react";
import type { ChangeEvent } from "react";

import { UploadRoomLine } from "./UploadRoomLine";
import { readChosen, readFolder } from "./fileSources";
import type { FoundFile } from "./fileSources";
import { offerFiles } from "./uploadOffer";

import type { Project } from "@/protocol/types";
import { useSession } from "@/sync/queries/session";
import { Button } from "@/ui/Button";
import { UploadIcon } from "@/ui/icons";

import "./UploadButton.css";

const VIDEO_TYPES = "video/*,.mp4,.mov,.mkv,.webm,.avi,.m4v,.mxf,.ts,.gif,.tar,.zip";

/** Chooses videos, or a folder, to upload; for admins, who alone may add them. */
export function UploadButton({ project }: { project: Project }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const { data: user } = useSession();
  if (project.role !== "admin" || !user) return null;

  const offer = (finding: Promise<FoundFile[]>) => offerFiles({ projectId: project.id, user: user.id }, finding);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    void offer(Promise.resolve(readChosen(event.target.files ?? [])));
    // The same file may be chosen again after a failure.
    event.target.value = "";
  };
  return (
    <div className="upload-buttons">
      <UploadRoomLine projectId={project.id} />
      <input
        ref={files}
        className="visually-hidden"
        type="file"
        accept={VIDEO_TYPES}
        multiple
        tabIndex={-1}
        aria-label="Video files to upload"
        data-testid="upload-input"
        onChange={take}
      />
      <input
        ref={folder}
        className="visually-hidden"
        type="file"
        {...{ webkitdirectory: "" }}
        tabIndex={-1}
        aria-label="Folder to upload"
        data-testid="upload-folder-input"
        onChange={take}
      />
      <Button
        onClick={() => void chooseFolder(folder.current).then((found) => found && offer(Promise.resolve(found)))}
        data-testid="upload-folder-button"
      >
        Upload a folder
      </Button>
      <Button
        variant="primary"
        onClick={() => void chooseFiles(files.current).then((found) => found && offer(Promise.resolve(found)))}
        data-testid="upload-button"
      >
        <UploadIcon />
        Upload videos
      </Button>
    </div>
  );
}

/** By the picker whose files the browser can find again after a reload, where it has one; null where it has not. */
async function chooseFiles(input: HTMLInputElement | null): Promise<FoundFile[] | null> {
  if (!window.showOpenFilePicker) {
    input?.click();
    return null;
  }
  const accept = { "video/*": VIDEO_TYPES.split(",").filter((type) => type.startsWith(".")) };
  try {
    const handles = await window.showOpenFilePicker({ multiple: true, types: [{ description: "Videos", accept }] });
    return await Promise.all(
      handles.map(async (handle) => ({ path: handle.name, file: await handle.getFile(), handle })),
    );
  } catch {
    // Nothing was chosen.
    return null;
  }
}

async function chooseFolder(input: HTMLInputElement | null): Promise<FoundFile[] | null> {
  if (!window.showDirectoryPicker) {
    input?.click();
    return null;
  }
  try {
    return await readFolder(await window.showDirectoryPicker());
  } catch {
    return null;
  }
}
