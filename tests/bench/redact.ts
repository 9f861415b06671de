// How fast redaction lets clean messages pass and hides secrets, beside bare JSON.parse of the same.

import type { Entry } from "../../src/tape/entry.ts";
import { Redactor } from "../../src/tape/redact/redactor.ts";
import type { Bench } from "./bench.ts";

const CLEAN_COUNT = 400_000;
const SECRET_COUNT = 40_000;
const ROUNDS = 3;

const position = {
  room: "track_222222",
  ssoId: 222222,
  lat: -6.200123,
  lng: 106.816666,
  accuracy: 5,
  speed: 8.3,
  heading: 141,
  recordedAt: "2026-11-21T03:00:00.000Z",
};

/** Built from its pieces, signed by nobody. */
const TOKEN = ['{"alg":"HS256","typ":"JWT"}', '{"iat":1700000000,"sub":"nobody"}', "no signature"]
  .map((piece) => btoa(piece).replace(/=+$/, "")).join(".");

function message(text: string): Entry {
  return { kind: "message", at: 1, conn: 1, from: "server", text };
}

/** The best of some rounds, in calls a second. */
function rate(count: number, call: (index: number) => unknown): number {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    for (let index = 0; index < count; index++) call(index);
    best = Math.min(best, performance.now() - started);
  }
  return count / (best / 1000);
}

function describe(name: string, perSecond: number, beside?: number): string {
  const ratio = beside === undefined ? "" : `, ${(perSecond / beside).toFixed(2)} of JSON.parse`;
  const cost = (1e6 / perSecond).toFixed(2);
  return `redact: ${name}: ${Math.round(perSecond).toLocaleString("en")}/s (${cost} µs)${ratio}`;
}

/** Texts that differ, as they do on the wire: one text would be measured from caches. */
function texts(print: (index: number) => string): readonly string[] {
  return Array.from({ length: 1000 }, (_, index) => print(index));
}

export const redaction: Bench = {
  name: "redact",
  summary: "clean and secret entries redacted per second, beside JSON.parse of the same",
  run(): Promise<void> {
    const redactor = new Redactor({ hashKey: new Uint8Array(32), enabled: true });
    const clean = texts((index) =>
      JSON.stringify({ ...position, lat: position.lat + index / 1e5 })
    );
    const messages = clean.map((json) => message(`42/sfa,["location:track",${json}]`));
    const events = clean.map((json): Entry => ({
      kind: "event",
      at: 1,
      conn: 1,
      from: "server",
      ns: "/sfa",
      name: "location:track",
      args: [JSON.parse(json)],
      of: 2,
    }));
    const secrets = texts((index) =>
      `42/sfa,["login",{"user":"u${index}","password":"pw-${index}"}]`
    )
      .map(message);
    const signed = texts((index) =>
      `{"type":"authenticate","payload":{"token":"${TOKEN}","command":"send","lat":"-1.${index}"}}`
    ).map(message);
    // What a variable held is looked for everywhere.
    const literal = new Redactor({
      hashKey: new Uint8Array(32),
      enabled: true,
      extra: [/no-such-secret-0123456789/],
    });
    const parsed = rate(CLEAN_COUNT, (index) => JSON.parse(clean[index % 1000] ?? ""));
    const run = (entries: readonly Entry[], count: number, by = redactor): number =>
      rate(count, (index) => {
        const entry = entries[index % 1000];
        return entry && by.redactEntry(entry);
      });
    const lines = [
      describe("JSON.parse of the GPS object", parsed),
      describe("clean GPS messages", run(messages, CLEAN_COUNT), parsed),
      describe("clean GPS event lines", run(events, CLEAN_COUNT), parsed),
      describe(
        "the same beside a secret of a variable",
        run(messages, CLEAN_COUNT, literal),
        parsed,
      ),
      describe("event lines beside one", run(events, CLEAN_COUNT, literal), parsed),
      describe("messages with a password each its own", run(secrets, SECRET_COUNT), parsed),
      describe("messages with always the same token", run(signed, SECRET_COUNT), parsed),
    ];
    // deno-lint-ignore no-console
    for (const line of lines) console.log(line);
    return Promise.resolve();
  },
};
