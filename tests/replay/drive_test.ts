// DrivenSession under a manual clock: what it says when, what it makes of answers, how it ends.

import { assert, assertEquals } from "@std/assert";
import type { Payload } from "../../src/base/bytes.ts";
import { DrivenSession } from "../../src/replay/drive.ts";
import type { DriveCommand, DriveOutcome } from "../../src/replay/drive_contract.ts";
import { IdBook } from "../../src/replay/id_book.ts";
import type { MatchMode } from "../../src/replay/match.ts";
import type { Speed } from "../../src/replay/pace.ts";
import type { ReplaySession } from "../../src/replay/script.ts";
import { engineSession, type Line, scriptFrom, scriptOf, TAPE_NAMES } from "./fixtures.ts";

interface Habits {
  readonly mode?: MatchMode;
  readonly speed?: Speed;
}

function drivenBy(session: ReplaySession, habits: Habits = {}): DrivenSession {
  const { mode = "shape", speed = 1 } = habits;
  const ids = new IdBook();
  return new DrivenSession(session, { rules: { mode, ignore: [] }, speed, patience: 1000, ids });
}

async function sessionOf(lines: readonly Line[], tail: readonly object[] = []): Promise<
  ReplaySession
> {
  const { sessions: [session] } = await scriptFrom([...engineSession(lines), ...tail]);
  assert(session !== undefined);
  return session;
}

/** Lets a driven session run against a function that answers, by a manual clock. */
class Theatre {
  readonly driven: DrivenSession;
  /** `[when, what]` */
  readonly said: [number, Payload][] = [];
  leftAt: number | undefined;
  now = 0;

  constructor(driven: DrivenSession) {
    this.driven = driven;
    this.#take(driven.receive({ kind: "connected", sid: "liveEngineSid" }, 0));
  }

  /** The clock goes on, and all that is due is done. */
  until(time: number): this {
    for (;;) {
      const due = this.driven.nextDue();
      if (due === undefined || due > time) break;
      this.now = Math.max(this.now, due);
      this.#take(this.driven.tick(this.now));
    }
    this.now = Math.max(this.now, time);
    return this;
  }

  hear(...messages: readonly Payload[]): this {
    for (const data of messages) {
      this.#take(this.driven.receive({ kind: "message", data }, this.now));
    }
    return this;
  }

  /** The server goes, or the client has gone. */
  end(by: "client" | "server", code?: number): DriveOutcome {
    const coded = code === undefined ? {} : { code };
    this.#take(this.driven.receive({ kind: "disconnected", by, reason: "", ...coded }, this.now));
    return this.driven.outcome();
  }

  get texts(): readonly Payload[] {
    return this.said.map(([, text]) => text);
  }

  #take(commands: readonly DriveCommand[]): void {
    for (const command of commands) {
      if (command.kind === "leave") this.leftAt = this.now;
      else for (const message of command.messages) this.said.push([this.now, message]);
    }
  }
}

const CHAT: readonly Line[] = [
  [10, "client", "40"],
  [20, "server", '40{"sid":"recordedNamespaceSid"}'],
  [120, "client", '42["join",{"me":"recordedNamespaceSid"}]'],
  [150, "server", '42["joined",{"count":1}]'],
  [250, "client", '420["add",2]'],
  [260, "server", '430[{"sum":2}]'],
];

const WELCOME = '0{"sid":"liveNamespaceSid"}';

Deno.test("DrivenSession keeps the tape's tempo, and waits for what it had waited for", async () => {
  const theatre = new Theatre(drivenBy(await sessionOf(CHAT)));
  theatre.until(500);
  // At once, whatever the tape's client needed for it.
  assertEquals(theatre.said, [[0, "0"]]);
  theatre.hear(WELCOME).until(599);
  assertEquals(theatre.said.length, 1);
  // 100 ms after the welcome, as on the tape, and with the live id.
  theatre.until(600);
  assertEquals(theatre.said[1], [600, '2["join",{"me":"liveNamespaceSid"}]']);
  theatre.until(700).hear('2["joined",{"count":9}]').until(800);
  assertEquals(theatre.said[2], [800, '20["add",2]']);
  theatre.hear('30[{"sum":9}]').until(5000);
  // The tape ends 10 ms after the last thing that was said.
  assertEquals(theatre.leftAt, 810);
  const outcome = theatre.end("client");
  assertEquals(outcome.findings, []);
  assertEquals([outcome.matched, outcome.expected, outcome.sent], [3, 3, 3]);
  assert(outcome.isSame);
});

Deno.test("DrivenSession at speed max says all as soon as its gates are open", async () => {
  const theatre = new Theatre(drivenBy(await sessionOf(CHAT), { speed: "max" }));
  assertEquals(theatre.until(0).texts, ["0"]);
  theatre.hear(WELCOME).until(0).hear('2["joined",{"count":1}]').until(0);
  assertEquals(theatre.said.map(([at]) => at), [0, 0, 0]);
});

Deno.test("DrivenSession gives up what does not come, says so, and goes on", async () => {
  const theatre = new Theatre(drivenBy(await sessionOf(CHAT)));
  theatre.until(20).hear(WELCOME).until(10_000);
  // Due at 150 by the server's own time, and a second of patience.
  assertEquals(theatre.said.map(([at]) => at), [0, 120, 1250]);
  const outcome = theatre.end("client");
  assertEquals(outcome.findings.flatMap(({ texts }) => texts), [
    "entry 9: no joined came",
    "entry 11: no answer to add came",
  ]);
  assertEquals([outcome.missing, outcome.isSame], [2, false]);
});

Deno.test("DrivenSession by time alone waits for the welcome, and for nothing else", async () => {
  const theatre = new Theatre(drivenBy(await sessionOf(CHAT), { mode: "off" }));
  theatre.until(50);
  assertEquals(theatre.texts, ["0"]);
  theatre.hear(WELCOME).until(10_000);
  assertEquals(theatre.texts.length, 3);
  assert(theatre.end("client").isSame);
});

Deno.test("DrivenSession answers under the id that the live server asked with", async () => {
  const theatre = new Theatre(drivenBy(
    await sessionOf([
      [1, "client", "40"],
      [2, "server", "40{}"],
      [3, "server", '420["ask"]'],
      [4, "client", '430["yes"]'],
    ]),
  ));
  theatre.until(2).hear("0{}", '217["ask"]').until(100);
  assertEquals(theatre.texts, ["0", '317["yes"]']);

  const unasked = new Theatre(drivenBy(theatre.driven.session));
  unasked.until(2).hear("0{}", '2["ask"]').until(100);
  assertEquals(unasked.texts, ["0"]);
  const texts = unasked.end("client").findings.flatMap(({ texts }) => texts);
  assertEquals(texts, [
    "entry 8: ask: expected a question for an answer (a callback), got none",
    "entry 9: answer to ask was not sent: the server did not ask for this answer",
  ]);
});

Deno.test("DrivenSession counts what comes oftener apart, but not when every value counts", async () => {
  const session = await sessionOf([
    [1, "client", "40"],
    [2, "server", "40{}"],
    [3, "server", '42["tick",1]'],
  ]);
  for (const [mode, isSame] of [["shape", true], ["strict", false]] as const) {
    const theatre = new Theatre(drivenBy(session, { mode }));
    const outcome = theatre.until(2).hear("0{}", '2["tick",1]', '2["tick",1]').end("client");
    assertEquals(outcome.isSame, isSame);
    assertEquals(outcome.more, isSame ? [{ what: "tick", count: 1 }] : []);
    assertEquals(
      outcome.findings.flatMap(({ texts }) => texts),
      isSame ? [] : ["tick: it came oftener than on the tape"],
    );
  }
});

Deno.test("DrivenSession lets events of different names cross, but for strict", async () => {
  const session = await sessionOf([
    [1, "client", "40"],
    [2, "server", "40{}"],
    [3, "server", '42["one"]'],
    [3, "server", '42["two"]'],
  ]);
  for (
    const [mode, texts] of [
      ["shape", []],
      ["any-order", []],
      ["strict", ["entry 8: one came later than on the tape"]],
    ] as const
  ) {
    const theatre = new Theatre(drivenBy(session, { mode }));
    const outcome = theatre.until(2).hear("0{}", '2["two"]', '2["one"]').end("client");
    assertEquals(outcome.findings.flatMap((finding) => finding.texts), [...texts]);
  }
});

Deno.test("DrivenSession in any order finds what comes a long way off its place", async () => {
  const ticks = Array.from({ length: 500 }, (_, index) => `42["tick",${index}]`);
  const session = await sessionOf([
    [1, "client", "40"],
    [2, "server", "40{}"],
    ...ticks.map((text): Line => [3, "server", text]),
  ]);
  for (const [mode, isSame] of [["any-order", true], ["shape", true], ["strict", false]] as const) {
    const theatre = new Theatre(drivenBy(session, { mode })).until(2).hear("0{}");
    for (const text of ticks.toReversed()) theatre.hear(text.slice(1));
    const { expected, differing, unexpected, missing, ...outcome } = theatre.end("client");
    assertEquals([expected, outcome.isSame, missing, unexpected], [501, isSame, 0, 0]);
    assertEquals(differing > 0, !isSame);
  }
});

Deno.test("DrivenSession says nothing where it was refused", async () => {
  const theatre = new Theatre(drivenBy(await sessionOf(CHAT), { speed: "max" }));
  theatre.until(0).hear('4{"message":"full"}').until(100_000);
  assertEquals(theatre.texts, ["0"]);
  const { findings, unsent } = theatre.end("client");
  assertEquals(unsent, 2);
  assertEquals(findings[0]?.texts, [
    'entry 7: expected CONNECT /, got CONNECT_ERROR / {"message":"full"}',
  ]);
});

Deno.test("DrivenSession waits for the end that the server made, and compares its code", async () => {
  const close = { kind: "control", conn: 1, from: "server", op: "close", code: 4401, at: 30 };
  const session = await sessionOf(CHAT.slice(0, 2), [close]);
  assertEquals(session.ending.by, "server");
  const open = new Theatre(drivenBy(session));
  open.until(20).hear(WELCOME).until(1029);
  assertEquals(open.leftAt, undefined);
  open.until(1030);
  assertEquals(open.leftAt, 1030);
  assertEquals(open.end("client").findings[0]?.texts, [
    "entry 8: the server did not close the connection, as on the tape",
  ]);
  for (const [code, isSame] of [[4401, true], [1011, false]] as const) {
    const closed = new Theatre(drivenBy(session));
    assertEquals(closed.until(20).hear(WELCOME).end("server", code).isSame, isSame);
  }
});

Deno.test("DrivenSession names all that an early end cost", async () => {
  const theatre = new Theatre(drivenBy(await sessionOf(CHAT)));
  const outcome = theatre.until(20).hear(WELCOME).end("server", 1011);
  assertEquals([outcome.missing, outcome.unsent], [2, 2]);
  const last = outcome.findings.at(-1)?.texts[0] ?? "";
  assert(last.includes("the server closed the connection (1011), not so on the tape"), last);
});

Deno.test("DrivenSession tells a session that there was none of", async () => {
  const driven = drivenBy(await sessionOf(CHAT));
  driven.receive({ kind: "refused", status: 403, reason: "no" }, 0);
  assert(driven.isOver);
  assertEquals(driven.outcome().notConnected, "HTTP 403 no");
});

for (const name of TAPE_NAMES) {
  Deno.test(`DrivenSession finds its own tape ${name} the same, value for value`, async () => {
    const { sessions } = await scriptOf(name);
    for (const session of sessions) {
      const theatre = new Theatre(drivenBy(session, { mode: "strict", speed: "max" }));
      for (const step of session.steps) {
        theatre.until(theatre.now);
        if (step.from === "server") theatre.hear(...step.messages);
      }
      theatre.until(theatre.now + 100);
      const { by = "client", code } = session.ending;
      const outcome = theatre.end(by, code);
      assertEquals(outcome.findings, []);
      assert(outcome.isSame);
      const expected = session.steps.filter(({ from }) => from === "client")
        .flatMap(({ messages }) => messages);
      assertEquals(theatre.texts.length, expected.length);
    }
  });
}
