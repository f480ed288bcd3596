import { beforeEach, expect, it } from "vitest";

import type { KeptEdit } from "./keptEdit";
import { UnsentDisplay } from "./unsentDisplay";

import { MaskStore } from "@/masks/maskStore";
import { resetEditor, useEditorStore } from "@/state/editorStore";

const rle = { size: [2, 2] as [number, number], counts: "13" };

function kept(order: number, edit: Partial<KeptEdit>): KeptEdit {
  return { order, key: `k${order}`, user: 1, video: 3, made_ms: 0, method: "POST", path: "", ...edit };
}

const edits = [
  kept(1, { method: "PUT", path: "/api/masklets/7/frames/4/", body: { rle, base_version: 0 } }),
  kept(2, {
    path: "/api/masklets/{made}/prompts/",
    needs: "k0",
    body: { frame: 5, kind: "point", points: [[1, 2]], labels: [0] },
  }),
  kept(3, { path: "/api/masklets/7/prompts/", body: { frame: 6, kind: "box", box: [0, 0, 2, 2] } }),
  kept(4, { video: 99, path: "/api/masklets/8/prompts/", body: { frame: 1, box: [0, 0, 1, 1] } }),
  kept(6, { method: "DELETE", path: "/api/prompts/31/" }),
  kept(7, { method: "DELETE", path: "/api/masklets/8/" }),
  kept(8, { method: "PATCH", path: "/api/masklets/7/", body: { label: 2 } }),
  kept(9, { path: "/api/videos/3/masklets/", body: { label: 2 } }),
  kept(5, { method: "DELETE", path: "/api/masklets/9/", what: "Deletion of object 2", refusal: "Approved." }),
];

beforeEach(() => resetEditor());

it("shows what waits for the server and takes it away once it is answered", () => {
  const masks = new MaskStore();
  const display = new UnsentDisplay(3, masks);
  display.show({ edits, halted: "lost", isLasting: true });
  expect(masks.find(7, 4, undefined)).not.toBeNull();
  expect(useEditorStore.getState()).toMatchObject({
    unsentEdits: 8,
    objectsInMaking: 1,
    leavingPrompts: new Set([31]),
    leavingMasklets: new Set([8]),
    sendingHalted: "lost",
    pending: [
      { key: "k2", masklet: null, frame: 5, point: [1, 2], positive: false },
      { key: "k3", masklet: 7, frame: 6, box: [0, 0, 2, 2] },
    ],
    refusedEdits: [{ key: "k5", video: 3, what: "Deletion of object 2", why: "Approved.", frame: null }],
  });

  display.show({ edits: [], halted: null, isLasting: true });
  expect(masks.find(7, 4, undefined)).toBeNull();
  expect(useEditorStore.getState()).toMatchObject({ unsentEdits: 0, pending: [], refusedEdits: [] });
});
