import { ActivityMeter } from "./activity";
import { AnswerOrder } from "./answerOrder";
import { api } from "./api";
import { openEditQueue } from "./edits/openEditQueue";
import { UnsentDisplay } from "./edits/unsentDisplay";
import { VideoEdits } from "./edits/videoEdits";
import { HoverPreviews } from "./hoverPreviews";
import { LiveVideo } from "./liveVideo";
import { MaskPages } from "./maskPages";
import { OpenProject } from "./openProject";
import { SharedGestures } from "./sharedGestures";
import { onSignInRegained } from "./signIn";
import { UndoRedo } from "./undoRedo";

import { MaskStore } from "@/masks/maskStore";
import type { FrameTable, Presence, Snapshot, VideoEvent } from "@/protocol/types";
import { whyClosed } from "@/state/closed";
import { announce, endAwait, reviewMasklet } from "@/state/editorMoves";
import { useEditorStore, type EditorState } from "@/state/editorStore";
import { LivePeople } from "@/state/livePeople";
import { othersOf, viewInSight } from "@/state/people";
import { reduceEvent } from "@/state/reduceEvent";
import { isUnfinished, listMasklets, stateFromSnapshot } from "@/state/videoState";


export interface SessionOptions {
  videoId: number;
  /** Whose edits these are. */
  user: number;
  mode: "annotate" | "review";
  maskletId?: number | undefined;
  /** Says something to the person at the edge of the page. */
  onNotice: (sentence: string, tone: "plain" | "danger") => void;
}

const presenceEvery_ms = 150;
const snapshotWithin_ms = 60_000;
/** Operations remembered as answered, for answers to requests that their events overtook. */
const maxAnswered = 200;

const set = useEditorStore.setState;
const get = useEditorStore.getState;

/** One open video: keeps the editor's store equal to the server and carries edits there. */
export class VideoSession {
  readonly videoId: number;
  readonly masks = new MaskStore();
  readonly edits: VideoEdits;
  readonly answers = new AnswerOrder();
  readonly notice: SessionOptions["onNotice"];
  readonly activity: ActivityMeter;
  readonly people = new LivePeople();
  readonly shared: SharedGestures;
  readonly hover = new HoverPreviews((message) => this.#live?.send(message));
  readonly undoRedo: UndoRedo;
  readonly #project = new OpenProject();
  readonly #options: SessionOptions;
  readonly #pages: MaskPages;
  readonly #unsubscribe: (() => void)[];
  #live: LiveVideo | null = null;
  #presenceTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #answered = new Set<number>();
  #stopped = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.videoId = options.videoId;
    this.notice = options.onNotice;
    const queue = openEditQueue(options.user);
    this.edits = new VideoEdits(queue, options.videoId);
    this.activity = new ActivityMeter(options.videoId, options.mode, () => get().selected, () => whyClosed(get()) !== null);
    this.undoRedo = new UndoRedo(this);
    this.shared = new SharedGestures(
      (message) => this.#live?.send(message),
      () => othersOf(get().presence, get().session).length > 0,
    );
    this.#pages = new MaskPages(this.masks, () => get().server?.heads ?? new Map());
    const display = new UnsentDisplay(this.videoId, this.masks);
    this.#unsubscribe = [
      useEditorStore.subscribe((now, before) => this.#follow(now, before)),
      queue.subscribe((state) => display.show(state)),
      onSignInRegained(() => this.#reconnect()),
    ];
    void this.#open();
  }

  stop(): void {
    this.#stopped = true;
    this.answers.stop();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#live?.stop();
    this.#pages.stop();
    this.activity.stop();
    this.shared.stop();
    this.hover.stop();
    this.undoRedo.stop();
    clearTimeout(this.#presenceTimer);
  }

  /** True if the mask (or the failure) of that operation has already come, or nobody waits for it any more. */
  isAnswered(operation: number): boolean {
    return this.#stopped || this.#answered.has(operation);
  }

  async #open(): Promise<void> {
    try {
      const snapshot = await this.#fetchSnapshot();
      await this.#project.open(snapshot.video.project);
      if (this.#stopped) return;
      this.#adoptSnapshot(snapshot);
      this.#preselect();
      this.#connect(snapshot.last_seq);
    } catch (error) {
      if (!this.#stopped) set({ fatal: toSentence(error) });
    }
  }

  #fetchSnapshot(): Promise<Snapshot> {
    const signal = AbortSignal.timeout(snapshotWithin_ms);
    return api.get<Snapshot>(`/api/videos/${this.videoId}/snapshot/`, { signal });
  }

  #adoptSnapshot(snapshot: Snapshot): void {
    this.answers.takeSnapshot();
    set({ server: stateFromSnapshot(snapshot) });
    this.undoRedo.refreshSoon();
    this.#pages.refresh(0);
    void this.#loadFrames();
  }

  async #loadFrames(): Promise<void> {
    if (get().frames || get().server?.video.status !== "ready") return;
    try {
      const frames = await api.get<FrameTable>(`/api/videos/${this.videoId}/frames/`);
      if (!this.#stopped) set({ frames });
    } catch (error) {
      if (!this.#stopped) set({ fatal: toSentence(error) });
    }
  }

  #preselect(): void {
    const { server } = get();
    if (!server) return;
    const { mode, maskletId: wished } = this.#options;
    if (mode === "review" && wished !== undefined) return reviewMasklet(wished);
    const first = listMasklets(server)[0]?.id ?? null;
    set({ selected: wished !== undefined && server.masklets.has(wished) ? wished : first });
  }

  /** The server closes the socket for good when a log-in ends. */
  #reconnect(): void {
    const { server } = get();
    if (!server) return;
    this.#live?.stop();
    this.#connect(server.lastSeq);
  }

  #connect(lastSeq: number): void {
    this.#live = new LiveVideo(this.videoId, lastSeq, {
      onEvent: (event) => this.#apply(event),
      onSnapshotRequired: () => this.#resync(),
      onMask: (mask) => {
        if (mask.kind === "preview") this.hover.take(mask);
        else this.masks.putStreamed(mask);
      },
      onProgress: (propagation, frames_done, frames_total) => {
        set(({ progress }) => ({
          progress: new Map(progress).set(propagation, { frames_done, frames_total }),
        }));
      },
      onPresence: (presence) => this.#adoptPresence(presence),
      onCursor: (cursor) => this.people.takeCursor(cursor, performance.now()),
      onStroke: (piece) => this.people.takeStroke(piece, performance.now()),
      onProject: (change) => {
        const sentence = this.#project.take(change);
        if (sentence) this.notice(sentence, "plain");
      },
      onSession: (session, lastChange) => {
        set({ session });
        this.#sendPresence();
        void this.#project.catchUp(lastChange);
      },
      onConnection: (connection) => {
        set({ connection });
        if (connection === "live") this.edits.retryNow();
      },
      onRefused: (fatal) => set({ fatal }),
    });
  }

  #adoptPresence(presence: Presence[]): void {
    set({ presence });
    this.people.keepOnly(presence.map(({ session }) => session));
  }

  async #resync(): Promise<number> {
    const snapshot = await this.#fetchSnapshot();
    if (this.#stopped) return snapshot.last_seq;
    this.#adoptSnapshot(snapshot);
    this.#endWhatIsOver();
    return snapshot.last_seq;
  }

  /** What the events that a snapshot stands for would have ended one by one. */
  #endWhatIsOver(): void {
    const { server, selected, progress } = get();
    if (!server) return;
    const running = [...server.propagations.values()].filter(isUnfinished).map(({ id }) => id);
    this.masks.keepProvisional(new Set(running));
    set({ awaited: [], progress: new Map([...progress].filter(([id]) => running.includes(id))) });
    if (selected !== null && !server.masklets.has(selected)) this.#preselect();
  }

  #apply(event: VideoEvent): void {
    const { server, me } = get();
    if (!server) return;
    this.answers.takeEvent(event);
    set({ server: reduceEvent(server, event) });
    this.undoRedo.refreshSoon();
    switch (event.type) {
      case "masks.changed":
        return this.#afterMasks(event);
      case "prediction.failed":
        this.#remember(event.operation);
        this.masks.endClick(event.masklet, event.frame);
        if (endAwait(event.operation)) this.notice(event.problem, "danger");
        return;
      case "masklet.deleted":
        this.masks.forget(event.masklet);
        if (get().selected === event.masklet) this.#preselect();
        return;
      case "propagation.changed":
        if (!isUnfinished(event.propagation)) this.#afterPropagation(event);
        return;
      case "side_edit.opened":
        if (event.side_edit.author === get().me?.id) set({ openConflict: null });
        return;
      case "video.changed":
        if (Boolean(event.video.archived) !== Boolean(server.video.archived) && event.actor !== me?.id) {
          this.notice(
            event.video.archived
              ? "An admin archived this video: nothing in it can be changed now."
              : "An admin took this video out of the archive: you can go on.",
            "plain",
          );
        }
        return void this.#loadFrames();
    }
  }

  #afterMasks(event: Extract<VideoEvent, { type: "masks.changed" }>): void {
    this.#pages.refresh();
    this.#remember(event.operation);
    const { awaited, server } = get();
    for (const { operation, masklet, frame } of awaited) {
      const answers = event.ranges.some(
        (range) => range.masklet === masklet && range.start <= frame && frame < range.stop,
      );
      if ((event.operation !== operation && !answers) || !endAwait(operation)) continue;
      const number = server?.masklets.get(masklet)?.number ?? "";
      announce(`Mask of object ${number} arrived on frame ${frame}.`);
    }
  }

  #remember(operation: number): void {
    this.#answered.add(operation);
    const oldest = this.#answered.values().next().value;
    if (this.#answered.size > maxAnswered && oldest !== undefined) this.#answered.delete(oldest);
  }

  #afterPropagation(event: Extract<VideoEvent, { type: "propagation.changed" }>): void {
    const { id, status, frames_done, problem } = event.propagation;
    set(({ progress }) => {
      const rest = new Map(progress);
      rest.delete(id);
      return { progress: rest };
    });
    // Committed masks are being fetched; what was only streamed goes once they are here.
    setTimeout(() => this.masks.endPropagation(id), status === "done" ? 1_500 : 300);
    if (status === "done") announce(`Tracking finished: ${frames_done} frames.`);
    if (status === "failed") this.notice(problem || "Tracking failed: try again.", "danger");
  }

  #follow(now: EditorState, before: EditorState): void {
    if (now.frame !== before.frame) this.#pages.moveTo(now.frame);
    if (now.shownFrame !== before.shownFrame && now.shownFrame !== null) {
      this.activity.countFrame(now.shownFrame);
    }
    const moved =
      now.frame !== before.frame ||
      now.tool !== before.tool ||
      now.selected !== before.selected ||
      now.viewport !== before.viewport;
    if (moved) this.shared.moveTo(now.selected, now.frame);
    if (moved && this.#presenceTimer === undefined) {
      this.#presenceTimer = setTimeout(() => this.#sendPresence(), presenceEvery_ms);
    }
  }

  #sendPresence(): void {
    clearTimeout(this.#presenceTimer);
    this.#presenceTimer = undefined;
    const { frame, tool, selected } = get();
    this.#live?.send({ type: "presence", frame, tool, masklet: selected, view: viewInSight(get()) });
  }
}

export function toSentence(error: unknown): string {
  if (error instanceof Error && error.message) return error.message;
  return "Something went wrong: reload the page.";
}
