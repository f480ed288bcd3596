import { useState } from "react";
import type { KeyboardEvent } from "react";

import { checkLabelName } from "./projectForm";
import type { LabelDraft } from "./projectForm";

import { Button } from "@/ui/Button";
import { ColorPicker } from "@/ui/ColorPicker";
import { Field } from "@/ui/Field";
import { PlusIcon } from "@/ui/icons";
import { nextColor } from "@/ui/palette";

interface LabelFormProps {
  taken: readonly LabelDraft[];
  onAdd: (label: LabelDraft) => void;
  /** Told while the person types, so that a form around it need not lose a label not added yet. */
  onTyping?: (label: LabelDraft) => void;
  busy?: boolean;
  problem?: string | null;
}

/** A name, a colour and "Add": not a form of its own, so that it can stand inside one. */
export function LabelForm({ taken, onAdd, onTyping, busy = false, problem = null }: LabelFormProps) {
  const [name, setName] = useState("");
  const [picked, setPicked] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const color = picked ?? nextColor(taken.map((label) => label.color));

  function changeName(typed: string) {
    setName(typed);
    onTyping?.({ name: typed.trim(), color });
  }

  function add() {
    const found = checkLabelName(
      name,
      taken.map((label) => label.name),
    );
    setWrong(found);
    if (found) return;
    onAdd({ name: name.trim(), color });
    changeName("");
    setPicked(null);
  }

  function addOnEnter(event: KeyboardEvent) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  }

  return (
    <div className="ui-stack">
      <Field label="New label" error={wrong ?? problem}>
        {(control) => (
          <div className="ui-row">
            <input
              {...control}
              className="ui-input ui-grow"
              placeholder="Person, dog, ball…"
              value={name}
              onChange={(event) => changeName(event.target.value)}
              onKeyDown={addOnEnter}
              data-testid="label-name"
            />
            <Button onClick={add} busy={busy} data-testid="label-add">
              <PlusIcon />
              Add label
            </Button>
          </div>
        )}
      </Field>
      <ColorPicker label="Colour of the new label" value={color} onValueChange={setPicked} />
    </div>
  );
}
