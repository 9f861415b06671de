// The page of one entry: what it tells of its neighbours, what it never shows, and that it takes any
// tape.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { showLines } from "../../../../src/view/terminal/show.ts";
import { textWidth } from "../../../../src/view/terminal/text_width.ts";
import { checkAsyncProperty } from "../../../house/property.ts";
import { payload } from "../../../protocols/arbitrary_carried.ts";
import { readFixture, showInput, tapeOf, tapes } from "./show_input.ts";

const UPGRADE = {
  kind: "request",
  at: 1,
  conn: 1,
  id: 1,
  method: "GET",
  url: "/socket.io/?EIO=4&transport=websocket",
  headers: [["Upgrade", "websocket"]],
};
const SWITCHED = { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [] };

/** A message on the WebSocket that `UPGRADE` opened; the first stands on line 4. */
function message(at: number, from: string, text: string, more: object = {}): object {
  return { kind: "message", at, conn: 1, from, text, ...more };
}

async function pageOf(entries: readonly object[], line: number, full = false): Promise<string> {
  const input = showInput(await tapeOf(entries), line);
  return showLines({ ...input, full }, 80).join("\n");
}

Deno.test("showLines() looks ahead for what answers an event, and back from the answer", async () => {
  const entries = [
    UPGRADE,
    SWITCHED,
    message(10, "server", '42/sfa,3["ask",1]'),
    message(12.5, "client", "43/sfa,3[true]"),
  ];
  assertMatch(await pageOf(entries, 4), /Answered +by ACK 3 on line 5, after 2\.50 ms/);
  assertMatch(
    await pageOf(entries, 5),
    /Answers +ask in \/sfa on line 4, which asked with the id 3/,
  );
  assertMatch(await pageOf(entries.slice(0, 3), 4), /acknowledgement with the id 3; none is near/);
});

Deno.test("showLines() ties a binary event, its attachments and its answer together", async () => {
  const entries = [
    UPGRADE,
    SWITCHED,
    message(10, "client", '451-1["photo",{"_placeholder":true,"num":0}]'),
    { kind: "message", at: 11, conn: 1, from: "client", base64: "AQID" },
    message(12, "server", "431[]"),
  ];
  const head = await pageOf(entries, 4);
  assertMatch(head, /Attachments +1 attachment: line 5 \(3 B\)/);
  assertMatch(head, /Answered +by ACK 1 on line 6/);
  const attachment = await pageOf(entries, 5);
  assertMatch(attachment, /Belongs to +attachment 0 \(the first of 1\) of the packet on line 4/);
  assertStringIncludes(attachment, "With its binary in place: photo in /");
  assertStringIncludes(attachment, '"base64": "AQID"');
  const lonely = await pageOf(entries.slice(0, 3), 4);
  assertMatch(lonely, /1 not near on this tape/);
});

Deno.test("showLines() tells how a message went over the wire", async () => {
  const plain = await pageOf([UPGRADE, SWITCHED, message(3, "client", "2probe")], 4);
  assertMatch(plain, /Frames +in one frame, not compressed/);
  const more = { frames: [4, 2], wireBytes: 3, compressed: true };
  const framed = await pageOf([UPGRADE, SWITCHED, message(3, "client", "2probe", more)], 4);
  assertMatch(
    framed,
    /Frames +in 2 frames of 4, 2 bytes \[2\], compressed to 3 bytes, 50 % of\n? +6/,
  );
  const cut = await pageOf([UPGRADE, SWITCHED, message(3, "client", "4x", { truncated: true })], 4);
  assertMatch(cut, /Kept +only in part/);
});

Deno.test("showLines() marks what was hidden wherever it stands, and never shows its filler", async () => {
  const redacted = { text: [[13, 6, "0badcafe"]] };
  const text = '40/sfa,{"t":"******","u":"***"}';
  const page = await pageOf([UPGRADE, SWITCHED, message(3, "client", text, { redacted })], 4);
  assert(!page.includes("******"));
  assertMatch(page, /Hidden \(▒\) +characters 14 to 19 of its text \(secret #0badcafe\)/);
  assertStringIncludes(page, '"t":"▒▒▒▒▒▒"');
  // Asterisks that were sent are data.
  assertStringIncludes(page, '"u":"***"');
  assertStringIncludes(page, '22 74 22 3a 22 ▒▒ ▒▒ ▒▒  40/sfa,{"t":"▒▒▒');
});

Deno.test("showLines() marks hidden bytes by their place behind wide characters", async () => {
  const redacted = { text: [[7, 3, "0badcafe"]] };
  const page = await pageOf([message(3, "client", '["é日","***"]', { redacted })], 2);
  assertStringIncludes(page, "5b 22 c3 a9 e6 97 a5 22  2c 22 ▒▒ ▒▒ ▒▒ 22 5d");
});

Deno.test("showLines() marks hidden headers, URLs and arguments of derived lines", async () => {
  const request = {
    ...UPGRADE,
    url: "/socket.io/?EIO=4&token=****",
    headers: [["Cookie", "a=****"], ["X", "****"]],
    redacted: { url: [[24, 4, "1"]], "headers[0]": [[2, 4, "1"]] },
  };
  const page = await pageOf([request], 2);
  assertStringIncludes(page, "  Cookie: a=▒▒▒▒\n  X: ****");
  assertStringIncludes(page, "token=▒▒▒▒");
  const event = {
    kind: "event",
    at: 3,
    conn: 1,
    from: "client",
    ns: "/",
    name: "login",
    args: [{ password: "****", note: "****", "a b": ["**\n**"] }],
    of: 2,
    redacted: { "args[0].password": [[0, 4, "1"]], 'args[0]["a b"][0]': [[0, 5, "1"]] },
  };
  const derived = await pageOf([event], 2);
  assertStringIncludes(derived, '"password": "▒▒▒▒", "note": "****"');
  assert(!derived.includes("**\\n**"));
});

Deno.test("showLines() warns where hidden values stand in a message of several parts", async () => {
  const redacted = { text: [[15, 3, "1"]] };
  const entries = [
    UPGRADE,
    SWITCHED,
    message(10, "client", '451-["login","***",{"_placeholder":true,"num":0}]', { redacted }),
    { kind: "message", at: 11, conn: 1, from: "client", base64: "AQID" },
  ];
  assertStringIncludes(await pageOf(entries, 5), "asterisks may be no data");
});

Deno.test("showLines() cuts what is long, and nothing with full", async () => {
  const text = `42["x",${JSON.stringify(Array.from({ length: 300 }, (_, n) => `item ${n}`))}]`;
  const entries = [UPGRADE, SWITCHED, message(3, "server", text)];
  const short = await pageOf(entries, 4);
  assertMatch(short, /\+\d+ more lines: --full shows them/);
  assertMatch(short, /\+\d+ more bytes: --full shows them/);
  const full = await pageOf(entries, 4, true);
  assert(!full.includes("--full") && full.includes('"item 299"'));
  assert(full.split("\n").length > short.split("\n").length + 300);
});

Deno.test("showLines() tells bytes, pings and kinds that it does not know", async () => {
  const entries = [
    { kind: "bytes", at: 1, conn: 1, from: "client", base64: "FgMB" },
    { kind: "control", at: 2, conn: 1, from: "server", op: "ping", text: "hi" },
    { kind: "control", at: 2, conn: 1, from: "server", op: "close", code: 1006, reason: "\x1b" },
    { kind: "hologram", at: 3, own: { deep: true } },
    { kind: "close", at: 4, conn: 1, reset: true },
    { kind: "mark", at: 5, text: "one\ntwo" },
  ];
  assertStringIncludes(await pageOf(entries, 2), "neither HTTP nor WebSocket");
  assertStringIncludes(await pageOf(entries, 2), "00000000  16 03 01");
  assertMatch(await pageOf(entries, 3), /a ping frame: the other side has to answer/);
  assertMatch(await pageOf(entries, 4), /Code +1006, Abnormal Closure.*\n? *.*No frame may carry/);
  assertStringIncludes(
    await pageOf(entries, 5),
    '"hologram", a kind that this version does not know',
  );
  assertStringIncludes(await pageOf(entries, 5), '"own": { "deep": true }');
  assertMatch(await pageOf(entries, 6), /the connection was reset: whatever/);
  assertStringIncludes(await pageOf(entries, 7), "\none\ntwo");
});

Deno.test("showLines() tells the response of a request, and what is not packets", async () => {
  const page = {
    kind: "response",
    at: 3,
    conn: 1,
    id: 7,
    status: 200,
    headers: [],
    text: "<html>",
  };
  const request = { ...UPGRADE, id: 7, url: "/index.html", headers: [] };
  const entries = [request, page];
  assertMatch(await pageOf(entries, 2), /Response +HTTP 200 on line 3, after 2\.00 ms/);
  const answer = await pageOf(entries, 3);
  assertMatch(answer, /Request +GET \/index\.html on line 2, 2\.00 ms before/);
  assert(!answer.includes("Engine.IO"));
  assertMatch(await pageOf([page], 2), /Request +none that is near/);
  const gone = { ...page, text: undefined, omitted: true, wireBytes: 9 };
  assertMatch(await pageOf([request, gone], 3), /Body +9 bytes that were not recorded/);
});

Deno.test("showLines() puts what the decoders found odd before the rest", async () => {
  const page = await pageOf(
    [UPGRADE, SWITCHED, message(2, "client", "40"), message(3, "server", '42["a",}')],
    5,
  );
  assertMatch(page, /\n! socket\.io\/json: Cannot read the payload of this EVENT/);
});

Deno.test("showLines() prints every line of every tape that ships, within the screen", async () => {
  for (const { name } of Deno.readDirSync(tapes)) {
    const tape = await readFixture(name.replace(".ndjson", ""));
    for (const { number, entry } of tape.lines) {
      if (entry.kind === "log") continue;
      for (const columns of [80, 120]) {
        for (const line of showLines(showInput(tape, number), columns)) {
          assert(textWidth(line) <= columns, `${name}:${number}, ${columns}: ${line}`);
        }
      }
    }
  }
});

const content = payload.map((data) =>
  typeof data === "string" ? { text: data } : { base64: data.toBase64() }
);
const traffic = fc.oneof(
  fc.record({
    content,
    from: fc.constantFrom("client", "server"),
    at: fc.nat(9),
  }).map(({ content, from, at }) => ({ kind: "message", at, conn: 1, from, ...content })),
  content.map((body) => ({ ...SWITCHED, status: 200, ...body })),
  content.map((body) => ({ ...UPGRADE, method: "POST", headers: [], ...body })),
  content.map((body) => ({ kind: "control", at: 1, conn: 1, from: "client", op: "ping", ...body })),
);

Deno.test("showLines() takes any traffic, lets nothing steer the terminal, and takes no randomness", async () => {
  await checkAsyncProperty(
    "show",
    fc.asyncProperty(fc.array(traffic, { minLength: 1, maxLength: 4 }), async (entries) => {
      const tape = await tapeOf([UPGRADE, SWITCHED, ...entries]);
      for (const { number } of tape.lines) {
        const input = showInput(tape, number);
        const lines = showLines(input, 80);
        assertEquals(lines, showLines(input, 80));
        // deno-lint-ignore no-control-regex
        assert(!/[\x00-\x1f\x7f-\x9f]/.test(lines.join("")), lines.join("\n"));
      }
    }),
    { runs: 200 },
  );
});

Deno.test("showLines() marks hidden bytes of binary, and warns where their places are lost", async () => {
  const redacted = { base64: [[1, 2, "0badcafe"]] };
  const binary = { kind: "message", at: 3, conn: 1, from: "client", base64: "ASoqBA==", redacted };
  const page = await pageOf([UPGRADE, SWITCHED, binary], 4);
  assertStringIncludes(page, "\n01▒▒▒▒04\n");
  assertStringIncludes(page, "00000000  01 ▒▒ ▒▒ 04");
  const script = {
    ...SWITCHED,
    status: 200,
    text: '___eio[0]("40{\\"token\\":\\"***\\"}");',
    redacted: { text: [[25, 3, "0badcafe"]] },
  };
  const request = { ...UPGRADE, url: "/socket.io/?EIO=3&transport=polling&j=0", headers: [] };
  assertStringIncludes(await pageOf([request, script], 3), "asterisks in it may be no data");
});

Deno.test("showLines() marks what was hidden in the reason of a close frame", async () => {
  const redacted = { reason: [[4, 3, "1"]] };
  const close = { kind: "control", at: 1, conn: 1, from: "server", op: "close", code: 4000 };
  const page = await pageOf([{ ...close, reason: "bye *** ***", redacted }], 2);
  assertStringIncludes(page, '"bye ▒▒▒ ***"');
  assertMatch(page, /4000, Private Use/);
});

Deno.test("showLines() tells an offset from the arguments of an event", async () => {
  const entries = [
    UPGRADE,
    SWITCHED,
    message(3, "client", "40"),
    message(4, "server", '40{"sid":"a","pid":"b"}'),
    message(5, "server", '42["x",1,"m7A_1"]'),
  ];
  assertMatch(await pageOf(entries, 6), /Offset +the last string, "m7A_1", is no argument/);
});

Deno.test("showLines() fits a narrow screen", async () => {
  const entries = [
    UPGRADE,
    SWITCHED,
    message(3, "server", '42/sfa,["location:track",{"lat":-6.2}]'),
  ];
  const lines = showLines(showInput(await tapeOf(entries), 4), 60);
  for (const line of lines.slice(0, lines.indexOf("Where the documents say so"))) {
    assert(textWidth(line) <= 60, line);
  }
  assert(lines.some((line) => line.startsWith("00000008  ")));
});
