import { useState } from "react";

import { formatTime } from "../wording";

import { SecretDialog } from "./SecretDialog";

import type { UserRow } from "@/protocol/types";
import { useSession } from "@/sync/queries/session";
import { useResetPassword, useSetActive } from "@/sync/queries/users";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

export function AccountRow({ user }: { user: UserRow }) {
  const { data: me } = useSession();
  return (
    <tr data-testid="account-row" data-username={user.username}>
      <td>
        {user.display_name} {user.is_staff && <Badge tone="accent">Staff</Badge>}
      </td>
      <td className="ui-muted">{user.username}</td>
      <td className="ui-muted">{user.last_signed_in_at ? formatTime(user.last_signed_in_at) : "Never"}</td>
      <td>{user.is_active ? <Badge tone="ok">Open</Badge> : <Badge tone="danger">Closed</Badge>}</td>
      <td className="ui-table__end">
        {me?.id === user.id ? (
          <span className="ui-muted">you</span>
        ) : (
          <div className="ui-row account-row__actions">
            {user.is_active && <ResetPassword user={user} />}
            {user.is_active ? <Close user={user} /> : <Reopen user={user} />}
          </div>
        )}
      </td>
    </tr>
  );
}

function ResetPassword({ user }: { user: UserRow }) {
  const reset = useResetPassword();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button small variant="quiet" onClick={() => setAsking(true)} aria-label={`New password for ${user.username}`}>
        New password
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Give ${user.username} a new password?`}
        consequence="The old one stops working and they are signed out everywhere. The new one is shown to you once."
        confirmLabel="Make a new password"
        onConfirm={() => reset.mutateAsync({ id: user.id, revoke_tokens: false })}
      />
      {reset.data && !asking && (
        <SecretDialog
          title={`A new password for “${user.username}”`}
          password={reset.data.password}
          onClose={() => reset.reset()}
        />
      )}
    </>
  );
}

function Close({ user }: { user: UserRow }) {
  const setActive = useSetActive();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button small variant="quiet" onClick={() => setAsking(true)} aria-label={`Close ${user.username}`}>
        Close
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Close the account of ${user.username}?`}
        consequence="They are signed out at once and cannot sign in; their tokens stop working. Their work stays, and you can open the account again."
        confirmLabel="Close account"
        onConfirm={() => setActive.mutateAsync({ id: user.id, is_active: false })}
      />
    </>
  );
}

function Reopen({ user }: { user: UserRow }) {
  const setActive = useSetActive();
  return (
    <Button
      small
      busy={setActive.isPending}
      onClick={() =>
        setActive.mutate(
          { id: user.id, is_active: true },
          {
            onSuccess: () => showToast(`${user.username} may sign in again.`),
            onError: (error) => showToast(sentenceOf(error), "danger"),
          },
        )
      }
      aria-label={`Reopen ${user.username}`}
    >
      Reopen
    </Button>
  );
}
