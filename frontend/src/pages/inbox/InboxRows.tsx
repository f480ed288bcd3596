import { Link } from "react-router";

import { countOf, formatTime } from "../wording";

import type { InboxItem, VideoToAnnotate } from "@/protocol/types";
import { personColor } from "@/state/people";
import { useEndAssignment } from "@/sync/queries/assignments";
import { useSession } from "@/sync/queries/session";
import { Avatar } from "@/ui/Avatar";
import { Button } from "@/ui/Button";
import { sentenceOf } from "@/ui/sentenceOf";
import { showToast } from "@/ui/toasts";

export function InboxMaskletRow({ item, to, testId }: { item: InboxItem; to: string; testId: string }) {
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
        <Reviewers item={item} />
        <time className="ui-muted" dateTime={item.at}>
          {formatTime(item.at)}
        </time>
      </Link>
    </li>
  );
}

/** Who has the video for review. */
function Reviewers({ item }: { item: InboxItem }) {
  const { data: me } = useSession();
  if (item.masklet.status !== "submitted" || item.reviewers.length === 0) return null;
  return (
    <span className="ui-avatars">
      {item.reviewers.map((user) => {
        const name = user.display_name || user.username;
        const title = user.id === me?.id ? "You have it for review" : `${name} has it for review`;
        return <Avatar key={user.id} name={name} color={personColor(user.id)} title={title} />;
      })}
    </span>
  );
}

export function InboxVideoRow({ video, projectName }: { video: VideoToAnnotate; projectName: string }) {
  return (
    <li className="inbox-line">
      <Link to={`/videos/${video.id}`} className="inbox-row" data-testid="inbox-video-row" data-video={video.id}>
        <img
          className="inbox-row__poster"
          src={`/api/videos/${video.id}/poster.jpg`}
          alt=""
          loading="lazy"
          decoding="async"
        />
        <span className="inbox-row__main">
          <span className="inbox-row__title">{video.name}</span>
          <span className="ui-muted">{projectName}</span>
        </span>
        <span className="ui-muted">
          {countOf(video.num_frames, "frame")} ·{" "}
          {video.num_masklets > 0 ? countOf(video.num_masklets, "object") : "no object yet"}
        </span>
      </Link>
      {video.assignment !== null && <GiveBack assignment={video.assignment} name={video.name} />}
    </li>
  );
}

function GiveBack({ assignment, name }: { assignment: number; name: string }) {
  const end = useEndAssignment();

  function give() {
    end.mutate(assignment, {
      onSuccess: () => showToast(`“${name}” is free for somebody else.`),
      onError: (error) => showToast(sentenceOf(error), "danger"),
    });
  }

  return (
    <Button small variant="quiet" onClick={give} busy={end.isPending} aria-label={`Give back ${name}`} data-testid="give-back">
      Give back
    </Button>
  );
}
