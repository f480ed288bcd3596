// @vitest-environment node
import { expect, test } from "vitest";

import { whatWaits } from "./whatWaits";

type Asked = Parameters<typeof whatWaits>[0];

function asked(parts: object, awaited: object[] = []): Asked {
  const server = { propagations: new Map(), prompts: new Map(), heads: new Map(), ...parts };
  return { server, awaited } as unknown as Asked;
}

const prompts = new Map([[1, { masklet: 7, frame: 3 }]]);

test("test_prompt_without_a_mask_on_its_frame_waits", () => {
  expect(whatWaits(asked({ prompts }), 7)).toBe("click");
  expect(whatWaits(asked({ prompts }), 8)).toBeNull();
  const heads = new Map([[7, [[3, 4, 1, "prompted", "present"]]]]);
  expect(whatWaits(asked({ prompts, heads }), 7)).toBeNull();
  expect(whatWaits(asked({ prompts, heads }, [{ masklet: 7 }]), 7)).toBe("click");
});

test("test_unfinished_propagation_waits_until_it_is_over", () => {
  const track = (status: string) => new Map([[1, { masklets: [7], status }]]);
  expect(whatWaits(asked({ propagations: track("queued") }), 7)).toBe("track");
  expect(whatWaits(asked({ propagations: track("done") }), 7)).toBeNull();
});
