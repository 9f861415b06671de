// Changes of live events in a line each, with the lines of the acts that they show.

import type { LiveChange } from "../../src/diff/result.ts";

export function summaries(changes: readonly LiveChange[]): readonly string[] {
  return changes.map(summary);
}

export function summary(change: LiveChange): string {
  switch (change.what) {
    case "field-lost": {
      const { what, path, count, of, example, odd } = change;
      return `${what} ${path} ${count} of ${of} at ${example.line}, ${odd?.line}`;
    }
    case "field-new": {
      const { what, path, count, of, example } = change;
      return `${what} ${path} ${count} of ${of} at ${example.line}`;
    }
    case "type": {
      const { path, leftTypes, rightTypes, count, of, example } = change;
      return `type ${path} ${leftTypes} → ${rightTypes} ${count} of ${of} at ${example.line}`;
    }
    case "range":
    case "constant":
      return `${change.what} ${change.path} ${change.left} ${change.right}`;
    case "rate":
    case "gap":
    case "answers":
      return `${change.what} ${round(change.left)} ${
        round(change.right)
      } at ${change.example.line}`;
    case "silence": {
      const { where, left, right } = change;
      const line = where === "whole" ? change.expected.line : change.example.line;
      return `silence ${where} ${round(left)} ${round(right)} at ${line}`;
    }
    case "order":
      return `order ${change.how} ${change.paths} ${change.count} at ${change.example.line}`;
    case "outlier": {
      const { how, paths, usual, value, count, of, example } = change;
      return `outlier ${how} ${paths} ${usual} → ${value} ${count} of ${of} at ${example.line}`;
    }
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
