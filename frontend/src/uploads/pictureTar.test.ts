// @vitest-environment node
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { compareNaturally } from "./naturalOrder";
import { buildPictureTar } from "./pictureTar";

const LONG = `${"ü".repeat(110)}.png`;

async function unpack(pictures: File[]): Promise<{ names: string[]; read: (name: string) => string }> {
  const folder = mkdtempSync(join(tmpdir(), "pictures-"));
  const path = join(folder, "walk.tar");
  writeFileSync(path, new Uint8Array(await buildPictureTar(pictures, "23.976").arrayBuffer()));
  const run = (...options: string[]) => execFileSync("tar", [...options, "--quoting-style=literal"], { encoding: "utf8" });
  const names = run("-tf", path).trim().split("\n");
  run("-xf", path, "-C", folder);
  return { names, read: (name) => readFileSync(join(folder, name), "utf8") };
}

test("test_tar_unpacks_into_the_pictures_in_natural_order", async () => {
  const pictures = ["img 10.png", "img 2.png", LONG, "img 1.jpg"].map((name) => new File([`bytes of ${name}`], name));
  const { names, read } = await unpack(pictures);
  expect(names).toEqual(["maskloop.json", "img 1.jpg", "img 2.png", "img 10.png", LONG]);
  expect(JSON.parse(read("maskloop.json"))).toEqual({ frame_rate: "23.976" });
  for (const { name } of pictures) expect(read(name)).toBe(`bytes of ${name}`);
});

test("test_same_pictures_are_the_same_tar_whenever_they_were_made", async () => {
  const [one, other] = [1, 2].map((lastModified) => new File(["x".repeat(513)], "a.png", { lastModified }));
  const bytesOf = async (file: File | undefined) => (file ? await buildPictureTar([file], "24").arrayBuffer() : null);
  expect(await bytesOf(one)).toEqual(await bytesOf(other));
});

test.each([
  [
    ["b10", "b9", "a", "B2"],
    ["a", "B2", "b9", "b10"],
  ],
  [
    ["01", "1", "001"],
    ["001", "01", "1"],
  ],
])("test_names_are_ordered_as_people_count %#", (names, ordered) => {
  expect([...names].sort(compareNaturally)).toEqual(ordered);
});
