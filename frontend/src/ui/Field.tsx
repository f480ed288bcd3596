import { useId } from "react";
import type { ReactNode } from "react";

export interface FieldControl {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | null | undefined;
  errorTestId?: string;
  children: (control: FieldControl) => ReactNode;
}

/** A labelled control; hint and error are tied to it for assistive technology. */
export function Field({ label, hint, error, errorTestId, children }: FieldProps) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : null;
  const errorId = error ? `${id}-error` : null;
  const describedBy = [hintId, errorId].filter(Boolean).join(" ") || undefined;
  return (
    <div className="ui-field">
      <label className="ui-field__label" htmlFor={id}>
        {label}
      </label>
      {children({ id, "aria-describedby": describedBy, "aria-invalid": error ? true : undefined })}
      {hintId && (
        <div className="ui-field__hint" id={hintId}>
          {hint}
        </div>
      )}
      {errorId && (
        <div className="ui-field__error" id={errorId} role="alert" data-testid={errorTestId}>
          {error}
        </div>
      )}
    </div>
  );
}
