import { useState } from "react";
import type { FormEvent } from "react";
import { useNavigate } from "react-router";

import { ModelSelect } from "../ModelSelect";
import { defaultModelName } from "../modelChoice";
import { checkProjectName, withTypedLabel } from "../projectForm";
import type { LabelDraft } from "../projectForm";

import { LabelDrafts } from "./LabelDrafts";

import { ApiProblem } from "@/sync/api";
import { useCreateProject, useModels } from "@/sync/queries/projects";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

export function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const create = useCreateProject();
  const models = useModels();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [labels, setLabels] = useState<readonly LabelDraft[]>([]);
  const [typedLabel, setTypedLabel] = useState<LabelDraft | null>(null);
  const [model, setModel] = useState<string | null>(null);
  const [nameError, setNameError] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const wrong = checkProjectName(name);
    setNameError(wrong);
    if (wrong) return;
    create.mutate(
      {
        name: name.trim(),
        description: description.trim(),
        tracking_model: model ?? defaultModelName(models.data ?? []),
        labels: withTypedLabel(labels, typedLabel),
      },
      { onSuccess: (project) => void navigate(`/projects/${project.id}`) },
    );
  }

  const serverNameError = create.error instanceof ApiProblem ? create.error.fieldErrors["name"] : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New project"
      description="You become its admin; everything here can be changed later."
    >
      <form className="ui-form" onSubmit={submit} noValidate>
        <Field label="Name" error={nameError ?? serverNameError}>
          {(control) => (
            <input
              {...control}
              className="ui-input"
              autoFocus
              value={name}
              onChange={(event) => setName(event.target.value)}
              data-testid="project-name"
            />
          )}
        </Field>
        <Field label="Description (optional)">
          {(control) => (
            <input
              {...control}
              className="ui-input"
              value={description}
              onChange={(event) => setDescription(event.target.value)}
              data-testid="project-description"
            />
          )}
        </Field>
        <LabelDrafts labels={labels} onChange={setLabels} onTyping={setTypedLabel} />
        <ModelSelect value={model ?? defaultModelName(models.data ?? [])} onValueChange={setModel} />
        {create.isError && !serverNameError && <ProblemNote sentence={sentenceOf(create.error)} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={create.isPending} data-testid="project-create">
            Create project
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
