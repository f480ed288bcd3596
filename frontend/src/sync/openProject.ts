import { api } from "./api";

import type { Label, Member, Project, ProjectChange, User } from "@/protocol/types";
import { useEditorStore } from "@/state/editorStore";
import { keepNextLabel } from "@/state/labelMoves";
import { describeChange, reduceProject } from "@/state/projectState";

const set = useEditorStore.setState;
const get = useEditorStore.getState;

/** The project of the open video, kept as its admins change it; unsent work is not touched by that. */
export class OpenProject {
  #id: number | null = null;
  #lastChange = 0;

  async open(id: number): Promise<void> {
    this.#id = id;
    const { user } = await api.get<{ user: User | null }>("/api/session/");
    set({ me: user });
    await this.#load();
  }

  /** Takes over one change; the sentence to say about it, where there is one. */
  take(change: ProjectChange): string | null {
    if (change.number <= this.#lastChange) return null;
    this.#lastChange = change.number;
    set(reduceProject(get(), change));
    keepNextLabel();
    return describeChange(change, get().me);
  }

  /** Reads everything again where changes were made before the socket stood. */
  async catchUp(lastChange: number): Promise<void> {
    if (lastChange <= this.#lastChange) return;
    try {
      await this.#load();
    } catch {
      // The next hello asks again.
    }
  }

  async #load(): Promise<void> {
    const path = `/api/projects/${this.#id}/`;
    const [project, labels, members] = await Promise.all([
      api.get<Project>(path),
      api.get<Label[]>(`${path}labels/`, { query: { deleted: true } }),
      api.get<Member[]>(`${path}members/`),
    ]);
    // What the socket brought while these were read may be newer than they are.
    if (project.last_change < this.#lastChange) return this.#load();
    this.#lastChange = project.last_change;
    set({ project, labels, members });
    keepNextLabel();
  }
}
