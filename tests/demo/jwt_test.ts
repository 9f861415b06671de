// How a token is read before its signature counts: what is no base64url, and from when it is good.

import { assertEquals, assertNotEquals } from "@std/assert";
import { checkToken, composeToken, type Verdict } from "../../src/demo/jwt.ts";
import { SharedTokenIssuer } from "../../src/demo/tokens.ts";

const KIND = { alg: "RS256", typ: "at+jwt" };
const NOW = 1_800_000_000;
const NOT_A_JWT = "the token is not a JWT";

function part(value: unknown): string {
  return btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function check(token: string): Verdict {
  return checkToken(KIND, token, NOW, () => true);
}

/** What is wrong with a rightly signed token of these claims. */
function wrongWith(claims: unknown): string | undefined {
  const verdict = check(`${part(KIND)}.${part(claims)}.AAAA`);
  return verdict.ok ? undefined : verdict.reason;
}

const CLAIMS: readonly [claims: unknown, reason: string | undefined][] = [
  [{ exp: NOW + 1 }, undefined],
  [{ exp: NOW + 1, nbf: NOW }, undefined],
  [{ exp: NOW + 1, nbf: NOW + 1 }, "the token is not valid yet"],
  [{ exp: NOW + 1, nbf: "soon" }, "the token is not valid yet"],
  [{ exp: NOW + 1, nbf: null }, "the token is not valid yet"],
  [{ exp: NOW, nbf: NOW + 1 }, "the token has expired"],
  [{ exp: "never" }, "the token has expired"],
  [{}, "the token has expired"],
  [[], NOT_A_JWT],
];

for (const [claims, reason] of CLAIMS) {
  Deno.test(`checkToken() says "${reason ?? "fine"}" to ${JSON.stringify(claims)}`, () => {
    assertEquals(wrongWith(claims), reason);
  });
}

const good = new SharedTokenIssuer().issue("somebody", NOW, 60);
const [head = "", claims = "", signature = ""] = good.split(".");

const SPOILT: readonly [what: string, token: string][] = [
  ["!! behind it", `${good}!!`],
  ["== behind it", `${good}==`],
  ["a line break behind it", `${good}\n`],
  ["a space in its head", `${head} .${claims}.${signature}`],
  ["padded claims", `${head}.${claims}==.${signature}`],
  ["a letter of plain base64", `${head}.${claims}.+${signature.slice(1)}`],
  ["a signature of five letters", `${head}.${claims}.AAAAA`],
  ["bits that no byte takes", `${head}.${claims}.AB`],
];

for (const [what, token] of SPOILT) {
  Deno.test(`checkToken() takes no token with ${what}`, () => {
    const verdict = checkToken({ alg: "HS256", typ: "JWT" }, token, NOW, () => true);
    assertEquals(verdict, { ok: false, reason: NOT_A_JWT });
  });
}

Deno.test("checkToken() takes what composeToken() made", () => {
  const token = composeToken(KIND, "é", { now: NOW, seconds: 9 }, (text) => {
    assertNotEquals(text, "");
    return new TextEncoder().encode("signature");
  });
  assertEquals(check(token), { ok: true, claims: { sub: "é", iat: NOW, exp: NOW + 9 } });
});
