// Written by frontend/generate-protocol.mjs; do not edit.

export type VideoEvent = (VideoChanged | MaskletChanged | MaskletDeleted | PromptsChanged | MasksChanged | PredictionFailed | PropagationChanged | SideEditOpened | SideEditClosed)

export interface VideoChanged {
type?: "video.changed"
video: VideoState
}
/**
 * `progress` 0 to 1 and `eta_s`, the seconds left as of this event, tell how far the ingest is.
 */
export interface VideoState {
archived?: boolean
can_retry: boolean
created_at: string
created_by: number
deleted?: boolean
duration_s: number
eta_s: (number | null)
height: number
id: number
name: string
num_frames: number
problem: string
progress: number
project: number
status: ("uploaded" | "ingesting" | "ready" | "failed")
warning: string
width: number
}
export interface MaskletChanged {
masklet: MaskletState
type?: "masklet.changed"
}
/**
 * One object through the video. `approved` holds [start, stop, version] triples.
 * 
 * `attributes` are values by the attribute's id; some may be of attributes that the label does not have (any more).
 */
export interface MaskletState {
approved: [number, number, number][]
attributes?: {
[k: string]: (boolean | number | string)
}
author: number
created_at: string
head: number
id: number
label: number
last_review: (ReviewSummary | null)
number: number
status: ("draft" | "submitted" | "approved" | "rejected" | "not_well_defined")
submitted_version: (number | null)
video: number
}
export interface ReviewSummary {
at: string
comment: string
decision: ("satisfactory" | "unsatisfactory" | "not_well_defined")
reviewer: number
}
export interface MaskletDeleted {
masklet: number
type?: "masklet.deleted"
}
export interface PromptsChanged {
added: PromptState[]
operation: number
removed: number[]
type?: "prompts.changed"
}
/**
 * Pixels from the top left of the proxy; `labels` 1 positive, 0 negative.
 */
export interface PromptState {
author: number
box: ([number, number, number, number] | null)
created_at: string
frame: number
id: number
kind: ("point" | "box" | "mask")
labels: ((0 | 1)[] | null)
masklet: number
points: ([number, number][] | null)
rle: (RleState | null)
}
/**
 * COCO run lengths: `size` is [height, width] in pixels, `counts` the compressed string.
 */
export interface RleState {
counts: string
/**
 * @minItems 2
 * @maxItems 2
 */
size: [number, number]
}
export interface MasksChanged {
kind: string
operation: number
ranges: MaskRange[]
type?: "masks.changed"
}
/**
 * Frames [start, stop) of a masklet whose head is now `version`; masks travel apart.
 */
export interface MaskRange {
masklet: number
origin: ("prompted" | "propagated" | "drawn" | "imported" | "automatic" | "restored")
start: number
state: ("present" | "absent" | "cleared")
stop: number
version: number
}
export interface PredictionFailed {
frame: number
masklet: number
operation: number
problem: string
type?: "prediction.failed"
}
export interface PropagationChanged {
propagation: PropagationState
type?: "propagation.changed"
}
export interface PropagationState {
anchor: number
cancel_requested: boolean
created_at: string
created_by: number
direction: ("forward" | "backward" | "both")
frames_done: number
frames_total: number
id: number
masklets: number[]
problem: string
start: number
status: ("queued" | "running" | "done" | "failed" | "cancelled")
stop: number
stopped_at: number[]
video: number
}
export interface SideEditOpened {
side_edit: SideEditState
type?: "side_edit.opened"
}
/**
 * An edit of a frame that came after another person's; its mask travels apart.
 */
export interface SideEditState {
author: number
base_version: number
created_at: string
frame: number
id: number
masklet: number
state: ("present" | "absent" | "cleared")
}
/**
 * Somebody applied or dismissed it; what was applied comes as `masks.changed`.
 */
export interface SideEditClosed {
side_edit: number
type?: "side_edit.closed"
}
