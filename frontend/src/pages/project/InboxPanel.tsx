import type { Project } from "@/protocol/types";
import { useChangeProject } from "@/sync/queries/projects";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

/** What annotators find in their inbox; saved when it is ticked. */
export function InboxPanel({ project }: { project: Project }) {
  const change = useChangeProject(project.id);
  const shown = change.isPending ? change.variables.assigned_only : project.assigned_only;

  function save(assignedOnly: boolean) {
    change.mutate({ assigned_only: assignedOnly }, { onSuccess: () => showToast("The settings are saved.") });
  }

  return (
    <section className="ui-panel">
      <h2>Inbox</h2>
      <p>Annotators may always ask for the next free video; this says whether they see all of them.</p>
      <label className="ui-check">
        <input
          type="checkbox"
          checked={shown}
          disabled={change.isPending}
          onChange={(event) => save(event.target.checked)}
          data-testid="settings-assigned-only"
        />
        Annotators find only what they were given
      </label>
      {change.isError && <ProblemNote sentence={sentenceOf(change.error)} />}
    </section>
  );
}
