import {
  EncodedPacketSink,
  Input,
  MP4,
  UrlSource,
  VideoSampleSink,
  type VideoSample,
} from "mediabunny";

import type { DecoderReply, DecoderRequest } from "./decoderMessages";
import { frameStartingAt } from "./frameTimes";

/** Reading on to a frame this near is quicker than starting again at its key frame. */
const readOnWithin = 10;
const maxRetries = 6;

interface Proxy {
  sink: VideoSampleSink;
  /** When each frame begins, in the file's own time: position in this list is the frame's index. */
  times_s: Float64Array;
  width: number;
  height: number;
}

interface Job {
  job: number;
  first: number;
  stop: number;
}

let proxy: Proxy | null = null;
let wanted: Job | null = null;
let decoding = false;
let reader: AsyncGenerator<VideoSample, void, unknown> | null = null;
let readerNext = -1;

self.onmessage = (message: MessageEvent<DecoderRequest>) => {
  const request = message.data;
  if (request.type === "open") {
    void run(() => open(request));
    return;
  }
  wanted = request;
  if (!decoding) void run(decodeWanted);
};

async function run(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    reply({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
}

async function open(request: Extract<DecoderRequest, { type: "open" }>): Promise<void> {
  const source = new UrlSource(request.url, {
    getRetryDelay: (attempts) => (attempts < maxRetries ? 0.25 * 2 ** attempts : null),
  });
  const track = await new Input({ source, formats: [MP4] }).getPrimaryVideoTrack();
  if (!track) throw new Error("The proxy has no video track.");
  if (!(await track.canDecode())) throw new Error("This browser cannot decode the proxy.");
  const times: number[] = [];
  const packets = new EncodedPacketSink(track);
  for await (const packet of packets.packets(undefined, undefined, { metadataOnly: true })) {
    times.push(packet.timestamp);
  }
  if (times.length !== request.numFrames) {
    throw new Error(`The proxy has ${times.length} frames instead of ${request.numFrames}.`);
  }
  const times_s = Float64Array.from(times).sort();
  const { width, height } = request;
  proxy = { sink: new VideoSampleSink(track), times_s, width, height };
  reply({ type: "opened" });
  if (wanted && !decoding) await decodeWanted();
}

async function decodeWanted(): Promise<void> {
  if (!proxy) return;
  decoding = true;
  try {
    for (let job = wanted; job; job = wanted) {
      await seekReader(proxy, job.first);
      await readJob(proxy, job);
      if (wanted !== job) continue;
      wanted = null;
      reply({ type: "done", job: job.job });
    }
  } finally {
    decoding = false;
  }
}

async function seekReader({ sink, times_s }: Proxy, first: number): Promise<void> {
  if (reader && readerNext <= first && first - readerNext <= readOnWithin) return;
  await reader?.return();
  reader = sink.samples(times_s[first]);
  readerNext = first;
}

async function readJob({ times_s, width, height }: Proxy, job: Job): Promise<void> {
  while (reader && readerNext < job.stop && wanted === job) {
    const { value: sample, done } = await reader.next();
    if (done) {
      reader = null;
      if (readerNext <= job.first) throw new Error("The decoder gave no frame.");
      return;
    }
    // The sample says itself which frame it is; counting along would hide a decoder's slip.
    const frame = frameStartingAt(times_s, sample.timestamp);
    readerNext = frame + 1;
    if (frame >= job.first) await sendFrame(sample, job.job, frame, width, height);
    sample.close();
  }
}

async function sendFrame(
  sample: VideoSample,
  job: number,
  frame: number,
  width: number,
  height: number,
): Promise<void> {
  const decoded = sample.toVideoFrame();
  try {
    // A copy: decoders of some machines stall when their own few frames are held.
    const picture = await createImageBitmap(decoded, 0, 0, width, height);
    self.postMessage({ type: "frame", job, frame, picture } satisfies DecoderReply, {
      transfer: [picture],
    });
  } finally {
    decoded.close();
  }
}

function reply(message: DecoderReply): void {
  self.postMessage(message);
}
