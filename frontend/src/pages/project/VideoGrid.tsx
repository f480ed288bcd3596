import { useEffect, useEffectEvent, useRef } from "react";

import { VideoCard } from "./VideoCard";

import type { Project, VideoWithWork } from "@/protocol/types";
import { Button } from "@/ui/Button";

/** How far below the window the next page is already asked for. */
const AHEAD = "800px";

interface VideoGridProps {
  videos: readonly VideoWithWork[];
  project: Project;
  chosen: ReadonlySet<number>;
  onChoose: (chosen: ReadonlySet<number>) => void;
  /** Brings the next page; null on the last one. */
  more: (() => void) | null;
  busy: boolean;
}

/** The videos as cards; admins choose several, with Shift from the last one chosen to this. */
export function VideoGrid({ videos, project, chosen, onChoose, more, busy }: VideoGridProps) {
  const last = useRef<number | null>(null);

  function choose(video: number, isChosen: boolean, isRange: boolean) {
    const next = new Set(chosen);
    const place = videos.findIndex(({ id }) => id === video);
    const from = isRange ? videos.findIndex(({ id }) => id === last.current) : -1;
    const span = from < 0 ? [place, place] : [Math.min(from, place), Math.max(from, place)];
    for (const { id } of videos.slice(span[0], (span[1] ?? place) + 1)) {
      if (isChosen) next.add(id);
      else next.delete(id);
    }
    last.current = video;
    onChoose(next);
  }

  return (
    <>
      <ul className="video-grid">
        {videos.map((video) => (
          <li key={video.id}>
            <VideoCard
              video={video}
              project={project}
              check={
                project.role === "admin" && (
                  <input
                    type="checkbox"
                    className="video-card__check"
                    aria-label={`Choose ${video.name}`}
                    checked={chosen.has(video.id)}
                    onChange={(event) =>
                      choose(video.id, event.target.checked, (event.nativeEvent as MouseEvent).shiftKey)
                    }
                    data-testid="video-choose"
                  />
                )
              }
            />
          </li>
        ))}
      </ul>
      {more && <MoreVideos more={more} busy={busy} />}
    </>
  );
}

/** Brings the next page before the end is in sight; a button for who comes there by keyboard. */
function MoreVideos({ more, busy }: { more: () => void; busy: boolean }) {
  const end = useRef<HTMLDivElement>(null);
  const ask = useEffectEvent((entries: IntersectionObserverEntry[]) => {
    if (!busy && entries.some((entry) => entry.isIntersecting)) more();
  });
  useEffect(() => {
    if (!end.current) return;
    const observer = new IntersectionObserver((entries) => ask(entries), { rootMargin: AHEAD });
    observer.observe(end.current);
    return () => observer.disconnect();
    // An observer tells only changes: after each page it must look again.
  }, [busy]);
  return (
    <div className="video-more" ref={end}>
      <Button onClick={more} busy={busy} data-testid="videos-more">
        Show more videos
      </Button>
    </div>
  );
}
