import type { ReviewScope } from "./reviewForm";

import { useEditorStore } from "@/state/editorStore";
import { Field } from "@/ui/Field";

interface ReviewScopePickerProps {
  scope: ReviewScope;
  onChange: (scope: ReviewScope) => void;
  numFrames: number;
  error: string | null;
}

/** The whole masklet, or frames; a range picked on the timeline is offered first. */
export function ReviewScopePicker({ scope, onChange, numFrames, error }: ReviewScopePickerProps) {
  const picked = useEditorStore((state) => state.range);

  function chooseFrames() {
    const [start, stop] = picked ?? [0, numFrames];
    onChange({ kind: "frames", first: String(start), last: String(stop - 1) });
  }

  return (
    <fieldset className="review-scope">
      <legend>The decision is about</legend>
      <label>
        <input
          type="radio"
          name="review-scope"
          checked={scope.kind === "whole"}
          onChange={() => onChange({ kind: "whole" })}
        />
        The whole masklet
      </label>
      <label>
        <input
          type="radio"
          name="review-scope"
          checked={scope.kind === "frames"}
          onChange={chooseFrames}
          data-testid="review-frames"
        />
        Some frames of it
      </label>
      {scope.kind === "frames" && (
        <div className="ui-stack">
          <div className="ui-row">
            <FrameField label="First" value={scope.first} onChange={(first) => onChange({ ...scope, first })} />
            <FrameField label="Last" value={scope.last} onChange={(last) => onChange({ ...scope, last })} />
          </div>
          {error && (
            <div className="ui-field__error" role="alert">
              {error}
            </div>
          )}
        </div>
      )}
    </fieldset>
  );
}

interface FrameFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function FrameField({ label, value, onChange }: FrameFieldProps) {
  return (
    <Field label={`${label} frame`}>
      {(control) => (
        <input
          {...control}
          className="ui-input ui-input--small"
          inputMode="numeric"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          data-testid={`review-${label.toLowerCase()}-frame`}
        />
      )}
    </Field>
  );
}
