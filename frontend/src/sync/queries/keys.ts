/** Names under which answers are kept; a change invalidates every key that begins with its own. */
export const keys = {
  session: ["session"] as const,
  tokens: ["tokens"] as const,
  models: ["models"] as const,
  status: ["status"] as const,
  inbox: ["inbox"] as const,
  projects: ["projects"] as const,
  project: (id: number) => ["projects", id] as const,
  labels: (projectId: number) => ["projects", projectId, "labels"] as const,
  members: (projectId: number) => ["projects", projectId, "members"] as const,
  videos: (projectId: number) => ["projects", projectId, "videos"] as const,
  exports: (projectId: number) => ["projects", projectId, "exports"] as const,
  video: (id: number) => ["videos", id] as const,
  propagations: (videoId: number) => ["videos", videoId, "propagations"] as const,
  masklet: (id: number) => ["masklets", id] as const,
  sideEdit: (id: number, standing: number) => ["side-edits", id, standing] as const,
  reviews: (maskletId: number) => ["masklets", maskletId, "reviews"] as const,
};
