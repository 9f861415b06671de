// What both tapes say, each thing once: acts that say the same share one content, and a key each
// with all acts of their kind. So acts are compared by number, and two tapes take little memory.

import type { Value } from "../base/json.ts";
import type { Side } from "../base/side.ts";
import type { ActKey, ActKind, Content } from "./act.ts";
import { RuleBook } from "./content_rules.ts";
import { equalValues, hashValue } from "./hash_value.ts";
import { maskValue } from "./mask.ts";
import type { DiffRules } from "./rules.ts";
import { Shapes } from "./shape.ts";

export class Vocabulary {
  readonly book: RuleBook;
  readonly #keys = new Map<string, ActKey>();
  readonly #contents: Map<number, Content>[] = [];
  readonly #shapes = new Shapes();
  #contentCount = 0;

  constructor(rules: DiffRules) {
    this.book = new RuleBook(rules);
  }

  /** All keys, by index. */
  get keys(): readonly ActKey[] {
    return [...this.#keys.values()];
  }

  /** How many contents there are: their ids are below that. */
  get contentCount(): number {
    return this.#contentCount;
  }

  key(from: Side, kind: ActKind, namespace: string, name: string): ActKey {
    const text = `${from} ${kind} ${namespace}\n${name}`;
    const known = this.#keys.get(text);
    if (known !== undefined) return known;
    const key: ActKey = { index: this.#keys.size, from, kind, namespace, name };
    this.#keys.set(text, key);
    this.#contents.push(new Map());
    return key;
  }

  content(key: ActKey, value: Value): Content {
    const rules = this.book.for(key);
    const hash = hashValue(rules.isExact ? value : maskValue(value, rules));
    const contents = this.#contents[key.index];
    const known = contents?.get(hash);
    if (known === undefined) {
      const content = { id: this.#contentCount++, shape: this.#shapes.idOf(value), value };
      contents?.set(hash, content);
      return content;
    }
    // What is the same but for masked places is another content of the same id.
    if (rules.isExact || equalValues(known.value, value)) return known;
    return { id: known.id, shape: this.#shapes.idOf(value), value };
  }
}
