// Gaps in a stream, and times when nobody was connected.

import { assertEquals } from "@std/assert";
import { Presence } from "../../../src/cli/recording/presence.ts";
import type { Entry } from "../../../src/tape/entry.ts";
import type { Silence } from "../../../src/timeline/silences.ts";

const USUAL = { namespace: "/", name: "hello", usual: 100 };

function silence(at: number, milliseconds: number): Silence {
  return { ...USUAL, at, milliseconds };
}

function websocket(conn: number, from: number, until?: number): readonly Entry[] {
  const open: Entry = { kind: "response", at: from, conn, id: conn, status: 101, headers: [] };
  return until === undefined ? [open] : [open, { kind: "close", at: until, conn }];
}

function poll(conn: number, from: number, until: number): readonly Entry[] {
  const url = "/socket.io/?EIO=4&transport=polling&sid=abc";
  return [
    { kind: "request", at: from, conn, id: conn, method: "GET", url, headers: [] },
    { kind: "response", at: until - 1, conn, id: conn, status: 200, headers: [] },
    { kind: "close", at: until, conn },
  ];
}

/** A connection that is refused. */
function refused(conn: number, at: number): readonly Entry[] {
  return [
    { kind: "open", at, conn },
    {
      kind: "request",
      at,
      conn,
      id: conn,
      method: "GET",
      url: "/socket.io/?EIO=4&transport=polling",
      headers: [],
    },
    { kind: "close", at: at + 5, conn },
  ];
}

const CASES: readonly [
  what: string,
  entries: readonly Entry[],
  silences: readonly Silence[],
  left: readonly Silence[],
][] = [
  ["keeps a gap while somebody was there", websocket(1, 0), [silence(1000, 4500)], [
    silence(1000, 4500),
  ]],
  [
    "takes no time for a gap in which nobody was there",
    [...websocket(1, 0, 1100), ...refused(2, 1500), ...refused(3, 2500), ...websocket(4, 5400)],
    [silence(1000, 4500)],
    [],
  ],
  [
    "keeps what is a gap before somebody left and after somebody came",
    [...websocket(1, 0, 4000), ...websocket(2, 6000)],
    [silence(1000, 6500)],
    [silence(1000, 3000), silence(6000, 1500)],
  ],
  [
    "takes the short pauses between two polls for none",
    [...poll(1, 0, 2000), ...poll(2, 2003, 4000), ...poll(3, 4150, 6000)],
    [silence(1000, 4500)],
    [silence(1000, 4500)],
  ],
  [
    "knows that nobody came back",
    websocket(1, 0, 1100),
    [silence(1000, 4500)],
    [],
  ],
  [
    "keeps a gap as long as one of several is there",
    [...websocket(1, 0, 1100), ...websocket(2, 0)],
    [silence(1000, 4500)],
    [silence(1000, 4500)],
  ],
];

for (const [what, entries, silences, left] of CASES) {
  Deno.test(`Presence.within() ${what}`, () => {
    const presence = new Presence();
    for (const entry of entries) presence.recorded(entry);
    assertEquals(presence.within(silences, 8000), left);
  });
}
