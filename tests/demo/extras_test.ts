// The config of the demos' extra packages: what the root has, exactly two names more, all pinned; and
// what is said where a package is missing.

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { importExtra, readExtraFile } from "../../src/demo/extras.ts";
import { root } from "../house/tree.ts";

interface Config {
  readonly imports: Readonly<Record<string, string>>;
  readonly links: readonly string[];
}

async function readConfig(path: string): Promise<Config> {
  return JSON.parse(await Deno.readTextFile(`${root}${path}`));
}

Deno.test("extras.json has the root's imports and those of the demos, pinned", async () => {
  const project = await readConfig("deno.json");
  const tests = await readConfig("tests/deno.json");
  const extras = await readConfig("src/demo/extras.json");
  assertEquals(extras.imports, {
    ...project.imports,
    "express": tests.imports["express"] ?? "",
    "socket.io-client-4.7.5": "npm:socket.io-client@4.7.5",
  });
  for (const [name, target] of Object.entries(extras.imports)) {
    if (!name.startsWith("@std/")) assertEquals(/^npm:.+@\d+\.\d+\.\d+$/.test(target), true, name);
  }
});

Deno.test("extras.json links to the same stand-ins as the root", async () => {
  const { links } = await readConfig("deno.json");
  const extras = await readConfig("src/demo/extras.json");
  assertEquals(extras.links.map((link) => link.replace("../", "./src/")), links);
});

Deno.test("extras.lock names every package of extras.json in its version", async () => {
  const extras = await readConfig("src/demo/extras.json");
  const lock = JSON.parse(await Deno.readTextFile(`${root}src/demo/extras.lock`));
  const npm = Object.values(extras.imports).filter((target) => target.startsWith("npm:"));
  const versions = npm.map((target) => [target, target.replace(/^.*@/, "")]);
  assertEquals(lock.specifiers, Object.fromEntries(versions));
});

Deno.test("importExtra() says how to start what needs a missing package", async () => {
  await assertRejects(
    () => importExtra("no-such-package"),
    Error,
    'start this demo with "deno task demo", which has src/demo/extras.json',
  );
});

Deno.test("readExtraFile() says what is missing, the package or its file", () => {
  assertThrows(
    () => readExtraFile("no-such-package", "x.js"),
    Error,
    'Cannot load the package "no-such-package"',
  );
  assertThrows(
    () => readExtraFile("socket.io-client-4.7.5", "dist/no-such-file.js"),
    Error,
    "There is no dist/no-such-file.js in it",
  );
});
