// Written by frontend/generate-protocol.mjs; do not edit.

export type ServerMessage = (Hello | EventMessage | SnapshotRequired | Progress | Presence | Cursor | Stroke | ProjectMessage | Pong | ErrorMessage)

export interface Hello {
last_change: number
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
hold?: (Hold | null)
masklet: (number | null)
session: string
tool: string
user: Person
view?: ([number, number, number, number] | null)
}
export interface Hold {
frame: number
masklet: number
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
/**
 * A pointer of another page; `at` is null when it has left the picture.
 */
export interface Cursor {
at: ([number, number] | null)
frame: number
session: string
type?: "cursor"
}
/**
 * A piece of a stroke of another page; see `StrokePiece`.
 */
export interface Stroke {
ended: boolean
frame: number
masklet: number
points: [number, number][]
session: string
size_px: number
stroke: string
tool: ("brush" | "eraser")
type?: "stroke"
}
/**
 * What an admin has changed in the project.
 */
export interface ProjectMessage {
change: NumberedChange
type?: "project"
}
/**
 * A change with its number, its author and its time.
 */
export interface NumberedChange {
actor: PersonState
at: string
change: (ProjectChanged | LabelCreated | LabelChanged | LabelDeleted | MemberAdded | MemberChanged | MemberRemoved)
number: number
}
export interface PersonState {
display_name: string
id: number
username: string
}
export interface ProjectChanged {
before: ProjectSettings
settings: ProjectSettings
type?: "project.changed"
}
/**
 * What has a default was added later: changes that were kept before do not name it.
 */
export interface ProjectSettings {
archived?: boolean
assigned_only?: boolean
default_label?: (number | null)
deleted?: boolean
description: string
instructions?: string
name: string
tracking_model: string
}
export interface LabelCreated {
label: LabelState
type?: "label.created"
}
/**
 * `shortcut` is the key that chooses the label in the editor, empty for none.
 */
export interface LabelState {
attributes?: AttributeState[]
color: string
deleted: boolean
id: number
name: string
position: number
project: number
shortcut?: string
}
/**
 * What can be said of an object beside its label. `options` are a choice's; `min` and `max` bound a number.
 * 
 * An object is not submitted before every `required` attribute has a value. A removed attribute is hidden, and its
 * values are kept.
 */
export interface AttributeState {
default: (boolean | number | string | null)
id: string
kind: ("choice" | "checkbox" | "number" | "text")
max: (number | null)
min: (number | null)
name: string
options: AttributeOption[]
removed?: boolean
required: boolean
}
/**
 * One thing that a choice may be; a removed one stays, for the values that name it.
 */
export interface AttributeOption {
id: string
name: string
removed?: boolean
}
export interface LabelChanged {
before: LabelState
label: LabelState
type?: "label.changed"
}
/**
 * The label is off the menu; masklets that carry it keep it.
 */
export interface LabelDeleted {
label: LabelState
type?: "label.deleted"
}
export interface MemberAdded {
member: MemberState
type?: "member.added"
}
export interface MemberState {
id: number
project: number
role: ("annotator" | "reviewer" | "admin")
user: PersonState
}
export interface MemberChanged {
before: ("annotator" | "reviewer" | "admin")
member: MemberState
type?: "member.changed"
}
export interface MemberRemoved {
member: MemberState
type?: "member.removed"
}
export interface Pong {
type?: "pong"
}
export interface ErrorMessage {
detail: string
type?: "error"
}
