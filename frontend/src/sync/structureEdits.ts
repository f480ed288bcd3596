import { ApiProblem, api } from "./api";
import { SentElsewhere } from "./edits/outcomes";
import { toSentence, type VideoSession } from "./videoSession";

import type { DeletedMasklet, KeptMask, Masklet, StructureChanged } from "@/protocol/types";
import { useEditorStore } from "@/state/editorStore";

/** How an edit ended: made, or refused with a sentence and, for a merge, the frames with two masks. */
export type StructureOutcome =
  | { made: true; masklets: Masklet[] }
  | { made: false; sentence: string; overlap: [number, number][] };

const whats = {
  split: "Split",
  swap: "Swap",
  merge: "Merge",
  copy: "Copy of a mask",
  mark: "Marked frames",
  restore: "Restored version",
} as const;

/** Frames [start, stop). */
export interface Span {
  start: number;
  stop: number;
}

/** Edits of whole objects and of many frames; each is one operation, and one step of undo. */
export class StructureEdits {
  readonly #session: VideoSession;

  constructor(session: VideoSession) {
    this.#session = session;
  }

  split(masklet: number, frame: number): Promise<StructureOutcome> {
    return this.#send(masklet, "split", { frame });
  }

  swap(masklet: number, other: number, frame: number): Promise<StructureOutcome> {
    return this.#send(masklet, "swap", { other, frame });
  }

  merge(target: number, source: number, keep: KeptMask | null): Promise<StructureOutcome> {
    return this.#send(target, "merge", { source, keep });
  }

  copyMask(masklet: number, frame: number, span: Span): Promise<StructureOutcome> {
    return this.#send(masklet, "copy", { frame, ...span, base_version: headOf(masklet) });
  }

  mark(masklet: number, state: "absent" | "cleared", span: Span): Promise<StructureOutcome> {
    return this.#send(masklet, "mark", { state, ...span, base_version: headOf(masklet) });
  }

  /** Of all frames where no span is given. */
  restore(masklet: number, version: number, span: Span | null): Promise<StructureOutcome> {
    return this.#send(masklet, "restore", { version, ...span, base_version: headOf(masklet) });
  }

  async recover(masklet: number): Promise<StructureOutcome> {
    return this.#attempt(async () => [
      await this.#session.edits.send<Masklet>({
        method: "POST",
        path: `/api/masklets/${masklet}/recover/`,
        what: "Recovery of an object",
        refused: "tell",
      }),
    ]);
  }

  listDeleted(): Promise<DeletedMasklet[]> {
    return api.get<DeletedMasklet[]>(`/api/videos/${this.#session.videoId}/deleted-masklets/`);
  }

  #send(masklet: number, edit: keyof typeof whats, body: object): Promise<StructureOutcome> {
    return this.#attempt(async () => {
      const path = `/api/masklets/${masklet}/${edit}/`;
      const changed = await this.#session.edits.send<StructureChanged>({
        method: "POST",
        path,
        body,
        what: `${whats[edit]} of an object`,
        refused: "tell",
      });
      return changed.masklets;
    });
  }

  async #attempt(action: () => Promise<Masklet[]>): Promise<StructureOutcome> {
    try {
      return { made: true, masklets: await action() };
    } catch (error) {
      // It was made; what came of it comes with the events.
      if (error instanceof SentElsewhere) return { made: true, masklets: [] };
      const overlap = error instanceof ApiProblem ? (error.problem["overlap"] ?? []) : [];
      return { made: false, sentence: toSentence(error), overlap: overlap as [number, number][] };
    }
  }
}

/** The version that the person sees, by which the server finds what others changed meanwhile. */
function headOf(masklet: number): number | null {
  return useEditorStore.getState().server?.masklets.get(masklet)?.head ?? null;
}
