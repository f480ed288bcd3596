import { useState } from "react";
import type { FormEvent } from "react";

import { checkLabelName } from "../projectForm";

import type { Label } from "@/protocol/types";
import { useChangeLabel } from "@/sync/queries/labels";
import { Button } from "@/ui/Button";
import { ColorPicker } from "@/ui/ColorPicker";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { sentenceOf } from "@/ui/sentenceOf";

interface EditLabelDialogProps {
  label: Label;
  taken: readonly Label[];
  onClose: () => void;
}

export function EditLabelDialog({ label, taken, onClose }: EditLabelDialogProps) {
  const change = useChangeLabel(label.project);
  const [name, setName] = useState(label.name);
  const [color, setColor] = useState(label.color);
  const [wrong, setWrong] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const names = taken.map((other) => other.name);
    const found = checkLabelName(name, names);
    setWrong(found);
    if (found) return;
    change.mutate({ id: label.id, name: name.trim(), color }, { onSuccess: onClose });
  }

  return (
    <Dialog open onOpenChange={onClose} title="Edit the label">
      <form className="ui-form" onSubmit={submit} noValidate>
        <Field label="Name" error={wrong ?? (change.isError ? sentenceOf(change.error) : null)}>
          {(control) => (
            <input
              {...control}
              className="ui-input"
              autoFocus
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ColorPicker label="Colour" value={color} onValueChange={setColor} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={change.isPending}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
