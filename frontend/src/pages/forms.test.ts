// @vitest-environment node
import { expect, test } from "vitest";

import { defaultModelName, describeModel, modelOptions } from "./modelChoice";
import { parseAnnEvery } from "./project/exportForm";
import { checkLabelName, checkProjectName, withTypedLabel } from "./projectForm";
import { formatDuration } from "./wording";

import type { TrackingModel } from "@/protocol/types";

const nano: TrackingModel = {
  name: "maskloop-nano",
  title: "Maskloop nano",
  is_default: true,
  available: true,
  needs_gpu: false,
  size_bytes: 20_000_000,
};
const large: TrackingModel = {
  name: "sam2.1_hiera_large",
  title: "SAM 2.1 large",
  is_default: false,
  available: false,
  needs_gpu: true,
  size_bytes: 898_000_000,
};

test("test_project_needs_a_name", () => {
  expect(checkProjectName("  ")).toBe("Give the project a name.");
  expect(checkProjectName("a".repeat(201))).toBe("Use at most 200 characters.");
  expect(checkProjectName("Street scenes")).toBeNull();
});

test("test_label_name_is_taken_in_any_case", () => {
  expect(checkLabelName(" DOG ", ["dog"])).toBe("There is a label “DOG” already.");
  expect(checkLabelName("", [])).toBe("Give the label a name.");
  expect(checkLabelName("cat", ["dog"])).toBeNull();
});

test("test_typed_label_that_was_not_added_is_kept", () => {
  const dog = { name: "dog", color: "#E69F00" };
  const cat = { name: "cat", color: "#56B4E9" };
  expect(withTypedLabel([dog], cat)).toEqual([dog, cat]);
  expect(withTypedLabel([dog], { ...dog, color: "#000000" })).toEqual([dog]);
  expect(withTypedLabel([dog], { name: "", color: "#000000" })).toEqual([dog]);
  expect(withTypedLabel([dog], null)).toEqual([dog]);
});

test.each([
  ["1", 1],
  [" 4 ", 4],
  ["1000", 1000],
  ["0", null],
  ["1001", null],
  ["2.5", null],
  ["", null],
  ["every", null],
])("test_ann_every_takes_whole_numbers %s", (text, every) => {
  expect(parseAnnEvery(text)).toBe(every);
});

test("test_default_model_is_the_server's", () => {
  expect(defaultModelName([large, nano])).toBe("maskloop-nano");
  expect(defaultModelName([])).toBe("");
});

test("test_missing_model_says_how_to_get_it_and_cannot_be_chosen", () => {
  expect(describeModel(large)).toContain("./maskloop manage fetch_model sam2.1_hiera_large");
  expect(modelOptions([nano, large])).toEqual([
    { value: "maskloop-nano", title: "Maskloop nano", disabled: false },
    { value: "sam2.1_hiera_large", title: "SAM 2.1 large (not fetched)", disabled: true },
  ]);
});

test.each([
  [7.4, "0:07"],
  [75, "1:15"],
  [3729, "1:02:09"],
])("test_duration_reads_as_a_clock %d", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
