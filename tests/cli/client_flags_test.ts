// What `--auth` holds: JSON, whose secrets may stand in variables.

import { assertEquals, assertThrows } from "@std/assert";
import type { JsonObject } from "../../src/base/json.ts";
import { readAuth } from "../../src/cli/client_flags.ts";
import { secretHost } from "../../src/cli/record/secret_host.ts";
import { UsageError } from "../../src/cli/usage_error.ts";
import { fakeHost } from "./fake_host.ts";

const ENV = { WIRETAPE_TOKEN: "hunter2hunter2", WIRETAPE_AUTH: '{"a":"env:WIRETAPE_TOKEN"}' };

const AUTHS: readonly [typed: string, auth: JsonObject][] = [
  ['{"x":"env:WIRETAPE_TOKEN","y":1}', { x: ENV.WIRETAPE_TOKEN, y: 1 }],
  ['{"a":[null,{"b":"env:WIRETAPE_TOKEN"}]}', { a: [null, { b: ENV.WIRETAPE_TOKEN }] }],
  ["env:WIRETAPE_AUTH", { a: ENV.WIRETAPE_TOKEN }],
  [
    '{"a":"env: prod","b":" env:WIRETAPE_TOKEN","env:WIRETAPE_TOKEN":"file:x"}',
    { a: "env: prod", b: " env:WIRETAPE_TOKEN", "env:WIRETAPE_TOKEN": "file:x" },
  ],
];

for (const [typed, auth] of AUTHS) {
  Deno.test(`readAuth() has what variables hold for ${typed}`, () => {
    const host = secretHost(fakeHost({ env: ENV }));
    assertEquals(readAuth(typed, host), auth);
    const isRead = JSON.stringify(auth).includes(ENV.WIRETAPE_TOKEN);
    assertEquals(host.secretPatterns.includes(`/${ENV.WIRETAPE_TOKEN}/`), isRead);
  });
}

Deno.test("readAuth() refuses a variable that is not set, and names its place", () => {
  const refused = (): unknown => readAuth('{"a":[{"b":"env:WIRETAPE_NO"}]}', fakeHost());
  const { message } = assertThrows(refused, UsageError);
  assertEquals(message, "Cannot read --auth b: the variable WIRETAPE_NO is not set");
});

Deno.test("readAuth() refuses other programs' variables, and says which are read", () => {
  const host = fakeHost({ env: { HOME: "hunter2" } });
  const refused = (): unknown => readAuth('{"a":["env:HOME"]}', host);
  const { message, advice } = assertThrows(refused, UsageError);
  assertEquals(message, "Cannot read --auth a: the variable HOME is not set");
  assertEquals(
    advice,
    "Wiretape reads only variables whose names begin with WIRETAPE_: set WIRETAPE_HOME",
  );
});

Deno.test("readAuth() takes texts as they are where there is no host", () => {
  assertEquals(readAuth('{"a":"env:WIRETAPE_NO"}'), { a: "env:WIRETAPE_NO" });
});
