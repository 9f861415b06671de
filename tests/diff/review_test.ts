// What a stranger found: answers that all changed, many alike, sessions that are known by who they
// are, gaps that are long, requests side by side, rules that hid too much.

import { assertEquals } from "@std/assert";
import { learnNoise } from "../../src/diff/learn.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { get } from "../timeline/moments_of.ts";
import { diffScripts, type ScriptAct, type ScriptSession } from "./script_tape.ts";
import { act, diffEntries, session, tell, told } from "./told.ts";

function asking(count: number, answer: (n: number) => ScriptAct["answer"]): readonly ScriptAct[] {
  return Array.from({ length: count }, (_, n) => {
    const given = answer(n);
    const asked = act("order", [{ item: n }], "client");
    return given === undefined ? asked : { ...asked, answer: given };
  });
}

Deno.test("diffTapes() tells answers that were all the same, and are all others", async () => {
  const good = [session(...asking(6, () => [{ ok: true }]))];
  const bad = [session(...asking(6, () => [{ ok: false }]))];
  for (const exact of [false, true]) {
    assertEquals(
      told(await diffScripts(good, bad, { exact })),
      new Array(6).fill("answer order $.ok"),
    );
  }
});

Deno.test("diffTapes() takes answers for live that differ each time, but not a lost field", async () => {
  const id =
    (run: string) => (n: number): ScriptAct["answer"] => [{ id: `${run}${n * 7}`, ok: true }];
  const good = [session(...asking(8, id("a")))];
  assertEquals(told(await diffScripts(good, [session(...asking(8, id("b")))])), []);
  const failing = asking(8, (n) => n === 3 ? [{ id: "b21" }] : id("b")(n));
  const { findings } = await diffScripts(good, [session(...failing)]);
  assertEquals(findings.map((one) => one.kind === "live" && [one.what, one.ofAnswers]), [
    ["field-lost", true],
  ]);
  const exact = await diffScripts(good, [session(...asking(8, id("b")))], { exact: true });
  assertEquals(exact.findings.length, 8);
});

/** A page that is asked for so many times, with these statuses. */
function pages(statuses: readonly number[]): readonly Entry[] {
  return [
    { kind: "open", at: 0, conn: 1 },
    ...statuses.flatMap((status, n): Entry[] => [
      get(10 * n + 1, 1, `/rides?n=${n}`, n + 1),
      {
        kind: "response",
        at: 10 * n + 5,
        conn: 1,
        id: n + 1,
        status,
        headers: [],
        text: `${status} ${n * 13}`,
      },
    ]),
  ];
}

Deno.test("diffTapes() always tells another HTTP status", async () => {
  const result = await diffEntries(pages([200, 200, 200, 200]), pages([200, 500, 500, 500]));
  assertEquals(told(result), new Array(3).fill("answer GET /rides $.status $.body"));
});

Deno.test("diffTapes() keeps requests in the order in which they were asked", async () => {
  const answer = (id: number, at: number): Entry => ({
    kind: "response",
    at,
    conn: id,
    id,
    status: 200,
    headers: [],
    text: `${id}`,
  });
  const asked = [get(1, 1, "/a"), get(2, 2, "/b")];
  const good = [...asked, answer(1, 5), answer(2, 6)];
  const bad = [...asked, answer(2, 5), answer(1, 6)];
  assertEquals(told(await diffEntries(good, bad)), []);
});

Deno.test("diffTapes() finds the changed one among many that are alike", async () => {
  const ticks = (...others: readonly number[]): ScriptSession =>
    session(
      ...Array.from({ length: 20 }, (_, n) => act("tick", [{ a: others.includes(n) ? n : -1 }])),
    );
  assertEquals(told(await diffScripts([ticks()], [ticks(7)])), ["changed tick $.a"]);
  assertEquals(told(await diffScripts([ticks()], [ticks(5, 11)])), [
    "changed tick $.a",
    "changed tick $.a",
  ]);
});

Deno.test("diffTapes() says by how many places something was moved", async () => {
  const events = ["a", "b", "c", "d", "e"].map((name) => act(name, [name]));
  const [a, b, c, d, e] = events;
  if (!a || !b || !c || !d || !e) throw new Error("There are five");
  const good = [session(...events)];
  assertEquals(told(await diffScripts(good, [session(b, a, c, d, e)])), ["moved a 1"]);
  assertEquals(told(await diffScripts(good, [session(b, c, d, e, a)])), ["moved a 4"]);
  assertEquals(told(await diffScripts(good, [session(e, a, b, c, d)])), ["moved e -4"]);
});

Deno.test("diffTapes() takes no quadratic time for what was turned round", async () => {
  const events = Array.from({ length: 20_000 }, (_, n) => act("e", [n]));
  const result = await diffScripts([session(...events)], [session(...events.toReversed())], {
    exact: true,
  });
  assertEquals(result.findings.every(({ kind }) => kind === "moved"), true);
});

Deno.test("diffTapes() pairs the acts of a long gap by what they are known by", async () => {
  const events = Array.from({ length: 60 }, (_, n) => act("u", [{ id: n, v: 0, w: `x${n}` }]));
  const others = events.map((one, n) => ({ ...one, args: [{ id: n, v: 1, w: `x${n}` }] }))
    .toSpliced(30, 1);
  const result = await diffScripts(
    [session(...events, act("end"))],
    [session(...others, act("end"))],
    { exact: true },
  );
  const found = told(result);
  assertEquals(found.filter((text) => text === "changed u $.v").length, 59);
  assertEquals(found.filter((text) => text !== "changed u $.v"), ["missing u"]);
});

Deno.test("diffTapes() pairs the only sessions even when their main event was renamed", async () => {
  const events = (name: string): ScriptSession =>
    session(...Array.from({ length: 50 }, (_, n) => act(name, [{ v: n }])));
  const found = told(await diffScripts([events("price")], [events("price2")]));
  assertEquals(found, new Array(50).fill("changed price event"));
});

Deno.test("diffTapes() tells the earliest difference of all sessions first", async () => {
  const slow = session({ ...act("a", [1]), after: 900 }, act("end"));
  const quick = session(act("b", [1]), act("end"));
  const { first } = await diffScripts(
    [slow, quick],
    [session({ ...act("a", [2]), after: 900 }, act("end")), session(act("b", [2]), act("end"))],
  );
  assertEquals(first === undefined ? "" : tell(first.finding), "changed b $");
  assertEquals(first?.finding.session, 1);
});

Deno.test("learnNoise() gives rules that cover several places, and hide nothing else", async () => {
  const order = (id: string, tok: string, ok?: boolean): ScriptSession =>
    session(
      ...asking(
        2,
        (n) => [{ id: `${id}${n}`, tok: `${tok}${n}`, ...(ok === undefined ? {} : { ok }) }],
      ),
    );
  const [good, other] = [[order("a", "b")], [order("c", "d")]];
  const noise = learnNoise(await diffScripts(good, other));
  assertEquals(told(await diffScripts(good, other, { noise })), []);
  assertEquals(told(await diffScripts(good, [order("e", "f", false)], { noise })), [
    "answer order $.id $.tok $.ok",
    "answer order $.id $.tok $.ok",
  ]);
});
