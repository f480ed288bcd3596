import type { History } from "./history";
import { toSentence, type VideoSession } from "./videoSession";

import { goToFrame, shownFrame } from "@/state/editorMoves";
import { useEditorStore } from "@/state/editorStore";

const set = useEditorStore.setState;
const get = useEditorStore.getState;

/** Two versions of one object held against each other on the canvas, frame by frame. */
export class Comparison {
  readonly #session: VideoSession;
  readonly #history: History;
  readonly #unsubscribe: () => void;

  constructor(session: VideoSession, history: History) {
    this.#session = session;
    this.#history = history;
    this.#unsubscribe = useEditorStore.subscribe((now, before) => {
      const moved = now.shownFrame !== before.shownFrame || now.comparison !== before.comparison;
      if (now.comparison && moved) void this.#load();
    });
  }

  /** Goes to the first frame that differs, unless the shown one does. */
  async open(masklet: number, a: number, b: number): Promise<void> {
    set({ comparison: { masklet, a, b, frames: null }, versionMasks: null, playing: false });
    try {
      const frames = await this.#history.compare(masklet, a, b);
      if (!isOpen(masklet, a, b)) return;
      set({ comparison: { masklet, a, b, frames } });
      const [first] = frames;
      if (first && !frames.some(({ frame }) => frame === shownFrame())) goToFrame(first.frame);
    } catch (error) {
      this.#session.notice(toSentence(error), "danger");
      this.close();
    }
  }

  close(): void {
    set({ comparison: null, versionMasks: null });
  }

  stop(): void {
    this.#unsubscribe();
    this.close();
  }

  async #load(): Promise<void> {
    const { comparison } = get();
    if (!comparison) return;
    const { masklet, a, b } = comparison;
    const frame = shownFrame();
    try {
      const [maskA, maskB] = await Promise.all([
        this.#history.findMask(masklet, a, frame),
        this.#history.findMask(masklet, b, frame),
      ]);
      if (isOpen(masklet, a, b) && shownFrame() === frame) set({ versionMasks: { frame, a: maskA, b: maskB } });
    } catch {
      // The next step asks again; the frame stays bare until then.
    }
  }
}

function isOpen(masklet: number, a: number, b: number): boolean {
  const { comparison } = get();
  return comparison?.masklet === masklet && comparison.a === a && comparison.b === b;
}
