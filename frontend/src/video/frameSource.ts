import type { DecoderReply, DecoderRequest } from "./decoderMessages";
import { cacheCapacity, FrameCache } from "./frameCache";

export interface FrameSourceOptions {
  proxyUrl: string;
  stillUrl: (frame: number) => string;
  numFrames: number;
  width: number;
  height: number;
  /** A frame can now be had from `get`. */
  onFrame: (frame: number) => void;
  /** Decoding is impossible here; frames come as single pictures from now on. */
  onFallback: (reason: string) => void;
}

interface RunningJob {
  job: number;
  /** The next frame that it will bring. */
  next: number;
  stop: number;
}

/** A job within this many frames of a missing one is left to reach it. */
const waitWithin = 10;
const stillsInParallel = 6;
const stillRetry_ms = 2_000;

/** Frames of one video by index: decoded in a worker, kept in a bounded cache, newest wish first. */
export class FrameSource {
  readonly #options: FrameSourceOptions;
  readonly #cache: FrameCache<ImageBitmap>;
  readonly #ahead: number;
  #worker: Worker | null = null;
  #running: RunningJob | null = null;
  #nextJob = 1;
  #wanted = 0;
  #direction: 1 | -1 = 1;
  readonly #stills = new Set<number>();
  #stopped = false;

  constructor(options: FrameSourceOptions) {
    this.#options = options;
    const capacity = cacheCapacity(options.width, options.height);
    this.#cache = new FrameCache(capacity);
    this.#ahead = Math.max(4, Math.floor(capacity / 2));
    if (typeof VideoDecoder === "undefined") this.#fallBack("This browser has no WebCodecs.");
    else this.#startWorker();
  }

  get(frame: number): ImageBitmap | undefined {
    return this.#cache.get(frame);
  }

  has(frame: number): boolean {
    return this.#cache.has(frame);
  }

  /** Asks for a frame and for those that come next; supersedes what was asked before. */
  want(frame: number): void {
    if (frame !== this.#wanted) this.#direction = frame < this.#wanted ? -1 : 1;
    this.#wanted = frame;
    this.#cache.moveTo(frame);
    this.#pump();
  }

  /** Playing begins: fetch what comes, also where the last move went back. */
  lookAhead(): void {
    this.#direction = 1;
    this.#pump();
  }

  stop(): void {
    this.#stopped = true;
    this.#worker?.terminate();
    this.#cache.clear();
  }

  #startWorker(): void {
    const worker = new Worker(new URL("./decoder.worker.ts", import.meta.url), { type: "module" });
    this.#worker = worker;
    worker.onmessage = (message: MessageEvent<DecoderReply>) => this.#receive(message.data);
    worker.onerror = (event) => this.#fallBack(event.message || "The decoder stopped.");
    const { proxyUrl, numFrames, width, height } = this.#options;
    this.#post({ type: "open", url: proxyUrl, numFrames, width, height });
  }

  #post(request: DecoderRequest): void {
    this.#worker?.postMessage(request);
  }

  #receive(reply: DecoderReply): void {
    switch (reply.type) {
      case "opened":
        return;
      case "frame":
        if (this.#running?.job === reply.job) this.#running.next = reply.frame + 1;
        return this.#store(reply.frame, reply.picture);
      case "done":
        if (this.#running?.job === reply.job) this.#running = null;
        return this.#pump();
      case "failed":
        return this.#fallBack(reply.reason);
    }
  }

  #store(frame: number, picture: ImageBitmap): void {
    if (this.#stopped) return picture.close();
    this.#cache.put(frame, picture);
    this.#options.onFrame(frame);
  }

  #fallBack(reason: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#running = null;
    if (this.#stopped) return;
    this.#options.onFallback(reason);
    this.#pump();
  }

  #pump(): void {
    if (this.#stopped) return;
    if (!this.#worker) return this.#pumpStills();
    const [first, stop] = this.#window();
    let missing = first;
    while (missing < stop && this.#cache.has(missing)) missing++;
    if (missing >= stop) return;
    const running = this.#running;
    if (running && running.next <= missing && missing < running.stop) {
      if (missing - running.next <= waitWithin) return;
    }
    // With enough in hand, wait: one longer run of frames beats many short ones.
    if (missing - this.#wanted > this.#ahead / 2) return;
    const job = this.#nextJob++;
    this.#running = { job, next: missing, stop };
    this.#post({ type: "decode", job, first: missing, stop });
  }

  /** Going back, a frame's key frame lies before it, so its run of ten is decoded with it. */
  #window(): [number, number] {
    if (this.#direction < 0) return [Math.max(0, this.#wanted - waitWithin + 1), this.#wanted + 1];
    return [this.#wanted, Math.min(this.#options.numFrames, this.#wanted + this.#ahead)];
  }

  #pumpStills(): void {
    for (let step = 0; step < stillsInParallel; step++) {
      const frame = this.#wanted + step * this.#direction;
      if (frame < 0 || frame >= this.#options.numFrames) return;
      if (this.#stills.size >= stillsInParallel) return;
      if (!this.#cache.has(frame) && !this.#stills.has(frame)) void this.#loadStill(frame);
    }
  }

  async #loadStill(frame: number): Promise<void> {
    this.#stills.add(frame);
    const { width, height } = this.#options;
    let failed = false;
    try {
      const image = new Image();
      image.src = this.#options.stillUrl(frame);
      await image.decode();
      this.#store(frame, await createImageBitmap(image, 0, 0, width, height));
    } catch {
      failed = true;
    }
    this.#stills.delete(frame);
    if (failed) setTimeout(() => this.#pump(), stillRetry_ms);
    else this.#pump();
  }
}
