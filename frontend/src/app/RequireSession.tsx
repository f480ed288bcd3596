import { lazy, Suspense, useEffect } from "react";
import { Navigate, Outlet, useLocation } from "react-router";

import { signInPath } from "./wishedPage";

import { openEditQueue } from "@/sync/edits/openEditQueue";
import { useSession } from "@/sync/queries/session";
import { useSignInState } from "@/sync/signIn";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Loading } from "@/ui/Loading";
import { sentenceOf } from "@/ui/sentenceOf";

// It brings radix-ui, without which the first page can be drawn.
const SignInAgain = lazy(() => import("./SignInAgain"));

/** Lets signed-in people through and sends all others to sign in first. */
export function RequireSession() {
  const session = useSession();
  const { pathname, search } = useLocation();
  const isLost = useSignInState((state) => state.isLost);
  useEffect(() => {
    // What this person could not send earlier goes now, whichever page is open.
    if (session.data) openEditQueue(session.data.id);
  }, [session.data]);
  if (session.data) {
    return (
      <>
        <Outlet />
        <Suspense fallback={null}>{isLost && <SignInAgain user={session.data} />}</Suspense>
      </>
    );
  }
  if (session.data === null) return <Navigate to={signInPath(pathname, search)} replace />;
  if (session.isError) {
    return (
      <main className="page page--narrow">
        <EmptyState isPage title="Maskloop does not answer" hint={sentenceOf(session.error)}>
          <Button variant="primary" onClick={() => void session.refetch()}>
            Try again
          </Button>
        </EmptyState>
      </main>
    );
  }
  return (
    <main className="page">
      <Loading what="Maskloop" />
    </main>
  );
}
