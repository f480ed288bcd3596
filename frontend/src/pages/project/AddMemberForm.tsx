import { useState } from "react";
import type { FormEvent } from "react";

import { roleHints, roleOptions } from "../wording";

import { NewMemberDialog } from "./NewMemberDialog";

import type { Role } from "@/protocol/types";
import { useAddMember } from "@/sync/queries/members";
import { useSession } from "@/sync/queries/session";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { PlusIcon } from "@/ui/icons";
import { sentenceOf } from "@/ui/sentenceOf";

export function AddMemberForm({ projectId }: { projectId: number }) {
  const { data: me } = useSession();
  const add = useAddMember(projectId);
  const [username, setUsername] = useState("");
  const [role, setRole] = useState<Role>("annotator");
  const [wrong, setWrong] = useState<string | null>(null);
  const [creating, setCreating] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    const wished = username.trim();
    setWrong(wished ? null : "Type the person's username.");
    if (!wished) return;
    add.mutate({ username: wished, role }, { onSuccess: () => setUsername("") });
  }

  return (
    <div className="form-panel ui-panel">
      <form className="form-line" onSubmit={submit} noValidate>
        <Field
          label="Username"
          error={wrong ?? (add.isError ? sentenceOf(add.error) : null)}
          errorTestId="member-error"
        >
          {(control) => (
            <input
              {...control}
              className="ui-input"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={username}
              onChange={(event) => setUsername(event.target.value)}
              data-testid="member-username"
            />
          )}
        </Field>
        <Field label="Role" hint={roleHints[role]}>
          {(control) => (
            <Select
              {...control}
              value={role}
              onValueChange={(value) => setRole(value as Role)}
              options={roleOptions}
              data-testid="member-role"
            />
          )}
        </Field>
        <Button type="submit" variant="primary" busy={add.isPending} data-testid="member-add">
          Add member
        </Button>
        {me?.is_staff && (
          <Button onClick={() => setCreating(true)} data-testid="new-account">
            <PlusIcon />
            New account
          </Button>
        )}
      </form>
      {creating && <NewMemberDialog projectId={projectId} onClose={() => setCreating(false)} />}
    </div>
  );
}
