// Times when nobody was connected.

import { assertEquals } from "@std/assert";
import { type Absence, Presence } from "../../../src/cli/recording/presence.ts";
import type { ReconnectFigures } from "../../../src/cli/recording/reconnects.ts";
import type { Entry } from "../../../src/tape/entry.ts";

function websocket(conn: number, from: number, until?: number): readonly Entry[] {
  const open: Entry = { kind: "response", at: from, conn, id: conn, status: 101, headers: [] };
  return until === undefined ? [open] : [open, { kind: "close", at: until, conn }];
}

function poll(conn: number, from: number, until: number, session = "abc"): readonly Entry[] {
  const url = `/socket.io/?EIO=4&transport=polling&sid=${session}`;
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

const END = 8000;

const CASES: readonly [
  what: string,
  entries: readonly Entry[],
  absences: readonly Absence[],
  lastUntil: number,
][] = [
  ["finds none while somebody was there", websocket(1, 0), [], END],
  ["finds none where nobody ever was", refused(1, 0), [], END],
  [
    "finds one where all who came were refused",
    [...websocket(1, 0, 1100), ...refused(2, 1500), ...refused(3, 2500), ...websocket(4, 5400)],
    [{ from: 1100, until: 5400 }],
    END,
  ],
  [
    "takes the short pauses between two polls for none",
    [...poll(1, 0, 2000), ...poll(2, 2003, 4000), ...poll(3, 4199, 7900)],
    [],
    END,
  ],
  [
    "finds one that is just long enough",
    [...poll(1, 0, 2000), ...poll(2, 2200, 7900)],
    [{ from: 2000, until: 2200 }],
    END,
  ],
  ["knows that nobody came back", websocket(1, 0, 1100), [], 1100],
  [
    "finds none as long as one of several is there",
    [
      ...websocket(1, 0),
      ...websocket(2, 0, 1100),
    ],
    [],
    END,
  ],
];

for (const [what, entries, absences, lastUntil] of CASES) {
  Deno.test(`Presence ${what}`, () => {
    const presence = new Presence();
    const found = entries.map((entry) => presence.recorded(entry));
    assertEquals(found.filter((absence) => absence !== undefined), absences);
    assertEquals(presence.lastUntil(END), lastUntil);
  });
}

function upgraded(conn: number, at: number): readonly Entry[] {
  const url = "/socket.io/?EIO=4&transport=websocket&sid=abc";
  return [
    { kind: "request", at, conn, id: conn, method: "GET", url, headers: [] },
    ...websocket(conn, at + 1, at + 1000),
  ];
}

const NONE = { count: 0, away: 0, longest: 0 };

const SESSIONS: readonly [
  what: string,
  entries: readonly Entry[],
  reconnects: ReconnectFigures,
][] = [
  ["no reconnects where nobody ever was", refused(1, 0), NONE],
  ["an upgrade for no reconnect", [...poll(1, 0, 2000), ...upgraded(2, 1000)], NONE],
  [
    "the next question of a session for no reconnect, however late it is",
    [...poll(1, 0, 2000), ...poll(2, 4000, 4100)],
    NONE,
  ],
  [
    "a new session for a reconnect, however soon it comes",
    [...poll(1, 0, 2000), ...poll(2, 2001, 7900, "def"), ...websocket(3, 8000)],
    { count: 2, away: 101, longest: 100 },
  ],
  [
    "a new session for a reconnect while its old connection stands",
    [...websocket(1, 0), ...websocket(2, 500)],
    { count: 1, away: 0, longest: 0 },
  ],
];

for (const [what, entries, reconnects] of SESSIONS) {
  Deno.test(`Presence takes ${what}`, () => {
    const presence = new Presence();
    for (const entry of entries) presence.recorded(entry);
    assertEquals(presence.reconnects, reconnects);
  });
}
