// What `inspect` shows when it is asked for less, and how it refuses what it cannot read.

import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  ACCEPTED,
  ACKS,
  around,
  at,
  CLOSED,
  CONNECT,
  CONNECTED,
  connectionOf,
  DERIVED,
  DISCONNECT,
  EVENTS,
  HALF_CLOSE,
  linesOfConnection,
  OPENED,
  PHOTO,
  PLAN,
  PLANNED,
  POSITIONS,
  SHOWN,
  sorted,
  STORED,
  STORED_HEAD,
  SUBSCRIBE,
  THUMBNAIL,
} from "./acks_tape.ts";
import { inspect, numbersOf } from "./run_inspect.ts";

const FILTERS: readonly [args: readonly string[], numbers: readonly number[]][] = [
  [["--event", "visit:plan"], [PLAN, ACCEPTED]],
  [["--event", "visit:plan", "--event", "visit:planned"], [PLAN, ACCEPTED, PLANNED]],
  [["--where", 'event == "location:track"'], POSITIONS],
  [["--where", 'event == "location:track"', "--where", "$.lat > -6.19995"], POSITIONS.slice(1)],
  [["--match", "/ACCEPTED/i"], [ACCEPTED]],
  [["--ns", "/sfa", "--from", "client"], [CONNECT, SUBSCRIBE, ACCEPTED, PHOTO, DISCONNECT]],
  [["--ns", "sfa", "--from", "client"], [CONNECT, SUBSCRIBE, ACCEPTED, PHOTO, DISCONNECT]],
  [["--ns", "/nope"], []],
  [["--conn", connectionOf(CONNECT)], [CONNECT]],
  [["--conn", connectionOf(CONNECT), "--conn", connectionOf(CONNECTED)], [CONNECT, CONNECTED]],
  [["--between", `..${at(CONNECT)}ms`], [OPENED, CONNECT]],
  [["--between", `${at(DISCONNECT)}ms..`], [DISCONNECT, CLOSED]],
  [["--between", `${at(ACCEPTED)}ms..${at(PLANNED)}ms`], [ACCEPTED, PLANNED]],
  [["--around", `${PLAN},1`], sorted([...around(PLAN, 1), PLAN])],
  [["--around", `${PLAN},0`], [PLAN]],
  [["--around", `${DERIVED},1`], [PLAN, ACCEPTED]],
  [["--around", `${HALF_CLOSE},1`], [OPENED, HALF_CLOSE, CONNECT]],
  [["--around", String(OPENED)], SHOWN.slice(0, 6)],
  [["--limit", "3"], [OPENED, CONNECT, CONNECTED]],
  [["-n", "1"], [OPENED]],
  [["--layer", "event"], EVENTS],
  [["--layer", "engine", "--conn", connectionOf(CONNECTED)], [CONNECTED]],
  [
    ["--layer", "socket", "--between", `${at(STORED)}ms..${at(THUMBNAIL)}ms`],
    [STORED, STORED_HEAD, THUMBNAIL],
  ],
  [
    ["--layer", "wire", "--conn", connectionOf(CONNECT)],
    linesOfConnection(connectionOf(CONNECT)),
  ],
];

for (const [args, numbers] of FILTERS) {
  Deno.test(`inspect shows what ${args.join(" ")} asks for`, async () => {
    const inspected = await inspect([ACKS, ...args]);
    assertEquals([inspected.code, inspected.talk], [0, ""]);
    assertEquals(numbersOf(inspected), numbers);
  });
}

const MISTAKES: readonly [args: readonly string[], said: string][] = [
  [["--layer", "tcp"], 'Cannot read --layer "tcp": expected wire, engine, socket, event'],
  [["--from", "me"], 'Cannot read --from "me": expected client or server'],
  [["--conn", "x"], `Cannot read --conn "x": expected a connection's number`],
  [
    ["--match", "accepted"],
    "is no regular expression between slashes\n  Write it like '/accepted/'",
  ],
  [["--match", "a/b"], "Write it like '/speed.:4/'"],
  [["--match", "/(/"], 'Cannot read --match "/(/": it is no regular expression'],
  [["--between", "10s"], 'Cannot read --between "10s": it is no stretch of time'],
  [["--between", ".."], 'Cannot read --between "..": it is no stretch of time'],
  [["--between", "2s..1s"], 'Cannot read --between "2s..1s": it ends before it begins'],
  [["--around", "x"], `Cannot read --around "x": it is no entry's number`],
  [["--where", "event = 1"], "Cannot read the expression at column 7"],
];

for (const [args, said] of MISTAKES) {
  Deno.test(`inspect refuses ${args.join(" ")} with advice`, async () => {
    const { code, out, talk } = await inspect([ACKS, ...args]);
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(talk, said);
  });
}
