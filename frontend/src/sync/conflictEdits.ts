import { SentElsewhere } from "./edits/outcomes";
import { toSentence, type VideoSession } from "./videoSession";

import type { SideEdit } from "@/protocol/types";

export type Decision = "replace" | "union" | "dismiss";

/** Decides on an edit that lost a conflict; `base` is the version on the screen of who decides. */
export async function decideOn(
  session: VideoSession,
  { id, frame }: SideEdit,
  decision: Decision,
  base: number | undefined,
): Promise<void> {
  const isDismissed = decision === "dismiss";
  try {
    await session.edits.send({
      method: "POST",
      path: `/api/side-edits/${id}/${isDismissed ? "dismiss" : "apply"}/`,
      ...(isDismissed ? {} : { body: { how: decision, base_version: base } }),
      what: `Decision on a conflict on frame ${frame}`,
      refused: "tell",
    });
  } catch (error) {
    if (!(error instanceof SentElsewhere)) session.notice(toSentence(error), "danger");
  }
}
