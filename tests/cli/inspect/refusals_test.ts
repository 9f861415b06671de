// Flags that would ignore each other are refused, and what is not there is said to be not there.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fixtureLines } from "../../house/line_of.ts";
import { opened, says } from "../../timeline/moments_of.ts";
import { ACKS, DERIVED, PLAN, TAPE } from "./acks_tape.ts";
import { inspect, tapeText } from "./run_inspect.ts";

/** The last line but its end. */
const LAST = fixtureLines(TAPE).length - 1;

const PAIRS: readonly (readonly [args: readonly string[], said: string])[] = [
  [["--show", "5", "--where", "true"], "--show with --where"],
  [["--show", "5", "--stats"], "--show with --stats"],
  [["--show", "5", "--layer", "wire"], "--show with --layer"],
  [["--show", "5", "--around", "5"], "--show with --around"],
  [["--verify", "--where", "true"], "--verify with --where"],
  [["--verify", "--show", "5"], "--verify with --show"],
  [["--verify", "--limit", "5"], "--verify with --limit"],
  [["--stats", "--sessions"], "--stats with --sessions"],
  [["--stats", "-n", "5"], "--stats with --limit"],
  [["--sessions", "-n", "5"], "--sessions with --limit"],
  [["--full"], "--full alone"],
  [["--show", "5", "--full", "--json"], "--full with --json"],
];

for (const [args, said] of PAIRS) {
  Deno.test(`inspect refuses ${args.join(" ")}`, async () => {
    const { code, out, talk } = await inspect([ACKS, ...args]);
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(talk, `Cannot use ${said}`);
  });
}

for (
  const args of [["--stats", "--event", "a"], ["--sessions", "--conn", "1"], ["--verify", "--json"]]
) {
  Deno.test(`inspect takes ${args.join(" ")}`, async () => {
    assertEquals((await inspect([ACKS, ...args])).code, 0);
  });
}

const NOTHINGS: readonly (readonly [args: readonly string[], said: string])[] = [
  [
    ["--around", "99999"],
    `nothing fits: there is no line 99999, the last with traffic is ${LAST}`,
  ],
  [["--conn", "0"], "nothing fits: there is no connection 0 on this tape"],
  [["--conn", "0", "--conn", "99"], "nothing fits: there is no connection 0 or 99 on this tape"],
  [["--conn", "3", "--event", "nope"], "nothing fits"],
  [["--where", "routine"], "all that fits is folded away: --all shows it"],
];

for (const [args, said] of NOTHINGS) {
  Deno.test(`inspect says why ${args.join(" ")} shows nothing`, async () => {
    const { code, out } = await inspect([ACKS, ...args]);
    assertEquals(code, 0);
    assert(out.split("\n").includes(said), out);
  });
}

Deno.test("inspect --show N --json prints the moments of the line, or the line itself", async () => {
  const event = await inspect([ACKS, "--show", `${PLAN}`, "--json"]);
  assertEquals([event.code, event.out.split("\n").length], [0, 2]);
  assertEquals(JSON.parse(event.out).event, "visit:plan");
  const derived = await inspect([ACKS, "--show", `${DERIVED}`, "--json"]);
  const { line, kind, of } = JSON.parse(derived.out);
  assertEquals([line, kind, of], [DERIVED, "event", PLAN]);
  const missing = await inspect([ACKS, "--show", "4000", "--json"]);
  assertEquals([missing.code, missing.out], [3, ""]);
  assertStringIncludes(missing.talk, "Cannot show entry 4000: the tape has no such line");
});

Deno.test("inspect --show explains the beginning of what is too long, and --full all of it", async () => {
  const list = JSON.stringify(Array.from({ length: 30_000 }, (_, index) => index));
  const stdin = tapeText([...opened(), says("server", 5, `42["numbers",${list}]`)]);
  const short = await inspect(["-", "--show", "6"], { stdin });
  assertMatch(short.out, /only the first 1000 are explained/);
  assertMatch(short.out, /numbers/);
  assert(short.out.length < 20_000 && !short.out.includes("✗"), short.out.slice(0, 3000));
  assertMatch(short.out, /--full shows them/);
  const full = await inspect(["-", "--show", "6", "--full"], { stdin });
  assert(full.out.length > 300_000 && !full.out.includes("--full"));
});

Deno.test("inspect lets no peer steer the terminal, in any of its shapes", async () => {
  const evil = "\u202e\u2066\u2028\u200b\u009b";
  const stdin = tapeText([
    ...opened(),
    says("server", 5, `40/${evil},{"sid":"x"}`),
    says("server", 6, `42/${evil},["${evil}",{"${evil}":"${evil}"}]`),
    { kind: "event", at: 6, conn: 1, from: "server", ns: "/", name: evil, args: [], of: 7 },
    { kind: "close", at: 7, conn: 1, by: "client" },
  ]);
  for (const shape of [[], ["--stats"], ["--sessions"], ["--verify"], ["--show", "7"]]) {
    for (const args of shape[0] === "--show" ? [shape] : [shape, [...shape, "--json"]]) {
      const { out } = await inspect(["-", ...args], { stdin });
      assert(!/[\u202e\u2066\u2028\u200b\u009b]/.test(out), args.join(" "));
      assert(/202e/.test(out), args.join(" "));
    }
  }
  const { out } = await inspect(["-", "--json", "--where", "event"], { stdin });
  assertEquals(JSON.parse(out).event, evil);
});

Deno.test("inspect --verify tells twenty findings of a rule, and how many more there are", async () => {
  const wrong = Array.from({ length: 33 }, (_, index) => says("server", index + 5, "2", 1))
    .map((entry) => ({ ...entry, redacted: { url: [[0, 1, "0badcafe"]] } }));
  const stdin = tapeText([...opened(), ...wrong]);
  const { out } = await inspect(["-", "--verify"], { stdin });
  assertEquals(out.split("\n").filter((line) => line.startsWith("line ")).length, 21);
  assertStringIncludes(out, "\n+13 more (entry/redacted; --json tells all)\n");
  const json = await inspect(["-", "--verify", "--json"], { stdin });
  assertEquals(json.out.trim().split("\n").length, 35);
});

Deno.test("inspect tells twenty sessions below a timeline, however many lines they take", async () => {
  const sessions = Array.from({ length: 23 }, (_, index) => opened(index + 1, `sid${index}`));
  const stdin = tapeText(sessions.flat());
  const { out } = await inspect(["-"], { stdin });
  assertEquals(out.split("\n").filter((line) => line.startsWith("session ")).length, 20);
  assertStringIncludes(out, "\nand 3 more (--sessions shows them)\n");
});
