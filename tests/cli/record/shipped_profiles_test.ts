// The profiles that ship: each is read, and says what a client can do.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { readClientPlan } from "../../../src/cli/record/plan.ts";
import { readProfile } from "../../../src/cli/record/profile.ts";
import { DEMO_NAMES, DEMO_PORTS } from "../../../src/demo/names.ts";
import { root } from "../../house/tree.ts";
import { fakeHost } from "../fake_host.ts";

const folder = join(root, "fixtures", "profiles");
const env = { WIRETAPE_URL: "https://sfa.example/sfa", WIRETAPE_TOKEN: "t" };
const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();

Deno.test("every system has a profile", () => {
  for (const name of DEMO_NAMES) assert(names.includes(`${name}.json`), `no ${name}.json`);
});

for (const name of names) {
  Deno.test(`the profile ${name} is whole`, () => {
    const { url = "", flags } = readProfile(join(folder, name), fakeHost({ env }));
    const plan = readClientPlan(url, flags);
    const text = Deno.readTextFileSync(join(folder, name));
    assertStringIncludes(text, `--profile fixtures/profiles/${name}`);
    const demo = DEMO_NAMES.find((known) => name.startsWith(known));
    if (demo !== "tracking") assertEquals(Number(plan.url.port), DEMO_PORTS[demo ?? "chat"]);
  });
}
