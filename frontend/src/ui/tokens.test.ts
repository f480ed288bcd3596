// @vitest-environment node
import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { nextColor, OKABE_ITO } from "./palette";

const MIN_CONTRAST = 4.5;

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function readTheme(selector: string): Map<string, string> {
  const block = new RegExp(`\\[data-theme="${selector}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  return new Map([...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6});/g)].map((found) => [found[1] ?? "", found[2] ?? ""]));
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const pairs: [string, string][] = [
  ...["--text", "--muted", "--accent", "--danger", "--ok", "--warn"].flatMap((ink): [string, string][] => [
    [ink, "--bg"],
    [ink, "--panel"],
  ]),
  ["--text", "--sunken"],
  ["--muted", "--sunken"],
  ["--accent", "--accent-soft"],
  ["--danger", "--danger-soft"],
  ["--ok", "--ok-soft"],
  ["--warn", "--warn-soft"],
  ["--on-accent", "--accent"],
  ["--on-accent", "--accent-hover"],
];

test.each(["light", "dark"])("test_every_ink_is_readable_on_its_ground in the %s theme", (name) => {
  const theme = readTheme(name);
  const tooFaint = pairs
    .map(([ink, ground]) => ({ pair: `${ink} on ${ground}`, ratio: contrast(theme.get(ink) ?? "", theme.get(ground) ?? "") }))
    .filter(({ ratio }) => !(ratio >= MIN_CONTRAST));
  expect(tooFaint).toEqual([]);
});

test("test_next_color_skips_those_taken_in_any_case", () => {
  expect(nextColor([])).toBe(OKABE_ITO[0].value);
  expect(nextColor(["#e69f00", "#009E73"])).toBe(OKABE_ITO[1].value);
});

test("test_next_color_goes_round_when_all_are_taken", () => {
  const all = OKABE_ITO.map((color) => color.value);
  expect(nextColor(all)).toBe(OKABE_ITO[0].value);
  expect(nextColor([...all, "#123456"])).toBe(OKABE_ITO[1].value);
});
