import { useState } from "react";

import { LabelForm } from "../LabelForm";

import { EditLabelDialog } from "./EditLabelDialog";

import type { Label, Project } from "@/protocol/types";
import { useAddLabel, useDeleteLabel, useLabels } from "@/sync/queries/labels";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { EmptyState } from "@/ui/EmptyState";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

export function LabelsTab({ project }: { project: Project }) {
  const labels = useLabels(project.id);
  const add = useAddLabel(project.id);
  const isAdmin = project.role === "admin";
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
            <LabelRow key={label.id} label={label} others={labels.data} editable={isAdmin} />
          ))}
        </ul>
      )}
    </>
  );
}

interface LabelRowProps {
  label: Label;
  others: readonly Label[];
  editable: boolean;
}

function LabelRow({ label, others, editable }: LabelRowProps) {
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const remove = useDeleteLabel(label.project);
  const close = () => setOpen(null);
  return (
    <li data-testid="label-row">
      <span className="ui-swatch" style={{ background: label.color }} />
      <span className="ui-grow">{label.name}</span>
      {editable && (
        <>
          <Button small variant="quiet" onClick={() => setOpen("edit")} aria-label={`Edit ${label.name}`}>
            Edit
          </Button>
          <Button small variant="quiet" onClick={() => setOpen("delete")} aria-label={`Delete ${label.name}`}>
            Delete
          </Button>
        </>
      )}
      {open === "edit" && (
        <EditLabelDialog label={label} taken={others.filter((other) => other.id !== label.id)} onClose={close} />
      )}
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={close}
        title={`Delete the label “${label.name}”?`}
        consequence="Nobody can choose it for a new object any more. Objects that carry it keep it."
        confirmLabel="Delete label"
        onConfirm={() => remove.mutateAsync(label.id)}
      />
    </li>
  );
}
