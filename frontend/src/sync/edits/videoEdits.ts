import type { EditQueue } from "./editQueue";
import type { Edit, KeptEdit } from "./keptEdit";

/** The edits of one open video on their way to the server. */
export class VideoEdits {
  readonly #queue: EditQueue;
  readonly #videoId: number;

  constructor(queue: EditQueue, videoId: number) {
    this.#queue = queue;
    this.#videoId = videoId;
  }

  /** Sends an edit after all those made before; see EditQueue.send. */
  send<T>(edit: Edit, key?: string): Promise<T> {
    return this.#queue.send<T>(edit, this.#videoId, key);
  }

  /** The server is there again: what waits need not wait for its next try. */
  retryNow(): void {
    this.#queue.retryNow();
  }

  /** Those that the server has not answered, the oldest first. */
  listUnsent(): KeptEdit[] {
    const { edits } = this.#queue.state;
    return edits.filter(({ video, refusal }) => video === this.#videoId && refusal === undefined);
  }

  /** Forgets a refused edit, of whichever video. */
  async dismiss(key: string): Promise<void> {
    const edit = this.#findRefused(key);
    if (edit) await this.#queue.dismiss(edit);
  }

  async sendAgain(key: string): Promise<void> {
    const edit = this.#findRefused(key);
    if (edit) await this.#queue.sendAgain(edit);
  }

  #findRefused(key: string): KeptEdit | undefined {
    return this.#queue.state.edits.find((edit) => edit.key === key && edit.refusal !== undefined);
  }
}
