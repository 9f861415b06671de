// How long a body is: what the head says about it (RFC 9112, section 6.3).

import type { RequestHead, ResponseHead } from "./events.ts";
import { headerTokens, headerValues } from "./headers.ts";
import type { Problem } from "./http_fields.ts";

export type Framing =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "until-close" }
  /** The head contradicts itself: nothing behind it can be read. */
  | { readonly kind: "unclear" };

export interface FramingRead {
  readonly framing: Framing;
  readonly problems: readonly Problem[];
}

export function requestFraming(head: RequestHead): FramingRead {
  return framingOf(head, { kind: "none" }, { kind: "unclear" });
}

/** `method` is the request's, when it is known. */
export function responseFraming(head: ResponseHead, method: string | undefined): FramingRead {
  const { status } = head;
  const isBare = status < 200 || status === 204 || status === 304 || method === "HEAD" ||
    (method === "CONNECT" && status < 300);
  if (isBare) return { framing: { kind: "none" }, problems: [] };
  return framingOf(head, { kind: "until-close" }, { kind: "until-close" });
}

function framingOf(
  { headers }: RequestHead | ResponseHead,
  unsaid: Framing,
  codedWithoutChunks: Framing,
): FramingRead {
  const lengths = headerTokens(headers, "content-length");
  const codings = headerTokens(headers, "transfer-encoding");
  const problems: Problem[] = [];
  if (codings.length > 0) {
    if (lengths.length > 0) {
      const text = "Both Transfer-Encoding and Content-Length are given; the first one counts";
      problems.push({ rule: "length-and-chunked", text });
    }
    const isChunked = codings[codings.length - 1] === "chunked";
    if (codings.length > 1 || !isChunked) {
      const text = `Transfer-Encoding "${codings.join(", ")}": only "chunked" is taken off`;
      problems.push({ rule: "transfer-coding", text });
    }
    return { framing: isChunked ? { kind: "chunked" } : codedWithoutChunks, problems };
  }
  const [first] = lengths;
  if (first === undefined) {
    const isEmpty = headerValues(headers, "content-length").length > 0;
    if (!isEmpty) return { framing: unsaid, problems };
    problems.push({ rule: "length-conflict", text: "Content-Length is empty" });
    return { framing: { kind: "unclear" }, problems };
  }
  const length = Number(first);
  const isClear = /^\d+$/.test(first) && Number.isSafeInteger(length) &&
    lengths.every((other) => other === first);
  if (!isClear) {
    const text = `Content-Length "${lengths.join(", ")}" does not say one length`;
    problems.push({ rule: "length-conflict", text });
    return { framing: { kind: "unclear" }, problems };
  }
  if (lengths.length > 1) {
    problems.push({ rule: "length-repeated", text: `Content-Length "${first}" is repeated` });
  }
  return { framing: { kind: "length", length }, problems };
}
