import { useState } from "react";
import type { FormEvent } from "react";

import { countOf } from "../wording";

import type { AssignmentKind, Member, Project } from "@/protocol/types";
import { useAssign } from "@/sync/queries/assignments";
import { useMembers } from "@/sync/queries/members";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import { ProblemNote } from "@/ui/Note";
import { Select } from "@/ui/Select";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

const kindOptions = [
  { value: "annotate", title: "Annotate" },
  { value: "review", title: "Review" },
];

interface AssignDialogProps {
  project: Project;
  videos: readonly number[];
  onClose: () => void;
  onDone: () => void;
}

export default function AssignDialog({ project, videos, onClose, onDone }: AssignDialogProps) {
  const { data: members = [] } = useMembers(project.id);
  const assign = useAssign(project.id);
  const [kind, setKind] = useState<AssignmentKind>("annotate");
  const [wished, setWished] = useState("");
  const [replace, setReplace] = useState(false);
  const able = members.filter(({ role }) => kind === "annotate" || role !== "annotator");
  const usual = able.find(({ role }) => role === (kind === "annotate" ? "annotator" : "reviewer")) ?? able[0];
  const user = able.some((member) => String(member.user.id) === wished) ? wished : String(usual?.user.id ?? "");
  const count = countOf(videos.length, "video");

  function submit(event: FormEvent) {
    event.preventDefault();
    const member = able.find((one) => String(one.user.id) === user);
    if (!member) return;
    assign.mutate(
      { videos, user: member.user.id, kind, replace },
      {
        onSuccess: () => {
          showToast(`${count} assigned to ${nameOf(member)}.`);
          onDone();
          onClose();
        },
      },
    );
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Assign ${count}`}
      description="They come first in the person's inbox. Others may still open them and help."
    >
      <form className="ui-form" onSubmit={submit}>
        <Field label="To do what">
          {(control) => (
            <Select
              {...control}
              value={kind}
              onValueChange={(value) => setKind(value as AssignmentKind)}
              options={kindOptions}
              data-testid="assign-kind"
            />
          )}
        </Field>
        <Field label="Who" hint={kind === "review" ? "Reviewers and admins of the project." : undefined}>
          {(control) => (
            <Select
              {...control}
              value={user}
              onValueChange={setWished}
              options={able.map((member) => ({ value: String(member.user.id), title: nameOf(member) }))}
              data-testid="assign-user"
            />
          )}
        </Field>
        <label className="ui-check">
          <input
            type="checkbox"
            checked={replace}
            onChange={(event) => setReplace(event.target.checked)}
            data-testid="assign-replace"
          />
          In place of whoever has them now
        </label>
        <ProblemNote sentence={assign.isError ? sentenceOf(assign.error) : null} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={assign.isPending} data-testid="assign-submit">
            Assign
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function nameOf({ user }: Member): string {
  return user.display_name || user.username;
}
