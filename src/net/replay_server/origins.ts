// Whose pages may read the answers of a replay: those that the recorded server let in, and those
// that its owner names.

import type { AllowedOrigin } from "../../replay/script.ts";
import type { CrossOriginRule } from "../engine_server/cross_origin_rule.ts";

export interface OriginOptions {
  readonly recorded: readonly AllowedOrigin[];
  /** An origin, or `*`: any, with its cookies. */
  readonly extra?: string;
  /** A page of this origin is not let in. */
  readonly refused: (origin: string) => void;
}

/** Undefined where the tape let nobody in: then nothing is said of it, as on the tape. */
export function originRule({ recorded, extra, refused }: OriginOptions): CrossOriginRule {
  const isForAll = recorded.some(({ origin }) => origin === "*");
  const [first] = recorded;
  return {
    credentials: extra !== undefined || recorded.some(({ credentials }) => credentials),
    allow(origin): string | undefined {
      if (origin === undefined) return isForAll ? "*" : first?.origin;
      if (origin === extra || extra === "*") return origin;
      if (recorded.some((allowed) => allowed.origin === origin)) return origin;
      if (isForAll) return "*";
      refused(origin);
      // Servers that allow one origin name it to whoever asks.
      return first?.origin;
    },
  };
}
