import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link } from "react-router";

import { dropUpload, restoreUploads } from "./uploadQueue";
import { useUploadQueue } from "./uploadStore";
import { describeTotals, describeTray, sumUploads } from "./uploadTotals";

import { keys } from "@/sync/queries/keys";
import { refresh } from "@/sync/queries/refresh";

import "./UploadTray.css";

/** On every page: how far the uploads are, and the way to them. Brings back those of an earlier visit. */
export default function UploadTray({ user }: { user: number }) {
  const items = useUploadQueue((queue) => queue.items);
  const doneKey = items
    .filter((item) => item.state.phase === "done")
    .map((item) => item.id)
    .join(" ");
  const client = useQueryClient();

  useEffect(() => {
    void restoreUploads(user);
  }, [user]);

  useEffect(() => {
    if (!doneKey) return;
    void refresh(client, { queryKey: keys.projects }).then(() => doneKey.split(" ").forEach(dropUpload));
  }, [client, doneKey]);

  const totals = sumUploads(items);
  const shown = items.find(({ state }) => state.phase === "asking" || state.phase === "missing") ?? items[0];
  if (!shown) return null;
  return (
    <Link
      to={`/projects/${shown.projectId}/videos`}
      className={totals.numNeedingPerson > 0 ? "upload-tray upload-tray--waits" : "upload-tray"}
      title={describeTotals(totals)}
      data-testid="upload-tray"
    >
      {describeTray(totals)}
    </Link>
  );
}
