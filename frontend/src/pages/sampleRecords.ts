import type { InboxItem, Masklet, Project, Video } from "@/protocol/types";

/** Records for tests; each takes what the test is about. */

export function sampleMasklet(fields: Partial<Masklet> = {}): Masklet {
  return {
    id: 1,
    video: 1,
    label: 1,
    number: 1,
    status: "submitted",
    head: 3,
    author: 2,
    submitted_version: 3,
    approved: [],
    last_review: null,
    created_at: "2026-03-01T09:00:00Z",
    ...fields,
  };
}

export function sampleInboxItem(maskletId: number, at: string): InboxItem {
  return {
    masklet: sampleMasklet({ id: maskletId }),
    video: { id: 1, name: "street", num_frames: 48, project: 1, project_name: "Streets" },
    label: { name: "car", color: "#0072B2" },
    reviewers: [],
    comment: "",
    at,
  };
}

export function sampleVideo(fields: Partial<Video> = {}): Video {
  return {
    id: 1,
    project: 1,
    name: "street",
    status: "ready",
    problem: "",
    warning: "",
    progress: 1,
    eta_s: null,
    can_retry: false,
    num_frames: 48,
    width: 640,
    height: 360,
    duration_s: 2,
    created_at: "2026-03-01T09:00:00Z",
    created_by: 1,
    archived: false,
    deleted: false,
    num_masklets: 0,
    ...fields,
  };
}

export function sampleProject(fields: Partial<Project> = {}): Project {
  return {
    id: 1,
    name: "Streets",
    description: "",
    instructions: "",
    tracking_model: "maskloop-nano",
    assigned_only: false,
    default_label: null,
    role: "admin",
    num_videos: 0,
    last_change: 0,
    created_at: "2026-03-01T09:00:00Z",
    archived_at: null,
    deleted_at: null,
    ...fields,
  };
}
