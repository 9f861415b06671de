// `drive` with tapes that hide secrets: in the query of a namespace, in what the server said, and
// values that come from variables and files. The tapes are hidden by the recorder's own redactor.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Server, type Socket } from "socket.io";
import { Redactor } from "../../src/tape/redact/redactor.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { engineSession, type Line } from "../replay/fixtures.ts";
import { drive, type DrivenRun } from "./run_drive.ts";

const HEADER = {
  kind: "tape",
  format: "wiretape/1",
  id: "1",
  startedAt: "2026-11-21T03:00:00.000Z",
  tool: "wiretape",
  mode: "proxy",
};

interface Hidden extends AsyncDisposable {
  readonly path: string;
  readonly folder: string;
}

/** A tape of these lines with its secrets hidden. */
async function hiddenTape(
  lines: readonly Line[],
  options: { readonly version?: number; readonly query?: string } = {},
): Promise<Hidden> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const redactor = new Redactor({ hashKey: new Uint8Array(16), extra: ["pin"], enabled: true });
  const entries = engineSession(lines, options)
    // Made by hand as whole entries.
    .map((entry) => redactor.redactEntry(entry as Entry));
  const path = join(folder, "old.ndjson");
  const text = [HEADER, ...entries].map((entry) => `${JSON.stringify(entry)}\n`).join("");
  assert(!text.includes("recorded-secret"));
  await Deno.writeTextFile(path, text);
  return {
    path,
    folder,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

interface Lobby extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly string[];
}

/** Remembers who came with what, and greets. */
async function startLobby(greet: (socket: Socket) => void = () => {}): Promise<Lobby> {
  const http = createServer();
  const server = new Server(http, { serveClient: false, allowEIO3: true });
  const seen: string[] = [];
  server.of("/sfa").on("connection", (socket) => {
    const { auth, url } = socket.handshake;
    seen.push(`${JSON.stringify(auth)} ${url.includes("fresh") ? "in the URL" : ""}`.trim());
    greet(socket);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // listen() on TCP always gives an AddressInfo
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { url, seen, [Symbol.asyncDispose]: () => server.close() };
}

const OLD_CLIENT: readonly Line[] = [
  [1, "server", "40"],
  [10, "client", "40/sfa?room=7&token=recorded-secret,"],
  [20, "server", "40/sfa"],
];

Deno.test("drive names the secret in a namespace's query, and sends nothing without it", async () => {
  await using tape = await hiddenTape(OLD_CLIENT, { version: 3 });
  const { code, said, text } = await drive([tape.path, "http://127.0.0.1:9"]);
  assertEquals(code, 2);
  assertEquals(text, "");
  assertEquals(said.trimEnd().split("\n"), [
    'wiretape: Cannot send entry 7: "token" in the query of its namespace was hidden on the tape',
    "  Give it with --query token=…",
  ]);
});

Deno.test("drive puts live values into a namespace's query, whichever flag gives them", async () => {
  await using tape = await hiddenTape(OLD_CLIENT, { version: 3 });
  await using lobby = await startLobby();
  const ways = [
    ["--query", "token=fresh,+&"],
    ["--fill", "$.token=fresh,+&"],
    ["--auth", '{"token":"fresh,+&"}'],
  ];
  for (const way of ways) {
    const run: DrivenRun = await drive([tape.path, lobby.url, ...way, "--speed", "max"]);
    assertEquals(run.code, 0, run.said);
    assert(!run.text.includes("fresh"), "the secret reached the disk");
    assert(!run.text.includes('"0/sfa?room=7&token=*'), "nobody sends asterisks");
  }
  // The other parameter stays, and the handshake's URL gets none that it had not.
  assertEquals(lobby.seen, ways.map(() => '{"room":"7","token":"fresh,+&"}'));
});

Deno.test("drive takes what the tape's server hid for equal to anything of its type", async () => {
  await using tape = await hiddenTape([
    [10, "client", "40/sfa,"],
    [20, "server", '40/sfa,{"sid":"a-namespace-sid"}'],
    [30, "server", '42/sfa,["session",{"token":"recorded-secret","pin":1234,"user":"ann"}]'],
  ]);
  const others: readonly [user: string, pin: unknown, strict: number, shape: number][] = [
    ["ann", 98765, 0, 0],
    ["bob", 98765, 1, 0],
    ["ann", "none", 1, 1],
  ];
  for (const [user, pin, strict, shape] of others) {
    await using lobby = await startLobby((socket) => {
      socket.emit("session", { token: "another one of another length", pin, user });
    });
    for (const [mode, code] of [["strict", strict], ["shape", shape]] as const) {
      const run = await drive([tape.path, lobby.url, "--match", mode, "--speed", "max"]);
      assertEquals(run.code, code, run.said);
    }
  }
});

Deno.test("drive reads values from variables and files, for every flag that takes a secret", async () => {
  await using tape = await hiddenTape([
    [10, "client", '40/sfa,{"token":"recorded-secret"}'],
    [20, "server", '40/sfa,{"sid":"a-namespace-sid"}'],
  ]);
  await using lobby = await startLobby();
  const path = join(tape.folder, "secret");
  await Deno.writeTextFile(path, "fresh from a file\n");
  const json = join(tape.folder, "auth.json");
  await Deno.writeTextFile(json, '{"token":"fresh from JSON"}\n');
  const ways = [
    ["--fill", "$.token=env:WIRETAPE_TOKEN"],
    ["--fill", `$.token=file:${path}`],
    ["--auth", `file:${json}`],
    ["--auth", '{"token":"t"}', "--query", `more=file:${path}`],
  ];
  for (const way of ways) {
    const { code, said } = await drive([tape.path, lobby.url, ...way, "--speed", "max"], {
      env: { WIRETAPE_TOKEN: "fresh from a variable" },
    });
    assertEquals(code, 0, said);
  }
  assertEquals(lobby.seen, [
    '{"token":"fresh from a variable"}',
    '{"token":"fresh from a file"}',
    '{"token":"fresh from JSON"}',
    '{"token":"t"} in the URL',
  ]);
});

Deno.test("drive refuses --auth where the tape's client has no place for it", async () => {
  await using tape = await hiddenTape([[1, "server", "40"]], { version: 3 });
  const { code, said } = await drive([tape.path, "http://127.0.0.1:9", "--auth", "{}"]);
  assertEquals(code, 2);
  assertStringIncludes(said, "speaks Engine.IO 3, whose CONNECT has no room for it");
});
