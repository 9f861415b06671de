// Clients that cannot get through to the tap itself: who speaks TLS to a plain one, or plain HTTP to
// one that serves TLS, or who does not trust its certificate. Each is said once, with what to do.

import type { Entry } from "../../tape/entry.ts";
import { beginsTls } from "./scheme.ts";
import { StrangeConnections } from "./strange_connections.ts";

export interface Trouble {
  /** The same for the same. */
  readonly key: string;
  readonly sentence: string;
}

export class ClientTroubles {
  readonly #strange = new StrangeConnections();

  recorded(entry: Entry): Trouble | undefined {
    if (entry.kind === "note" && entry.rule === "tap/tls") return tlsTrouble(entry.text);
    const first = this.#strange.recorded(entry);
    if (first === undefined || first.from === "server") return undefined;
    return beginsTls(first) ? SPEAKS_TLS : SPEAKS_OTHERWISE;
  }
}

const SPEAKS_TLS: Trouble = {
  key: "client-tls",
  sentence: "A client speaks TLS to this tap, which serves plain HTTP: point it at http:// " +
    "(ws://), or serve TLS with --tls-cert and --tls-key",
};

const SPEAKS_OTHERWISE: Trouble = {
  key: "client-not-http",
  sentence: "A client speaks something to this tap that is not HTTP; it goes on as it is",
};

const SPEAKS_PLAIN: Trouble = {
  key: "client-plain",
  sentence:
    "A client speaks plain HTTP to this tap, which serves TLS: point it at https:// (wss://)",
};

const TRUSTS_NOT: Trouble = {
  key: "client-trust",
  sentence: "A client does not trust the tap's certificate: let it trust the one given with " +
    "--tls-cert, or give one that it trusts",
};

/** The words are OpenSSL's and rustls'. */
function tlsTrouble(text: string): Trouble {
  if (/wrong version number|InvalidContentType|http request/i.test(text)) return SPEAKS_PLAIN;
  if (
    /Unknown_?CA|Certificate_?Unknown|Bad_?Certificate|UnknownIssuer/i.test(
      text.replaceAll(" ", "_"),
    )
  ) {
    return TRUSTS_NOT;
  }
  const key = "client-handshake";
  return { key, sentence: `${text}. Does it trust the certificate given with --tls-cert?` };
}
