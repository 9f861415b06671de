// Short-lived RS256 tokens (JWT, RFC 7519, typ at+jwt of RFC 9068) with a key made at start: the
// demo checks them as the real system does, and no token from anywhere else is ever needed.

import { Buffer } from "node:buffer";
import { createSign, createVerify, generateKeyPairSync, type KeyObject } from "node:crypto";
import { isJsonObject, type JsonObject, parseJson } from "../base/json.ts";

export type Verdict =
  | { readonly ok: true; readonly claims: JsonObject }
  | { readonly ok: false; readonly reason: string };

/** Signs tokens, and checks those that come back. */
export class TokenIssuer {
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;

  constructor() {
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.#privateKey = pair.privateKey;
    this.#publicKey = pair.publicKey;
  }

  /** A token for `subject`, good from `now` on for so many seconds (both in seconds). */
  issue(subject: string, now: number, seconds: number): string {
    const head = encodePart({ alg: "RS256", typ: "at+jwt" });
    const claims = encodePart({ sub: subject, iat: now, exp: now + seconds });
    const signature = createSign("RSA-SHA256").update(`${head}.${claims}`).sign(this.#privateKey);
    return `${head}.${claims}.${signature.toString("base64url")}`;
  }

  /** Whether a token is this issuer's and still good; if not, why. */
  verify(token: string, now: number): Verdict {
    const [head = "", claims = "", signature = "", ...rest] = token.split(".");
    const headPart = decodePart(head);
    const claimsPart = decodePart(claims);
    if (headPart === undefined || claimsPart === undefined || rest.length > 0) {
      return { ok: false, reason: "the token is not a JWT" };
    }
    if (headPart.alg !== "RS256" || headPart.typ !== "at+jwt") {
      return { ok: false, reason: "the token must be RS256 of type at+jwt" };
    }
    const verifier = createVerify("RSA-SHA256").update(`${head}.${claims}`);
    if (!verifier.verify(this.#publicKey, Buffer.from(signature, "base64url"))) {
      return { ok: false, reason: "the token's signature is wrong" };
    }
    if (typeof claimsPart.exp !== "number" || claimsPart.exp <= now) {
      return { ok: false, reason: "the token has expired" };
    }
    return { ok: true, claims: claimsPart };
  }
}

function encodePart(part: JsonObject): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function decodePart(part: string): JsonObject | undefined {
  const parsed = parseJson(Buffer.from(part, "base64url").toString("utf8"));
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}
