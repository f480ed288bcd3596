// Written by frontend/generate-protocol.mjs; do not edit.

export type ClientMessage = (PresenceUpdate | Ping)

/**
 * Where a person is: the frame they look at, the tool in their hand, the masklet they have selected.
 */
export interface PresenceUpdate {
frame: number
masklet?: (number | null)
tool: string
type: "presence"
}
export interface Ping {
type: "ping"
}
