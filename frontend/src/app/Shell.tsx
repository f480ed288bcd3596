import { lazy, Suspense, useEffect } from "react";
import { Link, NavLink, Outlet, useLocation } from "react-router";

import { PageBoundary } from "./PageBoundary";
import { StatusBanner } from "./StatusBanner";

import { useInboxCounts } from "@/sync/queries/inbox";
import { useSession } from "@/sync/queries/session";
import { Loading } from "@/ui/Loading";
import { LogoMark } from "@/ui/icons";
import { useToasts } from "@/ui/toasts";

// Both bring parts of radix-ui that the first page can be drawn without.
const UserMenu = lazy(() => import("./UserMenu"));
const UploadTray = lazy(() => import("@/uploads/UploadTray"));
const Toasts = lazy(() => import("@/ui/Toast"));

const MOST_SAID = 99;

/** What surrounds every page of a signed-in person. */
export function Shell() {
  const { pathname } = useLocation();
  const watching = /^\/(videos|review)\//.test(pathname);

  useEffect(() => {
    // On the document, so that menus and dialogs, which hang outside the shell, follow.
    document.documentElement.dataset["theme"] = watching ? "dark" : "light";
  }, [watching]);

  return (
    <div className={watching ? "shell shell--fixed" : "shell"}>
      <TopBar />
      <StatusBanner />
      <PageBoundary resetKey={pathname}>
        <Suspense fallback={<PageLoading />}>
          <Outlet />
        </Suspense>
      </PageBoundary>
      <LateToasts />
    </div>
  );
}

function TopBar() {
  const { data: user } = useSession();
  return (
    <header className="top-bar">
      <a className="skip-link" href="#main">
        Skip to the page
      </a>
      <Link to="/" className="top-bar__brand">
        <LogoMark />
        Maskloop
      </Link>
      <nav className="top-bar__nav" aria-label="Main">
        <NavLink to="/" end className="top-bar__link">
          Projects
        </NavLink>
        <InboxLink />
      </nav>
      {user && (
        <Suspense fallback={null}>
          <UploadTray user={user.id} />
        </Suspense>
      )}
      {user && (
        <Suspense fallback={<span className="user-menu">{user.display_name || user.username}</span>}>
          <UserMenu user={user} />
        </Suspense>
      )}
    </header>
  );
}

function InboxLink() {
  const { data: counts } = useInboxCounts();
  const count = counts ? counts.assigned + counts.returned + counts.to_review : 0;
  return (
    <NavLink to="/inbox" className="top-bar__link" data-testid="inbox-link">
      Inbox
      {count > 0 && (
        <span className="top-bar__count" data-testid="inbox-count">
          {count > MOST_SAID ? `${MOST_SAID}+` : count}
          <span className="visually-hidden"> waiting</span>
        </span>
      )}
    </NavLink>
  );
}

function LateToasts() {
  const some = useToasts((state) => state.items.length > 0);
  return (
    <Suspense fallback={null}>
      {some && <Toasts />}
    </Suspense>
  );
}

function PageLoading() {
  return (
    <main className="page" id="main">
      <Loading what="the page" />
    </main>
  );
}
