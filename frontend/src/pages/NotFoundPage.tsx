import { Link } from "react-router";

import { buttonClass } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";

export function NotFoundPage() {
  return (
    <main className="page page--narrow" id="main">
      <title>Not found · Maskloop</title>
      <EmptyState
        isPage
        title="There is nothing here"
        hint="The address is wrong, what it led to was deleted, or you are not a member of its project."
      >
        <Link to="/" className={buttonClass({ variant: "primary" })}>
          Go to your projects
        </Link>
      </EmptyState>
    </main>
  );
}
