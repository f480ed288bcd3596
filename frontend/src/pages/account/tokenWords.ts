import type { Scope } from "@/protocol/types";

export const scopeTitles: Record<Scope, string> = {
  read: "Read",
  annotate: "Annotate",
  review: "Review",
  admin: "Administer",
};

export const scopeHints: Record<Scope, string> = {
  read: "look at everything that you may see; always included",
  annotate: "prompts, masks, propagations, submitting",
  review: "decide on submitted objects, make exports",
  admin: "projects, videos, labels, members, your account and tokens",
};

export const scopes: readonly Scope[] = ["read", "annotate", "review", "admin"];

export const lifetimes = [
  { value: "7", title: "7 days" },
  { value: "30", title: "30 days" },
  { value: "90", title: "90 days" },
  { value: "365", title: "a year" },
  { value: "never", title: "never expires" },
] as const;

/** "Read, annotate", or "Everything". */
export function describeScopes(held: readonly Scope[]): string {
  if (held.length === scopes.length) return "Everything";
  const words = held.map((scope) => scopeTitles[scope].toLowerCase()).join(", ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
