import ReconnectingSocket from "partysocket/ws";

import { api } from "./api";
import { loseSignIn } from "./signIn";

import { parseMaskFrame, type MaskFrame } from "@/protocol/maskFrame";
import type {
  ClientMessage,
  Cursor,
  Presence,
  ProjectChange,
  ServerMessage,
  Stroke,
  VideoEvent,
} from "@/protocol/types";
import type { Connection } from "@/state/editorStore";
import { EventOrder } from "@/state/eventOrder";


export interface LiveVideoHandlers {
  onEvent: (event: VideoEvent) => void;
  /** Too far behind to replay: adopt a snapshot, all at once, and resolve with its `last_seq`. */
  onSnapshotRequired: () => Promise<number>;
  onMask: (mask: MaskFrame) => void;
  onProgress: (propagation: number, framesDone: number, framesTotal: number) => void;
  onPresence: (people: Presence[]) => void;
  onCursor: (cursor: Cursor) => void;
  onStroke: (piece: Stroke) => void;
  /** An admin has changed the project. */
  onProject: (change: ProjectChange) => void;
  /** Connected, as this page; `lastChange` is the newest number that `onProject` may have missed. */
  onSession: (session: string, lastChange: number) => void;
  onConnection: (connection: Connection) => void;
  /** The server closed for good; the sentence says why. */
  onRefused: (sentence: string) => void;
}

const pingEvery_ms = 20_000;
const pongWithin_ms = 10_000;
/** While the socket is down (its broker may be), events still come by plain requests. */
const pollEvery_ms = 3_000;
/** A request whose server was killed under it may never end, and nothing else is read meanwhile. */
const answerWithin_ms = 20_000;

const signedOut = 4401;

const refusals: Record<number, string> = {
  4403: "Your access to this video has ended: ask an admin of the project.",
  4404: "This video does not exist any more, or you have no access to it.",
  4410: "This video has been deleted: ask an admin of the project.",
};

/** The websocket of one video: live events in order and without gaps, masks, people, progress. */
export class LiveVideo {
  readonly #videoId: number;
  readonly #handlers: LiveVideoHandlers;
  readonly #order: EventOrder;
  readonly #socket: ReconnectingSocket;
  readonly #timers: ReturnType<typeof setInterval>[] = [];
  #pongTimer: ReturnType<typeof setTimeout> | undefined;
  /** The server has said hello on this socket, and sends all that comes. */
  #isLive = false;
  #needsSnapshot = false;
  #catchingUp = false;
  /** Asked for once more while it was under way: what it has read may be from before. */
  #isWanted = false;
  #stopped = false;

  constructor(videoId: number, lastSeq: number, handlers: LiveVideoHandlers) {
    this.#videoId = videoId;
    this.#handlers = handlers;
    this.#order = new EventOrder(lastSeq);
    this.#socket = new ReconnectingSocket(() => this.#address(), undefined, {
      minReconnectionDelay: 500,
      maxReconnectionDelay: 8_000,
    });
    this.#socket.binaryType = "arraybuffer";
    this.#socket.addEventListener("message", (message: MessageEvent<unknown>) => {
      this.#receive(message.data);
    });
    this.#socket.addEventListener("close", (event: { code: number }) => this.#closed(event.code));
    this.#timers.push(setInterval(() => this.#ping(), pingEvery_ms));
    this.#timers.push(setInterval(() => this.#poll(), pollEvery_ms));
  }

  send(message: ClientMessage): void {
    // Presence that could not be sent is stale by the time of a reconnect.
    if (this.#isOpen) this.#socket.send(JSON.stringify(message));
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#pongTimer);
    this.#socket.close();
  }

  /** Fetches what is missing after the last event that is known, one run at a time. */
  async #catchUp(): Promise<void> {
    this.#isWanted = true;
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    try {
      while (this.#isWanted && !this.#stopped) {
        this.#isWanted = false;
        if (this.#needsSnapshot) await this.#adoptSnapshot();
        await this.#readEvents();
      }
    } catch {
      // The next poll tries again.
    } finally {
      this.#catchingUp = false;
    }
  }

  async #adoptSnapshot(): Promise<void> {
    const lastSeq = await this.#handlers.onSnapshotRequired();
    this.#order.restart(lastSeq);
    this.#needsSnapshot = false;
  }

  async #readEvents(): Promise<void> {
    for (let behind = true; behind && !this.#stopped && !this.#needsSnapshot; ) {
      const { events, last_seq } = await api.get<{ events: VideoEvent[]; last_seq: number }>(
        `/api/videos/${this.#videoId}/events/`,
        {
          query: { after: this.#order.lastSeq, limit: 1000 },
          signal: AbortSignal.timeout(answerWithin_ms),
        },
      );
      for (const event of events) this.#accept(event);
      behind = events.length > 0 && this.#order.lastSeq < last_seq;
    }
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  #address(): string {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    return `${scheme}://${location.host}/ws/videos/${this.#videoId}/?after=${this.#order.lastSeq}`;
  }

  #receive(data: unknown): void {
    if (this.#stopped) return;
    if (data instanceof ArrayBuffer) {
      const mask = parseMaskFrame(data);
      if (mask) this.#handlers.onMask(mask);
    } else if (typeof data === "string") {
      this.#dispatch(JSON.parse(data) as ServerMessage);
    }
  }

  #dispatch(message: ServerMessage): void {
    switch (message.type) {
      case "hello":
        this.#handlers.onSession(message.session, message.last_change);
        this.#handlers.onPresence(message.presence);
        this.#isLive = true;
        return this.#handlers.onConnection("live");
      case "event":
        this.#accept(message.event);
        if (this.#order.hasGap) void this.#catchUp();
        return;
      case "snapshot_required":
        this.#needsSnapshot = true;
        return void this.#catchUp();
      case "progress":
        return this.#handlers.onProgress(
          message.propagation,
          message.frames_done,
          message.frames_total,
        );
      case "presence":
        return this.#handlers.onPresence(message.people);
      case "cursor":
        return this.#handlers.onCursor(message);
      case "stroke":
        return this.#handlers.onStroke(message);
      case "project":
        return this.#handlers.onProject(message.change);
      case "pong":
        return clearTimeout(this.#pongTimer);
      case "error":
        return console.warn(message.detail);
    }
  }

  #accept(event: VideoEvent): void {
    if (this.#stopped) return;
    for (const ready of this.#order.accept(event)) {
      try {
        this.#handlers.onEvent(ready);
      } catch (error) {
        // What fails to show one event must not cost the page those that follow it.
        console.error(error);
      }
    }
  }

  #closed(code: number): void {
    this.#isLive = false;
    clearTimeout(this.#pongTimer);
    if (this.#stopped) return;
    this.#handlers.onConnection("offline");
    if (code === signedOut) {
      this.stop();
      return loseSignIn();
    }
    const sentence = refusals[code];
    if (!sentence) return;
    this.stop();
    this.#handlers.onRefused(sentence);
  }

  #ping(): void {
    if (!this.#isOpen) return;
    this.send({ type: "ping" });
    // A laptop that slept keeps a socket that looks open and says nothing.
    clearTimeout(this.#pongTimer);
    this.#pongTimer = setTimeout(() => this.#socket.reconnect(), pongWithin_ms);
  }

  #poll(): void {
    if (!this.#isLive || this.#needsSnapshot || this.#order.hasGap) void this.#catchUp();
  }
}
