import { hasGpuWorker, isAlive, type ServerStatus } from "@/sync/queries/status";

/** What a person should know about the server's state: a sentence for each thing that does not work. */
export function describeStatus(status: ServerStatus | "unreachable" | undefined): readonly string[] {
  if (status === undefined) return [];
  if (status === "unreachable") {
    return ["The server does not answer. What you see may be old; edits wait in this browser and are sent by themselves."];
  }
  if (!status.postgres) {
    return ["The database does not answer: nothing can be saved until it does. Edits wait in this browser."];
  }
  return [...describeRedis(status), ...describeWorkers(status), ...describeDisk(status)];
}

function describeRedis({ redis }: ServerStatus): readonly string[] {
  if (redis) return [];
  return ["Redis does not answer: new videos wait and others' changes come late; drawing, clicks and saving still work."];
}

function describeWorkers(status: ServerStatus): readonly string[] {
  const sentences: string[] = [];
  if (!hasGpuWorker(status)) {
    sentences.push("No gpu worker answers: clicks and tracking wait; drawing and saving still work.");
  }
  if (!isAlive(status.media_workers)) {
    sentences.push("No media worker answers: uploaded videos wait to be read; everything else works.");
  }
  if (!isAlive(status.beat)) {
    sentences.push("Repairs wait: work that stops half-way is not taken up again until beat runs.");
  }
  return sentences;
}

function describeDisk({ disk }: ServerStatus): readonly string[] {
  if (disk === "full") {
    return ["The server's disk is full: uploads and new videos are refused until there is room; labeling still works."];
  }
  return disk === "low" ? ["The server's disk is nearly full: tell whoever runs it before you upload more."] : [];
}
