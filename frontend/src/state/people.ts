import type { EditorState } from "./editorStore";

import { viewOf } from "@/geometry/viewport";
import type { Presence, View } from "@/protocol/types";

/** Hues apart from those of objects, dark enough for white letters. */
const personColors = ["#b4307c", "#4f46d8", "#0f7a6b", "#a24a00", "#7a3fc4", "#1f6fb2", "#8a1f3d", "#5b6b12"];

export function nameOf({ user }: Presence): string {
  return user.display_name || user.username;
}

/** The same for one person on everybody's screen. */
export function personColor(userId: number): string {
  return personColors[userId % personColors.length] ?? "#4f46d8";
}

/** The part of the picture that this page shows; null before the stage has a size. */
export function viewInSight({ viewport, stageSize }: EditorState): View | null {
  return viewport && stageSize ? viewOf(viewport, stageSize) : null;
}

/** Every other open page; a person with two pages is there twice. */
export function othersOf(presence: readonly Presence[], session: string | null): Presence[] {
  return presence.filter((person) => person.session !== session);
}

/** Those others who have just drawn or clicked on this masklet on this frame. */
export function holdersOf(others: readonly Presence[], masklet: number | null, frame: number): Presence[] {
  return others.filter(({ hold }) => hold?.masklet === masklet && hold.frame === frame);
}

export interface ObjectVisitor {
  session: string;
  name: string;
  color: string;
  /** The frame that is being edited; null where the object is only selected. */
  editsFrame: number | null;
}

/** Who has a masklet in hand: those who edit it first. */
export function visitorsOf(others: readonly Presence[], masklet: number): ObjectVisitor[] {
  const visitors = others.flatMap((person): ObjectVisitor[] => {
    const edits = person.hold?.masklet === masklet;
    if (!edits && person.masklet !== masklet) return [];
    const editsFrame = edits ? (person.hold?.frame ?? null) : null;
    const { session, user } = person;
    return [{ session, name: nameOf(person), color: personColor(user.id), editsFrame }];
  });
  return visitors.sort((a, b) => Number(a.editsFrame === null) - Number(b.editsFrame === null));
}

/** "Ann", "Ann and Bob", "Ann, Bob and Cleo". */
export function joinNames(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const last = distinct.pop() ?? "";
  return distinct.length ? `${distinct.join(", ")} and ${last}` : last;
}
