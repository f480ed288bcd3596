import { useState } from "react";
import type { FormEvent } from "react";

import { roleHints, roleOptions } from "../wording";

import type { Role } from "@/protocol/types";
import { useCreateInvite } from "@/sync/queries/invites";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { ProblemNote } from "@/ui/Note";
import { Secret } from "@/ui/Secret";
import { Select } from "@/ui/Select";
import { sentenceOf } from "@/ui/sentenceOf";

const lifetimes = [
  { value: "1", title: "1 day" },
  { value: "7", title: "7 days" },
  { value: "30", title: "30 days" },
  { value: "90", title: "90 days" },
];
const uses = [
  { value: "1", title: "1 person" },
  { value: "5", title: "5 people" },
  { value: "25", title: "25 people" },
  { value: "any", title: "any number of people" },
];

interface NewInviteDialogProps {
  projectId: number;
  onClose: () => void;
}

/** Makes a link and shows it this once. */
export function NewInviteDialog({ projectId, onClose }: NewInviteDialogProps) {
  const create = useCreateInvite(projectId);
  const [role, setRole] = useState<Role>("annotator");
  const [days, setDays] = useState("7");
  const [maxUses, setMaxUses] = useState("1");
  const [note, setNote] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    const most = maxUses === "any" ? null : Number(maxUses);
    create.mutate({ role, expires_in_days: Number(days), max_uses: most, note: note.trim() });
  }

  if (create.data?.path) return <CreatedInvite path={create.data.path} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={onClose} title="New invite link">
      <form className="ui-form" onSubmit={submit}>
        <Field label="They join as" hint={roleHints[role]}>
          {(control) => (
            <Select
              {...control}
              autoFocus
              value={role}
              onValueChange={(value) => setRole(value as Role)}
              options={roleOptions}
              data-testid="invite-role"
            />
          )}
        </Field>
        <Field label="It works for">
          {(control) => <Select {...control} value={maxUses} onValueChange={setMaxUses} options={uses} />}
        </Field>
        <Field label="It ends after">
          {(control) => <Select {...control} value={days} onValueChange={setDays} options={lifetimes} />}
        </Field>
        <Field label="Note (optional)" hint="Only admins of the project see it.">
          {(control) => (
            <input
              {...control}
              className="ui-input"
              maxLength={200}
              autoComplete="off"
              placeholder="For whom it is"
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <ProblemNote sentence={create.isError ? sentenceOf(create.error) : null} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={create.isPending} data-testid="invite-create">
            Make the link
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function CreatedInvite({ path, onClose }: { path: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="The invite link is ready"
      description="Copy it now and send it: it is not shown again. Whoever has it can join."
    >
      <div className="ui-form">
        <Secret value={window.location.origin + path} label="invite link" testId="invite-link" />
        <DialogActions>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
