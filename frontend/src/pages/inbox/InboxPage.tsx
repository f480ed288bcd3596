import { useState } from "react";
import type { ReactNode } from "react";

import { InboxMaskletRow, InboxVideoRow } from "./InboxRows";
import { NextButtons } from "./NextButtons";
import { orderInbox } from "./inboxOrder";
import type { OrderedInbox } from "./inboxOrder";

import type { Project } from "@/protocol/types";
import { useInbox } from "@/sync/queries/inbox";
import { useProjects } from "@/sync/queries/projects";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

import "./InboxPage.css";

const FIRST_ROWS = 8;
/** The server names no more of a kind. */
const MOST_ROWS = 200;

export default function InboxPage() {
  const inbox = useInbox();
  const { data: projects = [] } = useProjects();
  return (
    <main className="page page--inbox" id="main">
      <title>Inbox · Maskloop</title>
      <div className="page__head">
        <div>
          <h1>Inbox</h1>
          <p>What waits for you, from all your projects.</p>
        </div>
        {projects.length > 0 && <NextButtons projects={projects} />}
      </div>
      {inbox.isPending && <Loading what="your inbox" />}
      {inbox.isError && <ProblemNote sentence={sentenceOf(inbox.error)} />}
      {inbox.data && <InboxSections inbox={orderInbox(inbox.data)} projects={projects} />}
    </main>
  );
}

function InboxSections({ inbox, projects }: { inbox: OrderedInbox; projects: readonly Project[] }) {
  const names = new Map(projects.map((project) => [project.id, project.name]));
  const { returned, assigned, toReview, free } = inbox;
  if (returned.length + assigned.length + toReview.length + free.length === 0) {
    return <NothingWaits projects={projects} />;
  }
  return (
    <>
      <Section title="Came back to you" hint="Correct them and submit again." count={returned.length}>
        {returned.map((item) => (
          <InboxMaskletRow
            key={item.masklet.id}
            item={item}
            to={`/videos/${item.masklet.video}?masklet=${item.masklet.id}`}
            testId="inbox-returned-row"
          />
        ))}
      </Section>
      <Section title="Assigned to you" hint="Yours to label; others may help." count={assigned.length}>
        {assigned.map((video) => (
          <InboxVideoRow key={video.id} video={video} projectName={names.get(video.project) ?? ""} />
        ))}
      </Section>
      <Section title="To review" hint="Yours first, then the longest waiting." count={toReview.length}>
        {toReview.map((item) => (
          <InboxMaskletRow
            key={item.masklet.id}
            item={item}
            to={`/review/${item.masklet.id}`}
            testId="inbox-review-row"
          />
        ))}
      </Section>
      <Section title="Free to take" hint="Nobody has them; the queue gives the first." count={free.length}>
        {free.map((video) => (
          <InboxVideoRow key={video.id} video={video} projectName={names.get(video.project) ?? ""} />
        ))}
      </Section>
    </>
  );
}

function NothingWaits({ projects }: { projects: readonly Project[] }) {
  if (projects.length === 0) {
    return (
      <EmptyState
        title="You are in no project yet"
        hint="Ask the admin of a project to add you as a member, or create a project of your own on the page Projects."
      />
    );
  }
  const isAdmin = projects.some((project) => project.role === "admin");
  return (
    <EmptyState
      title="Nothing waits for you"
      hint={
        isAdmin
          ? "Every video is assigned, submitted or done. Upload more in a project, and they wait here for whoever is free."
          : "Every video is assigned to somebody, submitted or done. What is new, comes back with a comment or waits for a review appears here by itself."
      }
    />
  );
}

interface SectionProps {
  title: string;
  hint: string;
  count: number;
  children: readonly ReactNode[];
}

/** The first rows of a kind, all of them when asked: one long list must not hide the others. */
function Section({ title, hint, count, children }: SectionProps) {
  const [isOpen, setIsOpen] = useState(false);
  if (count === 0) return null;
  return (
    <section className="section">
      <div className="section__head">
        <h2>
          {title} <span className="ui-muted">{count < MOST_ROWS ? count : `${MOST_ROWS}+`}</span>
        </h2>
        <p>{hint}</p>
      </div>
      <ul className="inbox-list ui-panel">{isOpen ? children : children.slice(0, FIRST_ROWS)}</ul>
      {count > FIRST_ROWS && (
        <Button variant="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? "Show fewer" : `Show all ${count}`}
        </Button>
      )}
    </section>
  );
}
