import { useState } from "react";
import { useNavigate } from "react-router";

import { useKeeping } from "../useKeeping";
import { countOf } from "../wording";

import type { Project } from "@/protocol/types";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";

/** Putting the project away or deleting it, each with what happens and how to get back. */
export function KeepingPanels({ project }: { project: Project }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState<"archive" | "delete" | null>(null);
  const { carryOut, tell } = useKeeping("projects", project.id, project.name);
  const close = () => setAsking(null);

  async function deleteAndLeave() {
    await carryOut("delete");
    await navigate("/", { replace: true });
  }

  return (
    <>
      <section className="ui-panel">
        <h2>Archive this project</h2>
        {project.archived_at ? (
          <>
            <p>It is archived: out of lists and inboxes, and nothing in it can be changed.</p>
            <Button onClick={() => void tell("unarchive")}>Take out of the archive</Button>
          </>
        ) : (
          <>
            <p>{ARCHIVING}</p>
            <Button onClick={() => setAsking("archive")} data-testid="project-archive">
              Archive project
            </Button>
          </>
        )}
      </section>
      <section className="ui-panel">
        <h2>Delete this project</h2>
        <p>{describeLoss(project)}</p>
        <Button variant="danger" onClick={() => setAsking("delete")} data-testid="project-delete">
          Delete project
        </Button>
      </section>
      <ConfirmDialog
        open={asking === "archive"}
        onOpenChange={close}
        title={`Archive “${project.name}”?`}
        consequence={ARCHIVING}
        confirmLabel="Archive project"
        onConfirm={() => carryOut("archive")}
      />
      <ConfirmDialog
        open={asking === "delete"}
        onOpenChange={close}
        title={`Delete “${project.name}”?`}
        consequence={describeLoss(project)}
        confirmLabel="Delete project"
        onConfirm={deleteAndLeave}
      />
    </>
  );
}

const ARCHIVING =
  "It leaves the list of projects and all inboxes, what runs in it ends, and everybody can still look at it but " +
  "change nothing. Choose “Archived” on the projects page to find it and to take it out again.";

function describeLoss({ num_videos: numVideos }: Project): string {
  const what = numVideos === 0 ? "The project and its labels" : `Its ${countOf(numVideos, "video")}, their objects and its labels`;
  return `${what} disappear for everyone in it. Nothing is erased: its admins find it by choosing “Deleted” on the projects page, and can restore it.`;
}
