import { LabelForm } from "../LabelForm";
import { useKeeping } from "../useKeeping";

import { LabelRow } from "./LabelRow";

import type { Label, Project } from "@/protocol/types";
import { useDeletedLabels } from "@/sync/queries/keeping";
import { useAddLabel, useLabels } from "@/sync/queries/labels";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

export function LabelsTab({ project }: { project: Project }) {
  const labels = useLabels(project.id);
  const add = useAddLabel(project.id);
  const isAdmin = project.role === "admin" && !project.archived_at;
  return (
    <>
      {isAdmin && (
        <div className="form-panel ui-panel">
          <LabelForm
            taken={labels.data ?? []}
            onAdd={(label) => add.mutate(label)}
            busy={add.isPending}
            problem={add.isError ? sentenceOf(add.error) : null}
          />
        </div>
      )}
      {labels.isPending && <Loading what="the labels" />}
      {labels.isError && <ProblemNote sentence={sentenceOf(labels.error)} />}
      {labels.data?.length === 0 && (
        <EmptyState
          title="No label yet"
          hint={
            isAdmin
              ? "Labels name what the objects are. Add at least one before anybody annotates."
              : "An admin of this project adds the labels; annotating starts with the first."
          }
        />
      )}
      {labels.data && labels.data.length > 0 && (
        <ul className="label-list ui-panel">
          {labels.data.map((label) => (
            <LabelRow key={label.id} label={label} labels={labels.data} editable={isAdmin} />
          ))}
        </ul>
      )}
      {isAdmin && <DeletedLabels projectId={project.id} />}
    </>
  );
}

function DeletedLabels({ projectId }: { projectId: number }) {
  const { data: labels = [] } = useDeletedLabels(projectId);
  if (labels.length === 0) return null;
  return (
    <details className="label-deleted" data-testid="deleted-labels">
      <summary>Deleted labels ({labels.length})</summary>
      <ul className="label-list ui-panel">
        {labels.map((label) => (
          <DeletedLabel key={label.id} label={label} />
        ))}
      </ul>
    </details>
  );
}

function DeletedLabel({ label }: { label: Label }) {
  const { tell } = useKeeping("labels", label.id, label.name);
  return (
    <li>
      <span className="ui-swatch" style={{ background: label.color }} />
      <span className="ui-grow">{label.name}</span>
      <Button small variant="quiet" onClick={() => void tell("restore")} aria-label={`Restore ${label.name}`}>
        Restore
      </Button>
    </li>
  );
}
