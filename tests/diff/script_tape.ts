// Tapes made from a script: sessions in which both sides say what the script has, with ids of their
// own. What a test changes in a script is all that is different between two tapes.

import type { JsonValue } from "../../src/base/json.ts";
import { encodeUtf8 } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import { diffTapes, type TapeToRead } from "../../src/diff/diff_tapes.ts";
import type { DiffResult } from "../../src/diff/result.ts";
import { DEFAULT_RULES, type DiffRules } from "../../src/diff/rules.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { readTape } from "../../src/tape/reader.ts";

export interface ScriptAct {
  readonly from: Side;
  readonly namespace: string;
  readonly name: string;
  readonly args: readonly JsonValue[];
  /** It asks; what it gets, unless that is lost. */
  readonly answer?: readonly JsonValue[] | "lost";
  /** Milliseconds since what was before it. */
  readonly after: number;
}

export interface ScriptSession {
  readonly namespaces: readonly string[];
  /** Namespaces that the server does not let it into. */
  readonly refused: readonly string[];
  readonly acts: readonly ScriptAct[];
  /** Milliseconds from the last of them to the client's leaving; by default 5. */
  readonly rest?: number;
}

/** What is different from tape to tape and means nothing. */
export interface Telling {
  /** Goes into all ids. */
  readonly run: string;
  /** Where acknowledgement ids begin. */
  readonly firstAckId: number;
}

const GOOD: Telling = { run: "good", firstAckId: 0 };
const BAD: Telling = { run: "other", firstAckId: 40 };

/** Compares two scripts by the tapes that they make. */
export async function diffScripts(
  left: readonly ScriptSession[],
  right: readonly ScriptSession[],
  rules: Partial<DiffRules> = {},
): Promise<DiffResult> {
  return await diffTapes({
    left: toRead("good", scriptTape(left, GOOD)),
    right: toRead("bad", scriptTape(right, BAD)),
    rules: { ...DEFAULT_RULES, ...rules },
  });
}

/** A tape in memory. */
export function toRead(name: string, text: string): TapeToRead {
  return { name, open: () => readTape([encodeUtf8(text)]) };
}

/** The whole tape as text. */
export function scriptTape(sessions: readonly ScriptSession[], telling: Telling = GOOD): string {
  const entries = sessions.flatMap((session, index) => sessionEntries(session, index + 1, telling));
  // Sessions run at the same time, as they do.
  const sorted = entries.map((entry, index) => ({ entry, index }))
    .sort((left, right) => left.entry.at - right.entry.at || left.index - right.index)
    .map(({ entry }) => entry);
  const at = sorted.at(-1)?.at ?? 0;
  return tapeText([...sorted, { kind: "end", at, entries: sorted.length }]);
}

export function tapeText(entries: readonly Entry[]): string {
  const header = {
    kind: "tape",
    format: "wiretape/1",
    id: "script",
    startedAt: "2026-11-21T03:00:00.000Z",
    tool: "wiretape test",
    mode: "proxy",
  };
  return [header, ...entries].map((line) => `${JSON.stringify(line)}\n`).join("");
}

class Teller {
  readonly entries: Entry[] = [];
  at: number;
  readonly #conn: number;

  constructor(conn: number) {
    this.#conn = conn;
    this.at = conn;
  }

  say(from: Side, text: string): void {
    this.entries.push({ kind: "message", at: this.at, conn: this.#conn, from, text });
  }
}

function sessionEntries(
  { namespaces, refused, acts, rest = 5 }: ScriptSession,
  conn: number,
  { run, firstAckId }: Telling,
): readonly Entry[] {
  const teller = new Teller(conn);
  const sid = `engine-${run}-${conn}-000000`;
  const url = `/socket.io/?EIO=4&transport=websocket&t=${run}`;
  const at = teller.at;
  teller.entries.push(
    { kind: "open", at, conn },
    { kind: "request", at, conn, id: conn, method: "GET", url, headers: [] },
    { kind: "response", at, conn, id: conn, status: 101, headers: [] },
  );
  const handshake = { sid, upgrades: [], pingInterval: 25000, pingTimeout: 20000 };
  teller.say("server", `0${JSON.stringify(handshake)}`);
  for (const namespace of namespaces) {
    const place = placeOf(namespace);
    teller.say("client", `40${place}`);
    teller.at += 1;
    teller.say(
      "server",
      refused.includes(namespace)
        ? `44${place}${JSON.stringify({ message: "no" })}`
        : `40${place}${JSON.stringify({ sid: `socket-${run}-${conn}-000000` })}`,
    );
  }
  let ackId = firstAckId;
  for (const { from, namespace, name, args, answer, after } of acts) {
    teller.at += after;
    const place = placeOf(namespace);
    const id = answer === undefined ? "" : ackId++;
    teller.say(from, `42${place}${id}${JSON.stringify([name, ...args])}`);
    if (answer === undefined || answer === "lost") continue;
    teller.at += 2;
    teller.say(from === "client" ? "server" : "client", `43${place}${id}${JSON.stringify(answer)}`);
  }
  teller.at += rest;
  for (const namespace of namespaces) {
    if (!refused.includes(namespace)) teller.say("client", `41${placeOf(namespace)}`);
  }
  teller.entries.push(
    { kind: "control", at: teller.at, conn, from: "client", op: "close", code: 1000, reason: "" },
    { kind: "close", at: teller.at + 1, conn, by: "client" },
  );
  return teller.entries;
}

function placeOf(namespace: string): string {
  return namespace === "/" ? "" : `${namespace},`;
}
