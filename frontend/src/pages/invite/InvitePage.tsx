import { useState } from "react";
import { Link, useLocation } from "react-router";

import { FrontDoor } from "../FrontDoor";
import { roleHints, roleTitles } from "../wording";

import { AcceptForm } from "./AcceptForm";
import { JoinForm } from "./JoinForm";

import type { Invitation, User } from "@/protocol/types";
import { useInvitation } from "@/sync/queries/invites";
import { useSession } from "@/sync/queries/session";
import { buttonClass, Button } from "@/ui/Button";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

/** Where an invite link leads; its secret stands behind the #, which browsers send to nobody. */
export default function InvitePage() {
  const secret = useLocation().hash.slice(1);
  const session = useSession();
  return (
    <FrontDoor title="Invitation">
      {session.isPending && <Loading what="the invitation" />}
      {session.isError && <ProblemNote sentence={sentenceOf(session.error)} />}
      {session.data !== undefined && <Content key={session.data?.id} secret={secret} user={session.data} />}
    </FrontDoor>
  );
}

function Content({ secret, user }: { secret: string; user: User | null }) {
  const invitation = useInvitation(secret, user?.id ?? null);
  if (!secret) return <Refusal sentence="This invite link is not complete: copy it again, whole." />;
  if (invitation.isPending) return <Loading what="the invitation" />;
  if (invitation.isError) return <Refusal sentence={sentenceOf(invitation.error)} />;
  if (invitation.data.member_of !== null) return <AlreadyMember invitation={invitation.data} id={invitation.data.member_of} />;
  return (
    <div className="ui-form">
      <div data-testid="invitation">
        <h2>Join “{invitation.data.project}”</h2>
        <p className="ui-muted">
          {invitation.data.invited_by} invites you as {roleTitles[invitation.data.role].toLowerCase()}:{" "}
          {roleHints[invitation.data.role]}.
        </p>
      </div>
      {user ? <AcceptForm secret={secret} user={user} /> : <Newcomer secret={secret} />}
    </div>
  );
}

function Newcomer({ secret }: { secret: string }) {
  const [hasAccount, setHasAccount] = useState(false);
  return (
    <>
      <JoinForm key={String(hasAccount)} secret={secret} hasAccount={hasAccount} />
      <Button variant="quiet" onClick={() => setHasAccount(!hasAccount)} data-testid="invite-switch">
        {hasAccount ? "I have no account yet" : "I have an account already"}
      </Button>
    </>
  );
}

function AlreadyMember({ invitation, id }: { invitation: Invitation; id: number }) {
  return (
    <div className="ui-form">
      <p data-testid="invite-member">You are a member of “{invitation.project}” already: nothing is left to do.</p>
      <Link className={buttonClass({ variant: "primary" })} to={`/projects/${id}`}>
        Go to the project
      </Link>
    </div>
  );
}

function Refusal({ sentence }: { sentence: string }) {
  return (
    <div className="ui-form">
      <ProblemNote sentence={sentence} testId="invite-problem" />
      <Link className={buttonClass()} to="/">
        Go to Maskloop
      </Link>
    </div>
  );
}
