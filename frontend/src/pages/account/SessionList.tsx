import { formatTime } from "../wording";

import { describeAgent } from "./describeAgent";

import type { BrowserSession } from "@/protocol/types";
import { useBrowserSessions, useEndOtherSessions, useEndSession } from "@/sync/queries/account";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { Table } from "@/ui/Table";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

export function SessionList() {
  const sessions = useBrowserSessions();
  const endOthers = useEndOtherSessions();
  if (sessions.isPending) return <Loading what="where you are signed in" />;
  if (sessions.isError) return <ProblemNote sentence={sentenceOf(sessions.error)} />;
  const hasOthers = sessions.data.some((session) => !session.is_this);

  function leaveOthers() {
    endOthers.mutate(undefined, {
      onSuccess: () => showToast("You are signed out everywhere else."),
      onError: (error) => showToast(sentenceOf(error), "danger"),
    });
  }

  return (
    <div className="ui-stack">
      <Table columns={["Browser", "Signed in", "Last used"]} lastColumn="Actions">
        {sessions.data.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </Table>
      {hasOthers && (
        <div>
          <Button busy={endOthers.isPending} onClick={leaveOthers} data-testid="sign-out-others">
            Sign out everywhere else
          </Button>
        </div>
      )}
    </div>
  );
}

function SessionRow({ session }: { session: BrowserSession }) {
  const end = useEndSession();
  const name = describeAgent(session.agent);
  return (
    <tr data-testid="session-row">
      <td>
        {name} {session.is_this && <Badge tone="accent">This one</Badge>}
        {session.address && <div className="ui-muted account__detail">{session.address}</div>}
      </td>
      <td className="ui-muted">{formatTime(session.signed_in_at)}</td>
      <td className="ui-muted">{session.is_this ? "Now" : formatTime(session.last_used_at)}</td>
      <td className="ui-table__end">
        {!session.is_this && (
          <Button
            small
            variant="quiet"
            busy={end.isPending}
            onClick={() => end.mutate(session.id, { onError: (error) => showToast(sentenceOf(error), "danger") })}
            aria-label={`Sign out ${name}`}
          >
            Sign out
          </Button>
        )}
      </td>
    </tr>
  );
}
