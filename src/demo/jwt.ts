// JSON Web Tokens (RFC 7519) as far as the demos need them: put together and taken apart here, signed
// and checked by the issuers.

import { Buffer } from "node:buffer";
import { isJsonObject, type JsonObject, parseJson } from "../base/json.ts";

export type Verdict =
  | { readonly ok: true; readonly claims: JsonObject }
  | { readonly ok: false; readonly reason: string };

/** What a token's head says: how it is signed, and what it is. */
export interface TokenKind {
  readonly alg: string;
  readonly typ: string;
}

/** A token for `subject`, good from `now` on for so many seconds (both in seconds). */
export function composeToken(
  kind: TokenKind,
  subject: string,
  validity: { readonly now: number; readonly seconds: number },
  sign: (signed: string) => Uint8Array,
): string {
  const { now, seconds } = validity;
  const head = encodePart({ alg: kind.alg, typ: kind.typ });
  const claims = encodePart({ sub: subject, iat: now, exp: now + seconds });
  return `${head}.${claims}.${Buffer.from(sign(`${head}.${claims}`)).toString("base64url")}`;
}

/** Whether a token is of this kind, rightly signed and still good; if not, why. */
export function checkToken(
  kind: TokenKind,
  token: string,
  now: number,
  isSigned: (signed: string, signature: Buffer) => boolean,
): Verdict {
  const [head = "", claims = "", signature = "", ...rest] = token.split(".");
  const headPart = decodePart(head);
  const claimsPart = decodePart(claims);
  const signatureBytes = decodeBytes(signature);
  if (
    headPart === undefined || claimsPart === undefined || signatureBytes === undefined ||
    rest.length > 0
  ) return { ok: false, reason: "the token is not a JWT" };
  if (headPart.alg !== kind.alg || headPart.typ !== kind.typ) {
    return { ok: false, reason: `the token must be ${kind.alg} of type ${kind.typ}` };
  }
  if (!isSigned(`${head}.${claims}`, signatureBytes)) {
    return { ok: false, reason: "the token's signature is wrong" };
  }
  if (typeof claimsPart.exp !== "number" || claimsPart.exp <= now) {
    return { ok: false, reason: "the token has expired" };
  }
  const { nbf } = claimsPart;
  if (nbf !== undefined && (typeof nbf !== "number" || nbf > now)) {
    return { ok: false, reason: "the token is not valid yet" };
  }
  return { ok: true, claims: claimsPart };
}

function encodePart(part: JsonObject): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function decodePart(part: string): JsonObject | undefined {
  const bytes = decodeBytes(part);
  if (bytes === undefined) return undefined;
  const parsed = parseJson(bytes.toString("utf8"));
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}

/** Buffer skips what is no base64url; the rule is that nothing else may be there (RFC 7515, section 2). */
function decodeBytes(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, "base64url");
  return bytes.toString("base64url") === part ? bytes : undefined;
}
