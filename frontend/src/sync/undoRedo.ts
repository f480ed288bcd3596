import { api } from "./api";
import { SentElsewhere } from "./edits/outcomes";
import { toSentence, type VideoSession } from "./videoSession";

import type { UndoState, Undone } from "@/protocol/types";
import { goToFrame, shownFrame } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";
import { describeGesture } from "@/state/operationWords";

/** Many events come at once; what the buttons say may come a little later. */
const refreshAfter_ms = 400;

const get = useEditorStore.getState;

/** This person's own way back and forth through what they did in the video, as the server keeps it. */
export class UndoRedo {
  readonly #session: VideoSession;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(session: VideoSession) {
    this.#session = session;
  }

  /** Asks again what would be undone and redone next: anybody's change may bear on it. */
  refreshSoon(): void {
    if (this.#isStopped) return;
    this.#timer ??= setTimeout(() => void this.#refresh(), refreshAfter_ms);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async undo(): Promise<void> {
    await this.#step("undo", "Undone");
  }

  async redo(): Promise<void> {
    await this.#step("redo", "Done again");
  }

  async #refresh(): Promise<void> {
    this.#timer = undefined;
    try {
      const undo = await api.get<UndoState>(this.#path("undo"));
      if (!this.#isStopped) useEditorStore.setState({ undo });
    } catch {
      // The next event asks again.
    }
  }

  /**
   * Names no operation: edits that are still on their way come before this call in the queue, and
   * the newest of them is what the person means.
   */
  async #step(which: "undo" | "redo", done: string): Promise<void> {
    try {
      const undone = await this.#session.edits.send<Undone>({
        method: "POST",
        path: this.#path(which),
        body: {},
        what: which === "undo" ? "An undo" : "A redo",
        refused: "tell",
      });
      this.#show(undone, done);
    } catch (error) {
      if (!(error instanceof SentElsewhere)) this.#session.notice(toSentence(error), "danger");
    }
    this.refreshSoon();
  }

  #show(undone: Undone, done: string): void {
    const { server } = get();
    const text = describeGesture(undone, (masklet) => server?.masklets.get(masklet)?.number);
    this.#session.notice(`${done}: ${text}.`, "plain");
    const [first] = undone.ranges;
    const frame = shownFrame();
    const isInSight = undone.ranges.some(([, start, stop]) => start <= frame && frame < stop);
    if (first && !isInSight) goToFrame(first[1]);
  }

  #path(which: "undo" | "redo"): string {
    return `/api/videos/${this.#session.videoId}/${which}/`;
  }
}
