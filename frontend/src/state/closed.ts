import type { EditorState } from "./editorStore";

/** Why nothing in the open video may be changed, as a sentence, or null where it may. */
export function whyClosed({ server, project }: Pick<EditorState, "server" | "project">): string | null {
  if (server?.video.archived) {
    return "This video is archived: everything can be looked at, nothing can be changed.";
  }
  if (project?.archived_at) {
    return "The project of this video is archived: everything can be looked at, nothing can be changed.";
  }
  return null;
}
