import { toScreenPoint, type Viewport } from "@/geometry/viewport";
import type { Presence } from "@/protocol/types";
import { useEditorStore, type EditorState } from "@/state/editorStore";
import type { LivePeople, ShownCursor, ShownStroke } from "@/state/livePeople";
import { nameOf, personColor } from "@/state/people";

/** While something fades; a pointer that moves repaints by itself. */
const fadeEvery_ms = 80;
const tagFont = "600 12px system-ui, sans-serif";

/** The others' pointers and strokes, on a canvas as large as the stage: names stay sharp in a zoom. */
export class PeopleLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #people: LivePeople;
  readonly #unsubscribe: (() => void)[];
  readonly #observer: ResizeObserver;
  #request: number | null = null;
  #fading: ReturnType<typeof setTimeout> | undefined;

  constructor(canvas: HTMLCanvasElement, people: LivePeople) {
    this.#canvas = canvas;
    this.#people = people;
    this.#observer = new ResizeObserver(() => this.#invalidate());
    this.#observer.observe(canvas);
    this.#unsubscribe = [
      people.subscribe(() => this.#invalidate()),
      useEditorStore.subscribe((now, before) => {
        const moved = now.shownFrame !== before.shownFrame || now.viewport !== before.viewport;
        if (moved || now.presence !== before.presence) this.#invalidate();
      }),
    ];
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#observer.disconnect();
    clearTimeout(this.#fading);
    if (this.#request !== null) cancelAnimationFrame(this.#request);
  }

  #invalidate(): void {
    this.#request ??= requestAnimationFrame(() => {
      this.#request = null;
      this.#paint(useEditorStore.getState());
    });
  }

  #paint({ viewport, shownFrame, frame, presence }: EditorState): void {
    const context = this.#clear();
    if (!viewport || !context) return;
    const on = shownFrame ?? frame;
    const now_ms = performance.now();
    const here = new Map(presence.map((person) => [person.session, person]));
    const strokes = this.#people.listStrokes(on, now_ms);
    const cursors = this.#people.listCursors(on, now_ms);
    for (const stroke of strokes) paintStroke(context, viewport, stroke, here.get(stroke.session));
    for (const cursor of cursors) paintCursor(context, viewport, cursor, here.get(cursor.session));
    this.#canvas.dataset["strokes"] = String(strokes.length);
    this.#canvas.dataset["cursors"] = String(cursors.length);
    clearTimeout(this.#fading);
    if (strokes.length || cursors.length) {
      this.#fading = setTimeout(() => this.#invalidate(), fadeEvery_ms);
    }
  }

  #clear(): CanvasRenderingContext2D | null {
    const canvas = this.#canvas;
    const density = window.devicePixelRatio || 1;
    const width = Math.round(canvas.clientWidth * density);
    const height = Math.round(canvas.clientHeight * density);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext("2d");
    context?.setTransform(density, 0, 0, density, 0, 0);
    context?.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    return context;
  }
}

function paintStroke(
  context: CanvasRenderingContext2D,
  viewport: Viewport,
  { points, size_px, tool, opacity }: ShownStroke,
  person: Presence | undefined,
): void {
  context.globalAlpha = 0.6 * opacity;
  context.lineWidth = Math.max(2, size_px * viewport.scale);
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = tool === "eraser" ? "#fff" : colorOf(person);
  context.beginPath();
  for (const [x, y] of points) {
    const at = toScreenPoint(viewport, { x, y });
    context.lineTo(at.x, at.y);
    // A line to where one stands is not painted: a dab is one a hair long.
    if (points.length === 1) context.lineTo(at.x + 0.01, at.y);
  }
  context.stroke();
  context.globalAlpha = 1;
}

function paintCursor(
  context: CanvasRenderingContext2D,
  viewport: Viewport,
  { at: [imageX, imageY], opacity }: ShownCursor,
  person: Presence | undefined,
): void {
  const { x, y } = toScreenPoint(viewport, { x: imageX, y: imageY });
  context.globalAlpha = opacity;
  context.fillStyle = colorOf(person);
  context.strokeStyle = "#fff";
  context.lineWidth = 1.5;
  context.lineJoin = "round";
  context.beginPath();
  for (const [dx, dy] of [[0, 0], [4, 15], [7, 9.5], [13.5, 8]] as const) context.lineTo(x + dx, y + dy);
  context.closePath();
  context.fill();
  context.stroke();
  if (person) paintTag(context, nameOf(person), x + 12, y + 13);
  context.globalAlpha = 1;
}

function paintTag(context: CanvasRenderingContext2D, name: string, x: number, y: number): void {
  context.font = tagFont;
  const width = context.measureText(name).width + 12;
  context.beginPath();
  context.roundRect(x, y, width, 20, 10);
  context.fill();
  context.fillStyle = "#fff";
  context.textBaseline = "middle";
  context.fillText(name, x + 6, y + 10.5);
}

function colorOf(person: Presence | undefined): string {
  return person ? personColor(person.user.id) : "#666";
}
