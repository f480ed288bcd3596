/** The sign-in address that remembers where the person wanted to go. */
export function signInPath(pathname: string, search: string): string {
  const wished = pathname + search;
  return wished === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(wished)}`;
}

/** Where to go after signing in; only ever a page of this site. */
export function readWishedPage(search: URLSearchParams): string {
  const next = search.get("next");
  // "//host" and "/\host" are other sites to a browser.
  if (!next?.startsWith("/") || /^\/[/\\]/.test(next)) return "/";
  return next;
}
