import { formatBytes } from "./format";

import type { UploadRoom } from "@/protocol/types";
import { useUploadRoom } from "@/sync/queries/uploads";

/** How much of the quota is used, by whichever of person and project is nearer to its end. */
export function UploadRoomLine({ projectId }: { projectId: number }) {
  const { data: room } = useUploadRoom(projectId);
  const line = room ? describeRoom(room) : null;
  if (!line) return null;
  return (
    <span className="ui-muted" title={room ? `At most ${formatBytes(room.max_file_bytes)} a file` : undefined}>
      {line}
    </span>
  );
}

export function describeRoom(room: UploadRoom): string | null {
  const person = room.person_limit > 0 ? room.person_bytes / room.person_limit : -1;
  const project = room.project_limit > 0 ? room.project_bytes / room.project_limit : -1;
  if (person < 0 && project < 0) return null;
  return person > project
    ? `You use ${formatBytes(room.person_bytes)} of your ${formatBytes(room.person_limit)}`
    : `${formatBytes(room.project_bytes)} of ${formatBytes(room.project_limit)} used`;
}
