/** The sentence to show a person for whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Error && error.message) return error.message;
  return "Something went wrong. Try again, or reload the page.";
}
