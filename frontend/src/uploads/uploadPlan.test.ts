// @vitest-environment node
import { expect, test } from "vitest";

import { describeSkipped, planUpload } from "./uploadPlan";

function plan(...paths: string[]) {
  const found = paths.map((path) => ({ path, file: new File(["x"], path.slice(path.lastIndexOf("/") + 1)) }));
  const { videos, folders, skipped } = planUpload(found);
  return {
    videos: videos.map(({ name }) => name),
    folders: folders.map(({ name, pictures }) => [name, pictures.map(({ file }) => file.name)]),
    skipped,
  };
}

test("test_folder_is_sorted_into_videos_pictures_and_the_rest", () => {
  expect(
    plan("day/cat 10.mp4", "day/cat 9.MOV", "day/walk/2.png", "day/walk/1.JPG", "day/notes.txt", "day/cover.jpg"),
  ).toEqual({
    videos: ["cat 9.MOV", "cat 10.mp4"],
    folders: [["walk", ["1.JPG", "2.png"]]],
    skipped: ["day/cover.jpg", "day/notes.txt"],
  });
});

test("test_each_folder_of_pictures_is_a_video_of_its_own", () => {
  expect(plan("left/1.png", "left/2.png", "right/1.png", "right/2.png", "1.png", "2.png").folders).toEqual([
    ["pictures", ["1.png", "2.png"]],
    ["left", ["1.png", "2.png"]],
    ["right", ["1.png", "2.png"]],
  ]);
});

test("test_videos_of_one_name_are_told_apart_by_their_folders", () => {
  expect(plan("a/001.mp4", "b/001.mp4", "b/002.mp4").videos).toEqual(["a 001.mp4", "b 001.mp4", "002.mp4"]);
});

test("test_what_systems_leave_in_folders_is_not_spoken_of", () => {
  expect(plan("d/.DS_Store", "d/__MACOSX/cat.mp4", "d/Thumbs.db", "d/.git/config").skipped).toEqual([]);
});

test.each([
  [[], null],
  [["a.txt"], "1 file is no video and is skipped: a.txt."],
  [["a.txt", "b.txt"], "2 files are no videos and are skipped: a.txt and b.txt."],
  [["a", "b", "c", "d", "e", "f", "g"], "7 files are no videos and are skipped: a, b, c, d, e and 2 more."],
])("test_skipped_files_are_listed_in_a_sentence %#", (names, sentence) => {
  expect(describeSkipped(names)).toBe(sentence);
});
