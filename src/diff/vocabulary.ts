// What both tapes say, each thing once: acts that say the same share one content, and a key each
// with all acts of their kind. So acts are compared by number, and two tapes take little memory.

import type { Value } from "../base/json.ts";
import type { Side } from "../base/side.ts";
import type { ActKey, ActKind, Content } from "./act.ts";
import { RuleBook } from "./content_rules.ts";
import { ContentTable } from "./content_table.ts";
import { equalValues, hashValue } from "./hash_value.ts";
import { maskValue } from "./mask.ts";
import type { DiffRules } from "./rules.ts";
import { Shapes } from "./shape.ts";

export class Vocabulary {
  readonly book: RuleBook;
  readonly #keys = new Map<string, ActKey>();
  readonly #contents = new ContentTable();
  readonly #shapes = new Shapes();
  /** Mostly the next act is of the same kind. */
  #latest: ActKey | undefined;

  constructor(rules: DiffRules) {
    this.book = new RuleBook(rules);
  }

  /** All keys, by index. */
  get keys(): readonly ActKey[] {
    return [...this.#keys.values()];
  }

  /** How many contents there are: their ids are below that. */
  get contentCount(): number {
    return this.#contents.size;
  }

  /** The index of the key that a content belongs to. */
  keyOf(contentId: number): number {
    return this.#contents.keyOf(contentId);
  }

  key(from: Side, kind: ActKind, namespace: string, name: string): ActKey {
    const latest = this.#latest;
    if (
      latest !== undefined && latest.name === name && latest.from === from &&
      latest.kind === kind && latest.namespace === namespace
    ) return latest;
    const text = `${from} ${kind} ${namespace}\n${name}`;
    const known = this.#keys.get(text);
    const key = known ?? { index: this.#keys.size, from, kind, namespace, name };
    if (known === undefined) this.#keys.set(text, key);
    this.#latest = key;
    return key;
  }

  content(key: ActKey, value: Value): Content {
    const rules = this.book.for(key);
    const hash = hashValue(rules.isExact ? value : maskValue(value, rules));
    const known = this.#contents.find(key.index, hash);
    if (known === undefined) {
      const content = { id: this.#contents.size, shape: this.#shapes.idOf(value), value };
      this.#contents.add(key.index, hash, content);
      return content;
    }
    // What is the same but for masked places is another content of the same id.
    if (rules.isExact || equalValues(known.value, value)) return known;
    return { id: known.id, shape: this.#shapes.idOf(value), value };
  }
}
