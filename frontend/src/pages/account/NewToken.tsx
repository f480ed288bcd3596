import { useState } from "react";
import type { FormEvent } from "react";

import { lifetimes, scopeHints, scopes, scopeTitles } from "./tokenWords";

import type { Scope } from "@/protocol/types";
import { useCreateToken } from "@/sync/queries/tokens";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Secret } from "@/ui/Secret";
import { Select } from "@/ui/Select";
import { sentenceOf } from "@/ui/sentenceOf";

export function NewToken() {
  const create = useCreateToken();
  const [name, setName] = useState("");
  const [held, setHeld] = useState<readonly Scope[]>(["read", "annotate"]);
  const [lifetime, setLifetime] = useState("90");
  const [wrong, setWrong] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const wished = name.trim();
    setWrong(wished ? null : "Name the token after what will use it.");
    if (!wished) return;
    const days = lifetime === "never" ? null : Number(lifetime);
    create.mutate(
      { name: wished, scopes: [...held], expires_in_days: days },
      { onSuccess: () => setName("") },
    );
  }

  return (
    <form className="account__form ui-panel ui-form" onSubmit={submit} noValidate>
      <Field label="New token" error={wrong ?? (create.isError ? sentenceOf(create.error) : null)}>
        {(control) => (
          <input
            {...control}
            className="ui-input"
            placeholder="What will use it"
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
            data-testid="token-name"
          />
        )}
      </Field>
      <ScopeChoice held={held} onChange={setHeld} />
      <Field label="For how long">
        {(control) => (
          <Select {...control} value={lifetime} onValueChange={setLifetime} options={lifetimes} data-testid="token-days" />
        )}
      </Field>
      <div>
        <Button type="submit" variant="primary" busy={create.isPending} data-testid="token-create">
          Create token
        </Button>
      </div>
      {create.data?.token && (
        <div className="ui-stack" role="status">
          <p>Copy “{create.data.name}” now: it is not shown again.</p>
          <Secret value={create.data.token} label="token" testId="token-secret" />
        </div>
      )}
    </form>
  );
}

interface ScopeChoiceProps {
  held: readonly Scope[];
  onChange: (held: readonly Scope[]) => void;
}

function ScopeChoice({ held, onChange }: ScopeChoiceProps) {
  return (
    <fieldset className="account__scopes">
      <legend className="ui-field__label">What it may do</legend>
      {scopes.map((scope) => (
        <label key={scope} className="account__check">
          <input
            type="checkbox"
            checked={held.includes(scope)}
            disabled={scope === "read"}
            onChange={(event) =>
              onChange(event.target.checked ? [...held, scope] : held.filter((other) => other !== scope))
            }
            data-testid={`scope-${scope}`}
          />
          <span>
            {scopeTitles[scope]} <span className="ui-muted">– {scopeHints[scope]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
