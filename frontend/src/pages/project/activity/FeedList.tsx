import { Link } from "react-router";

import { formatTime } from "../../wording";

import type { FeedEntry } from "@/protocol/types";
import { personColor } from "@/state/people";
import { Avatar } from "@/ui/Avatar";
import { FilmIcon } from "@/ui/icons";

export function FeedList({ entries }: { entries: readonly FeedEntry[] }) {
  return (
    <ol className="feed ui-panel" data-testid="feed">
      {entries.map((entry) => (
        <li key={entry.id} data-testid="feed-entry" data-kind={entry.kind}>
          <FeedRow entry={entry} />
        </li>
      ))}
    </ol>
  );
}

function FeedRow({ entry }: { entry: FeedEntry }) {
  const { actor, video } = entry;
  const name = actor && (actor.display_name || actor.username);
  return (
    <>
      {actor && name ? (
        <span aria-hidden="true">
          <Avatar name={name} color={personColor(actor.id)} title={name} />
        </span>
      ) : (
        <span className="feed__film">
          <FilmIcon size={18} />
        </span>
      )}
      <div className="feed__text">
        <p>
          {name && <strong>{name}</strong>} {name && entry.sentence}
          {video && (
            <>
              {name && ": "}
              <Link to={placeOf(entry)}>{video.name}</Link>
            </>
          )}
          {!name && ` ${entry.sentence}`}
        </p>
        {entry.quote && <q>{entry.quote}</q>}
      </div>
      <time className="ui-muted" dateTime={entry.at}>
        {formatTime(entry.at)}
      </time>
    </>
  );
}

/** Where the thing that was done can be seen. */
function placeOf({ kind, video, masklet }: FeedEntry): string {
  if (masklet === null || video === null) return `/videos/${video?.id ?? ""}`;
  return kind === "reviews" ? `/review/${masklet}` : `/videos/${video.id}?masklet=${masklet}`;
}
