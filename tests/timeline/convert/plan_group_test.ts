// What an edit may make of a JSON message: something that is still read as an event, or nothing.

import { assertEquals } from "@std/assert";
import type { Edit } from "../../../src/timeline/convert/edits.ts";
import { compilePath } from "../../../src/timeline/filter/path.ts";
import type { Moment } from "../../../src/timeline/moment.ts";
import { convertText, entriesOf, eventsIn, tapeOf } from "./tapes.ts";

const place = { at: 1, conn: 1 };
const TAPE = tapeOf(
  { kind: "open", ...place },
  { kind: "request", ...place, id: 1, method: "GET", url: "/live", headers: [] },
  { kind: "response", ...place, id: 1, status: 101, headers: [] },
  { kind: "message", ...place, from: "client", text: "start" },
  { kind: "message", ...place, from: "server", text: '{"type":"a"}' },
);
const NO_EVENT = "a JSON message that is no object or array is no event";

const whereEvent = ({ decoded }: Moment): boolean => decoded?.event !== undefined;

for (const value of [5, "text", null, true]) {
  Deno.test(`convertLines() puts no bare ${JSON.stringify(value)} in place of a JSON event, or behind one`, async () => {
    const edits: readonly Edit[] = [
      { kind: "set", where: whereEvent, path: compilePath("$"), value },
      { kind: "insert", after: whereEvent, event: { name: "b", args: [value] } },
    ];
    for (const edit of edits) {
      const { text, problems } = await convertText(TAPE, { edits: [edit] });
      assertEquals(text, TAPE);
      assertEquals(problems, [{ line: 6, reason: NO_EVENT }]);
    }
  });
}

Deno.test("convertLines() puts JSON behind a JSON event, with plain text before both", async () => {
  const event = { name: "b", args: [{ type: "b" }] };
  const edits: readonly Edit[] = [{ kind: "insert", after: whereEvent, event }];
  const { text, problems } = await convertText(TAPE, { edits });
  assertEquals(problems, []);
  assertEquals((await eventsIn(text)).map((told) => Object(told)[3]), ["a", "b"]);
  const [message, told] = entriesOf(text).slice(-2);
  assertEquals([message?.text, told?.name, told?.of], ['{"type":"b"}', "b", 7]);
});
