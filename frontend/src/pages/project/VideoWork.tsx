import { WorkBar } from "../WorkBar";
import { assignmentTitles, countOf, stageTitles } from "../wording";

import type { Assignment, Stage, VideoWithWork } from "@/protocol/types";
import { personColor } from "@/state/people";
import { Avatar } from "@/ui/Avatar";
import { Badge } from "@/ui/Badge";
import type { BadgeTone } from "@/ui/Badge";

const stageTones: Record<Stage, BadgeTone> = {
  reading: "plain",
  failed: "danger",
  new: "plain",
  in_work: "accent",
  to_review: "warn",
  done: "ok",
};

/** How far a video is and who has it. */
export function VideoWork({ video }: { video: VideoWithWork }) {
  return (
    <div className="video-work">
      <div className="ui-row">
        <Badge tone={stageTones[video.stage]}>{stageTitles[video.stage]}</Badge>
        <span className="ui-muted ui-grow" data-testid="video-objects">
          {video.num_masklets > 0 ? countOf(video.num_masklets, "object") : "No object yet"}
        </span>
        <Assignees assignees={video.assignees} />
      </div>
      <WorkBar counts={video.masklets} />
    </div>
  );
}

function Assignees({ assignees }: { assignees: readonly Assignment[] }) {
  if (assignees.length === 0) return null;
  return (
    <span className="ui-avatars" data-testid="assignees">
      {assignees.map(({ id, kind, user }) => {
        const name = user.display_name || user.username;
        const title = `${name} ${assignmentTitles[kind]}`;
        return <Avatar key={id} name={name} color={personColor(user.id)} title={title} />;
      })}
    </span>
  );
}
