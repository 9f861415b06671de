// A tape that is recorded when it is missing and played when it stands: when which, what is left
// behind, and what never is.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { tape, TapeMismatchError, type TapeOptions, type TestTape } from "../../src/testing/mod.ts";
import { createServer } from "node:http";
import { Server } from "socket.io";
import { openTape, type Surroundings } from "../../src/testing/open_tape.ts";
import { heldPort } from "../house/held_port.ts";
import { POSITIONS, trackingClient } from "./tracking_client.ts";

const HELLO = '{"type":"hello"}';
const SECRETS = '{"type":"hello","secret":"unguessable","code":"MMM-7"}';

Deno.test("tape() records what is missing, and plays it from then on", async () => {
  await using place = await somewhere();
  await using server = startEcho();
  const { file, said, at } = place;
  for (const mode of ["record", "replay"] as const) {
    await using recorded = await at({ target: server.url, speed: "max" });
    assertEquals(recorded.mode, mode);
    assertEquals(new URL(recorded.url).pathname, "/live");
    assertEquals(new URL(recorded.url).search, "?room=1");
    assertEquals(await greet(recorded), HELLO);
    assertEquals(await recorded.played(), mode === "record" ? "recording" : "all");
    assertEquals(recorded.server === undefined, mode === "record");
    await recorded.assertPlayed();
  }
  assertEquals(said, []);
  assertEquals(await place.files(), ["new/x.ndjson"]);
  assertEquals((await Deno.stat(file)).mode, 0o100600);
});

Deno.test("tape() hides secrets on what it records, and what it is told to", async () => {
  await using place = await somewhere();
  await using server = startEcho();
  {
    await using recorded = await place.at({ target: server.url, redact: ["code", /unguess\w+/] });
    assertEquals(await greet(recorded, SECRETS), SECRETS);
    recorded.keep();
  }
  const text = await Deno.readTextFile(place.file);
  assert(!text.includes("unguessable") && !text.includes("MMM-7"), text);
  assert(text.includes('"redaction":{"on":true,"keys":["code",'), text);
  assert(text.includes('"kind":"event"'), text);
  assert(text.trimEnd().split("\n").at(-1)?.includes('"kind":"end"'), text);
});

Deno.test("tape() throws a recording away unless the test comes to its end", async () => {
  await using place = await somewhere();
  await using server = startEcho();
  const failed = async (): Promise<void> => {
    await using recorded = await place.at({ target: server.url });
    assertEquals(await greet(recorded), "something else");
    await recorded.assertPlayed();
  };
  await assertRejects(failed, Error, "Values are not equal");
  assertEquals(await place.files(), []);
  assertEquals(place.said, [
    `Threw away the recording for ${JSON.stringify(place.file)}: ` +
    "the test did not come to assertPlayed() or keep()",
  ]);
});

Deno.test("tape() keeps no tape on which there is nothing to play", async () => {
  await using place = await somewhere();
  const recorded = await place.at({ target: "http://127.0.0.1:1/sfa" });
  recorded.keep();
  await assertRejects(
    () => recorded.close(),
    Error,
    `Cannot keep the tape ${JSON.stringify(place.file)}: there is no session on it`,
  );
  assertEquals(await place.files(), []);
});

Deno.test("tape() says so when the target cannot be reached", async () => {
  await using place = await somewhere();
  using held = await heldPort();
  const { port } = held;
  const recorded = await place.at({ target: `ws://127.0.0.1:${port}/live` });
  await assertRejects(() => greet(recorded));
  recorded.keep();
  await assertRejects(() => recorded.close(), Error, `127.0.0.1:${port} refused the connection`);
  assertEquals(await place.files(), []);
});

Deno.test("tape() never replaces a tape that appears meanwhile", async () => {
  await using place = await somewhere();
  await using server = startEcho();
  const recorded = await place.at({ target: server.url });
  await greet(recorded);
  recorded.keep();
  await Deno.writeTextFile(place.file, "somebody else's");
  await assertRejects(() => recorded.close(), Error, "stands there");
  assertEquals(await Deno.readTextFile(place.file), "somebody else's");
  assertEquals(await place.files(), ["new/x.ndjson"]);
});

Deno.test("tape() replaces a tape with mode record alone, and only when all went well", async () => {
  await using place = await somewhere();
  await using server = startEcho();
  await Deno.mkdir(`${place.folder}/new`);
  await Deno.writeTextFile(place.file, "an old one");
  for (const isKept of [false, true]) {
    await using recorded = await place.at({ target: server.url, mode: "record" });
    await greet(recorded);
    assertEquals(await Deno.readTextFile(place.file), "an old one");
    if (isKept) await recorded.assertPlayed();
  }
  assert((await Deno.readTextFile(place.file)).startsWith('{"kind":"tape"'));
  await using played = await place.at({ target: server.url, speed: "max" });
  assertEquals(played.mode, "replay");
});

Deno.test("tape() records stock Socket.IO, and its replay passes for the original", async () => {
  await using place = await somewhere();
  await using server = await startStock();
  for (const mode of ["record", "replay"] as const) {
    await using recorded = await place.at({ target: server.url, speed: "max" });
    assertEquals(recorded.mode, mode);
    assertEquals(recorded.url, `http://${new URL(recorded.url).host}/sfa`);
    await using client = trackingClient(recorded.url, { transports: ["polling", "websocket"] });
    await client.all;
    assertEquals(client.rooms, ["track_222222", "track_222222", "track_222222"]);
    await recorded.assertPlayed();
  }
});

Deno.test("tape() never records where CI is set", async () => {
  await using place = await somewhere({ isContinuousIntegration: () => true });
  for (const mode of ["auto", "record"] as const) {
    await assertRejects(
      () => place.at({ target: "http://127.0.0.1:1", mode }),
      Error,
      `Cannot record the tape ${JSON.stringify(place.file)}: CI is set`,
    );
  }
  assertEquals(await place.files(), []);
});

Deno.test("tape() wants to know whether CI is set, or be told to record", async () => {
  await using place = await somewhere({ isContinuousIntegration: () => undefined });
  const target = "http://127.0.0.1:1";
  await assertRejects(() => place.at({ target }), Error, "grant --allow-env=CI");
  await using recorded = await place.at({ target, mode: "record" });
  assertEquals(recorded.mode, "record");
});

Deno.test("tape() plays only what stands there with mode replay", async () => {
  await using place = await somewhere();
  const options = { target: "http://127.0.0.1:1", mode: "replay" } as const;
  await assertRejects(() => place.at(options), Error, "Cannot play the tape");
  await using played = await tape("fixtures/tapes/tracking.ndjson", { ...options, patience: 1 });
  await assertRejects(() => played.assertPlayed(), TapeMismatchError);
  played.keep();
});

for (const target of ["127.0.0.1:3000", "ftp://127.0.0.1", "somewhere"]) {
  Deno.test(`tape() refuses the target ${target}`, async () => {
    await assertRejects(() => tape("x.ndjson", { target }), TypeError, "Cannot record");
  });
}

Deno.test("tape() leaves nothing behind where it cannot begin", async () => {
  await using place = await somewhere();
  await Deno.writeTextFile(`${place.folder}/new`, "a file where a folder should be");
  await assertRejects(() => place.at({ target: "http://127.0.0.1:1" }), Error, "Cannot look for");
  const options = { target: "http://127.0.0.1:1", mode: "record" } as const;
  await assertRejects(() => place.at(options), Error, "Cannot record");
  assertEquals(await place.files(), ["new"]);
});

interface Somewhere extends AsyncDisposable {
  readonly folder: string;
  /** In a folder that is not there yet. */
  readonly file: string;
  readonly said: readonly string[];
  at(options: TapeOptions): Promise<TestTape>;
  files(): Promise<readonly string[]>;
}

async function somewhere(surroundings: Partial<Surroundings> = {}): Promise<Somewhere> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const file = `${folder}/new/x.ndjson`;
  const said: string[] = [];
  return {
    folder,
    file,
    said,
    at: (options) =>
      openTape(file, options, {
        isContinuousIntegration: () => false,
        say: (line) => said.push(line),
        ...surroundings,
      }),
    files: () => filesIn(folder),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile) names.push(name);
    else names.push(...(await filesIn(`${folder}/${name}`)).map((inner) => `${name}/${inner}`));
  }
  return names.toSorted();
}

interface Started extends AsyncDisposable {
  readonly url: string;
}

async function startStock(): Promise<Started> {
  const http = createServer();
  const server = new Server(http);
  server.of("/sfa").on("connection", (socket) => {
    socket.on("room:subscribe", ({ room }: { readonly room: string }) => {
      for (let lat = 0; lat < POSITIONS; lat++) socket.emit("location:track", { room, lat });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", () => resolve()));
  const address = http.address();
  assert(address !== null && typeof address === "object");
  return {
    url: `http://127.0.0.1:${address.port}/sfa`,
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function startEcho(): Started {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen(): void {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => socket.send(data);
    return response;
  });
  return {
    url: `ws://127.0.0.1:${server.addr.port}/live?room=1`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** What is answered to a greeting. */
async function greet({ url }: TestTape, greeting = HELLO): Promise<string> {
  const socket = new WebSocket(url);
  const closed = new Promise((resolve) => socket.onclose = resolve);
  const heard = Promise.withResolvers<string>();
  socket.onmessage = ({ data }) => heard.resolve(data);
  socket.onerror = () => heard.reject(new Error("not connected"));
  socket.addEventListener("close", () => heard.reject(new Error("closed without an answer")));
  socket.onopen = () => socket.send(greeting);
  try {
    return await heard.promise;
  } finally {
    socket.close();
    await closed;
  }
}
