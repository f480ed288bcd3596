import type { VideoEvent } from "@/protocol/types";

type Kind = "masklet" | "prompt" | "propagation";

/** Whether an answer knows more of a thing than the events and snapshots that have come. */
export type IsNews = (kind: Kind, id: number) => boolean;

/**
 * Tells apart answers that come before their events and answers that events have overtaken. One that
 * was lost and is asked for again says what was true then: by now the object may be relabelled or
 * gone, and no event would come to put it right.
 */
export class AnswerOrder {
  readonly #changedAt = new Map<string, number>();
  #now = 0;
  #snapshotAt = 0;
  #isStopped = false;

  takeSnapshot(): void {
    this.#snapshotAt = this.#now += 1;
    this.#changedAt.clear();
  }

  takeEvent(event: VideoEvent): void {
    this.#now += 1;
    for (const name of listNamed(event)) this.#changedAt.set(name, this.#now);
  }

  /** Call when an edit is made, and what it gives when its answer is there. */
  begin(): IsNews {
    const since = this.#now;
    return (kind, id) =>
      !this.#isStopped && (this.#changedAt.get(`${kind} ${id}`) ?? this.#snapshotAt) <= since;
  }

  /** The video is closed: what is still answered is no news to the one that is shown by then. */
  stop(): void {
    this.#isStopped = true;
  }
}

function listNamed(event: VideoEvent): string[] {
  switch (event.type) {
    case "masklet.changed":
      return [`masklet ${event.masklet.id}`];
    case "masklet.deleted":
      return [`masklet ${event.masklet}`];
    case "masks.changed":
      return event.ranges.map(({ masklet }) => `masklet ${masklet}`);
    case "prompts.changed":
      return [...event.removed, ...event.added.map(({ id }) => id)].map((id) => `prompt ${id}`);
    case "propagation.changed":
      return [`propagation ${event.propagation.id}`];
    default:
      return [];
  }
}
