import { compareNaturally } from "./naturalOrder";

const BLOCK = 512;
const MAX_NAME_BYTES = 100;
const FACTS_NAME = "maskloop.json";
// Twelve octal digits less the end mark.
const MAX_PICTURE_BYTES = 8 ** 11 - 1;

const encoder = new TextEncoder();

/**
 * The pictures of a folder as one uncompressed tar, in natural order, after a first entry that says the frame rate.
 * Nothing is read: the parts are headers and the files themselves, so any slice of it can be had again. It depends on
 * names and bytes alone, so that the same pictures are recognised wherever they lie.
 */
export function buildPictureTar(pictures: readonly File[], frameRate: string): Blob {
  const facts = encoder.encode(JSON.stringify({ frame_rate: frameRate }));
  const parts: BlobPart[] = [writeHeader(FACTS_NAME, facts.length, "0"), facts, padding(facts.length)];
  const inOrder = [...pictures].sort((one, other) => compareNaturally(one.name, other.name));
  inOrder.forEach((picture, index) => {
    if (picture.size > MAX_PICTURE_BYTES) throw new Error(`${picture.name} is larger than a picture may be (8 GB).`);
    parts.push(...writeName(picture, index), picture, padding(picture.size));
  });
  parts.push(new Uint8Array(2 * BLOCK));
  return new Blob(parts, { type: "application/x-tar" });
}

/** The header of a picture, after one in pax form where its name is long or not plain ASCII. */
function writeName({ name, size }: File, index: number): Uint8Array<ArrayBuffer>[] {
  const bytes = encoder.encode(name);
  if (bytes.length <= MAX_NAME_BYTES && bytes.length === name.length) return [writeHeader(name, size, "0")];
  const record = writePaxRecord("path", name);
  const plain = `picture${index}`;
  return [
    writeHeader(`PaxHeaders/${index}`, record.length, "x"),
    record,
    padding(record.length),
    writeHeader(plain, size, "0"),
  ];
}

/** "length key=value\n", where the length counts its own digits. */
function writePaxRecord(key: string, value: string): Uint8Array<ArrayBuffer> {
  const rest = encoder.encode(` ${key}=${value}\n`);
  let length = rest.length;
  while (rest.length + String(length).length !== length) length = rest.length + String(length).length;
  const record = new Uint8Array(length);
  record.set(encoder.encode(String(length)));
  record.set(rest, length - rest.length);
  return record;
}

function writeHeader(name: string, size: number, type: "0" | "x"): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(BLOCK);
  const put = (offset: number, text: string) => header.set(encoder.encode(text), offset);
  put(0, name);
  put(100, "0000644\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  put(124, `${size.toString(8).padStart(11, "0")}\0`);
  put(136, "00000000000\0");
  // The sum is taken with blanks in its own place.
  put(148, " ".repeat(8));
  put(156, type);
  put(257, "ustar\0");
  put(263, "00");
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return header;
}

function padding(size: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}
