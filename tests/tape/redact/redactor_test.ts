// The redactor's own promises: hashes, notes, counting, extras, the tape's header, looking again.

import { assert, assertEquals, assertMatch, assertNotEquals, assertThrows } from "@std/assert";
import { encodeUtf8, toBase64 } from "../../../src/base/bytes.ts";
import type { Redacted, TapeHeader } from "../../../src/tape/entry.ts";
import { parseExtra } from "../../../src/tape/redact/extra.ts";
import { describeJwt } from "../../../src/tape/redact/jwt.ts";
import { Redactor } from "../../../src/tape/redact/redactor.ts";
import { findSecrets, SecretFinder } from "../../../src/tape/redact/verify.ts";
import { AWKWARD, event, fakeJwt, JWT, message, pack, request, SECRET } from "./fakes.ts";

function newRedactor(...extra: readonly (string | RegExp)[]): Redactor {
  return new Redactor({ hashKey: Uint8Array.of(4), extra, enabled: true });
}

function hashes(redacted: Redacted | undefined): readonly string[] {
  return Object.values(redacted ?? {}).flatMap((ranges) => ranges.map(([, , hash]) => hash));
}

const HEADER: TapeHeader = {
  kind: "tape",
  format: "wiretape/1",
  id: "t1",
  startedAt: "2026-11-21T03:00:00.000Z",
  tool: "wiretape 0.1.0",
  mode: "record",
  target: `https://host/sfa?auth_type=v3&token=${SECRET}`,
};

Deno.test("redactEntry() gives equal secrets equal hashes in every encoding", () => {
  const json = JSON.stringify({ password: AWKWARD });
  const redactor = newRedactor();
  const entries = [
    message(`42["login",${json}]`),
    message(JSON.stringify(JSON.stringify({ a: json }))),
    message(
      `{"password":"${
        AWKWARD.replace(
          /[^a-z]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
        )
      }"}`,
    ),
    request(`/?password=${encodeURIComponent(AWKWARD)}`),
    request(`/?q=${encodeURIComponent(json)}`),
    request("/", [], { text: `d=${encodeURIComponent(`42${json}`)}` }),
    request("/", [], { text: `b${toBase64(encodeUtf8(json))}` }),
    request("/", [], { base64: toBase64(pack({ password: AWKWARD })) }),
    request("/", [], { base64: toBase64(Uint8Array.of(0xfe, ...encodeUtf8(json))) }),
    event({ password: AWKWARD }),
  ];
  const found = entries.map((entry) => hashes(redactor.redactEntry(entry).redacted));
  assertEquals(found, entries.map(() => [found[0]?.[0] ?? "none"]));
  assertMatch(found[0]?.[0] ?? "", /^[0-9a-f]{8}$/);
  assertEquals(redactor.hidden, entries.length);
});

Deno.test("redactEntry() makes other hashes under another key and of other secrets", () => {
  const other = new Redactor({ hashKey: Uint8Array.of(5), enabled: true });
  const entry = message(`["${JWT}",{"token":"${SECRET}"}]`);
  const here = hashes(newRedactor().redactEntry(entry).redacted);
  const there = hashes(other.redactEntry(entry).redacted);
  assertEquals(new Set([...here, ...there]).size, 4);
});

Deno.test("redactEntry() keeps ranges of before and adds new ones in order", () => {
  const first = newRedactor().redactEntry(message(`{"a":"${SECRET}","token":"${SECRET}"}`));
  const second = newRedactor("a").redactEntry(first);
  assertEquals(second.redacted?.text?.map(([start]) => start), [6, 30]);
  assert(newRedactor("a").redactEntry(second) === second);
});

Deno.test("redactEntry() does nothing when redaction is off", () => {
  const off = new Redactor({ hashKey: Uint8Array.of(4), enabled: false });
  const entry = message(`{"token":"${SECRET}"}`);
  assert(off.redactEntry(entry) === entry && off.redactHeader(HEADER) === HEADER);
  assertEquals(off.redactText("token=a"), { text: "token=a", ranges: [] });
  assertEquals(off.hidden, 0);
});

Deno.test("takeNotes() tells once of each token what is not secret", () => {
  const redactor = newRedactor();
  redactor.redactEntry(message(`42["login",{"token":"${JWT}"}]`));
  redactor.redactEntry(request(`/?token=${JWT}`, [["Cookie", `a=${JWT}`]]));
  redactor.redactEntry(event({ token: JWT }));
  const text = "JWT RS256, issued 2023-11-14T22:13:20.000Z, expires 2023-11-14T23:13:20.000Z";
  assertEquals(redactor.takeNotes(), [{ rule: "redact/jwt", text }]);
  assertEquals(redactor.takeNotes(), []);
});

Deno.test("describeJwt() says nothing that a header or claim could smuggle in", () => {
  const token = fakeJwt({ iat: "soon", exp: 1e300, sub: SECRET }, { alg: `x ${SECRET}`, typ: 5 });
  assertEquals(describeJwt(token), "JWT");
  assertEquals(describeJwt("eyJ.x"), "JWT");
});

Deno.test("redactHeader() hides the target's secrets and the user's expressions", () => {
  const redaction = { on: true, keys: ["badge", "/hunter\\d/i"] };
  const hidden = newRedactor().redactHeader({ ...HEADER, redaction });
  assertEquals(hidden.target, `https://host/sfa?auth_type=v3&token=${"*".repeat(SECRET.length)}`);
  assertEquals(hidden.redaction, { on: true, keys: ["badge", "/********/i"] });
  assertEquals(Object.keys(hidden.redacted ?? {}), ["target", "redaction.keys[1]"]);
  assert(newRedactor().redactHeader(hidden) === hidden);
  assertEquals([findSecrets(HEADER).length, findSecrets(hidden)], [1, []]);
});

Deno.test("redactEntry() hides what a user's key names", () => {
  const { text } = newRedactor("driver-badge").redactText(
    '{"driverBadge":"b1","x_DRIVER_badge":"b2"}',
  );
  assertEquals(text, '{"driverBadge":"**","x_DRIVER_badge":"**"}');
});

Deno.test("redactEntry() hides what a user's expression matches, or only its groups", () => {
  assertEquals(
    newRedactor(/hunter\d/).redactText('42["login","bob","hunter2"]').text,
    '42["login","bob","*******"]',
  );
  const grouped = newRedactor(/"login","[^"]*","([^"]*)"/);
  assertEquals(
    grouped.redactText('42["login","bob","hunter2"]').text,
    '42["login","bob","*******"]',
  );
  assertEquals(
    grouped.redactText(JSON.stringify('["login","bob","hunter2"]')).text,
    JSON.stringify('["login","bob","*******"]'),
  );
  assertEquals(
    newRedactor(/\b\d{6}\b/).redactText('{"card":123456,"x":"123456"}').text,
    '{"card":"****","x":"******"}',
  );
  assertEquals(newRedactor(/x*/).redactText("abc").text, "abc");
});

Deno.test("redactEntry() tries a user's expression on an event line as on the raw message", () => {
  const redactor = newRedactor(/"login","[^"]*","([^"]*)",(\d+)/);
  const hidden = redactor.redactEntry(event("bob", "hunter2", 123456, ["hunter3"]));
  assert(hidden.kind === "event");
  assertEquals(hidden.args, ["bob", "*******", "****", ["hunter3"]]);
  assertEquals(Object.keys(hidden.redacted ?? {}), ["args[1]", "args[2]"]);
  assert(redactor.redactEntry(hidden) === hidden);
});

Deno.test("redactEntry() hides only what an expression matches within an argument", () => {
  const hidden = newRedactor(/hunter\d/).redactEntry(event({ note: "so hunter2 it is" }));
  assert(hidden.kind === "event");
  assertEquals(hidden.args, [{ note: "so ******* it is" }]);
  const number = newRedactor(/\b\d{6}\b/).redactEntry(event({ card: 123456, n: 1234567 }));
  assert(number.kind === "event");
  assertEquals(number.args, [{ card: "****", n: 1234567 }]);
});

Deno.test("find() tells places, never secrets", () => {
  const found = new SecretFinder(["badge"]).find(message(`{"badge":"${SECRET}"}`));
  assertEquals(found, [{ field: "text", start: 10, length: SECRET.length }]);
});

Deno.test("redactEntry() names the leaf of an argument by its path", () => {
  const hidden = newRedactor().redactEntry(
    event([{ "a b": { token: "x1" } }], { secret: [1, "y"] }),
  );
  assertEquals(Object.keys(hidden.redacted ?? {}), [
    'args[0][0]["a b"].token',
    "args[1].secret[0]",
    "args[1].secret[1]",
  ]);
});

Deno.test("redactEntry() ends on arguments nested too deep and hides what is below", () => {
  const depth = 1500;
  const hidden = newRedactor().redactEntry(
    event(JSON.parse("[".repeat(depth) + `"${SECRET}"` + "]".repeat(depth))),
  );
  assertEquals(JSON.stringify(hidden).includes(SECRET), false);
  assertNotEquals(hidden.redacted, undefined);
});

Deno.test("parseExtra() reads keys and expressions", () => {
  assertEquals(parseExtra("token2"), "token2");
  assertEquals(parseExtra("/a\\/b/iu"), /a\/b/iu);
});

for (
  const [text, reason] of [
    ["", "expected a KEY"],
    ["--", "expected a KEY"],
    ["/abc", 'closing "/"'],
    ["//", "is empty"],
    ["/a/y", 'unknown flag "y"'],
    ["/(/", "Invalid regular expression"],
    ["/a/ii", "Invalid flags"],
  ] as const
) {
  Deno.test(`parseExtra() refuses ${JSON.stringify(text)} and says why`, () => {
    const error = assertThrows(() => parseExtra(text), SyntaxError);
    assert(
      error.message.includes(reason) && error.message.includes(JSON.stringify(text)),
      error.message,
    );
  });
}
