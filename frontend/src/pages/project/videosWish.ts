import { useSearchParams } from "react-router";

import type { Stage } from "@/protocol/types";
import type { VideosWish } from "@/sync/queries/videos";

const stages: readonly string[] = ["reading", "failed", "new", "in_work", "to_review", "done"];
const shelves: readonly string[] = ["active", "archived", "deleted"];
const orders: readonly string[] = ["newest", "oldest", "name", "progress"];

/** Which videos the address asks for; what makes no sense there is left out. */
export function readWish(search: URLSearchParams): VideosWish {
  const stage = search.get("stage") ?? "";
  const order = search.get("order") ?? "";
  const shelf = search.get("shelf") ?? "";
  const assignee = search.get("assignee") ?? "";
  return {
    search: search.get("search") ?? "",
    stage: stages.includes(stage) ? (stage as Stage) : "",
    assignee: /^(me|nobody|\d{1,15})$/.test(assignee) ? assignee : "",
    order: orders.includes(order) ? (order as VideosWish["order"]) : "newest",
    shelf: shelves.includes(shelf) ? (shelf as VideosWish["shelf"]) : "active",
  };
}

export function isFiltered(wish: VideosWish): boolean {
  return Boolean(wish.search || wish.stage || wish.assignee || wish.shelf !== "active");
}

/** The wish of this page, kept in its address: a reload, a link and the way back lead to the same videos. */
export function useVideosWish() {
  const [search, setSearch] = useSearchParams();
  const wish = readWish(search);

  function change(changes: Partial<VideosWish>) {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value && value !== "newest" && value !== "active") next.set(name, value);
      else next.delete(name);
    }
    setSearch(next, { replace: true });
  }

  return { wish, change };
}
