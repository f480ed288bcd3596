import { expect, test } from "vitest";

import golden from "../../../tests/golden/events_replay.json";

import { reduceEvent } from "./reduceEvent";
import { stateFromSnapshot, type VideoState } from "./videoState";

import type { Snapshot, VideoEvent } from "@/protocol/types";

/** The number of masklets is counted by the server when it is asked; events do not carry it. */
function withoutCount(state: VideoState): unknown {
  return { ...state, video: { ...state.video, num_masklets: 0 } };
}

test.each(golden)("snapshot + events = fresh snapshot: $name", ({ snapshot, events, expected }) => {
  const replayed = (events as unknown as VideoEvent[]).reduce(
    reduceEvent,
    stateFromSnapshot(snapshot as unknown as Snapshot),
  );
  expect(withoutCount(replayed)).toEqual(withoutCount(stateFromSnapshot(expected as unknown as Snapshot)));
});
