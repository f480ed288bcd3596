import { useState } from "react";

import { countOf, formatTime, roleTitles } from "../wording";

import { NewInviteDialog } from "./NewInviteDialog";

import type { Invite } from "@/protocol/types";
import { useInvites, useRevokeInvite } from "@/sync/queries/invites";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { Table } from "@/ui/Table";
import { PlusIcon } from "@/ui/icons";
import { sentenceOf } from "@/ui/sentenceOf";

/** The links by which people can join a project; for its admins. */
export function InviteLinks({ projectId }: { projectId: number }) {
  const invites = useInvites(projectId);
  const [making, setMaking] = useState(false);
  return (
    <section className="section invite-links">
      <div className="section__head">
        <div>
          <h2>Invite links</h2>
          <p>Whoever opens one signs in or makes an account, and is a member.</p>
        </div>
        <Button onClick={() => setMaking(true)} data-testid="new-invite">
          <PlusIcon />
          New invite link
        </Button>
      </div>
      {invites.isPending && <Loading what="the invite links" />}
      {invites.isError && <ProblemNote sentence={sentenceOf(invites.error)} />}
      {invites.data?.length === 0 && <p className="ui-muted">There is none at the moment.</p>}
      {invites.data && invites.data.length > 0 && <InviteTable projectId={projectId} invites={invites.data} />}
      {making && <NewInviteDialog projectId={projectId} onClose={() => setMaking(false)} />}
    </section>
  );
}

function InviteTable({ projectId, invites }: { projectId: number; invites: Invite[] }) {
  return (
    <Table columns={["For", "Made", "Ends", "Joined"]} lastColumn="Actions">
      {invites.map((invite) => (
        <InviteRow key={invite.id} projectId={projectId} invite={invite} />
      ))}
    </Table>
  );
}

function InviteRow({ projectId, invite }: { projectId: number; invite: Invite }) {
  const revoke = useRevokeInvite(projectId);
  const [asking, setAsking] = useState(false);
  const uses = invite.max_uses === null ? "any number" : countOf(invite.max_uses, "person").replace("persons", "people");
  return (
    <tr data-testid="invite-row">
      <td>
        {roleTitles[invite.role]}
        {invite.note && <div className="ui-muted">{invite.note}</div>}
      </td>
      <td className="ui-muted">
        {formatTime(invite.created_at)} by {invite.created_by}
      </td>
      <td className="ui-muted">
        {invite.problem ? <Badge tone="warn">{invite.problem.replace("This invite link ", "It ")}</Badge> : formatTime(invite.expires_at)}
      </td>
      <td className="ui-muted">
        {invite.joined.length} of {uses}
        {invite.joined.length > 0 && <div>{invite.joined.join(", ")}</div>}
      </td>
      <td className="ui-table__end">
        <Button small variant="quiet" onClick={() => setAsking(true)} aria-label="Revoke this invite link">
          Revoke
        </Button>
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title="Revoke this invite link?"
          consequence="Nobody can join by it any more. Whoever came by it stays a member."
          confirmLabel="Revoke link"
          onConfirm={() => revoke.mutateAsync(invite.id)}
        />
      </td>
    </tr>
  );
}
