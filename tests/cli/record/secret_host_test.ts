// Which variables hold secrets, and how these are handed on to be hidden.

import { assertEquals } from "@std/assert";
import { secretHost } from "../../../src/cli/record/secret_host.ts";
import { parseExtra } from "../../../src/tape/redact/extra.ts";
import { fakeHost } from "../fake_host.ts";

Deno.test("secretHost() remembers the secrets that were read", () => {
  const env = {
    WIRETAPE_TOKEN: "hunter2/€ (a+b)\n",
    WIRETAPE_API_KEY: "0123456",
    WIRETAPE_DRIVER_AUTH: "sesame-open",
    WIRETAPE_URL: "https://example.com",
    WIRETAPE_PASSWORD: "short",
    WIRETAPE_JWT: "never-read",
    COLORTERM_TOKEN: "truecolor",
  };
  const host = secretHost(fakeHost({ env }));
  const names = Object.keys(env).filter((name) => name !== "WIRETAPE_JWT");
  for (const name of names) {
    assertEquals(
      host.env(name),
      Object.entries(env).find(([key]) => key === name)?.[1],
    );
  }
  const found = host.secretPatterns.map((pattern) => {
    const extra = parseExtra(pattern);
    if (typeof extra === "string") throw new TypeError(`${pattern} is a key`);
    return extra;
  });
  assertEquals(found.length, 3);
  assertEquals(
    found.map((pattern) => pattern.exec(`x${Object.values(env).join("|")}x`)?.[0]),
    [env.WIRETAPE_TOKEN, env.WIRETAPE_API_KEY, env.WIRETAPE_DRIVER_AUTH],
  );
  assertEquals(host.env("WIRETAPE_NOWHERE"), undefined);
});
