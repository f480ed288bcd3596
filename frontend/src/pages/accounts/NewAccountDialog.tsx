import { useState } from "react";
import type { FormEvent, ReactNode } from "react";

import { SecretDialog } from "./SecretDialog";

import { useCreateUser } from "@/sync/queries/users";
import type { CreatedUser } from "@/sync/queries/users";
import { Button } from "@/ui/Button";
import { UsernameField } from "@/ui/CredentialFields";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

interface NewAccountDialogProps {
  onClose: () => void;
  onCreated?: (user: CreatedUser) => void;
  /** What went wrong after the account was made. */
  problem?: string | null;
  /** More fields. */
  children?: ReactNode;
}

/** Makes an account and shows its password this once. */
export function NewAccountDialog({ onClose, onCreated, problem = null, children }: NewAccountDialogProps) {
  const create = useCreateUser();
  const [username, setUsername] = useState("");
  const [displayName, setDisplayName] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const wished = username.trim();
    setWrong(wished ? null : "Choose a username.");
    if (!wished) return;
    const shown = displayName.trim();
    create.mutate(
      { username: wished, ...(shown ? { display_name: shown } : {}) },
      onCreated ? { onSuccess: onCreated } : {},
    );
  }

  if (create.data) {
    return (
      <SecretDialog
        title={`The account “${create.data.username}” is ready`}
        password={create.data.password}
        problem={problem}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New account"
      description="Maskloop makes a password and shows it once, for you to hand over."
    >
      <form className="ui-form" onSubmit={submit} noValidate>
        <UsernameField
          autoFocus
          autoComplete="off"
          error={wrong}
          value={username}
          onChange={setUsername}
          testId="account-username"
        />
        <Field label="Name (optional)" hint="How others see this person.">
          {(control) => (
            <input
              {...control}
              className="ui-input"
              autoComplete="off"
              value={displayName}
              onChange={(event) => setDisplayName(event.target.value)}
            />
          )}
        </Field>
        {children}
        {create.isError && <ProblemNote sentence={sentenceOf(create.error)} />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={create.isPending} data-testid="account-create">
            Create account
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
