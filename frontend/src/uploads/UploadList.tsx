import { UploadListHead } from "./UploadListHead";
import { UploadRow } from "./UploadRow";
import { useUploadQueue } from "./uploadStore";

import "./UploadList.css";

/** The files on their way into a project; one that has become a video leaves the list. */
export function UploadList({ projectId }: { projectId: number }) {
  const all = useUploadQueue((queue) => queue.items);
  const items = all.filter((item) => item.projectId === projectId);
  if (items.length === 0) return null;
  return (
    <section className="ui-panel upload-panel" aria-label="Uploads">
      <UploadListHead items={items} />
      <ul className="upload-list" aria-label="Files on their way">
        {items.map((item) => (
          <UploadRow key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}
