import type { Inbox, InboxItem, Video } from "@/protocol/types";

export interface OrderedInbox {
  /** Least worked on first: a person who looks for work starts there. */
  toAnnotate: readonly Video[];
  /** Newest first: the comment is still fresh in both minds. */
  returned: readonly InboxItem[];
  /** Oldest first: nobody waits for ever. */
  toReview: readonly InboxItem[];
}

export function orderInbox(inbox: Inbox): OrderedInbox {
  return {
    toAnnotate: inbox.to_annotate.toSorted((a, b) => a.num_masklets - b.num_masklets || a.id - b.id),
    returned: inbox.returned.toSorted((a, b) => byTime(b, a)),
    toReview: inbox.to_review.toSorted(byTime),
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
