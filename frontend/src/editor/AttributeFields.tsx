import { useId, useState } from "react";
import type { KeyboardEvent } from "react";

import { useEditorRuntime } from "./EditorContext";

import type { Attribute, AttributeValue, Masklet } from "@/protocol/types";
import { liveAttributes, readNumber, valueOf } from "@/state/attributes";
import { useEditorStore } from "@/state/editorStore";
import { whyReadOnly } from "@/state/videoState";
import { Select } from "@/ui/Select";

/** What people say of the selected object; each change is sent at once and is one step of undo. */
export function AttributeFields({ masklet }: { masklet: Masklet }) {
  const { edits } = useEditorRuntime();
  const label = useEditorStore((state) => state.labels.find(({ id }) => id === masklet.label));
  const attributes = liveAttributes(label);
  if (!attributes.length) return null;
  return (
    <fieldset
      className="attribute-fields"
      disabled={whyReadOnly(masklet) !== null}
      data-testid="attributes"
      onKeyDown={leaveOnEscape}
      onClick={(event) => event.stopPropagation()}
    >
      <legend className="visually-hidden">Attributes of object {masklet.number}</legend>
      {attributes.map((attribute) => (
        <AttributeField
          key={attribute.id}
          attribute={attribute}
          value={valueOf(masklet, attribute)}
          onSay={(value) => void edits.setAttribute(masklet.id, attribute, value)}
        />
      ))}
    </fieldset>
  );
}

/** Puts the focus on the first attribute of the selected object; false where there is none. */
export function focusAttributes(): boolean {
  const fields = ".attribute-fields select, .attribute-fields input";
  const first = document.querySelector<HTMLElement>(fields);
  first?.focus();
  return first !== null;
}

/** Back to the picture and its keys. */
function leaveOnEscape(event: KeyboardEvent) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

interface FieldProps {
  attribute: Attribute;
  value: AttributeValue | null;
  onSay: (value: AttributeValue | null) => void;
}

function AttributeField({ attribute, value, onSay }: FieldProps) {
  const id = useId();
  const isMissing = attribute.required && (value ?? "") === "";
  return (
    <div className="attribute-field" data-missing={isMissing}>
      <label htmlFor={id}>
        {attribute.name}
        {isMissing && <span> (needed)</span>}
      </label>
      {attribute.kind === "checkbox" ? (
        <input id={id} type="checkbox" checked={value === true} onChange={(event) => onSay(event.target.checked)} />
      ) : attribute.kind === "choice" ? (
        <Select
          id={id}
          small
          value={String(value ?? "")}
          onValueChange={(option) => onSay(option || null)}
          options={[
            { value: "", title: "–" },
            ...attribute.options
              .filter(({ removed }) => !removed)
              .map((option) => ({ value: option.id, title: option.name })),
          ]}
        />
      ) : (
        <TypedField id={id} attribute={attribute} value={value} onSay={onSay} />
      )}
    </div>
  );
}

/** A number or a text, said when it is left or with Enter. */
function TypedField({ id, attribute, value, onSay }: FieldProps & { id: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);

  function finish() {
    if (draft === null) return;
    const read = attribute.kind === "number" ? readNumber(attribute, draft) : { value: draft.trim() || null };
    if ("wrong" in read) return setWrong(read.wrong);
    setWrong(null);
    setDraft(null);
    if (read.value !== value) onSay(read.value);
  }

  return (
    <>
      <input
        id={id}
        className="ui-input ui-input--small"
        inputMode={attribute.kind === "number" ? "decimal" : "text"}
        maxLength={500}
        value={draft ?? String(value ?? "")}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === "Enter") finish();
        }}
      />
      {wrong && (
        <span className="attribute-wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </span>
      )}
    </>
  );
}
