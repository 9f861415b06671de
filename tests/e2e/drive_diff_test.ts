// `drive` and `diff` together: what drive says of the two tapes by their meaning, and that the command
// which it names says the same.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { run } from "../../src/cli/run.ts";
import { startChat } from "../../src/demo/chat.ts";
import { startDriver } from "../../src/demo/driver.ts";
import { startTracking } from "../../src/demo/tracking.ts";
import { fakeHost } from "../cli/fake_host.ts";
import { fixture } from "./run_drive.ts";

const CHAT = fixture("chat");

interface Ran {
  readonly code: number;
  readonly said: string;
  readonly out: string;
}

/** A folder in which one command follows another. */
class Desk implements AsyncDisposable {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Desk> {
    return new Desk(await Deno.makeTempDir({ prefix: "wiretape-" }));
  }

  async run(args: readonly string[]): Promise<Ran> {
    const host = fakeHost({ folder: this.folder });
    const code = await run(args, host);
    return { code, said: host.stderr.written, out: host.stdout.written };
  }

  async drive(args: readonly string[]): Promise<Ran> {
    return await this.run(["drive", ...args, "--speed", "max", "--patience", "5s"]);
  }

  /** Runs the command that was named, as a shell would have it. */
  async follow({ said }: Ran): Promise<Ran> {
    const [, typed] = /deno task (diff .*)$/m.exec(said) ?? [];
    assert(typed !== undefined, said);
    return await this.run(
      typed.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", "")) ?? [],
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** A chat server that welcomes otherwise, or lets nobody in. `asked` is done before it answers. */
async function otherChat(
  welcome: unknown,
  refusal?: string,
  asked: () => void = () => {},
): Promise<AsyncDisposable & { readonly url: string }> {
  const http = createServer();
  const server = new Server(http, { serveClient: false });
  server.use((_, next) => {
    asked();
    next(refusal === undefined ? undefined : new Error(refusal));
  });
  server.on("connection", (socket) => {
    if (welcome !== undefined) socket.emit("server-message", welcome);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // listen() on TCP always gives an AddressInfo
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => server.close() };
}

Deno.test("drive says in a line that the tapes mean the same, and how to ask diff", async () => {
  await using desk = await Desk.make();
  await using chat = await startChat();
  const driven = await desk.drive([CHAT, chat.url, "--out", "it's new.ndjson"]);
  assertEquals(driven.code, 0, driven.said);
  const [last, verdict] = driven.said.trimEnd().split("\n").reverse();
  assertEquals(verdict, "The answers are the same as on the tape (--match shape)");
  assertEquals(
    last,
    `By meaning the tapes are the same: deno task diff ${CHAT} 'it'\\''s new.ndjson'`,
  );
});

Deno.test("drive compares with the tape that it made, whatever @1 means by then", async () => {
  await using desk = await Desk.make();
  await using chat = await startChat();
  await Deno.mkdir(`${desk.folder}/tapes`);
  await Deno.copyFile(CHAT, `${desk.folder}/tapes/old.ndjson`);
  for (const _ of [1, 2]) {
    const driven = await desk.drive(["@1", chat.url]);
    assertEquals(driven.code, 0, driven.said);
    const names = /By meaning .*: deno task diff tapes\/(\S+) tapes\/(\S+)$/m.exec(driven.said);
    assertEquals(names?.[1] === names?.[2], false, driven.said);
    assertEquals((await desk.follow(driven)).code, 0);
  }
  assertEquals([...Deno.readDirSync(`${desk.folder}/tapes`)].length, 3);
});

Deno.test("drive tells values that differ where its own matching lets them pass", async () => {
  await using desk = await Desk.make();
  await using other = await otherChat("Another welcome");
  const driven = await desk.drive([CHAT, other.url, "--out", "new.ndjson"]);
  // Its matching decides.
  assertEquals(driven.code, 0, driven.said);
  assertStringIncludes(driven.said, "The answers are the same as on the tape (--match shape)");
  assertStringIncludes(driven.said, "By meaning the tapes DIFFER, 1 changed: deno task diff");
  const { code, out } = await desk.follow(driven);
  assertEquals(code, 1);
  assertStringIncludes(out, '"Welcome to WebSocket" → "Another welcome"');
});

Deno.test("drive has diff ignore what it ignores, and be as exact as it is", async () => {
  await using desk = await Desk.make();
  await using other = await otherChat("Another welcome");
  const strict = ["--match", "strict", "--ignore", "$"];
  const driven = await desk.drive([CHAT, other.url, "--out", "new.ndjson", ...strict]);
  assertEquals(driven.code, 0, driven.said);
  assertStringIncludes(
    driven.said,
    `By meaning the tapes are the same: deno task diff ${CHAT} new.ndjson --values --ignore '$'`,
  );
  assertEquals((await desk.follow(driven)).code, 0);
});

Deno.test("drive takes no value for live where every value counts", async () => {
  await using desk = await Desk.make();
  await using demo = await startTracking({ rate: 50 });
  const args = [fixture("tracking_websocket"), demo.url, "--query", `token=${demo.token()}`];
  const shape = await desk.drive([...args, "--out", "shape.ndjson"]);
  assertEquals(shape.code, 0, shape.said);
  assertStringIncludes(shape.said, "By meaning the tapes are the same: deno task diff");
  const strict = await desk.drive([...args, "--out", "strict.ndjson", "--match", "strict"]);
  assertEquals(strict.code, 1, strict.said);
  // How many positions more there were is a matter of time.
  assertMatch(
    strict.said,
    /By meaning the tapes DIFFER, 3 changed(?:, \d+ added)?: deno task diff /,
  );
  assertEquals((await desk.follow(strict)).code, 1);
});

Deno.test("drive counts nothing that was given as a difference", async () => {
  await using desk = await Desk.make();
  await using chat = await startChat();
  const given = ["--query", "room=19", "--query", "the-place=x", "--auth", '{"who":"me"}'];
  const driven = await desk.drive([CHAT, chat.url, "--out", "new.ndjson", ...given]);
  assertEquals(driven.code, 0, driven.said);
  assertStringIncludes(
    driven.said,
    "By meaning the tapes are the same: deno task diff " +
      `${CHAT} new.ndjson --ignore 'handshake:$.query.room' ` +
      `--ignore 'handshake:$.query["the-place"]' --ignore 'CONNECT:$'`,
  );
  assertEquals((await desk.follow(driven)).code, 0);
  const { code, out } = await desk.run(["diff", CHAT, "new.ndjson"]);
  assertEquals(code, 1);
  assertStringIncludes(out, "$.query.room");
});

Deno.test("drive --diff tells the story in the place of its own findings", async () => {
  await using desk = await Desk.make();
  await using other = await otherChat({ text: "Welcome" });
  const driven = await desk.drive([CHAT, other.url, "--out", "new.ndjson", "--diff"]);
  assertEquals(driven.code, 1, driven.said);
  const { said } = driven;
  assertStringIncludes(said, "1 differing");
  assertStringIncludes(said, "to accept it: --ignore '$'");
  assertStringIncludes(said, "The answers DIFFER from the tape (--match shape)\n\ndifferent: 1 ch");
  assertStringIncludes(said, "\n+++ new.ndjson");
  assertStringIncludes(said, `\n\nAgain: deno task diff ${CHAT} new.ndjson\n`);
  assertEquals(said.split('{"text":"Welcome"}').length - 1, 3, said);
  assert(!said.includes("By meaning") && !said.includes("entry 53: server-message"), said);
});

Deno.test("drive --diff keeps what only drive knows: what was not sent, and why", async () => {
  await using desk = await Desk.make();
  await using other = await otherChat(undefined, "closed today");
  const args = [CHAT, other.url, "--out", "new.ndjson", "--diff"];
  const { code, said } = await desk.drive(args);
  assertEquals(code, 1, said);
  assertStringIncludes(said, "client-message was not sent: the server does not let the client in");
  assertStringIncludes(said, "closed today");
  assert(!said.includes("no server-message came"), said);
});

Deno.test("drive --json has the verdict of diff, and with --diff all of it", async () => {
  await using desk = await Desk.make();
  await using other = await otherChat("Another welcome");
  for (const more of [[], ["--diff"]]) {
    const args = [CHAT, other.url, "--json", "--force", "--out", "new.ndjson", ...more];
    const { code, out, said } = await desk.drive(args);
    assertEquals([code, said], [0, ""]);
    const { same, diff } = JSON.parse(out);
    const command = `deno task diff ${CHAT} new.ndjson`;
    assertEquals([same, diff.same, diff.command], [true, false, command]);
    assertEquals(diff.findings?.length, more.length === 0 ? undefined : 1);
  }
});

Deno.test("drive --match off compares nothing unless --diff asks for it", async () => {
  await using desk = await Desk.make();
  await using other = await otherChat("Another welcome");
  const args = [CHAT, other.url, "--out", "new.ndjson", "--force", "--match", "off"];
  const off = await desk.drive(args);
  assertStringIncludes(off.said, "Nothing was compared (--match off)");
  assertStringIncludes(off.said, `\nTo compare by meaning: deno task diff ${CHAT} new.ndjson\n`);
  const { code, said } = await desk.drive([...args, "--diff"]);
  assertEquals(code, 0);
  assertStringIncludes(said, "\ndifferent: 1 changed\n");
});

Deno.test("drive --diff refuses a tape that comes through a pipe", async () => {
  await using desk = await Desk.make();
  const host = fakeHost({ folder: desk.folder, stdin: await Deno.readTextFile(CHAT) });
  assertEquals(await run(["drive", "-", "http://127.0.0.1:9", "--diff"], host), 2);
  assertStringIncludes(host.stderr.written, "Cannot compare with stdin");
  assertEquals([...Deno.readDirSync(desk.folder)], []);
});

Deno.test("drive of a tape from a pipe compares by its own matching alone", async () => {
  await using desk = await Desk.make();
  await using chat = await startChat();
  const host = fakeHost({ folder: desk.folder, stdin: await Deno.readTextFile(CHAT) });
  assertEquals(await run(["drive", "-", chat.url, "--speed", "max"], host), 0);
  assert(host.stderr.written.endsWith("same as on the tape (--match shape)\n"));
});

Deno.test("drive keeps its verdict where the tapes cannot be compared any more", async () => {
  await using desk = await Desk.make();
  const file = `${desk.folder}/old.ndjson`;
  // It has been read by the time that its client is there.
  await using chat = await otherChat("Welcome to WebSocket", undefined, () => {
    Deno.removeSync(file);
  });
  for (const json of [[], ["--json"]]) {
    await Deno.copyFile(CHAT, file);
    const args = ["drive", file, chat.url, "--speed", "max", "--out", "new.ndjson", "--force"];
    const gone = await desk.run([...args, ...json]);
    assertEquals(gone.code, 0, gone.said);
    if (json.length > 0) assertStringIncludes(JSON.parse(gone.out).diff.problem, "Cannot read");
    else assertStringIncludes(gone.said, "The tapes cannot be compared by meaning: Cannot read");
  }
});

Deno.test("drive leaves without a word where the tape's client did", async () => {
  await using desk = await Desk.make();
  await using demo = await startDriver({ rate: 50 });
  // The server's goodbye, and what answered it.
  const lines = (await Deno.readTextFile(fixture("driver"))).trimEnd().split("\n");
  const kept = lines.filter((line) => !line.includes('"op":"close"'));
  assert(kept.length < lines.length);
  await Deno.writeTextFile(`${desk.folder}/cut.ndjson`, `${kept.join("\n")}\n`);
  const token = ["--fill", `$.payload.token=${demo.token()}`];
  const driven = await desk.drive(["cut.ndjson", demo.url, "--out", "new.ndjson", ...token]);
  assertEquals(driven.code, 0, driven.said);
  const made = await Deno.readTextFile(`${desk.folder}/new.ndjson`);
  assert(!made.includes('"op":"close"'), made);
  assertStringIncludes(made, '"op":"end"');
});
