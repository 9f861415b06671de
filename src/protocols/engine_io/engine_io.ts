// Engine.IO as a protocol among the others: recognised by its query, or by its usual paths.

import type { CarriedRequest, CarrierProtocol } from "../protocol.ts";
import { EngineDecoder } from "./decoder.ts";
import { readEngineUrl } from "./http.ts";

export const engineIo: CarrierProtocol = {
  name: "engine.io",
  recognise,
  open: (inner) => new EngineDecoder(inner),
};

/** Paths are configurable and `EIO` is not: without it a path is no more than a good guess. */
function recognise(request: CarriedRequest): number {
  const { eio, path } = readEngineUrl(request.url);
  if (eio !== undefined) return 1;
  return /\/(?:socket|engine)\.io\/?$/.test(path) ? 0.5 : 0;
}
