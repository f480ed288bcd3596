import type { EditorState } from "@/state/editorStore";

/** What a person is called to the one who reads it. */
export function nameMember({ me, members }: EditorState, id: number | undefined): string {
  if (id !== undefined && id === me?.id) return "You";
  const user = members.find((member) => member.user.id === id)?.user;
  return user ? user.display_name || user.username : "Somebody";
}

/** The time of day, with the date where it was not today. */
export function describeMoment(at: string): string {
  const moment = new Date(at);
  const isToday = moment.toDateString() === new Date().toDateString();
  return moment.toLocaleString([], isToday ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" });
}
