import type { Inbox, InboxItem, VideoToAnnotate } from "@/protocol/types";

export interface OrderedInbox {
  /** What this person was given, the oldest assignment first. */
  assigned: readonly VideoToAnnotate[];
  /** What nobody has, the oldest first: what the queue gives next. */
  free: readonly VideoToAnnotate[];
  /** Newest first: the comment is still fresh in both minds. */
  returned: readonly InboxItem[];
  /** What this person has first, then what nobody has, then what others have. */
  toReview: readonly InboxItem[];
}

export function orderInbox(inbox: Inbox): OrderedInbox {
  return {
    assigned: inbox.to_annotate.filter((video) => video.assignment !== null),
    free: inbox.to_annotate.filter((video) => video.assignment === null),
    returned: inbox.returned.toSorted((a, b) => byTime(b, a)),
    toReview: inbox.to_review,
  };
}

/** The masklet to review after this one, or null when it was the last. */
export function nextToReview(queue: readonly InboxItem[], maskletId: number): InboxItem | null {
  const place = queue.findIndex((item) => item.masklet.id === maskletId);
  const others = queue.filter((item) => item.masklet.id !== maskletId);
  // Those before it were skipped on purpose; they come round again at the end.
  return others[Math.max(0, place)] ?? others[0] ?? null;
}

function byTime(a: InboxItem, b: InboxItem): number {
  return a.at.localeCompare(b.at) || a.masklet.id - b.masklet.id;
}
