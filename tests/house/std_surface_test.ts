// The stand-ins of src/std can be dropped at any time: the project imports only names that the
// originals document, and both import maps ask for them by ranges that the stand-ins satisfy.

import { walk } from "@std/fs";
import { assertEquals, assertExists, assertGreater } from "@std/assert";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What the originals document, by the address of each module that the stand-ins have. */
const DOCUMENTED: Readonly<Record<string, readonly string[]>> = {
  "@std/assert": [
    ...["AnyConstructor", "assert", "assertAlmostEquals", "assertArrayIncludes", "assertEquals"],
    ...["assertExists", "assertFalse", "assertGreater", "assertGreaterOrEqual"],
    ...["assertInstanceOf", "AssertionError", "assertIsError", "assertLess", "assertLessOrEqual"],
    ...["assertMatch", "assertNotEquals", "assertNotInstanceOf", "assertNotMatch"],
    ...["assertNotStrictEquals", "assertObjectMatch", "assertRejects", "assertStrictEquals"],
    ...["assertStringIncludes", "assertThrows", "equal", "fail", "Falsy", "GetConstructorType"],
    ...["unimplemented", "unreachable"],
  ],
  "@std/assert/almost-equals": ["assertAlmostEquals"],
  "@std/assert/assert": ["assert"],
  "@std/assert/assertion-error": ["AssertionError"],
  "@std/assert/equal": ["equal"],
  "@std/assert/equals": ["assertEquals"],
  "@std/assert/exists": ["assertExists"],
  "@std/assert/fail": ["fail"],
  "@std/assert/false": ["assertFalse", "Falsy"],
  "@std/assert/greater": ["assertGreater"],
  "@std/assert/greater-or-equal": ["assertGreaterOrEqual"],
  "@std/assert/instance-of": ["AnyConstructor", "assertInstanceOf", "GetConstructorType"],
  "@std/assert/is-error": ["assertIsError"],
  "@std/assert/less": ["assertLess"],
  "@std/assert/less-or-equal": ["assertLessOrEqual"],
  "@std/assert/match": ["assertMatch"],
  "@std/assert/not-equals": ["assertNotEquals"],
  "@std/assert/rejects": ["assertRejects"],
  "@std/assert/strict-equals": ["assertStrictEquals"],
  "@std/assert/string-includes": ["assertStringIncludes"],
  "@std/assert/throws": ["assertThrows"],
  "@std/assert/unreachable": ["unreachable"],
  "@std/cli": ["Args", "parseArgs", "ParseOptions"],
  "@std/cli/parse-args": ["Args", "parseArgs", "ParseOptions"],
  "@std/fs": [
    ...["ensureDir", "ensureDirSync", "exists", "ExistsOptions", "existsSync", "walk"],
    ...["WalkEntry", "WalkOptions"],
  ],
  "@std/fs/ensure-dir": ["ensureDir", "ensureDirSync"],
  "@std/fs/exists": ["exists", "ExistsOptions", "existsSync"],
  "@std/fs/walk": ["walk", "WalkEntry", "WalkOptions"],
};

const PACKAGES = ["assert", "cli", "fs"];

Deno.test("every import from @std is of a name that the originals document", async () => {
  const faults: string[] = [];
  let imports = 0;
  for (const file of await sources()) {
    for (const { address, names } of importsOf(await Deno.readTextFile(file))) {
      imports++;
      const documented = DOCUMENTED[address] ?? [];
      const strange = names.filter((name) => !documented.includes(name));
      if (strange.length > 0) faults.push(`${relative(root, file)}: ${strange} from ${address}`);
    }
  }
  assertEquals(faults, []);
  assertGreater(imports, 0);
});

Deno.test("importsOf() sees every way in which a module can be asked for", () => {
  const std = "@" + "std";
  const source = [
    `import { type Args, parseArgs as parse } from "${std}/cli";`,
    `import {\n  walk,\n} from "${std}/fs/walk";`,
    `import type { Falsy } from "${std}/assert/false";`,
    `export { assert } from "${std}/assert";`,
    `import * as all from '${std}/fs';`,
    `import "${std}/assert/equal";`,
    `const late = await import("${std}/assert/fail");`,
    `import { pako } from "pako";`,
  ].join("\n");
  assertEquals(importsOf(source), [
    { address: `${std}/cli`, names: ["Args", "parseArgs"] },
    { address: `${std}/fs/walk`, names: ["walk"] },
    { address: `${std}/assert/false`, names: ["Falsy"] },
    { address: `${std}/assert`, names: ["assert"] },
    { address: `${std}/fs`, names: ["* as all"] },
    { address: `${std}/assert/equal`, names: ["(everything)"] },
    { address: `${std}/assert/fail`, names: ["(everything)"] },
  ]);
});

for (const name of PACKAGES) {
  Deno.test(`the stand-in of @std/${name} has nothing that the original does not document`, async () => {
    const folder = join(root, "src", "std", name);
    const config = await readJson(join(folder, "deno.json"));
    assertEquals(config.name, `@std/${name}`);
    for (const [path, file] of Object.entries(recordOf(config.exports))) {
      const address = `@std/${name}${path.slice(1)}`;
      const documented = DOCUMENTED[address];
      assertExists(documented, `${address} is no address of the original`);
      const module = await import(pathToFileURL(join(folder, String(file))).href);
      assertEquals(Object.keys(module).filter((each) => !documented.includes(each)), [], address);
    }
  });

  for (const place of ["deno.json", "tests/deno.json"]) {
    Deno.test(`${place} asks for @std/${name} by a range that the stand-in satisfies`, async () => {
      const config = await readJson(join(root, place));
      const { version } = await readJson(join(root, "src", "std", name, "deno.json"));
      const target = String(recordOf(config.imports)[`@std/${name}`]);
      const [, address, range] = /^jsr:(@std\/\w+)@\^(\d+\.\d+\.\d+)$/.exec(target) ?? [];
      assertEquals(address, `@std/${name}`, target);
      assertEquals(satisfiesCaret(String(version), String(range)), true, `${version} in ${target}`);
    });
  }
}

Deno.test("satisfiesCaret() compares as semantic versioning does", () => {
  const table = [
    ["1.0.0", "1.0.0", true],
    ["1.2.0", "1.0.5", true],
    ["1.0.10", "1.0.9", true],
    ["1.0.0", "1.0.1", false],
    ["1.1.9", "1.2.0", false],
    ["2.0.0", "1.0.0", false],
  ] as const;
  for (const [version, range, expected] of table) {
    assertEquals(satisfiesCaret(version, range), expected, `${version} in ^${range}`);
  }
});

Deno.test("the import maps of the project and of its tests agree on the names they share", async () => {
  const project = recordOf((await readJson(join(root, "deno.json"))).imports);
  const tests = recordOf((await readJson(join(root, "tests", "deno.json"))).imports);
  const shared = Object.keys(project).filter((name) => name in tests);
  assertEquals(shared.filter((name) => name.startsWith("@std/")).length, PACKAGES.length);
  const pick = (map: Readonly<Record<string, unknown>>): unknown =>
    Object.fromEntries(shared.map((name) => [name, map[name]]));
  assertEquals(pick(project), pick(tests));
});

interface Import {
  readonly address: string;
  /** The names as the module has them; what is not taken by name stands in brackets or as `*`. */
  readonly names: readonly string[];
}

function importsOf(source: string): Import[] {
  const clause = String.raw`^(?:import|export)\s+(?:type\s+)?(\{[^}]*\}|\*[^"';]*?|\w+)\s*from`;
  const bare = String.raw`\bimport\s*\(?`;
  const pattern = new RegExp(String.raw`(?:${clause}|${bare})\s*["'](@std/[^"']+)["']`, "gm");
  return [...source.matchAll(pattern)].map(([, clause, address = ""]) => ({
    address,
    names: clause === undefined ? ["(everything)"] : namesOf(clause),
  }));
}

function namesOf(clause: string): string[] {
  const inner = /^\{(.*)\}$/s.exec(clause)?.[1];
  if (inner === undefined) return [clause];
  return inner.split(",").map((part) => part.trim()).filter((part) => part !== "")
    .map((part) => part.replace(/^type\s+/, "").replace(/\s+as\s+\S+$/, ""));
}

/** The project's own sources: main.ts, src without the stand-ins, and tests. */
async function sources(): Promise<string[]> {
  const options = { includeDirs: false, exts: ["ts", "tsx"] };
  const top = { ...options, maxDepth: 1 };
  const below = { ...options, skip: [/[\\/]src[\\/]std$/, /[\\/]node_modules$/] };
  const entries = [
    ...await Array.fromAsync(walk(root, top)),
    ...await Array.fromAsync(walk(join(root, "src"), below)),
    ...await Array.fromAsync(walk(join(root, "tests"), below)),
  ];
  return entries.map((entry) => entry.path);
}

function satisfiesCaret(version: string, range: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0, leastPatch = 0] = range.split(".").map(Number);
  if (major !== leastMajor || major === 0) return false;
  return minor > leastMinor || (minor === leastMinor && patch >= leastPatch);
}

async function readJson(path: string): Promise<Readonly<Record<string, unknown>>> {
  return recordOf(JSON.parse(await Deno.readTextFile(path)));
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
