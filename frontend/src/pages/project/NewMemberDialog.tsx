import { useState } from "react";

import { NewAccountDialog } from "../accounts/NewAccountDialog";
import { roleHints, roleOptions } from "../wording";

import type { Role } from "@/protocol/types";
import { useAddMember } from "@/sync/queries/members";
import { Field } from "@/ui/Field";
import { Select } from "@/ui/Select";
import { sentenceOf } from "@/ui/sentenceOf";

interface NewMemberDialogProps {
  projectId: number;
  onClose: () => void;
}

/** Makes an account for somebody and adds them to the project. */
export function NewMemberDialog({ projectId, onClose }: NewMemberDialogProps) {
  const add = useAddMember(projectId);
  const [role, setRole] = useState<Role>("annotator");
  return (
    <NewAccountDialog
      onClose={onClose}
      onCreated={(user) => add.mutate({ username: user.username, role })}
      problem={add.isError ? `The account exists but is not a member yet: ${sentenceOf(add.error)}` : null}
    >
      <Field label="Role in this project" hint={roleHints[role]}>
        {(control) => (
          <Select {...control} value={role} onValueChange={(value) => setRole(value as Role)} options={roleOptions} />
        )}
      </Field>
    </NewAccountDialog>
  );
}
