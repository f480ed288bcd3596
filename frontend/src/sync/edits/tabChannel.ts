import type { Outcome } from "./outcomes";

/** Why nothing can be sent at the moment. */
export type Halt = "lost" | "signedOut";

type Message =
  | { type: "changed" }
  | { type: "halted"; reason: Halt }
  | { type: "outcome"; key: string; outcome: Outcome };

interface Handlers {
  /** Another tab added edits or took some out. */
  onChanged: () => void;
  /** The tab that sends cannot. */
  onHalted: (reason: Halt) => void;
  onOutcome: (key: string, outcome: Outcome) => void;
}

/** What the tabs of one person tell each other about the edits that they share. */
export class TabChannel {
  readonly #channel: BroadcastChannel;

  constructor(name: string, { onChanged, onHalted, onOutcome }: Handlers) {
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.type === "changed") onChanged();
      else if (data.type === "halted") onHalted(data.reason);
      else onOutcome(data.key, data.outcome);
    };
  }

  tellChanged(): void {
    this.#tell({ type: "changed" });
  }

  tellHalted(reason: Halt): void {
    this.#tell({ type: "halted", reason });
  }

  tellOutcome(key: string, outcome: Outcome): void {
    this.#tell({ type: "outcome", key, outcome });
  }

  close(): void {
    this.#channel.onmessage = null;
    this.#channel.close();
  }

  #tell(message: Message): void {
    try {
      this.#channel.postMessage(message);
    } catch {
      // Closed: the page is going, and the other tabs look for themselves.
    }
  }
}
