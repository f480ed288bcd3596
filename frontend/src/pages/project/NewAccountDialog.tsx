import { useState } from "react";
import type { FormEvent } from "react";

import { roleHints, roleOptions } from "../wording";

import type { Role } from "@/protocol/types";
import { useAddMember } from "@/sync/queries/members";
import { useCreateUser } from "@/sync/queries/users";
import type { CreatedUser } from "@/sync/queries/users";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { Note, ProblemNote } from "@/ui/Note";
import { Secret } from "@/ui/Secret";
import { Select } from "@/ui/Select";
import { sentenceOf } from "@/ui/sentenceOf";

interface NewAccountDialogProps {
  projectId: number;
  onClose: () => void;
}

/** Makes an account, adds it to the project, and shows its password this once. */
export function NewAccountDialog({ projectId, onClose }: NewAccountDialogProps) {
  const create = useCreateUser();
  const add = useAddMember(projectId);
  const [username, setUsername] = useState("");
  const [displayName, setDisplayName] = useState("");
  const [role, setRole] = useState<Role>("annotator");
  const [wrong, setWrong] = useState<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const wished = username.trim();
    setWrong(wished ? null : "Choose a username.");
    if (!wished) return;
    const shown = displayName.trim();
    create.mutate(
      { username: wished, ...(shown ? { display_name: shown } : {}) },
      { onSuccess: (user) => add.mutate({ username: user.username, role }) },
    );
  }

  if (create.data) {
    return <CreatedAccount user={create.data} problem={add.isError ? sentenceOf(add.error) : null} onClose={onClose} />;
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New account"
      description="Maskloop makes a password and shows it once, for you to hand over."
    >
      <form className="ui-form" onSubmit={submit} noValidate>
        <Field label="Username" error={wrong}>
          {(control) => (
            <input
              {...control}
              className="ui-input"
              autoFocus
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={username}
              onChange={(event) => setUsername(event.target.value)}
              data-testid="account-username"
            />
          )}
        </Field>
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
        <Field label="Role in this project" hint={roleHints[role]}>
          {(control) => (
            <Select {...control} value={role} onValueChange={(value) => setRole(value as Role)} options={roleOptions} />
          )}
        </Field>
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

interface CreatedAccountProps {
  user: CreatedUser;
  problem: string | null;
  onClose: () => void;
}

function CreatedAccount({ user, problem, onClose }: CreatedAccountProps) {
  return (
    <Dialog open onOpenChange={onClose} title={`The account “${user.username}” is ready`}>
      <div className="ui-form">
        {user.password && (
          <>
            <p>Hand this password over now: it is not shown again.</p>
            <Secret value={user.password} label="password" testId="account-password" />
          </>
        )}
        {problem ? (
          <Note tone="danger">The account exists but is not a member yet: {problem}</Note>
        ) : null}
        <DialogActions>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
