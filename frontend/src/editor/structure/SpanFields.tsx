import { useState } from "react";

import { useEditorStore } from "@/state/editorStore";
import type { Span } from "@/sync/structureEdits";
import { Field } from "@/ui/Field";

interface SpanFieldsProps {
  span: Span | null;
  /** Null where the fields say no range. */
  onChange: (span: Span | null) => void;
}

/** First and last frame; people count the last one in. */
export function SpanFields({ span, onChange }: SpanFieldsProps) {
  const last = useEditorStore((state) => (state.frames?.num_frames ?? 1) - 1);
  const [first, setFirst] = useState(String(span?.start ?? 0));
  const [final, setFinal] = useState(String((span?.stop ?? 1) - 1));
  const change = (from: string, to: string) => {
    setFirst(from);
    setFinal(to);
    onChange(readSpan(from, to, last));
  };
  return (
    <div className="span-fields">
      <Field label="First frame">
        {(control) => (
          <input
            {...control}
            type="number"
            min={0}
            max={last}
            value={first}
            data-testid="span-first"
            onChange={({ target }) => change(target.value, final)}
          />
        )}
      </Field>
      <Field label="Last frame" hint={`The video ends with frame ${last}.`}>
        {(control) => (
          <input
            {...control}
            type="number"
            min={0}
            max={last}
            value={final}
            data-testid="span-last"
            onChange={({ target }) => change(first, target.value)}
          />
        )}
      </Field>
    </div>
  );
}

export function readSpan(first: string, final: string, last: number): Span | null {
  if (!/^\d+$/.test(first) || !/^\d+$/.test(final)) return null;
  const span = { start: Number(first), stop: Number(final) + 1 };
  return span.start < span.stop && span.stop <= last + 1 ? span : null;
}
