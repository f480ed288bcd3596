import { useQuery } from "@tanstack/react-query";

import { ApiProblem, api, readCsrfToken } from "../api";
import { ConnectionLost, readProblem } from "../problem";

import { keys } from "./keys";

import type { Duplicate, OpenUpload, UploadRoom, Video } from "@/protocol/types";

/** What the server is told of a file before it is sent. */
export interface NewUpload {
  project: number;
  filename: string;
  sizeBytes: number;
  fingerprint: string;
}

export interface NewVideo {
  project: number;
  /** The id of a finished upload. */
  upload: string;
  name: string;
  /** Of the whole file: the server makes a video of no other one. */
  sha256: string;
}

export const TUS_VERSION = "1.0.0";

/** Begins an upload and answers its id. Throws ApiProblem or ConnectionLost. */
export async function createUpload(file: NewUpload, asUser: number): Promise<string> {
  const metadata = { filename: file.filename, project: String(file.project), fingerprint: file.fingerprint };
  const response = await callTus("POST", "/api/uploads/", asUser, {
    "Upload-Length": String(file.sizeBytes),
    "Upload-Metadata": Object.entries(metadata)
      .map(([key, value]) => `${key} ${toBase64(value)}`)
      .join(","),
  });
  const id = response.headers.get("Location")?.split("/").filter(Boolean).at(-1);
  if (!id) throw new Error("The server did not say where the upload goes. Try again.");
  return id;
}

/** Has the server forget an upload. It also forgets by itself what nobody finishes, so a failure needs no word. */
export async function deleteUpload(id: string, asUser: number): Promise<void> {
  await callTus("DELETE", `/api/uploads/${id}/`, asUser, {}).catch(() => undefined);
}

export function listOpenUploads(): Promise<OpenUpload[]> {
  return api.get<OpenUpload[]>("/api/uploads/");
}

export function findDuplicates(
  project: number,
  facts: { name?: string; fingerprint?: string; sha256?: string | null },
): Promise<Duplicate[]> {
  return api.get<Duplicate[]>(`/api/projects/${project}/duplicates/`, { query: facts });
}

export function registerVideo(video: NewVideo, idempotencyKey: string, asUser: number): Promise<Video> {
  return api.post<Video>("/api/videos/", video, { idempotencyKey, asUser });
}

export function useUploadRoom(projectId: number) {
  return useQuery({
    queryKey: keys.uploadRoom(projectId),
    queryFn: () => api.get<UploadRoom>(`/api/projects/${projectId}/upload-room/`),
  });
}

async function callTus(
  method: "POST" | "DELETE",
  path: string,
  asUser: number,
  headers: Record<string, string>,
): Promise<Response> {
  const own = { "Tus-Resumable": TUS_VERSION, "X-CSRFToken": readCsrfToken(), "Maskloop-User": String(asUser) };
  let response: Response;
  try {
    response = await fetch(path, { method, headers: { ...own, ...headers }, credentials: "same-origin" });
  } catch {
    throw new ConnectionLost();
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

export { ApiProblem };
