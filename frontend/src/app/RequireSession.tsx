import { Navigate, Outlet, useLocation } from "react-router";

import { signInPath } from "./wishedPage";

import { useSession } from "@/sync/queries/session";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Loading } from "@/ui/Loading";
import { sentenceOf } from "@/ui/sentenceOf";

/** Lets signed-in people through and sends all others to sign in first. */
export function RequireSession() {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.data) return <Outlet />;
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
