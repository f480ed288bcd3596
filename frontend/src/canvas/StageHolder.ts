import type { Stage } from "./Stage";

/** Where the parts of the editor find the stage that is mounted now, if one is. */
export class StageHolder {
  #stage: Stage | null = null;

  get current(): Stage | null {
    return this.#stage;
  }

  attach(stage: Stage): void {
    this.#stage = stage;
  }

  detach(stage: Stage): void {
    stage.stop();
    if (this.#stage === stage) this.#stage = null;
  }
}
