import type { FoundFile } from "./fileSources";
import { compareNaturally } from "./naturalOrder";

const VIDEO = /\.(mp4|m4v|mov|qt|mkv|webm|avi|mpg|mpeg|m2v|ts|mts|m2ts|wmv|flv|ogv|3gp|3g2|mxf|gif|y4m|tar|zip)$/i;
const PICTURE = /\.(jpe?g|png)$/i;
// What systems leave in folders for themselves.
const NOISE = /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/i;
const LEAST_PICTURES = 2;
const LOOSE_PICTURES = "pictures";
const SHOWN_NAMES = 5;

/** A folder of pictures that becomes one video. */
export interface PictureFolder {
  /** Its path, by which it is found again. */
  path: string;
  name: string;
  pictures: FoundFile[];
}

/** What becomes of files and folders that somebody dropped or chose. */
export interface UploadPlan {
  videos: { name: string; found: FoundFile }[];
  folders: PictureFolder[];
  skipped: string[];
}

/** Sorts by kind: videos one by one, each folder with pictures as one video, all else is skipped. */
export function planUpload(found: readonly FoundFile[]): UploadPlan {
  const inOrder = found.filter(({ path }) => !NOISE.test(path)).sort((a, b) => compareNaturally(a.path, b.path));
  const videos = inOrder.filter(({ file }) => isVideo(file));
  const groups = new Map<string, FoundFile[]>();
  for (const each of inOrder) {
    if (!PICTURE.test(each.file.name)) continue;
    const folder = each.path.slice(0, Math.max(0, each.path.lastIndexOf("/")));
    groups.set(folder, [...(groups.get(folder) ?? []), each]);
  }
  const folders = [...groups]
    .filter(([, pictures]) => pictures.length >= LEAST_PICTURES)
    .map(([path, pictures]) => ({ path, name: lastPart(path) || LOOSE_PICTURES, pictures }));
  const taken = new Set([...videos, ...folders.flatMap(({ pictures }) => pictures)]);
  return {
    videos: nameVideos(videos),
    folders,
    skipped: inOrder.filter((each) => !taken.has(each)).map(({ path }) => path),
  };
}

/** "3 files are no videos and were skipped: a.txt, b.pdf and c.doc."; null where none was. */
export function describeSkipped(skipped: readonly string[]): string | null {
  if (skipped.length === 0) return null;
  const names = skipped.slice(0, SHOWN_NAMES);
  const more = skipped.length - names.length;
  const last = more > 0 ? `${more} more` : names.pop();
  const list = names.length > 0 ? `${names.join(", ")} and ${last}` : last;
  const what = skipped.length === 1 ? "1 file is no video and is" : `${skipped.length} files are no videos and are`;
  return `${what} skipped: ${list}.`;
}

function isVideo(file: File): boolean {
  return VIDEO.test(file.name) || file.type.startsWith("video/");
}

/** Files of the same name from several folders get the folder's name in front. */
function nameVideos(videos: FoundFile[]): UploadPlan["videos"] {
  const counts = new Map<string, number>();
  for (const { file } of videos) counts.set(file.name, (counts.get(file.name) ?? 0) + 1);
  return videos.map((found) => {
    const folder = lastPart(found.path.slice(0, -found.file.name.length - 1));
    const isTwice = (counts.get(found.file.name) ?? 0) > 1;
    return { name: isTwice && folder ? `${folder} ${found.file.name}` : found.file.name, found };
  });
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
