import { lazy, Suspense, useEffect, useState } from "react";
import type { DragEvent, ReactNode } from "react";

import { readDropped } from "./fileSources";
import { offerFiles, useUploadOffer } from "./uploadOffer";

import type { Project } from "@/protocol/types";
import { useSession } from "@/sync/queries/session";

import "./UploadZone.css";

const PictureFoldersDialog = lazy(() => import("./PictureFoldersDialog"));

/** Takes files and folders dropped anywhere on the window, so that a near miss does not open them instead. */
export function UploadZone({ project, children }: { project: Project; children: ReactNode }) {
  const [over, setOver] = useState(false);
  const { data: user } = useSession();
  const offered = useUploadOffer((state) => state.offered);
  const enabled = project.role === "admin" && !!user;

  useEffect(() => {
    if (!enabled) return;
    const hold = (event: globalThis.DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(true);
    };
    window.addEventListener("dragover", hold);
    return () => window.removeEventListener("dragover", hold);
  }, [enabled]);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    if (user) void offerFiles({ projectId: project.id, user: user.id }, readDropped(event.dataTransfer));
  }

  return (
    <div>
      {children}
      {over && (
        <div className="drop-veil" data-testid="drop-veil" onDragLeave={() => setOver(false)} onDrop={drop}>
          <p>Drop videos, or folders of videos or pictures, to upload them here</p>
        </div>
      )}
      <Suspense fallback={null}>
        {offered?.target.projectId === project.id && <PictureFoldersDialog {...offered} />}
      </Suspense>
    </div>
  );
}
