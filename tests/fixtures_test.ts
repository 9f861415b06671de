// The tapes that ship: whole, small, without secrets, and showing what they are there for.

import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { readChunks } from "../src/net/files.ts";
import type { Decoded } from "../src/protocols/protocol.ts";
import type { Entry } from "../src/tape/entry.ts";
import { readTape } from "../src/tape/reader.ts";
import { SecretFinder } from "../src/tape/redact/verify.ts";
import { decodeTape } from "../src/timeline/decode_tape.ts";
import { DEMO_NAMES } from "../src/demo/names.ts";
import { root } from "./house/tree.ts";

/** No tape may be larger. */
const MAX_BYTES = 50_000;

const folder = join(root, "fixtures", "tapes");
const names = Array.from(Deno.readDirSync(folder), ({ name }) => name.replace(".ndjson", ""));

interface Read {
  readonly entries: readonly Entry[];
  readonly decoded: readonly Decoded[];
  /** `from namespace name` of every event. */
  readonly events: readonly string[];
  /** `engine.io message`, `socket.io EVENT` … of every packet, each once. */
  readonly packets: ReadonlySet<string>;
}

async function readFixture(name: string): Promise<Read> {
  const tape = await readTape(readChunks(join(folder, `${name}.ndjson`)));
  const entries: Entry[] = [];
  const decoded: Decoded[] = [];
  for await (const { line, decoded: meanings } of decodeTape(tape)) {
    assert(line.known, `line ${line.number} is of kind ${line.entry.kind}`);
    entries.push(line.entry);
    decoded.push(...meanings);
  }
  assertEquals(tape.ending().state, "whole");
  return {
    entries,
    decoded,
    events: decoded.flatMap(({ from, event }) =>
      event === undefined ? [] : [`${from} ${event.namespace} ${event.name}`]
    ),
    packets: new Set(
      decoded.flatMap(({ packets }) => packets.map(({ protocol, type }) => `${protocol} ${type}`)),
    ),
  };
}

for (const name of names) {
  Deno.test(`the tape ${name} is whole, small and without secrets or surprises`, async () => {
    const { entries, decoded } = await readFixture(name);
    const { size } = await Deno.stat(join(folder, `${name}.ndjson`));
    assert(size <= MAX_BYTES, `${size} bytes`);
    const finder = new SecretFinder();
    for (const entry of entries) assertEquals(finder.find(entry), []);
    const odd = decoded.flatMap(({ notes }) => notes.map(({ rule, text }) => `${rule} ${text}`));
    assertEquals(odd, []);
  });
}

Deno.test("every system has a tape", () => {
  for (const name of DEMO_NAMES) assert(names.includes(name), `no tape of ${name}`);
});

function transportsOf(decoded: readonly Decoded[]): readonly string[] {
  const carrying = decoded.filter(({ event }) => event !== undefined);
  return [...new Set(carrying.map(({ transport }) => transport ?? "none"))].sort();
}

Deno.test("the tapes of S1 went over the transports that they are named after", async () => {
  assertEquals(transportsOf((await readFixture("tracking_polling")).decoded), ["polling"]);
  assertEquals(transportsOf((await readFixture("tracking_websocket")).decoded), ["websocket"]);
  assert((await readFixture("tracking_upgrade")).packets.has("engine.io upgrade"));
});

Deno.test("the tape of S1 with photos has binary and acknowledgements of both sides", async () => {
  const { decoded, packets, events } = await readFixture("tracking_binary_acks");
  assert(packets.has("socket.io BINARY_EVENT") && packets.has("socket.io ACK"), `${[...packets]}`);
  const answers = decoded.filter(({ packets }) => packets.at(-1)?.type === "ACK");
  assertEquals(new Set(answers.map(({ from }) => from)), new Set(["client", "server"]));
  assert(
    events.includes("client /sfa photo:upload") && events.includes("server /sfa photo:stored"),
  );
});

Deno.test("the tape of S1 with a reconnect subscribes again in a second session", async () => {
  const { decoded, events } = await readFixture("tracking_reconnect");
  assertEquals(events.filter((event) => event === "client /sfa room:subscribe").length, 2);
  assertEquals(new Set(decoded.flatMap(({ session = [] }) => session)).size, 2);
});

Deno.test("the tape of S1 that was refused says why", async () => {
  const { decoded, events } = await readFixture("tracking_refused");
  assertEquals(events, []);
  const refusal = decoded.find(({ packets }) => packets.at(-1)?.type === "CONNECT_ERROR");
  assert(refusal?.label.includes("the token has expired"), refusal?.label);
});

Deno.test("the tape of an old client is Engine.IO 3", async () => {
  const { decoded, events } = await readFixture("tracking_version_2");
  const versions = decoded.flatMap(({ packets: [outer] }) =>
    outer !== undefined && "version" in outer ? [outer.version] : []
  );
  assertEquals(new Set(versions), new Set([3]));
  assert(events.includes("server /sfa location:track"));
});

Deno.test("the tape of S5 shows both layers, over polling and then over a websocket", async () => {
  const { packets, decoded } = await readFixture("layers");
  for (const packet of ["engine.io open", "engine.io upgrade", "socket.io BINARY_EVENT"]) {
    assert(packets.has(packet), `no ${packet}`);
  }
  assertEquals(transportsOf(decoded), ["polling", "websocket"]);
});
