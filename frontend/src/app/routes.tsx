import { lazy, Suspense } from "react";
import { Route, Routes } from "react-router";

import { RequireSession } from "./RequireSession";
import { Shell } from "./Shell";

import { NotFoundPage } from "@/pages/NotFoundPage";
import { SignInPage } from "@/pages/SignInPage";

const ProjectsPage = lazy(() => import("@/pages/projects/ProjectsPage"));
const ProjectPage = lazy(() => import("@/pages/project/ProjectPage"));
const InboxPage = lazy(() => import("@/pages/inbox/InboxPage"));
const ReviewPage = lazy(() => import("@/pages/review/ReviewPage"));
const AccountPage = lazy(() => import("@/pages/account/AccountPage"));
const AccountsPage = lazy(() => import("@/pages/accounts/AccountsPage"));
const InvitePage = lazy(() => import("@/pages/invite/InvitePage"));
const EditorPage = lazy(() => import("@/editor/EditorPage"));

/** Every page and its address. Declarative: the data router doubles what react-router weighs. */
export function AppRoutes() {
  return (
    <Routes>
      <Route path="/sign-in" element={<SignInPage />} />
      <Route
        path="/invite"
        element={
          <Suspense fallback={null}>
            <InvitePage />
          </Suspense>
        }
      />
      <Route element={<RequireSession />}>
        <Route element={<Shell />}>
          <Route index element={<ProjectsPage />} />
          <Route path="projects/:id/:tab?" element={<ProjectPage />} />
          <Route path="videos/:id" element={<EditorPage />} />
          <Route path="inbox" element={<InboxPage />} />
          <Route path="review/:maskletId" element={<ReviewPage />} />
          <Route path="account" element={<AccountPage />} />
          <Route path="accounts" element={<AccountsPage />} />
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Route>
    </Routes>
  );
}
