import { ApiProblem, ConnectionLost, readProblem } from "./problem";
import { noteTrouble } from "./trouble";

import type { User } from "@/protocol/types";

/** Where a call's body goes and what it answers; see `request`. */
export interface RequestOptions {
  body?: unknown;
  query?: Record<string, string | number | boolean | null | undefined>;
  /** Give the same key to a retry, so that the server does the thing once. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** Whose change this is: the server takes it from nobody else who is signed in by then. */
  asUser?: number;
  /** A failure is told to the caller alone; see `onTrouble`. */
  quiet?: boolean;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Calls the API and returns its parsed answer (undefined for 204).
 * Throws ApiProblem when the server refuses and ConnectionLost when it cannot be reached.
 */
export async function request<T>(
  method: Method,
  path: string,
  options: RequestOptions = {},
): Promise<T> {
  const response = await send(method, path, options);
  if (!response.ok) throw await readProblem(response);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** One page of a list, and the address of the next one, which its `Link` header names. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

async function getPage<T>(path: string, options: RequestOptions = {}): Promise<Page<T>> {
  const response = await send("GET", path, options);
  if (!response.ok) throw await readProblem(response);
  return { items: (await response.json()) as T[], next: readNext(response.headers.get("Link")) };
}

/** `</api/…>; rel="next"` without its frame; null where there is no next page. */
export function readNext(link: string | null): string | null {
  return /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1] ?? null;
}

export const api = {
  get: <T>(path: string, options?: RequestOptions) => request<T>("GET", path, options),
  getPage,
  post: <T>(path: string, body?: unknown, options?: RequestOptions) =>
    request<T>("POST", path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options?: RequestOptions) =>
    request<T>("PUT", path, { ...options, body }),
  patch: <T>(path: string, body?: unknown, options?: RequestOptions) =>
    request<T>("PATCH", path, { ...options, body }),
  delete: <T = undefined>(path: string, options?: RequestOptions) =>
    request<T>("DELETE", path, options),
};

/** Who is signed in, null for nobody; the answer also sets the CSRF cookie. */
export async function readSession(): Promise<User | null> {
  return (await api.get<{ user: User | null }>("/api/session/")).user;
}

/** The token that Django wants in `X-CSRFToken` on every change. */
export function readCsrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

async function send(method: Method, path: string, options: RequestOptions): Promise<Response> {
  const idempotencyKey = options.idempotencyKey ?? createIdempotencyKey();
  // One id for a gesture however often it is sent, from here to the log of the worker that answers it.
  const headers = new Headers({ Accept: "application/json", "X-Request-Id": idempotencyKey });
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (method !== "GET") {
    headers.set("X-CSRFToken", readCsrfToken());
    headers.set("Idempotency-Key", idempotencyKey);
  }
  if (options.asUser !== undefined) headers.set("Maskloop-User", String(options.asUser));
  if (options.body !== undefined) {
    headers.set("Content-Type", "application/json");
    init.body = JSON.stringify(options.body);
  }
  if (options.signal) init.signal = options.signal;
  try {
    const response = await fetch(withQuery(path, options.query), init);
    if (response.status === 502 || response.status === 503) tell(options);
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    tell(options);
    throw new ConnectionLost();
  }
}

function tell(options: RequestOptions): void {
  if (!options.quiet) noteTrouble();
}

/** crypto.randomUUID exists only on https and localhost; teams also use plain LAN addresses. */
export function createIdempotencyKey(): string {
  if (window.isSecureContext) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function withQuery(path: string, query: RequestOptions["query"]): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined) params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

export { ApiProblem, ConnectionLost };
