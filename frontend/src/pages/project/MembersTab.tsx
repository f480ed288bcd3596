import { useState } from "react";

import { roleOptions, roleTitles } from "../wording";

import { AddMemberForm } from "./AddMemberForm";
import { InviteLinks } from "./InviteLinks";

import type { Member, Project, Role } from "@/protocol/types";
import { useChangeMember, useMembers, useRemoveMember } from "@/sync/queries/members";
import { useSession } from "@/sync/queries/session";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { Select } from "@/ui/Select";
import { Table } from "@/ui/Table";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

export function MembersTab({ project }: { project: Project }) {
  const members = useMembers(project.id);
  const isAdmin = project.role === "admin";
  return (
    <>
      {isAdmin && <AddMemberForm projectId={project.id} />}
      {members.isPending && <Loading what="the members" />}
      {members.isError && <ProblemNote sentence={sentenceOf(members.error)} />}
      {members.data && (
        <Table columns={["Name", "Username", "Role"]} lastColumn={isAdmin && "Actions"}>
          {members.data.map((member) => (
            <MemberRow key={member.id} member={member} editable={isAdmin} />
          ))}
        </Table>
      )}
      {isAdmin && <InviteLinks projectId={project.id} />}
    </>
  );
}

function MemberRow({ member, editable }: { member: Member; editable: boolean }) {
  const { data: me } = useSession();
  const change = useChangeMember(member.project);
  const remove = useRemoveMember(member.project);
  const [removing, setRemoving] = useState(false);
  const name = member.user.display_name || member.user.username;
  const isMe = me?.id === member.user.id;

  function changeRole(role: string) {
    change.mutate(
      { id: member.id, role: role as Role },
      {
        onSuccess: () => showToast(`${name} is now ${roleTitles[role as Role].toLowerCase()}.`),
        onError: (error) => showToast(sentenceOf(error), "danger"),
      },
    );
  }

  return (
    <tr data-testid="member-row" data-username={member.user.username}>
      <td>
        {name}
        {isMe && <span className="ui-muted"> (you)</span>}
      </td>
      <td className="ui-muted">{member.user.username}</td>
      <td>
        {editable ? (
          <Select
            small
            aria-label={`Role of ${name}`}
            value={change.isPending ? change.variables.role : member.role}
            disabled={change.isPending}
            onValueChange={changeRole}
            options={roleOptions}
          />
        ) : (
          roleTitles[member.role]
        )}
      </td>
      {editable && (
        <td className="ui-table__end">
          <Button small variant="quiet" onClick={() => setRemoving(true)} aria-label={`Remove ${name}`}>
            Remove
          </Button>
          <ConfirmDialog
            open={removing}
            onOpenChange={setRemoving}
            title={isMe ? "Leave this project?" : `Remove ${name}?`}
            consequence={
              isMe
                ? "You lose access at once; only another admin can let you in again."
                : `${name} loses access at once. What they made stays in the project.`
            }
            confirmLabel={isMe ? "Leave" : "Remove"}
            onConfirm={() => remove.mutateAsync(member.id)}
          />
        </td>
      )}
    </tr>
  );
}
