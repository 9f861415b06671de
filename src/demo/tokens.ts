// Short-lived tokens with keys made at start: the demos check them as the real systems do, and no
// token from anywhere else is ever needed. S1's are RS256 of type at+jwt (RFC 9068), S2's HS256.

import type { Buffer } from "node:buffer";
import {
  createHmac,
  createSign,
  createVerify,
  generateKeyPairSync,
  type KeyObject,
  timingSafeEqual,
} from "node:crypto";
import { type Random, systemRandom } from "../base/random.ts";
import { checkToken, composeToken, type TokenKind, type Verdict } from "./jwt.ts";

const ACCESS_TOKEN: TokenKind = { alg: "RS256", typ: "at+jwt" };
const SHARED_TOKEN: TokenKind = { alg: "HS256", typ: "JWT" };

/** As long as the hash (RFC 7518, section 3.2). */
const SECRET_BYTES = 32;

/** Signs tokens with a key of its own, and checks those that come back. */
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
    return composeToken(
      ACCESS_TOKEN,
      subject,
      { now, seconds },
      (signed) => createSign("RSA-SHA256").update(signed).sign(this.#privateKey),
    );
  }

  /** Whether a token is this issuer's and still good; if not, why. */
  verify(token: string, now: number): Verdict {
    return checkToken(
      ACCESS_TOKEN,
      token,
      now,
      (signed, signature) =>
        createVerify("RSA-SHA256").update(signed).verify(this.#publicKey, signature),
    );
  }
}

/** The same with a secret that both sides would know. */
export class SharedTokenIssuer {
  readonly #secret: Uint8Array;

  constructor(random: Random = systemRandom) {
    this.#secret = random.bytes(SECRET_BYTES);
  }

  /** A token for `subject`, good from `now` on for so many seconds (both in seconds). */
  issue(subject: string, now: number, seconds: number): string {
    return composeToken(SHARED_TOKEN, subject, { now, seconds }, (signed) => this.#sign(signed));
  }

  /** Whether a token is this issuer's and still good; if not, why. */
  verify(token: string, now: number): Verdict {
    return checkToken(SHARED_TOKEN, token, now, (signed, signature) => {
      const expected = this.#sign(signed);
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    });
  }

  #sign(signed: string): Buffer {
    return createHmac("sha256", this.#secret).update(signed).digest();
  }
}
