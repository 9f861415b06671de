// wiretape/no-ambient: time, chance and the system are parameters on the pure floors, which is what
// makes replay deterministic and tests instant. `Deno` itself stands in src/cli/host.ts alone, so
// that everything else also runs elsewhere.

import { isHouseFile, repositoryPath } from "./floors.ts";

/** Files and folders that touch the world. */
const WORLDLY = [
  "src/base/clock.ts",
  "src/base/random.ts",
  "src/std/fs/",
  "src/net/",
  "src/view/",
  "src/testing/",
  "src/demo/",
  "src/cli/",
];

/** Where `Deno` may be named: the host, and the stand-ins for packages that name it themselves. */
const NAMES_DENO = ["src/cli/host.ts", "src/std/"];

/** Members that read time or chance, by the object that has them. */
const AMBIENT_MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["Date", ["now"]],
  ["Math", ["random"]],
  ["crypto", ["getRandomValues", "randomUUID"]],
]);

/** Objects of which every member is ambient. */
const AMBIENT_OBJECTS = ["performance", "process"];

const TIMERS = [
  "setTimeout",
  "setInterval",
  "setImmediate",
  "clearTimeout",
  "clearInterval",
  "clearImmediate",
  "queueMicrotask",
];

/** Node's modules that only compute. `node:crypto` has chance in it too: see below. */
const PURE_NODE_MODULES = [
  "assert",
  "buffer",
  "crypto",
  "path",
  "querystring",
  "string_decoder",
  "url",
  "util",
  "zlib",
];

export const noAmbient: Deno.lint.Rule = {
  create(context): Deno.lint.LintVisitor {
    const path = repositoryPath(context.filename);
    if (!isHouseFile(path)) return {};
    const isPure = !WORLDLY.some((place) => path.startsWith(place));
    const mayNameDeno = NAMES_DENO.some((place) => path.startsWith(place));
    const reported = new Set<number>();

    function report(node: Deno.lint.Node, what: string): void {
      // A shorthand property is visited twice, once as key and once as value.
      if (reported.has(node.range[0])) return;
      reported.add(node.range[0]);
      const isDeno = what === "Deno";
      if (isDeno ? mayNameDeno : !isPure) return;
      context.report({
        node,
        message: `${path} uses ${what}`,
        hint: isDeno
          ? "Only src/cli/host.ts names Deno: ask the Host for what you need."
          : "Take it as a parameter (a Clock, a Random), so that the same input gives the same output.",
      });
    }

    function checkImport(source: Deno.lint.StringLiteral): void {
      const name = source.value.startsWith("node:")
        ? source.value.slice("node:".length)
        : undefined;
      if (name === undefined || PURE_NODE_MODULES.includes(name.replace(/\/.*/, ""))) return;
      report(source, source.value);
    }

    return {
      ImportDeclaration(node): void {
        checkImport(node.source);
        if (node.source.value !== "node:crypto") return;
        for (const specifier of node.specifiers) {
          const name = context.sourceCode.getText(specifier);
          if (/^(?:random|getRandom|webcrypto)/.test(name)) report(specifier, name);
        }
      },
      ImportExpression(node): void {
        if (node.source.type === "Literal" && typeof node.source.value === "string") {
          checkImport(node.source as Deno.lint.StringLiteral);
        }
      },
      Identifier(node): void {
        if (isMemberOrKeyName(node)) return;
        if (node.name === "Deno" || TIMERS.includes(node.name)) report(node, node.name);
      },
      MemberExpression(node): void {
        const object = globalName(node.object);
        const member = memberName(node);
        if (object === undefined || member === undefined) return;
        if (object === "globalThis" && (member === "Deno" || TIMERS.includes(member))) {
          report(node, member);
        } else if (isAmbient(object, member)) report(node, `${object}.${member}`);
      },
      VariableDeclarator(node): void {
        const object = node.init === null ? undefined : globalName(node.init);
        if (object === undefined || node.id.type !== "ObjectPattern") return;
        for (const property of node.id.properties) {
          if (property.type !== "Property" || property.key.type !== "Identifier") continue;
          const member = property.key.name;
          if (isAmbient(object, member)) report(property.key, `${object}.${member}`);
        }
      },
      NewExpression(node): void {
        if (globalName(node.callee) === "Date" && node.arguments.length === 0) {
          report(node, "new Date()");
        }
      },
      CallExpression(node): void {
        if (globalName(node.callee) === "Date") report(node, "Date()");
      },
    };
  },
};

function isAmbient(object: string, member: string): boolean {
  return AMBIENT_OBJECTS.includes(object) ||
    AMBIENT_MEMBERS.get(object)?.includes(member) === true;
}

/** The name of a global object, with `globalThis.` before it or not. */
function globalName(node: Deno.lint.Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression" || globalName(node.object) !== "globalThis") {
    return undefined;
  }
  return memberName(node);
}

/** `now` of `Date.now` and of `Date["now"]`. */
function memberName(node: Deno.lint.MemberExpression): string | undefined {
  const { property } = node;
  if (property.type === "Identifier") return node.computed ? undefined : property.name;
  return property.type === "Literal" ? String(property.value) : undefined;
}

/** Whether the identifier is only the name of something's part: `entry.setTimeout`, `{ Deno: 1 }`. */
function isMemberOrKeyName(node: Deno.lint.Identifier): boolean {
  const { parent } = node;
  switch (parent.type) {
    case "MemberExpression":
      return !parent.computed && isSame(parent.property, node);
    case "Property":
      return !parent.computed && !parent.shorthand && isSame(parent.key, node);
    case "MethodDefinition":
    case "PropertyDefinition":
    case "TSMethodSignature":
    case "TSPropertySignature":
      return !parent.computed && isSame(parent.key, node);
    case "ImportSpecifier":
      return true;
    default:
      return false;
  }
}

function isSame(left: Deno.lint.Node, right: Deno.lint.Node): boolean {
  return left.range[0] === right.range[0] && left.range[1] === right.range[1];
}
