// The command `convert`, run as a user would: files, stdin and stdout, mistakes, exit codes.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { run } from "../../../src/cli/run.ts";
import { fixture, HEADER, tapeOf, verifyText } from "../../timeline/convert/tapes.ts";
import { root } from "../../house/tree.ts";
import { type FakeHost, fakeHost } from "../fake_host.ts";
import { inFolder } from "../../house/in_folder.ts";

const TAPE = join(root, "fixtures", "tapes", "tracking_upgrade.ndjson");

interface Ran {
  readonly code: number;
  readonly host: FakeHost;
}

async function convert(args: readonly string[], stdin?: string): Promise<Ran> {
  const host = fakeHost(stdin === undefined ? {} : { stdin });
  return { code: await run(["convert", ...args], host), host };
}

Deno.test("convert writes a new tape that says where it comes from", async () => {
  await inFolder(async (folder) => {
    const out = join(folder, "new.ndjson");
    const { code, host } = await convert([TAPE, "--out", out]);
    assertEquals(code, 0, host.stderr.written);
    const [header = "", ...lines] = Deno.readTextFileSync(out).split("\n");
    const [original = "", ...before] = fixture("tracking_upgrade").split("\n");
    assertEquals(lines, before);
    const [made, from] = [JSON.parse(header), JSON.parse(original)];
    assertEquals([made.mode, made.from], ["convert", from.id]);
    assert(made.id !== from.id);
    assertEquals(made.target, from.target);
    assertStringIncludes(host.stderr.written, `new.ndjson  ${before.length} lines`);
  });
});

Deno.test("convert replaces nothing but with --force, and never its own tape", async () => {
  await inFolder(async (folder) => {
    const out = join(folder, "new.ndjson");
    Deno.writeTextFileSync(out, "mine");
    const refused = await convert([TAPE, "--out", out]);
    assertEquals(refused.code, 3);
    assertEquals(Deno.readTextFileSync(out), "mine");
    assertEquals((await convert([TAPE, "--out", out, "--force"])).code, 0);
    const tape = Deno.readTextFileSync(out);
    const self = await convert([out, "--out", join(folder, ".", "new.ndjson"), "--force"]);
    assertEquals(self.code, 2);
    assertEquals(Deno.readTextFileSync(out), tape);
  });
});

Deno.test("convert reads stdin as often as it must, and writes to stdout", async () => {
  const args = [
    "-",
    "--out=-",
    "--where",
    'event == "location:track"',
    "--pseudonymise",
    "**.ssoId",
  ];
  const { code, host } = await convert(args, fixture("tracking_upgrade"));
  assertEquals(code, 0, host.stderr.written);
  assertEquals((await verifyText(host.stdout.written)).findings, []);
  assert(!host.stdout.written.includes("222222"));
  assertEquals(host.stdout.written.match(/"kind":"event"/g)?.length, 3);
});

Deno.test("convert says once what is no tape, and what is not there", async () => {
  const { code, host } = await convert(["-", "--out=-"], "hello\n");
  const reason = 'it is not a tape: the first line must be a JSON object of kind "tape"';
  assertEquals(code, 3);
  assertEquals(host.stderr.written, `wiretape: Cannot read the tape "stdin": ${reason}\n`);
  const missing = await convert(["nowhere.ndjson", "--out=-"]);
  assertEquals(missing.code, 3);
  assertStringIncludes(missing.host.stderr.written, '"nowhere.ndjson": there is no such file\n');
});

Deno.test("convert tells which positions --shift-geo could not move", async () => {
  const tape = tapeOf(
    { kind: "open", at: 0, conn: 1 },
    { kind: "log", at: 1, source: "app", text: "at 52°31'12\"N" },
    { kind: "end", at: 2, entries: 2 },
  );
  const { code, host } = await convert(["-", "--out=-", "--shift-geo"], tape);
  assertEquals(code, 1);
  assertStringIncludes(
    host.stderr.written,
    "A position may be left in a text: degrees and minutes, which cannot be moved\n",
  );
});

Deno.test("convert does all its edits at once", async () => {
  const { code, host } = await convert([
    TAPE,
    "--out=-",
    ...["--set", 'event == "location:track" && $.speed > 0 => $.note="=> = x"'],
    ...["--drop", 'label == "nothing is called so"'],
    ...["--duplicate", 'event == "room:subscribe"'],
    ...["--insert", 'event == "room:subscribe" => room:leave {"room":"a"} 2'],
    ...["--redact", "room", "--watch", "*", "--speed", "2", "--limit-idle", "500ms"],
  ]);
  assertEquals(code, 0, host.stderr.written);
  const { written } = host.stdout;
  assertEquals((await verifyText(written)).findings, []);
  const events = written.split("\n").filter((line) => line.includes('"kind":"event"'))
    .map((line) => JSON.parse(line));
  assertEquals(events.map(({ name }) => name).filter((name) => name !== "location:track"), [
    "room:subscribe",
    "room:subscribe",
    "room:leave",
  ]);
  assertEquals(events.filter(({ args }) => args[0].note === "=> = x").length, 3);
  assert(!/"room\\?":\\?"track/.test(written));
  assertStringIncludes(host.stderr.written, 'Nothing fitted --drop label == "nothing');
  const header = JSON.parse(written.slice(0, written.indexOf("\n")));
  assertEquals(header.redaction, { on: true, keys: ["room"] });
  assertEquals(header.watch, ["*"]);
});

Deno.test("convert moves positions everywhere", async () => {
  const { code, host } = await convert([TAPE, "--out=-", "--shift-geo"]);
  assertEquals(code, 0, host.stderr.written);
  assert(!/-6\.(?:19|20)\d|106\.80\d/.test(host.stdout.written.replaceAll(/"at":[\d.]+/g, "")));
  assertStringIncludes(host.stderr.written, "look before you share");
});

Deno.test("convert tells flags that found nothing to do", async () => {
  const tape = fixture("chat");
  const { host } = await convert(["-", "--out=-", "--shift-geo", "--pseudonymise", "$.id"], tape);
  assertStringIncludes(host.stderr.written, "Nothing fitted --shift-geo\n");
  assertStringIncludes(host.stderr.written, "Nothing fitted --pseudonymise $.id\n");
});

Deno.test("convert tells what it could not do, and ends with 1", async () => {
  const lines = fixture("tracking_websocket").replace(
    /("text":"42\/sfa,\[\\"location:track)/,
    '"truncated":true,$1',
  );
  const args = ["-", "--out=-", "--set", 'event == "location:track" => $.lat=1'];
  const { code, host } = await convert(args, lines);
  assertEquals(code, 1);
  assertStringIncludes(host.stderr.written, "stays as it is: only a first part of it was kept");
});

Deno.test("convert leaves out lines that cannot be read, loudly", async () => {
  const broken = fixture("tracking_websocket").replace('"kind":"log"', '"kind":log');
  const { code, host } = await convert(["-", "--out=-"], broken);
  assertEquals(code, 3);
  assertStringIncludes(host.stderr.written, "Left out: Cannot read entry ");
});

Deno.test("convert leaves a tape that was cut short as short as it was", async () => {
  const whole = fixture("tracking_websocket");
  const short = whole.slice(0, whole.lastIndexOf('{"kind":"end"'));
  const { code, host } = await convert(["-", "--out=-"], short);
  assertEquals(code, 0);
  const { findings } = await verifyText(host.stdout.written);
  assertEquals(findings.map(({ rule }) => rule), ["tape/cut-short"]);
  assertStringIncludes(host.stderr.written, "was cut short, and so is the new one");
});

Deno.test("convert writes nothing of a peer to the terminal as it is", async () => {
  const broken = fixture("tracking_websocket").replace(
    '"at":',
    '"at":"\\u001b]0;x\u001b[2J",\n"at":',
  );
  const { code, host } = await convert(["-", "--out=-"], broken);
  assertEquals(code, 3);
  assertStringIncludes(host.stderr.written, "Left out: ");
  // deno-lint-ignore no-control-regex
  assertEquals(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/.exec(host.stderr.written), null);
});

Deno.test("convert tells a path that leads nowhere, and ends with 1", async () => {
  const args = [TAPE, "--out=-", "--set", 'event == "location:track" => $.a.b=1'];
  const { code, host } = await convert(args);
  assertEquals(code, 1);
  assertStringIncludes(host.stderr.written, "stays as it is: $.a.b leads nowhere in it");
  const same = await convert([TAPE, "--out=-", "--set", 'event == "location:track" => $.new=1']);
  assertEquals(same.code, 0, same.host.stderr.written);
});

Deno.test("convert tells a cut that nothing fits", async () => {
  for (const cut of [["--between", "50m..60m"], ["--where", 'event == "never"']]) {
    const { code, host } = await convert([TAPE, "--out=-", ...cut]);
    assertEquals(code, 0);
    assertStringIncludes(host.stderr.written, `Nothing fitted ${cut.join(" ")}\n`);
  }
  const { host } = await convert([TAPE, "--out=-", "--between", "0s..60m"]);
  assert(!host.stderr.written.includes("Nothing fitted"));
});

Deno.test("convert packs a tape that is called .gz, piece by piece", async () => {
  await inFolder(async (folder) => {
    const out = join(folder, "new.ndjson.gz");
    const text = "x".repeat(100_000);
    const marks = Array.from({ length: 25 }, (_, at) => ({ kind: "mark", at, text }));
    const tape = tapeOf(...marks);
    assertEquals((await convert(["-", "--out", out], tape)).code, 0);
    assertEquals([...Deno.readFileSync(out).subarray(0, 2)], [0x1f, 0x8b]);
    assert(Deno.statSync(out).size < 100_000);
    const { code, host } = await convert([out, "--out=-"]);
    assertEquals(code, 0, host.stderr.written);
    const lines = (text: string): readonly string[] => text.split("\n").slice(1);
    assertEquals(lines(host.stdout.written), lines(tape));
  });
});

Deno.test("convert keeps hidden what is hidden in the address of a tape that is moved", async () => {
  const target = "https://a/?lat=-6.212352&lng=106.812353&token=*****";
  const redacted = { target: [[target.indexOf("*"), 5, "9f2c11aa"]] };
  const tape = `${JSON.stringify({ ...HEADER, target, redacted })}\n`;
  const { host } = await convert(["-", "--out=-", "--shift-geo"], tape);
  const header = JSON.parse(host.stdout.written);
  assert(!/6\.212352|106\.812353/.test(header.target), header.target);
  assertEquals(header.redacted.target, [[header.target.indexOf("*"), 5, "9f2c11aa"]]);
});

Deno.test("convert tells numbers that no event line can say", async () => {
  const tape = tapeOf(
    { kind: "message", at: 3, conn: 1, from: "client", text: '{"type":"x","n":[1e400]}' },
    { kind: "message", at: 4, conn: 1, from: "client", text: '{"type":"x","n":[1e300]}' },
  );
  const { code, host } = await convert(["-", "--out=-", "--watch", "*"], tape);
  const told = host.stderr.written.split("\n").filter((line) => line.includes("too large"));
  assertEquals([code, told.length], [host.stdout.written.includes("null") ? 1 : 0, 1]);
  assertStringIncludes(told[0] ?? "", "Entry 2 ");
});

const MISTAKES: readonly (readonly [args: readonly string[], said: string])[] = [
  [[], "it needs --out FILE"],
  [["--out=-", "--set", 'event == "a"'], "there is no =>"],
  [["--out=-", "--set", 'event == "a" => $.b'], "expected PATH=JSON behind =>"],
  [["--out=-", "--set", 'event == "a" => $.b=word'], "expected PATH=JSON behind =>"],
  [["--out=-", "--set", 'event == "a" => b=1'], "Write $.b"],
  [["--out=-", "--set", "event == => $.b=1"], "at column 9"],
  [["--out=-", "--drop", "evnt == 1"], "Cannot read --drop"],
  [["--out=-", "--insert", "4 => a {"], "its arguments as JSON behind =>"],
  [["--out=-", "--insert", "90 => x {bad"], "its arguments as JSON behind =>"],
  [["--out=-", "--insert", '90 => x ["a'], "its arguments as JSON behind =>"],
  [["--out=new.ndjson.zst"], "packed with gzip only"],
  [["--out=-", "--pseudonymise", "id"], "Write $.id"],
  [["--out=-", "--between", "20s..10s"], "it ends before it begins"],
  [["--out=-", "--limit-idle", "soon"], "it is no duration"],
  [["--out=-", "--redact", "/("], "Cannot read --redact"],
];

for (const [args, said] of MISTAKES) {
  Deno.test(`convert refuses ${args.slice(1).join(" ") || "to guess a name"}`, async () => {
    const { code, host } = await convert([TAPE, ...args]);
    assertEquals(code, 2);
    assertStringIncludes(host.stderr.written, said);
    assertEquals(host.stdout.written, "");
  });
}
