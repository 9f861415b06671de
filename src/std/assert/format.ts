/**
 * How a value is printed in a failure: whole, with its names sorted, one item a line and a comma
 * behind each, so that two values differ in those lines only where they differ themselves.
 */

import { inspect } from "node:util";

/** The text that stands for `value` in the message of an assertion. */
export function format(value: unknown): string {
  return show(value, "", []);
}

function show(value: unknown, indent: string, path: readonly object[]): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return inspect(value);
  if (path.includes(value)) return "[Circular]";
  const inner = `${indent}  `;
  const part = (item: unknown): string => show(item, inner, [...path, value]);
  const list = (
    open: string,
    items: readonly string[],
    close: string,
  ): string =>
    items.length === 0
      ? open + close
      : [open, ...items.map((item) => `${inner}${item},`), indent + close].join(
        "\n",
      );

  if (Array.isArray(value)) return list("[", [...value].map(part), "]");
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const items = Object.values(value);
    return list(
      `${value.constructor.name}(${items.length}) [`,
      items.map(part),
      "]",
    );
  }
  if (value instanceof Set) {
    return list(`Set(${value.size}) {`, [...value].map(part), "}");
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${part(key)} => ${part(item)}`);
    return list(`Map(${value.size}) {`, entries, "}");
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (
    Object.keys(value).length === 0 && prototype !== Object.prototype &&
    prototype !== null
  ) {
    return inspect(value);
  }
  const fields = Reflect.ownKeys(value)
    .filter((name) => Object.prototype.propertyIsEnumerable.call(value, name))
    .map((name) => `${showName(name)}: ${part(Reflect.get(value, name))}`)
    .sort();
  return list(`${className(value)}{`, fields, "}");
}

function showName(name: string | symbol): string {
  if (typeof name === "symbol") return `[${String(name)}]`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function className(value: object): string {
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === "string" && name !== "Object" ? `${name} ` : "";
}
