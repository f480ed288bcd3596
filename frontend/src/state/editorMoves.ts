
import { useEditorStore, type Tool } from "./editorStore";
import { firstPresent } from "./headRanges";
import { listMasklets } from "./videoState";

import type { Prompt } from "@/protocol/types";

/** Changes of what one person looks at; nothing here leaves the browser. */

export function goToFrame(frame: number): void {
  const { frames } = useEditorStore.getState();
  if (!frames || Number.isNaN(frame)) return;
  const clamped = Math.min(frames.num_frames - 1, Math.max(0, Math.round(frame)));
  useEditorStore.setState({ frame: clamped });
}

/** An edit belongs to the frame that the person sees, not to one that is still being decoded. */
export function shownFrame(): number {
  const { shownFrame: shown, frame } = useEditorStore.getState();
  return shown ?? frame;
}

export function stepFrames(by: number): void {
  useEditorStore.setState({ playing: false });
  goToFrame(useEditorStore.getState().frame + by);
}

/** Shows one masklet alone, from its first mask on: what a reviewer wants to see. */
export function reviewMasklet(id: number): void {
  const { server } = useEditorStore.getState();
  const frame = firstPresent(server?.heads.get(id));
  useEditorStore.setState({ solo: id, selected: id, frame, range: null, playing: false });
}

/** To the nearest frame in that direction on which the selected object (or any) has a prompt. */
export function stepToPrompt(direction: 1 | -1): void {
  const { server, selected, frame } = useEditorStore.getState();
  if (!server) return;
  useEditorStore.setState({ playing: false });
  const ahead = [...server.prompts.values()]
    .filter((prompt) => selected === null || prompt.masklet === selected)
    .map((prompt) => (prompt.frame - frame) * direction)
    .filter((distance) => distance > 0);
  if (ahead.length) goToFrame(frame + direction * Math.min(...ahead));
}

export function togglePlaying(): void {
  const { playing, frame, frames } = useEditorStore.getState();
  if (!playing && frames && frame >= frames.num_frames - 1) goToFrame(0);
  useEditorStore.setState({ playing: !playing });
}

export function pickTool(tool: Tool): void {
  useEditorStore.setState({ tool });
}

const largestBrush = 400;

/** A fifth larger or smaller, and at least a pixel. */
export function resizeBrush(steps: number): void {
  useEditorStore.setState(({ brushSize }) => {
    const wished = Math.round(brushSize * 1.2 ** steps);
    const moved = wished === brushSize ? brushSize + Math.sign(steps) : wished;
    return { brushSize: Math.min(largestBrush, Math.max(1, moved)) };
  });
}

export function selectMasklet(id: number | null): void {
  useEditorStore.setState({ selected: id });
}

export function selectByPosition(position: number): void {
  const { server } = useEditorStore.getState();
  const masklet = server ? listMasklets(server)[position] : undefined;
  if (masklet) selectMasklet(masklet.id);
}

export function toggleHidden(id: number): void {
  useEditorStore.setState(({ hidden }) => ({ hidden: toggled(hidden, id) }));
}

export function toggleLocked(id: number): void {
  useEditorStore.setState(({ locked }) => ({ locked: toggled(locked, id) }));
}

export function setRange(range: readonly [number, number] | null): void {
  const { frames } = useEditorStore.getState();
  if (!frames || !range) return useEditorStore.setState({ range: null });
  const start = Math.min(frames.num_frames - 1, Math.max(0, Math.round(range[0])));
  const stop = Math.min(frames.num_frames, Math.max(start + 1, Math.round(range[1])));
  const isWhole = start === 0 && stop === frames.num_frames;
  useEditorStore.setState({ range: isWhole ? null : [start, stop] });
}

export function announce(announcement: string): void {
  useEditorStore.setState({ announcement });
}

/** Takes over what an answer says before its event arrives; the event then changes nothing. */
export function storePrompt(added: Prompt | null, removed: readonly number[]): void {
  useEditorStore.setState(({ server }) => {
    if (!server) return {};
    const prompts = new Map(server.prompts);
    for (const id of removed) prompts.delete(id);
    if (added) prompts.set(added.id, added);
    return { server: { ...server, prompts } };
  });
}

export function awaitMask(operation: number, masklet: number, frame: number): void {
  const entry = { operation, masklet, frame, since_ms: Date.now() };
  useEditorStore.setState(({ awaited }) => ({ awaited: [...awaited, entry] }));
}

/** True if that mask was awaited. */
export function endAwait(operation: number): boolean {
  const { awaited } = useEditorStore.getState();
  const rest = awaited.filter((entry) => entry.operation !== operation);
  if (rest.length === awaited.length) return false;
  useEditorStore.setState({ awaited: rest });
  return true;
}

function toggled(set: ReadonlySet<number>, id: number): Set<number> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
