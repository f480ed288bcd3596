import { useNavigate } from "react-router";

import type { User } from "@/protocol/types";
import { useAcceptInvite } from "@/sync/queries/invites";
import { useSignOutHere } from "@/sync/queries/session";
import { Button } from "@/ui/Button";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

/** Joins with the account that this browser is signed in with. */
export function AcceptForm({ secret, user }: { secret: string; user: User }) {
  const navigate = useNavigate();
  const accept = useAcceptInvite(secret);
  const signOut = useSignOutHere();
  const problem = accept.error ?? signOut.error;
  return (
    <>
      <ProblemNote sentence={problem ? sentenceOf(problem) : null} testId="invite-problem" />
      <Button
        variant="primary"
        autoFocus
        busy={accept.isPending}
        onClick={() =>
          accept.mutate(undefined, {
            onSuccess: ({ project }) => void navigate(`/projects/${project}`, { replace: true }),
          })
        }
        data-testid="invite-accept"
      >
        Join as {user.username}
      </Button>
      <Button variant="quiet" busy={signOut.isPending} onClick={() => signOut.mutate()}>
        Join with another account
      </Button>
    </>
  );
}
