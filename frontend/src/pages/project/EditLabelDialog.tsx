import { useState } from "react";
import type { FormEvent } from "react";

import { checkLabelName } from "../projectForm";

import { AttributeEditor } from "./AttributeEditor";
import type { AttributeDraft } from "./attributeDrafts";
import { checkDrafts, toDraft, toWish } from "./attributeDrafts";

import type { Label } from "@/protocol/types";
import { liveAttributes } from "@/state/attributes";
import { useChangeLabel, useLabelUsage } from "@/sync/queries/labels";
import { listLabelKeys } from "@/tools/keyRegistry";
import { Button } from "@/ui/Button";
import { ColorPicker } from "@/ui/ColorPicker";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { ProblemNote } from "@/ui/Note";
import { Select } from "@/ui/Select";
import { sentenceOf } from "@/ui/sentenceOf";

interface EditLabelDialogProps {
  label: Label;
  others: readonly Label[];
  onClose: () => void;
}

export default function EditLabelDialog({ label, others, onClose }: EditLabelDialogProps) {
  const change = useChangeLabel(label.project);
  const [name, setName] = useState(label.name);
  const [color, setColor] = useState(label.color);
  const [shortcut, setShortcut] = useState(label.shortcut);
  const [drafts, setDrafts] = useState<readonly AttributeDraft[]>(() => liveAttributes(label).map(toDraft));
  const [wrong, setWrong] = useState<string | null>(null);
  const [wrongAttribute, setWrongAttribute] = useState<string | null>(null);
  const usage = useLabelUsage(label.id);

  function submit(event: FormEvent) {
    event.preventDefault();
    const names = others.map((other) => other.name);
    const found = checkLabelName(name, names);
    setWrong(found);
    const foundAttribute = checkDrafts(drafts);
    setWrongAttribute(foundAttribute);
    if (found || foundAttribute) return;
    const known = new Map(label.attributes.map((attribute) => [attribute.id, attribute]));
    const attributes = drafts.map((draft) => toWish(draft, known.get(draft.id ?? "")));
    change.mutate({ id: label.id, name: name.trim(), color, shortcut, attributes }, { onSuccess: onClose });
  }

  return (
    <Dialog open onOpenChange={onClose} title="Edit the label">
      <form className="ui-form" onSubmit={submit} noValidate>
        <Field label="Name" error={wrong}>
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
        <Field label="Key in the editor" hint="It names the selected object, or the next one where none is selected.">
          {(control) => (
            <Select
              {...control}
              value={shortcut}
              onValueChange={setShortcut}
              options={keyOptions(others)}
              data-testid="label-shortcut"
            />
          )}
        </Field>
        <h3>Attributes</h3>
        <AttributeEditor drafts={drafts} onChange={setDrafts} usage={usage.data} />
        <ProblemNote sentence={wrongAttribute ?? (change.error && sentenceOf(change.error))} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={change.isPending} data-testid="label-save">
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** The keys that a label may have; those of other labels say whose they are. */
function keyOptions(others: readonly Label[]) {
  const keys = listLabelKeys().map((key) => {
    const owner = others.find((other) => other.shortcut === key);
    const title = key.toUpperCase();
    return { value: key, title: owner ? `${title} (${owner.name})` : title, disabled: owner !== undefined };
  });
  return [{ value: "", title: "None" }, ...keys];
}
