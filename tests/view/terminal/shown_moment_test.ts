// The line of a message while it passes.

import { assertEquals } from "@std/assert";
import { Decoder } from "../../../src/protocols/registry.ts";
import type { Decoded } from "../../../src/protocols/protocol.ts";
import { formatShown, shownMoment } from "../../../src/view/terminal/shown_moment.ts";

const EVENT: Decoded = {
  from: "server",
  packets: [],
  label: "EVENT location:track",
  event: { namespace: "/sfa", name: "location:track", args: [{ lat: -6.2 }, "x"] },
  notes: [],
};

function lineOf(decoded: Decoded, columns = 1000): string | undefined {
  const shown = shownMoment(decoded);
  return shown === undefined ? undefined : formatShown(shown, decoded.from, 12_006.4, columns);
}

/** The lines of what a server says on a WebSocket of Engine.IO. */
function linesOf(messages: readonly (string | Uint8Array)[]): readonly (string | undefined)[] {
  const decoder = new Decoder();
  decoder.receive({
    kind: "request",
    conn: 1,
    id: 1,
    method: "GET",
    url: "/socket.io/?EIO=4&transport=websocket",
    headers: [["Upgrade", "websocket"]],
    data: "",
  });
  decoder.receive({ kind: "response", conn: 1, id: 1, status: 101, headers: [], data: "" });
  return messages
    .flatMap((data) => decoder.receive({ kind: "message", conn: 1, from: "server", data }))
    .map((decoded) => lineOf(decoded)?.slice(13));
}

Deno.test("formatShown() tells an event with its arguments", () => {
  assertEquals(lineOf(EVENT), '   12.006 s  ←  /sfa  location:track  {"lat":-6.2} "x"');
});

Deno.test("formatShown() ends an event without arguments with its name", () => {
  const event = { namespace: "/", name: "over", args: [] };
  assertEquals(lineOf({ ...EVENT, from: "client", event }), "   12.006 s  →  /  over");
});

Deno.test("formatShown() fits the screen", () => {
  assertEquals(lineOf(EVENT, 24), "   12.006 s  ←  /sfa  l…");
});

Deno.test("formatShown() lets no peer steer the terminal", () => {
  const event = { namespace: "/\x9b", name: "\x1b[31mred\n", args: [] };
  assertEquals(lineOf({ ...EVENT, event }), "   12.006 s  ←  /\\x9b  \\x1b[31mred\\x0a");
});

const REFUSED = '{"message":"no","data":{"code":"TOKEN_EXPIRED"}}';
const LONG = JSON.stringify({ message: "m".repeat(5000), data: "d".repeat(5000) });

const LINES: readonly [
  what: string,
  messages: readonly (string | Uint8Array)[],
  lines: unknown[],
][] = [
  ["who came in", ["40/sfa,{}"], ["←  CONNECT /sfa"]],
  ["who left", ["41/sfa,"], ["←  DISCONNECT /sfa"]],
  ["a refusal", [`44/sfa,${REFUSED}`], ['←  CONNECT_ERROR /sfa  no  {"code":"TOKEN_EXPIRED"}']],
  ["a long refusal in short", [`44${LONG}`], [
    `←  CONNECT_ERROR /  ${"m".repeat(199)}…  "${"d".repeat(198)}…`,
  ]],
  ["an answer", ['43/sfa,7[{"ok":true},2]'], ['←  /sfa  ACK 7  {"ok":true} 2']],
  ["an empty answer", ["437[]"], ["←  /  ACK 7"]],
  ["nothing of heartbeats", ["2"], [undefined]],
  [
    "a binary answer once, when it is whole",
    ['461-/sfa,0[{"_placeholder":true,"num":0}]', new Uint8Array(7)],
    [undefined, "←  /sfa  BINARY_ACK 0  <7 bytes>"],
  ],
  [
    "a binary event once, when it is whole",
    ['451-["photo",{"_placeholder":true,"num":0}]', new Uint8Array(7)],
    [undefined, "←  /  photo  <7 bytes>"],
  ],
];

for (const [what, messages, lines] of LINES) {
  Deno.test(`shownMoment() tells ${what}`, () => {
    assertEquals(linesOf(["40", ...messages]).slice(1), lines);
  });
}

Deno.test("shownMoment() tells an upgrade, and what no protocol knows", () => {
  const bare = { from: "client", notes: [], label: "upgrade" } as const;
  const upgrade = { protocol: "engine.io", type: "upgrade", notes: [] };
  assertEquals(lineOf({ ...bare, packets: [upgrade] }), "   12.006 s  →  upgrade");
  const text = { protocol: "raw", type: "text", data: 'a"b', notes: [] };
  assertEquals(
    lineOf({ ...bare, label: "text 3 B", packets: [text] }),
    '   12.006 s  →  text 3 B  "a\\"b"',
  );
  const binary = { protocol: "raw", type: "binary", data: new Uint8Array(2), notes: [] };
  assertEquals(
    lineOf({ ...bare, label: "binary 2 B", packets: [binary] }),
    "   12.006 s  →  binary 2 B",
  );
  const http = { protocol: "http", type: "request", url: "/", notes: [] };
  assertEquals(lineOf({ ...bare, packets: [http] }), undefined);
  assertEquals(lineOf({ ...bare, packets: [] }), undefined);
});
