// @vitest-environment node
import { expect, test } from "vitest";

import { readWishedPage, signInPath } from "./wishedPage";

test("test_sign_in_path_remembers_the_wished_page", () => {
  expect(signInPath("/videos/7", "?masklet=3")).toBe("/sign-in?next=%2Fvideos%2F7%3Fmasklet%3D3");
});

test("test_sign_in_path_of_the_start_page_is_plain", () => {
  expect(signInPath("/", "")).toBe("/sign-in");
});

test("test_wished_page_comes_back_whole", () => {
  const path = signInPath("/videos/7", "?masklet=3");
  expect(readWishedPage(new URLSearchParams(path.split("?")[1]))).toBe("/videos/7?masklet=3");
});

test.each(["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""])(
  "test_wished_page_never_leaves_the_site %s",
  (next) => {
    expect(readWishedPage(new URLSearchParams({ next }))).toBe("/");
  },
);
