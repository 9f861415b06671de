// The demos' tokens, refused for each of the reasons that real ones are refused for.

import { assertEquals, assertNotEquals } from "@std/assert";
import { SharedTokenIssuer, TokenIssuer } from "../../src/demo/tokens.ts";

const NOW = 1_800_000_000;

const ISSUERS = [
  { Issuer: TokenIssuer, name: "TokenIssuer", kind: "RS256 of type at+jwt", typ: "at+jwt" },
  { Issuer: SharedTokenIssuer, name: "SharedTokenIssuer", kind: "HS256 of type JWT", typ: "JWT" },
];

for (const { Issuer, name, kind, typ } of ISSUERS) {
  const issuer = new Issuer();
  const good = issuer.issue("somebody", NOW, 60);
  const [head = "", claims = "", signature = ""] = good.split(".");
  const unsigned = btoa(`{"alg":"none","typ":"${typ}"}`).replaceAll("=", "");

  const refused: readonly [what: string, token: string, now: number, reason: string][] = [
    ["an expired token", good, NOW + 60, "the token has expired"],
    ["something else", "hello", NOW, "the token is not a JWT"],
    ["a token with four parts", `${good}.x`, NOW, "the token is not a JWT"],
    ["an unsigned token", `${unsigned}.${claims}.`, NOW, `the token must be ${kind}`],
    ["a token without signature", `${head}.${claims}.`, NOW, "the token's signature is wrong"],
    [
      "another issuer's token",
      new Issuer().issue("somebody", NOW, 60),
      NOW,
      "the token's signature is wrong",
    ],
    [
      "a token whose claims were changed",
      `${head}.${btoa(`{"exp":${NOW + 999}}`).replaceAll("=", "")}.${signature}`,
      NOW,
      "the token's signature is wrong",
    ],
  ];

  Deno.test(`${name} takes its own token`, () => {
    assertEquals(issuer.verify(good, NOW + 59), {
      ok: true,
      claims: { sub: "somebody", iat: NOW, exp: NOW + 60 },
    });
    assertEquals(atob(head), JSON.stringify({ alg: kind.slice(0, 5), typ }));
  });

  for (const [what, token, now, reason] of refused) {
    Deno.test(`${name} refuses ${what}`, () => {
      assertEquals(issuer.verify(token, now), { ok: false, reason });
    });
  }
}

Deno.test("TokenIssuer and SharedTokenIssuer refuse each other's tokens", () => {
  const access = new TokenIssuer();
  const shared = new SharedTokenIssuer();
  const reason = (verdict: ReturnType<TokenIssuer["verify"]>): string =>
    verdict.ok ? "" : verdict.reason;
  assertEquals(
    reason(access.verify(shared.issue("somebody", NOW, 60), NOW)),
    "the token must be RS256 of type at+jwt",
  );
  assertEquals(
    reason(shared.verify(access.issue("somebody", NOW, 60), NOW)),
    "the token must be HS256 of type JWT",
  );
});

Deno.test("SharedTokenIssuer makes its secret anew at every start", () => {
  assertNotEquals(
    new SharedTokenIssuer().issue("somebody", NOW, 60),
    new SharedTokenIssuer().issue("somebody", NOW, 60),
  );
});
