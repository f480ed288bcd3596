// Written by frontend/generate-protocol.mjs; do not edit.

export type ClientMessage = (PresenceUpdate | CursorUpdate | StrokePiece | HoldRequest | HoldRelease | PreviewRequest | Ping)

/**
 * Where a person is: the frame they look at, the tool in their hand, the masklet they have selected.
 * 
 * `view` is the part of the picture that they see, [x0, y0, x1, y1] in its pixels.
 */
export interface PresenceUpdate {
frame: number
masklet?: (number | null)
tool: string
type: "presence"
view?: ([number, number, number, number] | null)
}
/**
 * Where the pointer is over the picture; null when it has left it.
 */
export interface CursorUpdate {
at: ([number, number] | null)
frame: number
type: "cursor"
}
/**
 * The next points of a stroke that is being drawn, before it is committed.
 * 
 * `stroke` is the sender's name for it, new for each. Each piece begins with the last point of the one before, so that
 * one that is lost leaves a gap and nothing worse. `ended`: the pen has been lifted, the mask is on its way.
 */
export interface StrokePiece {
ended?: boolean
frame: number
masklet: number
/**
 * @maxItems 200
 */
points: [number, number][]
size_px: number
stroke: string
tool: ("brush" | "eraser")
type: "stroke"
}
/**
 * A soft hold: others are warned before they edit this masklet on this frame; it expires by itself.
 */
export interface HoldRequest {
frame: number
masklet: number
type: "hold"
}
export interface HoldRelease {
type: "release"
}
/**
 * What mask would a point here give? Answered to the asker alone, as a binary message of kind preview, or not at
 * all where it would come later than half a second.
 */
export interface PreviewRequest {
/**
 * @minItems 2
 * @maxItems 2
 */
at: [number, number]
frame: number
label?: (0 | 1)
masklet: number
type: "preview"
}
export interface Ping {
type: "ping"
}
