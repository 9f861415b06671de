// Every shipped tape, converted in random ways: what was asked for is there, and nothing else changed.

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type JsonValue, valueToJson } from "../../../src/base/json.ts";
import type { Edit } from "../../../src/timeline/convert/edits.ts";
import type { ConvertProblem } from "../../../src/timeline/convert/outcome.ts";
import { planCut } from "../../../src/timeline/convert/cut_plan.ts";
import { dollarOf, withDollar } from "../../../src/timeline/filter/dollar.ts";
import { compilePath } from "../../../src/timeline/filter/path.ts";
import type { Moment } from "../../../src/timeline/moment.ts";
import { encodeUtf8 } from "../../../src/base/bytes.ts";
import { readTape } from "../../../src/tape/reader.ts";
import { checkAsyncProperty } from "../../house/property.ts";
import { convertText, entriesOf, eventsIn, FIXTURES, momentsIn, verifyText } from "./tapes.ts";

const RUNS = { runs: 10 };

for (const [name, text] of FIXTURES) {
  Deno.test(`convertLines() gives the tape ${name} back as it was, byte for byte`, async () => {
    const { text: converted, problems } = await convertText(text, {});
    assertEquals(converted, text);
    assertEquals(problems, []);
  });

  Deno.test(`convertLines() edits the tape ${name} exactly as it was told`, async () => {
    const moments = (await momentsIn(text)).filter(({ decoded }) => decoded?.event !== undefined);
    const before = await labelsOf(text);
    await checkAsyncProperty(
      `random edits of ${name}`,
      fc.asyncProperty(
        fc.array(fc.constantFrom("keep", "set", "drop", "double", "insert"), {
          minLength: moments.length,
          maxLength: moments.length,
        }),
        fc.jsonValue({ maxDepth: 2 }),
        async (choices, drawn) => {
          // JSON knows no -0.
          const value: JsonValue = JSON.parse(JSON.stringify(drawn));
          const chosen = new Map(
            moments.map((moment, index) => [placeOf(moment), choices[index] ?? "keep"]),
          );
          const edits = editsFor(chosen, value);
          const { text: converted, problems } = await convertText(text, { edits });
          assertEquals(problems, expectedProblems(moments, choices, value));
          assertEquals(await eventsIn(converted), expectedEvents(moments, choices, value));
          assertEquals(await labelsOf(converted), before);
          assertEquals((await verifyText(converted)).findings, []);
        },
      ),
      RUNS,
    );
  });

  Deno.test(`convertLines() cuts the tape ${name} so that the rest reads as before`, async () => {
    const all = await momentsIn(text);
    const last = Math.max(...all.map(({ at }) => at));
    await checkAsyncProperty(
      `random cuts of ${name}`,
      fc.asyncProperty(
        fc.double({ min: 0, max: last, noNaN: true }),
        fc.double({ min: 0, max: last, noNaN: true }),
        async (one, other) => {
          const [from, to] = [Math.min(one, other), Math.max(one, other)];
          const tape = await readTape([encodeUtf8(text)]);
          const cut = await planCut(tape.lines, { between: { from, to }, decoding: {} });
          const { text: converted, problems } = await convertText(text, { cut });
          assertEquals(problems, []);
          const kept = (await eventsIn(text)).filter((event) =>
            Array.isArray(event) && Number(event[0]) >= from && Number(event[0]) <= to
          );
          assertEquals(await eventsIn(converted), kept);
          assertEquals((await verifyText(converted)).findings, []);
          assertEquals(await sessionsOf(converted, from), await sessionsOf(text, from, to));
        },
      ),
      RUNS,
    );
  });
}

function placeOf({ line, part }: Moment): string {
  return `${line.number}.${part}`;
}

function editsFor(chosen: ReadonlyMap<string, string>, value: JsonValue): readonly Edit[] {
  const where = (choice: string) => (moment: Moment): boolean =>
    moment.decoded?.event !== undefined && chosen.get(placeOf(moment)) === choice;
  return [
    { kind: "set", where: where("set"), path: compilePath("$.lat"), value },
    { kind: "drop", where: where("drop") },
    { kind: "duplicate", where: where("double") },
    { kind: "insert", after: where("insert"), event: { name: "fresh", args: [value] } },
  ];
}

/** What the edits shall come to, said in another way. */
function expectedEvents(
  moments: readonly Moment[],
  choices: readonly string[],
  value: JsonValue,
): readonly JsonValue[] {
  return moments.flatMap(({ decoded, at }, index): readonly JsonValue[] => {
    const event = decoded?.event;
    if (event === undefined || decoded === undefined) return [];
    const { namespace, ackId = null, offset = null } = event;
    const choice = choices[index];
    const path = compilePath("$.lat");
    const args = choice === "set"
      ? withDollar(event.args, path.set(dollarOf(event.args), value))
      : event.args;
    const isJson = decoded.packets.at(-1)?.protocol === "json";
    const name = isJson && choice === "set" ? nameAfter(args[0], event.name) : event.name;
    const own = [at, decoded.from, namespace, name, args.map(valueToJson), ackId, offset];
    const added = isJson ? nameAfter(value, "") : "fresh";
    switch (choice) {
      case "drop":
        return [];
      case "double":
        return [own, own];
      case "insert":
        if (isJson && !isContainer(value)) return [own];
        return [own, [at, decoded.from, namespace, added, [value], null, null]];
      default:
        return [own];
    }
  });
}

function isContainer(value: JsonValue): boolean {
  return typeof value === "object" && value !== null;
}

/** `$.lat` cannot be set in text, numbers or lists; a bare number is no event of plain JSON's. */
function expectedProblems(
  moments: readonly Moment[],
  choices: readonly string[],
  value: JsonValue,
): readonly ConvertProblem[] {
  const path = compilePath("$.lat");
  return moments.flatMap(({ decoded, line }, index): readonly ConvertProblem[] => {
    const dollar = dollarOf(decoded?.event?.args ?? []);
    const isJson = decoded?.packets.at(-1)?.protocol === "json";
    if (choices[index] === "insert" && isJson && !isContainer(value)) {
      return [{
        line: line.number,
        reason: "a JSON message that is no object or array is no event",
      }];
    }
    if (choices[index] !== "set" || path.find(dollar).length > 0) return [];
    return path.set(dollar, value) === dollar
      ? [{ line: line.number, reason: "$.lat leads nowhere in it" }]
      : [];
  });
}

/** Plain JSON is named by its content: by a key that names it, else by its shape. */
function nameAfter(value: unknown, otherwise: string): string {
  return namesOfJson(value) ?? otherwise;
}

function namesOfJson(value: unknown): string | undefined {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (typeof value !== "object" || value === null) {
    return value === null ? "null" : typeof value;
  }
  const named = Object.entries(value);
  for (const key of ["type", "event", "action"]) {
    const found = named.find(([name, item]) => name === key && typeof item === "string" && item);
    if (found !== undefined) return found[1];
  }
  const keys = named.map(([key]) => key);
  return keys.length > 6 ? `{${keys.slice(0, 6).join(",")},…}` : `{${keys.join(",")}}`;
}

/** Everything but events and their attachments, and the HTTP around them. */
async function labelsOf(text: string): Promise<readonly string[]> {
  return (await momentsIn(text)).flatMap(({ decoded, label, layer }) => {
    const type = decoded?.packets.at(-1)?.type ?? "";
    const isOfEvents = layer === "event" || /EVENT|attachment|value/.test(type);
    // A poll whose every event was dropped is answered with a noop, a POST without any is not sent.
    const isOfPolling = type === "noop" || /^(?:POST|HTTP|GET|poll|ok|\d{3})/.test(label);
    return isOfEvents || isOfPolling || decoded === undefined ? [] : [label];
  });
}

/** The sessions that the events of a stretch belong to. */
async function sessionsOf(
  text: string,
  from: number,
  to = Infinity,
): Promise<readonly (string | undefined)[]> {
  return (await momentsIn(text))
    .filter(({ at, decoded }) => at >= from && at <= to && decoded?.event !== undefined)
    .map(({ decoded }) => decoded?.session);
}

Deno.test("convertLines() keeps unknown kinds and fields, and counts lines anew", async () => {
  const header = { ...JSON.parse(FIXTURES.get("chat")?.split("\n")[0] ?? ""), watch: [] };
  const lines = [
    header,
    { kind: "from-tomorrow", at: 1, what: { is: "this" } },
    { kind: "mark", at: 2, text: "here", colour: "red" },
    { kind: "end", at: 3, entries: 2, mood: "good" },
  ];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  assertEquals((await convertText(text, {})).text, text);
  const withGaps = text.replaceAll("\n", "\n\n");
  assertEquals(entriesOf((await convertText(withGaps, {})).text), lines.slice(1));
});
