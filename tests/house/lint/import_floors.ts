// wiretape/import-floors: a file imports from lower floors and from its own room, never upward and
// never sideways. Every way to name another file counts: import, export from, types, import().

import { isHouseFile, type Place, placeOf, repositoryPath } from "./floors.ts";
import { resolveImport } from "./paths.ts";

interface Refusal {
  readonly message: string;
  readonly hint: string;
}

export const importFloors: Deno.lint.Rule = {
  create(context): Deno.lint.LintVisitor {
    const importer = repositoryPath(context.filename);
    if (!isHouseFile(importer)) return {};

    function check(source: Deno.lint.StringLiteral | null): void {
      if (source === null || !source.value.startsWith(".")) return;
      const refusal = refuse(importer, resolveImport(importer, source.value));
      if (refusal !== undefined) context.report({ node: source, ...refusal });
    }

    return {
      ImportDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(stringLiteral(node.source)),
      TSImportType: (node) => check(stringLiteral(node.argument)),
    };
  },
};

/** Why the import is refused, or undefined when it is fine. Both paths are from the root. */
function refuse(importer: string, imported: string): Refusal | undefined {
  const from = placeOf(importer);
  const to = placeOf(imported);
  if (from === undefined) {
    return {
      message: `${importer} lives in a room that stands on no floor`,
      hint: "Give the new folder of src a floor in tests/house/lint/floors.ts and the documents.",
    };
  }
  if (to === undefined) {
    return {
      message: `${describe(from)} imports ${imported}, which is not part of the house`,
      hint: "What ships lives in src: move it there.",
    };
  }
  if (from.room === to.room) return refuseWithinRoom(from, to);
  if (from.floor > to.floor) return undefined;
  const direction = from.floor === to.floor ? "sideways" : "upward";
  return {
    message: `${describe(from)} imports ${direction} from ${describe(to)}`,
    hint: from.floor === 0
      ? "Move what both need into one of the two, or hand it in as a parameter."
      : `Move what both need to floor ${from.floor - 1} or lower, or hand it in as a parameter.`,
  };
}

function refuseWithinRoom(from: Place, to: Place): Refusal | undefined {
  if (from.folder === undefined || to.folder === undefined) return undefined;
  if (from.folder === to.folder) return undefined;
  return {
    message: `${from.room}/${from.folder} imports sideways from ${to.room}/${to.folder} ` +
      `(both floor ${from.floor})`,
    hint: `Let ${from.room}/registry.ts compose the two, or move what both need beside it.`,
  };
}

function describe(place: Place): string {
  return `${place.room} (floor ${place.floor})`;
}

/** The specifier where it is written out: `import(name)` cannot be checked. */
function stringLiteral(node: Deno.lint.Node): Deno.lint.StringLiteral | null {
  if (node.type === "TSLiteralType") return stringLiteral(node.literal);
  return node.type === "Literal" && typeof node.value === "string"
    ? node as Deno.lint.StringLiteral
    : null;
}
