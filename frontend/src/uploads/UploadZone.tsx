import { useEffect, useState } from "react";
import type { DragEvent, ReactNode } from "react";

import { addFiles } from "./uploadQueue";

import type { Project } from "@/protocol/types";

import "./UploadZone.css";

/** Takes files dropped anywhere on the window, so that a near miss does not open the file instead. */
export function UploadZone({ project, children }: { project: Project; children: ReactNode }) {
  const [over, setOver] = useState(false);
  const enabled = project.role === "admin";

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
    addFiles(project.id, [...event.dataTransfer.files]);
  }

  return (
    <div>
      {children}
      {over && (
        <div className="drop-veil" onDragLeave={() => setOver(false)} onDrop={drop}>
          <p>Drop the videos to upload them here</p>
        </div>
      )}
    </div>
  );
}
