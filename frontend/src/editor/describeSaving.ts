import type { EditorState } from "@/state/editorStore";

export interface Saving {
  look: "connecting" | "saved" | "saving" | "offline" | "refused" | "conflict" | "quiet";
  words: string;
  hint: string;
}

const kept =
  "They are kept in this browser, also when you close the page, and are sent in their order as soon as that is possible.";
const notKept = "This browser keeps nothing: leave the page open until they are sent.";

/** How safe a person's work is: the most urgent thing about it. */
export function describeSaving(state: EditorState): Saving {
  const { unsentEdits, sendingHalted, refusedEdits, connection } = state;
  const waiting = `${countEdits(unsentEdits)} ${unsentEdits === 1 ? "waits" : "wait"}`;
  const hint = state.keepsEdits ? kept : notKept;
  if (sendingHalted === "signedOut") return { look: "offline", words: `Signed out: ${waiting}`, hint };
  if (sendingHalted === "lost") return { look: "offline", words: `Offline: ${waiting}`, hint };
  if (refusedEdits.length) {
    const words = `${countEdits(refusedEdits.length)} refused`;
    return { look: "refused", words, hint: "Each is listed beside the picture, with the reason." };
  }
  const conflicts = countOwnConflicts(state);
  if (conflicts) {
    const words = conflicts === 1 ? "1 conflict to decide" : `${conflicts} conflicts to decide`;
    return { look: "conflict", words, hint: "Somebody changed the same frame first: decide beside the picture." };
  }
  if (unsentEdits) return { look: "saving", words: "Saving…", hint };
  if (connection === "connecting") return { look: "connecting", words: "Connecting…", hint: "" };
  const safe = "The server has confirmed everything that you did.";
  if (connection === "live") return { look: "saved", words: "Saved", hint: safe };
  return { look: "quiet", words: "Saved · live updates are down", hint: safe };
}

function countEdits(count: number): string {
  return count === 1 ? "1 edit" : `${count} edits`;
}

function countOwnConflicts({ server, me }: EditorState): number {
  let own = 0;
  for (const { author } of server?.sideEdits.values() ?? []) if (author === me?.id) own += 1;
  return own;
}
