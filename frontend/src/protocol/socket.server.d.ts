// Written by frontend/generate-protocol.mjs; do not edit.

export type ServerMessage = (Hello | EventMessage | SnapshotRequired | Progress | Presence | Pong | ErrorMessage)

export interface Hello {
last_seq: number
presence: PresentPerson[]
session: string
type?: "hello"
}
/**
 * One open page; a person with two pages is there twice.
 */
export interface PresentPerson {
frame: number
masklet: (number | null)
session: string
tool: string
user: Person
}
export interface Person {
display_name: string
id: number
username: string
}
export interface EventMessage {
event: {
[k: string]: unknown
}
type?: "event"
}
/**
 * The client is too far behind, or ahead of what the server knows: it takes a snapshot.
 */
export interface SnapshotRequired {
last_seq: number
type?: "snapshot_required"
}
export interface Progress {
frames_done: number
frames_total: number
propagation: number
type?: "progress"
}
export interface Presence {
people: PresentPerson[]
type?: "presence"
}
export interface Pong {
type?: "pong"
}
export interface ErrorMessage {
detail: string
type?: "error"
}
