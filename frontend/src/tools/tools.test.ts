import { describe, expect, it, vi } from "vitest";

import editorKeys from "../../../tests/golden/editor_keys.json";

import {
  findKeyConflicts,
  formatKey,
  keyActions,
  listLabelKeys,
  listSingleLetters,
  type KeyAction,
} from "./keyRegistry";
import { pointerTools, type PointerIntents, type PointerSample } from "./pointerTools";

const size = { width: 100, height: 80 };

function sample(x: number, y: number, rest: Partial<PointerSample> = {}): PointerSample {
  return { image: { x, y }, screen: { x, y }, button: 0, alt: false, ...rest };
}

function makeIntents() {
  return {
    addPoint: vi.fn<PointerIntents["addPoint"]>(),
    addBox: vi.fn<PointerIntents["addBox"]>(),
    drawBox: vi.fn<PointerIntents["drawBox"]>(),
    selectAt: vi.fn<PointerIntents["selectAt"]>(),
    beginStroke: vi.fn<PointerIntents["beginStroke"]>(),
    paintTo: vi.fn<PointerIntents["paintTo"]>(),
    endStroke: vi.fn<PointerIntents["endStroke"]>(),
  };
}

describe("keys", () => {
  it.each(["annotate", "review"] as const)("have one meaning each in mode %s", (mode) => {
    expect(findKeyConflicts(keyActions, mode)).toEqual([]);
  });

  it("are reported when two actions claim one, in whatever spelling", () => {
    const twice: KeyAction[] = [
      { id: "a", title: "", group: "View", keys: ["Shift+$mod+k"], modes: ["annotate"] },
      { id: "b", title: "", group: "View", keys: ["$mod+shift+K"], modes: ["annotate"] },
    ];
    expect(findKeyConflicts(twice, "annotate")).toEqual(["$mod+shift+K"]);
    expect(findKeyConflicts(twice, "review")).toEqual([]);
  });

  it("leave labels those letters that the server lets them have", () => {
    expect(listSingleLetters()).toEqual(editorKeys);
    expect(listLabelKeys().join("")).toBe("123456789joquyz");
  });

  it("are shown as people know them", () => {
    expect(["$mod+Enter", "f", "Shift+?", "Shift+ArrowLeft"].map(formatKey)).toEqual([
      "Ctrl+Enter",
      "F",
      "?",
      "Shift+←",
    ]);
  });
});

describe("point tool", () => {
  it.each([
    ["left click", {}, true],
    ["right click", { button: 2 }, false],
    ["Alt and left click", { alt: true }, false],
  ] as const)("puts a point on a %s", (_name, rest, positive) => {
    const intents = makeIntents();
    pointerTools.point.up(sample(10.26, 20, rest), sample(11, 21, rest), size, intents);
    expect(intents.addPoint.mock.calls).toEqual([[[10.3, 20], positive]]);
  });

  it("ignores a drag and a click beside the picture", () => {
    const intents = makeIntents();
    pointerTools.point.up(sample(10, 20), sample(30, 20), size, intents);
    pointerTools.point.up(sample(100, 20), sample(100, 20), size, intents);
    expect(intents.addPoint).not.toHaveBeenCalled();
  });
});

describe("box tool", () => {
  it("draws while dragging and adds the box at the end, kept inside the picture", () => {
    const intents = makeIntents();
    pointerTools.box.move(sample(50, 60), sample(20, 90), size, intents);
    pointerTools.box.up(sample(50, 60), sample(20, 90), size, intents);
    expect(intents.drawBox.mock.calls).toEqual([[[20, 60, 50, 80]], [null]]);
    expect(intents.addBox.mock.calls).toEqual([[[20, 60, 50, 80]]]);
  });

  it("adds nothing for a click", () => {
    const intents = makeIntents();
    pointerTools.box.up(sample(50, 60), sample(51, 60), size, intents);
    expect(intents.addBox).not.toHaveBeenCalled();
  });
});

describe("brush and eraser", () => {
  it.each([
    ["brush", {}, false],
    ["brush", { button: 2 }, true],
    ["brush", { alt: true }, true],
    ["eraser", {}, true],
    ["eraser", { button: 2 }, false],
  ] as const)("%s pressed with %o", (tool, rest, erase) => {
    const intents = makeIntents();
    pointerTools[tool].down?.(sample(3, 4, rest), intents);
    expect(intents.beginStroke.mock.calls).toEqual([[{ x: 3, y: 4 }, erase]]);
  });

  it("paint to every place of the pointer and end where it is released", () => {
    const intents = makeIntents();
    const from = sample(3, 4);
    pointerTools.brush.move(from, sample(5, 6), size, intents);
    pointerTools.brush.up(from, sample(7, 8), size, intents);
    expect(intents.paintTo.mock.calls).toEqual([[{ x: 5, y: 6 }], [{ x: 7, y: 8 }]]);
    expect(intents.endStroke).toHaveBeenCalledOnce();
  });
});
