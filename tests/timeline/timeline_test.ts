// From lines to moments: pairing answers, folding what is routine, sizes and layers.

import { assertEquals } from "@std/assert";
import type { Decoded } from "../../src/protocols/protocol.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { readTape } from "../../src/tape/reader.ts";
import { Answers } from "../../src/timeline/answers.ts";
import type { Moment } from "../../src/timeline/moment.ts";
import { isRoutineTraffic } from "../../src/timeline/routine.ts";
import { momentBatches, momentsOf, Timeline } from "../../src/timeline/timeline.ts";
import { answered, get, momentsOfEntries, opened, post, says, sends } from "./moments_of.ts";

/** `line after latency` of what each moment answers. */
function answersOf(entries: readonly Entry[]): readonly string[] {
  return momentsOfEntries(entries).flatMap(({ line, answers }) =>
    answers === undefined ? [] : [
      `${line.number} answers ${answers.line}.${answers.part} ${answers.name} ${answers.latency}`,
    ]
  );
}

Deno.test("Timeline pairs an acknowledgement with the event that asked for it", () => {
  const entries = [
    ...opened(),
    says("client", 10.1, '421["ask",1]'),
    says("server", 12.4, "431[2]"),
  ];
  assertEquals(answersOf(entries), ["7 answers 6.0 ask 2.3"]);
});

Deno.test("Timeline keeps namespaces, sides and sessions apart when it pairs", () => {
  const entries = [
    ...opened(1, "one"),
    ...opened(2, "two"),
    says("client", 10, '42/a,1["a"]', 1),
    says("client", 11, '42/b,1["b"]', 1),
    says("server", 12, '42/a,1["c"]', 1),
    says("client", 13, '42/a,1["d"]', 2),
    says("server", 20, "43/b,1[]", 1),
    says("client", 21, "43/a,1[]", 1),
    says("server", 22, "43/a,1[]", 2),
    says("server", 23, "43/a,1[]", 1),
  ];
  assertEquals(answersOf(entries), [
    "14 answers 11.0 b 9",
    "15 answers 12.0 c 9",
    "16 answers 13.0 d 9",
    "17 answers 10.0 a 13",
  ]);
});

Deno.test("Timeline pairs answers that come over another connection of the session", () => {
  const entries: readonly Entry[] = [
    get(1, 1, "/socket.io/?EIO=4&transport=polling"),
    answered(2, 1, '0{"sid":"abc"}'),
    post(3, 2, "/socket.io/?EIO=4&transport=polling&sid=abc", '40\x1e427["ask"]'),
    get(4, 3, "/socket.io/?EIO=4&transport=polling&sid=abc"),
    answered(5, 3, '40{"sid":"x"}\x1e437[1]'),
  ];
  assertEquals(answersOf(entries), ["6 answers 4.1 ask 2"]);
});

Deno.test("Timeline pairs a second answer, and one to nothing, with nothing", () => {
  const entries = [
    ...opened(),
    says("server", 9, "435[]"),
    says("client", 10, '421["ask"]'),
    says("server", 11, "431[]"),
    says("server", 12, "431[]"),
  ];
  assertEquals(answersOf(entries), ["8 answers 7.0 ask 1"]);
});

Deno.test("Timeline pairs a binary answer once its attachments are there", () => {
  const entries = [
    ...opened(),
    says("client", 10, '451-1["photo",{"_placeholder":true,"num":0}]'),
    sends("client", 11, "jpeg"),
    says("server", 20, '461-1[{"_placeholder":true,"num":0}]'),
    sends("server", 22, "thumb"),
  ];
  assertEquals(answersOf(entries), ["9 answers 7.0 photo 11"]);
});

Deno.test("Answers gives up the event that waited longest beyond its limit", () => {
  const answers = new Answers(2);
  const asks = (id: number): Moment["answers"] =>
    answers.pair(
      {
        from: "client",
        packets: [],
        label: "",
        notes: [],
        event: { namespace: "/", name: `e${id}`, args: [], ackId: id },
      },
      id,
      0,
      id,
      1,
    );
  for (const id of [1, 2, 3]) asks(id);
  const answer = (ackId: number): string | undefined => {
    const packet = { protocol: "socket.io", type: "ACK", namespace: "/", ackId, notes: [] };
    return answers.pair(
      { from: "server", packets: [packet], label: "", notes: [] },
      9,
      0,
      9,
      1,
    )?.name;
  };
  assertEquals([answer(1), answer(2), answer(3)], [undefined, "e2", "e3"]);
});

Deno.test("Timeline gives each packet of a polling body its part, place and size", () => {
  const body = '42["ä"]\x1e2\x1e42["bc"]';
  const moments = momentsOfEntries([
    get(1, 1, "/socket.io/?EIO=4&transport=polling&sid=abc"),
    answered(2, 1, body),
  ]);
  assertEquals(
    moments.map(({ line, part, size, label }) => [line.number, part, size, label]),
    [
      [2, 0, 0, "GET /socket.io/"],
      [3, 0, 8, "EVENT ä"],
      [3, 1, 1, "ping"],
      [3, 2, 8, "EVENT bc"],
    ],
  );
});

Deno.test("Timeline takes the framing off the only packet of a polling body, too", () => {
  const sizes = (version: number, body: string): readonly number[] =>
    momentsOfEntries([
      get(1, 1, `/socket.io/?EIO=${version}&transport=polling&sid=abc`),
      answered(2, 1, body),
    ]).slice(1).map(({ size }) => size);
  assertEquals(sizes(4, '42["ab"]'), [8]);
  assertEquals(sizes(3, '8:42["ab"]'), [8]);
  assertEquals(sizes(3, '8:42["ab"]8:42["cd"]'), [8, 8]);
  assertEquals(sizes(4, "bAAEC"), [3]);
  assertEquals(sizes(4, "ok"), [2]);
});

/** Line numbers of the moments that are not folded away. */
function seen(entries: readonly Entry[]): readonly string[] {
  return momentsOfEntries(entries).filter(({ isRoutine }) => !isRoutine).map(({ label }) => label);
}

Deno.test("Timeline takes heartbeats, probes, noops and polls for routine", () => {
  const entries: readonly Entry[] = [
    ...opened(),
    says("server", 10, "2"),
    says("client", 11, "3"),
    says("client", 12, "2probe"),
    says("server", 13, "3probe"),
    says("server", 14, "6"),
    get(15, 2, "/socket.io/?EIO=4&transport=polling&sid=abc"),
    post(16, 3, "/socket.io/?EIO=4&transport=polling&sid=abc", '42["said"]'),
    answered(17, 3, "ok"),
    { kind: "control", at: 18, conn: 1, from: "server", op: "ping", text: "" },
    { kind: "control", at: 19, conn: 3, from: "server", op: "end" },
    { kind: "close", at: 20, conn: 3, by: "server", reset: false },
    { kind: "log", at: 21, source: "engine", text: "polling" },
    says("client", 22, "5"),
  ];
  assertEquals(seen(entries), ["open", "EVENT said", "upgrade"]);
});

Deno.test("isRoutineTraffic() is no more true of a heartbeat that is odd", () => {
  const ping = { protocol: "engine.io", type: "ping", notes: [] };
  const decoded: Decoded = { from: "server", packets: [ping], label: "ping", notes: [] };
  assertEquals(isRoutineTraffic(decoded), true);
  assertEquals(isRoutineTraffic({ ...decoded, notes: [{ rule: "a/b", text: "odd" }] }), false);
});

Deno.test("Timeline shows connections that end in the middle of something", () => {
  const close = (conn: number, more = {}): Entry => ({ kind: "close", at: 9, conn, ...more });
  assertEquals(seen([get(1, 1, "/"), close(1, { by: "server" })]), [
    "GET /",
    "connection closed by server",
  ]);
  assertEquals(seen([...opened(), close(1, { by: "client" })]), [
    "open",
    "connection closed by client",
  ]);
  const frame: Entry = { kind: "control", at: 8, conn: 1, from: "client", op: "close", code: 1000 };
  assertEquals(seen([...opened(), frame, close(1, { by: "client" })]), [
    "open",
    "close frame 1000",
  ]);
  assertEquals(seen([{ kind: "open", at: 0, conn: 1 }, close(1, { by: "server", reset: true })]), [
    "connection reset by server",
  ]);
  assertEquals(seen([{ kind: "open", at: 0, conn: 1 }, close(1, { by: "tap" })]), [
    "connection closed by tap",
  ]);
});

Deno.test("Timeline takes answers that came before their requests were whole for answers", () => {
  const close: Entry = { kind: "close", at: 9, conn: 1, by: "client" };
  const sent = post(3, 1, "/socket.io/?EIO=4&transport=polling&sid=abc", "3");
  const ok = answered(2, 1, "ok");
  const interim: Entry = { kind: "response", at: 1, conn: 1, id: 1, status: 100, headers: [] };
  const endings = (...entries: readonly Entry[]): readonly string[] =>
    seen([...entries, close]).filter((label) => label.startsWith("connection"));
  assertEquals(endings(interim, sent, ok), []);
  assertEquals(endings(interim, ok, sent), []);
  assertEquals(endings(interim, sent), ["connection closed by client"]);
});

Deno.test("Timeline tells how deep each moment goes", () => {
  const layers = momentsOfEntries([
    ...opened(),
    says("client", 10, "40"),
    says("client", 11, '42["said"]'),
    says("client", 12, "9?"),
    { kind: "mark", at: 13, text: "here" },
  ]).slice(3).map(({ layer }) => layer);
  assertEquals(layers, ["engine", "socket", "event", "engine", "wire"]);
});

const TAPE = [
  '{"kind":"tape","format":"wiretape/1","id":"1","startedAt":"2026-11-21T03:00:00.000Z","tool":"t","mode":"record","eventKeys":["do"]}',
  '{"kind":"message","at":1,"conn":1,"from":"server","text":"{\\"type\\":\\"x\\",\\"do\\":\\"move\\"}"}',
  '{"kind":"event","at":1,"conn":1,"from":"server","ns":"/","name":"move","args":[],"of":2}',
  '{"kind":"later","at":2,"conn":7,"from":"client"}',
  '{"kind":"end","at":3,"entries":3}',
];

async function read(): Promise<Awaited<ReturnType<typeof readTape>>> {
  return await readTape([new TextEncoder().encode(TAPE.map((line) => `${line}\n`).join(""))]);
}

Deno.test("momentsOf() leaves out derived lines, keeps unknown kinds, and names as the tape says", async () => {
  const moments = await Array.fromAsync(momentsOf(await read()));
  assertEquals(moments.map(({ label, conn, from }) => [label, conn, from]), [
    ["move", 1, "server"],
    ["later", 7, "client"],
  ]);
  const renamed = await Array.fromAsync(momentsOf(await read(), { eventKeys: ["type"] }));
  assertEquals(renamed[0]?.label, "x");
});

Deno.test("momentBatches() tells the same moments, from batches and from lines alone", async () => {
  const expected = await Array.fromAsync(momentsOf(await read()));
  const batches = await Array.fromAsync(momentBatches(await read()));
  assertEquals(batches.flat(), expected);
  const { header, lines } = await read();
  assertEquals(await Array.fromAsync(momentsOf({ header, lines })), expected);
});

Deno.test("Timeline throws for nothing that a tape may hold", () => {
  const timeline = new Timeline();
  const moments: Moment[] = [];
  timeline.receive({ number: 2, known: false, entry: { kind: "?", at: 1, conn: "x" } }, moments);
  timeline.receive(
    { number: 3, known: true, entry: { kind: "close", at: 1, conn: 99 } },
    moments,
  );
  timeline.receive(
    { number: 4, known: true, entry: { kind: "note", at: 1, rule: "a/b", text: "" } },
    moments,
  );
  assertEquals(moments.map(({ conn }) => conn), [undefined, 99, undefined]);
});
