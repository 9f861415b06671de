// Whom the client's debug log names: the target that people asked for, not the tap before it.

import { assertEquals } from "@std/assert";
import { inspect } from "node:util";
import { namingTarget } from "../../src/net/debug_log.ts";
import { targetOf } from "../../src/net/target.ts";

const TAP = { hostname: "127.0.0.1", port: 43461 };
const named = namingTarget(TAP, targetOf(new URL("https://example.com:8443/sfa")));
const usual = namingTarget(TAP, targetOf(new URL("http://example.com/sfa")));
const OBJECT = { host: "127.0.0.1:43461", hostname: "127.0.0.1", port: "43461", hosts: 43461 };

const LINES: readonly [before: string, after: string][] = [
  ["opening http://127.0.0.1:43461/sfa", "opening https://example.com:8443/sfa"],
  ["to ws://127.0.0.1:43461/x", "to wss://example.com:8443/x"],
  ["?to=http%3A%2F%2F127.0.0.1%3A43461%2F", "?to=https%3A%2F%2Fexample.com%3A8443%2F"],
  ["connect 127.0.0.1:43461 failed", "connect example.com:8443 failed"],
  [
    'options: {"hostname":"127.0.0.1","secure":false,"port":"43461"}',
    'options: {"hostname":"example.com","secure":false,"port":"8443"}',
  ],
  [
    '"{\\"host\\":\\"127.0.0.1\\",\\"port\\":43461}"',
    '"{\\"host\\":\\"example.com\\",\\"port\\":8443}"',
  ],
  [
    inspect(OBJECT),
    "{\n  host: 'example.com:8443',\n  hostname: 'example.com',\n  port: '8443',\n  hosts: 43461\n}",
  ],
  // Nothing of the tap's: another port, another host, a longer number.
  ["127.0.0.1:434610", "127.0.0.1:434610"],
  ["1127.0.0.1:43461", "1127.0.0.1:43461"],
  ['{"host":"127.0.0.1","port":434610}', '{"host":"127.0.0.1","port":434610}'],
  ['{"export":43461,"orderPort":43461}', '{"export":43461,"orderPort":43461}'],
  [
    '{"text":"job 43461 runs on","address":"127.0.0.1"}',
    '{"text":"job 43461 runs on","address":"127.0.0.1"}',
  ],
  ['{"port":43461,"localhost":"127.0.0.1"}', '{"port":8443,"localhost":"127.0.0.1"}'],
  ['decoded ["at",{"host":"127.0.0.1"}]', 'decoded ["at",{"host":"127.0.0.1"}]'],
];

for (const [before, after] of LINES) {
  Deno.test(`namingTarget() reads ${JSON.stringify(before)}`, () => {
    assertEquals(named(before), after);
  });
}

Deno.test("namingTarget() leaves a usual port out where people do", () => {
  assertEquals(usual("http://127.0.0.1:43461/sfa"), "http://example.com/sfa");
  assertEquals(usual(`port: '43461'`), "port: '80'");
});

Deno.test("namingTarget() names the host beside a port that both have", () => {
  const same = namingTarget(TAP, targetOf(new URL("http://example.com:43461/sfa")));
  const line = '{"hostname":"127.0.0.1","port":"43461"}';
  assertEquals(same(line), '{"hostname":"example.com","port":"43461"}');
});
