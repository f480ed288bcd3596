// @vitest-environment node
import { expect, test } from "vitest";

import { isFiltered, readWish } from "./videosWish";

test("test_address_without_a_wish_asks_for_all_videos_newest_first", () => {
  const wish = readWish(new URLSearchParams(""));
  expect(wish).toEqual({ search: "", stage: "", assignee: "", order: "newest", shelf: "active" });
  expect(isFiltered(wish)).toBe(false);
});

test("test_address_names_what_is_wished", () => {
  const wish = readWish(new URLSearchParams("search=cat&stage=to_review&assignee=me&order=name"));
  expect(wish).toEqual({ search: "cat", stage: "to_review", assignee: "me", order: "name", shelf: "active" });
  expect(isFiltered(wish)).toBe(true);
});

test("test_nonsense_in_the_address_is_left_out", () => {
  const wish = readWish(new URLSearchParams("stage=lost&assignee=bob&order=loudest"));
  expect(wish).toEqual({ search: "", stage: "", assignee: "", order: "newest", shelf: "active" });
});
