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
  /** Too far behind to replay: fetch a snapshot, then call `restart` with its `last_seq`. */
  onSnapshotRequired: () => void;
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
  #catchingUp = false;
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

  restart(lastSeq: number): void {
    this.#order.restart(lastSeq);
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#pongTimer);
    this.#socket.close();
  }

  /** Fetches the events after the last one that is known; does nothing while it already does. */
  async catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    try {
      for (let behind = true; behind && !this.#stopped; ) {
        const { events, last_seq } = await api.get<{ events: VideoEvent[]; last_seq: number }>(
          `/api/videos/${this.#videoId}/events/`,
          { query: { after: this.#order.lastSeq, limit: 1000 } },
        );
        for (const event of events) this.#accept(event);
        behind = events.length > 0 && this.#order.lastSeq < last_seq;
      }
    } catch {
      // The next poll, gap or reconnect tries again.
    } finally {
      this.#catchingUp = false;
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
        return this.#handlers.onConnection("live");
      case "event":
        this.#accept(message.event);
        if (this.#order.hasGap) void this.catchUp();
        return;
      case "snapshot_required":
        return this.#handlers.onSnapshotRequired();
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
    for (const ready of this.#order.accept(event)) this.#handlers.onEvent(ready);
  }

  #closed(code: number): void {
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
    if (!this.#isOpen) void this.catchUp();
  }
}
