// The demo's tokens, refused for each of the reasons that real ones are refused for.

import { assertEquals } from "@std/assert";
import { TokenIssuer } from "../../src/demo/tokens.ts";

const NOW = 1_800_000_000;
const issuer = new TokenIssuer();
const good = issuer.issue("somebody", NOW, 60);
const [head = "", claims = "", signature = ""] = good.split(".");
const unsigned = btoa('{"alg":"none","typ":"at+jwt"}').replaceAll("=", "");

const REFUSED: readonly [name: string, token: string, now: number, reason: string][] = [
  ["an expired token", good, NOW + 60, "the token has expired"],
  ["something else", "hello", NOW, "the token is not a JWT"],
  ["a token with four parts", `${good}.x`, NOW, "the token is not a JWT"],
  ["an unsigned token", `${unsigned}.${claims}.`, NOW, "the token must be RS256 of type at+jwt"],
  ["a token without signature", `${head}.${claims}.`, NOW, "the token's signature is wrong"],
  [
    "another issuer's token",
    new TokenIssuer().issue("somebody", NOW, 60),
    NOW,
    "the token's signature is wrong",
  ],
];

Deno.test("TokenIssuer takes its own token", () => {
  assertEquals(issuer.verify(good, NOW + 59), {
    ok: true,
    claims: { sub: "somebody", iat: NOW, exp: NOW + 60 },
  });
  assertEquals(signature.length > 300, true);
});

for (const [name, token, now, reason] of REFUSED) {
  Deno.test(`TokenIssuer refuses ${name}`, () => {
    assertEquals(issuer.verify(token, now), { ok: false, reason });
  });
}
