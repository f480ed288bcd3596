/**
 * Writes the TypeScript types of the wire, from the schemas that `./maskloop manage export_protocol` wrote:
 *
 *     npm run protocol
 */
import { readFile, writeFile } from "node:fs/promises";

import { compile } from "json-schema-to-typescript";
import openapiTS, { astToString } from "openapi-typescript";

const folder = new URL("./src/protocol/", import.meta.url);
const head = "// Written by frontend/generate-protocol.mjs; do not edit.\n\n";

async function readSchema(name) {
  return JSON.parse(await readFile(new URL(name, folder), "utf8"));
}

/** Types of the REST API: `paths`, `components`. */
async function writeApi() {
  const nodes = await openapiTS(await readSchema("openapi.json"));
  await writeFile(new URL("schema.d.ts", folder), head + astToString(nodes));
}

/**
 * pydantic titles every field, which would export a type for each, and describes tuples as JSON Schema 2020 does,
 * which json-schema-to-typescript does not read.
 */
function simplify(node, isNameTable = false) {
  if (Array.isArray(node)) return node.map((item) => simplify(item));
  if (node === null || typeof node !== "object") return node;
  const entries = Object.entries(node)
    .filter(([key, value]) => isNameTable || key !== "title" || typeof value !== "string")
    .map(([key, value]) => [
      key === "prefixItems" && !isNameTable ? "items" : key,
      simplify(value, key === "properties" || key === "$defs"),
    ]);
  return Object.fromEntries(entries);
}

/** Types of a union of messages; `title` names the union. */
async function compileUnion(schema, title) {
  const options = { bannerComment: "", additionalProperties: false, format: false };
  return compile({ ...simplify(schema), title }, title, options);
}

async function writeMessages() {
  const events = await compileUnion(await readSchema("events.schema.json"), "VideoEvent");
  await writeFile(new URL("events.d.ts", folder), head + events);
  const socket = await readSchema("socket.schema.json");
  for (const side of Object.keys(socket)) {
    const title = `${side[0].toUpperCase()}${side.slice(1)}Message`;
    const text = await compileUnion(socket[side], title);
    await writeFile(new URL(`socket.${side}.d.ts`, folder), head + text);
  }
}

await writeApi();
await writeMessages();
