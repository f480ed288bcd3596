import { useState } from "react";

import { Button } from "./Button";
import { Field } from "./Field";

interface UsernameFieldProps {
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
  hint?: string;
  error?: string | null;
  /** "off" where it is somebody else's. */
  autoComplete?: "username" | "off";
  testId?: string;
}

export function UsernameField(props: UsernameFieldProps) {
  const { value, onChange, autoFocus = false, hint, error, autoComplete = "username", testId } = props;
  return (
    <Field label="Username" hint={hint} error={error}>
      {(control) => (
        <input
          {...control}
          className="ui-input"
          name="username"
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={autoFocus}
          required
          value={value}
          onChange={(event) => onChange(event.target.value)}
          data-testid={testId}
        />
      )}
    </Field>
  );
}

interface PasswordFieldProps {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  /** A new one is offered by the browser's password manager. */
  isNew?: boolean;
  autoFocus?: boolean;
  hint?: string;
  error?: string | null;
  testId?: string;
}

/** A password, which can be looked at: whoever may see what they type mistypes less. */
export function PasswordField(props: PasswordFieldProps) {
  const { label = "Password", value, onChange, isNew = false, autoFocus = false, hint, error, testId } = props;
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="ui-row">
          <input
            {...control}
            className="ui-input ui-grow"
            name={isNew ? "new-password" : "password"}
            type={shown ? "text" : "password"}
            autoComplete={isNew ? "new-password" : "current-password"}
            autoCapitalize="none"
            spellCheck={false}
            autoFocus={autoFocus}
            required
            value={value}
            onChange={(event) => onChange(event.target.value)}
            data-testid={testId}
          />
          <Button
            variant="quiet"
            onClick={() => setShown(!shown)}
            aria-pressed={shown}
            aria-label={`Show what is typed into ${label}`}
          >
            {shown ? "Hide" : "Show"}
          </Button>
        </div>
      )}
    </Field>
  );
}

/** What the server asks of a password, so that nobody has to guess. */
export const passwordHint = "At least 8 characters; not a common one, and not like the username.";
