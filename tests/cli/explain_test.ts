// The command `explain`: what it takes, how it is written, what it prints.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { run } from "../../src/cli/run.ts";
import type { Host } from "../../src/cli/host.ts";
import { fakeHost, type FakeHostOptions } from "./fake_host.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

async function explain(args: readonly string[], options: FakeHostOptions = {}): Promise<Ran> {
  const host = fakeHost(options);
  const code = await run(["explain", ...args], host);
  return { code, out: host.stdout.written, talk: host.stderr.written };
}

async function explainBytes(bytes: Uint8Array<ArrayBuffer>, args: readonly string[]): Promise<Ran> {
  const fake = fakeHost();
  const host: Host = {
    ...fake,
    stdin: { ...fake.stdin, isTerminal: false, bytes: ReadableStream.from([bytes]) },
  };
  const code = await run(["explain", ...args], host);
  return { code, out: fake.stdout.written, talk: fake.stderr.written };
}

function titleOf({ out }: Ran): string {
  return out.split("\n")[0] ?? "";
}

const EVENT = '42/sfa,17["location:track",{}]';
const EVENT_TITLE = "Engine.IO packet: message, with a Socket.IO EVENT location:track";

Deno.test("explain takes a packet apart", async () => {
  const ran = await explain([EVENT]);
  assertEquals([ran.code, ran.talk], [0, ""]);
  assertEquals(titleOf(ran), EVENT_TITLE);
  assertStringIncludes(ran.out, "\n  /sfa, ");
  assertStringIncludes(ran.out, 'engine.io-protocol v4, "Message"');
});

Deno.test("explain reads stdin, without the line's end that echo puts there", async () => {
  assertEquals(titleOf(await explain([], { stdin: `${EVENT}\n` })), EVENT_TITLE);
  const ran = await explain(["-", "--json"], { stdin: "6\r\n" });
  assertEquals(JSON.parse(ran.out).input, "6");
});

Deno.test("explain reads bytes from stdin as they are", async () => {
  const ran = await explainBytes(Uint8Array.of(4, 0xff, 0xfe), ["--engine", "3"]);
  assertEquals(titleOf(ran), "Engine.IO packet: message of 2 bytes, with binary data");
});

Deno.test("explain wants something to explain where nobody types it in", async () => {
  const fake = fakeHost();
  const host: Host = { ...fake, stdin: { ...fake.stdin, isTerminal: true } };
  assertEquals(await run(["explain"], host), 2);
  assertMatch(fake.stderr.written, /no text was given/);
});

Deno.test("explain reads hexadecimal and base64, asked to or by itself", async () => {
  assertEquals(
    titleOf(await explain(["0x34 32:5b22785d", "--as", "hex"])).slice(0, 28),
    "Engine.IO packet: message of",
  );
  const guessed = await explain(["NDJbIngiXQ=="]);
  assertEquals(titleOf(guessed), "Engine.IO packet: message, with a Socket.IO EVENT x");
  assertMatch(guessed.out, /text written in base64; --as text/);
  const bytes = await explain(["89504e470d0a1a0a"]);
  assertMatch(bytes.out, /bytes written in hex; --as text/);
  assertEquals(
    titleOf(await explain(["89504e470d0a1a0a", "--as", "text"])),
    "Engine.IO packet: unreadable",
  );
});

Deno.test("explain refuses what is not written as it was told", async () => {
  const hex = await explain(["4 2", "--as", "hex", "--engine", "3"]);
  assertEquals(hex.code, 0);
  const odd = await explain(["4z", "--as", "hex"]);
  assertEquals(odd.code, 2);
  assertMatch(odd.talk, /Cannot read "4z" as hex: expected pairs/);
  assertMatch((await explain(["?", "--as", "base64"])).talk, /it is no base64/);
});

Deno.test("explain reads a separator that somebody wrote down", async () => {
  for (const written of ['40\\x1e42["x"]', '40␞42["x"]']) {
    const ran = await explain([written]);
    assertMatch(titleOf(ran), /^Polling body with 2 packets/);
    assertMatch(ran.out, /was read as the separator/);
  }
  assertMatch(titleOf(await explain(['42["\\\\x1e4"]', "--as", "text"])), /EVENT/);
});

Deno.test("explain reads by what it is told of the packet", async () => {
  assertMatch((await explain(["40", "--from", "client"])).out, /the client asks to be let into/);
  assertMatch((await explain(["2", "--engine", "3"])).out, /the client asks whether/);
  assertMatch(titleOf(await explain(['4{"a":1}', "--inner", "raw"])), /with text$/);
  const transport = await explain(["2:40", "--transport", "websocket"]);
  assertEquals(titleOf(transport), "Engine.IO packet: ping");
});

for (
  const [flag, expected] of [
    ["engine", "3 or 4"],
    ["from", "client or server"],
    ["transport", "polling or websocket"],
    ["inner", "socket.io, json or raw"],
    ["as", "text, hex or base64"],
  ]
) {
  Deno.test(`explain refuses a word that --${flag} does not know`, async () => {
    const { code, talk } = await explain(["40", `--${flag}`, "x"]);
    assertEquals(code, 2);
    assertStringIncludes(talk, `Cannot read --${flag} "x": expected ${expected}`);
  });
}

Deno.test("explain prints one line of JSON for scripts, binary as hexadecimal", async () => {
  const { out } = await explain([EVENT, "--json"]);
  assertEquals(out.trimEnd().split("\n").length, 1);
  const anatomy = JSON.parse(out);
  assertEquals(anatomy.parts.map(({ text }: { text: string }) => text).join(""), EVENT);
  assertEquals(anatomy.mistakes, []);
  const bytes = JSON.parse((await explain(["0401", "--as", "hex", "--engine", "3", "--json"])).out);
  assertEquals(bytes.input, { hex: "0401" });
  const jsonp = JSON.parse((await explain(['___eio[0]("2");', "--json"])).out);
  assertEquals(jsonp.parts[1].inside.input, "2");
});

Deno.test("explain explains a mistake, and that is no failure of its own", async () => {
  const ran = await explain(['42["a",}', "--from", "client"]);
  assertEquals(ran.code, 0);
  assertMatch(ran.out, /✗ This is not JSON: expected a value, found "}" \(character 8\)/);
});

Deno.test("explain paints where there is colour, and only there", async () => {
  assert((await explain([EVENT], { colour: true })).out.includes("\x1b[1m"));
  assert(!(await explain([EVENT])).out.includes("\x1b"));
});

Deno.test("every example of explain runs", async () => {
  const { out } = await explain(["--help"]);
  const typed = [...out.matchAll(/deno task explain '(.*)'(.*)$/gm)];
  assert(typed.length >= 6);
  for (const [, text = "", flags = ""] of typed) {
    const ran = await explain([text, ...flags.trim().split(" ").filter(Boolean)]);
    assertEquals([ran.code, ran.talk], [0, ""], text);
    assert(!ran.out.includes("✗"), ran.out);
  }
});
