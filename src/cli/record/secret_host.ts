// A host that remembers the secrets that were read from its variables: what WIRETAPE_TOKEN holds is a
// token wherever it stands, also under a name that gives nothing away.

import { SecretNames } from "../../tape/redact/names.ts";
import type { Host } from "../host.ts";

export interface SecretHost extends Host {
  /** What was read until now and is secret, as `--redact` takes it. */
  readonly secretPatterns: readonly string[];
}

/** Shorter ones would hide what only looks alike. */
const LEAST_SECRET_LENGTH = 6;

/** Too short for names in traffic, and clear enough for those of variables. */
const MORE_WORDS: readonly string[] = ["key", "auth", "pass"];

export function secretHost(host: Host): SecretHost {
  const names = new SecretNames(MORE_WORDS);
  const secrets = new Set<string>();
  return {
    ...host,
    env(name): string | undefined {
      const value = host.env(name);
      if (value === undefined || value.length < LEAST_SECRET_LENGTH) return value;
      if (name.startsWith("WIRETAPE_") && names.isSecret(name)) secrets.add(value);
      return value;
    },
    get secretPatterns(): readonly string[] {
      return [...secrets].map((secret) => `/${escaped(secret)}/`);
    },
  };
}

/** An expression that matches just this text. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
