import type { ReactNode } from "react";
import { Link } from "react-router";

import { countOf, formatTime } from "../wording";

import { orderInbox } from "./inboxOrder";
import type { OrderedInbox } from "./inboxOrder";

import type { InboxItem, Video } from "@/protocol/types";
import { useInbox } from "@/sync/queries/inbox";
import { useProjects } from "@/sync/queries/projects";
import { EmptyState } from "@/ui/EmptyState";
import { Loading } from "@/ui/Loading";
import { ProblemNote } from "@/ui/Note";
import { sentenceOf } from "@/ui/sentenceOf";

import "./InboxPage.css";

export default function InboxPage() {
  const inbox = useInbox();
  return (
    <main className="page page--inbox" id="main">
      <title>Inbox · Maskloop</title>
      <div className="page__head">
        <div>
          <h1>Inbox</h1>
          <p>What waits for you, from all your projects.</p>
        </div>
      </div>
      {inbox.isPending && <Loading what="your inbox" />}
      {inbox.isError && <ProblemNote sentence={sentenceOf(inbox.error)} />}
      {inbox.data && <InboxSections inbox={orderInbox(inbox.data)} />}
    </main>
  );
}

function InboxSections({ inbox }: { inbox: OrderedInbox }) {
  const { data: projects } = useProjects();
  const projectNames = new Map(projects?.map((project) => [project.id, project.name]));
  if (inbox.returned.length + inbox.toReview.length + inbox.toAnnotate.length === 0) {
    return (
      <EmptyState
        title="Nothing waits for you"
        hint="Videos to label, masklets that come back with a comment and masklets to review appear here."
      />
    );
  }
  return (
    <>
      <Section title="Came back to you" hint="Correct them and submit again." count={inbox.returned.length}>
        {inbox.returned.map((item) => (
          <MaskletRow
            key={item.masklet.id}
            item={item}
            to={`/videos/${item.masklet.video}?masklet=${item.masklet.id}`}
            testId="inbox-returned-row"
          />
        ))}
      </Section>
      <Section title="To review" hint="Longest waiting first." count={inbox.toReview.length}>
        {inbox.toReview.map((item) => (
          <MaskletRow
            key={item.masklet.id}
            item={item}
            to={`/review/${item.masklet.id}`}
            testId="inbox-review-row"
          />
        ))}
      </Section>
      <Section title="To annotate" hint="Videos of your projects." count={inbox.toAnnotate.length}>
        {inbox.toAnnotate.map((video) => (
          <VideoRow key={video.id} video={video} projectName={projectNames.get(video.project) ?? ""} />
        ))}
      </Section>
    </>
  );
}

interface SectionProps {
  title: string;
  hint: string;
  count: number;
  children: ReactNode;
}

function Section({ title, hint, count, children }: SectionProps) {
  if (count === 0) return null;
  return (
    <section className="section">
      <div className="section__head">
        <h2>
          {title} <span className="ui-muted">{count}</span>
        </h2>
        <p>{hint}</p>
      </div>
      <ul className="inbox-list ui-panel">{children}</ul>
    </section>
  );
}

function MaskletRow({ item, to, testId }: { item: InboxItem; to: string; testId: string }) {
  return (
    <li>
      <Link to={to} className="inbox-row" data-testid={testId} data-masklet={item.masklet.id}>
        <span className="ui-swatch" style={{ background: item.label.color }} />
        <span className="inbox-row__main">
          <span className="inbox-row__title">
            {item.label.name} <span className="ui-muted">object {item.masklet.number}</span>
          </span>
          <span className="ui-muted">
            {item.video.name} · {item.video.project_name}
          </span>
          {item.comment && (
            <q className="inbox-row__comment" data-testid="inbox-comment">
              {item.comment}
            </q>
          )}
        </span>
        <time className="ui-muted" dateTime={item.at}>
          {formatTime(item.at)}
        </time>
      </Link>
    </li>
  );
}

function VideoRow({ video, projectName }: { video: Video; projectName: string }) {
  return (
    <li>
      <Link to={`/videos/${video.id}`} className="inbox-row" data-testid="inbox-video-row" data-video={video.id}>
        <img className="inbox-row__poster" src={`/api/videos/${video.id}/poster.jpg`} alt="" loading="lazy" />
        <span className="inbox-row__main">
          <span className="inbox-row__title">{video.name}</span>
          <span className="ui-muted">{projectName}</span>
        </span>
        <span className="ui-muted">
          {countOf(video.num_frames, "frame")} ·{" "}
          {video.num_masklets > 0 ? countOf(video.num_masklets, "object") : "no object yet"}
        </span>
      </Link>
    </li>
  );
}
