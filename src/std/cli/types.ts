/**
 * The types of `parseArgs`: what may be asked for and what comes out of it. They are a part of the
 * original's: dotted names are read but not typed, and without any declaration a value is unknown.
 */

type Names = string | undefined;
type Booleans = boolean | string | undefined;
type Defaults = Readonly<Record<string, unknown>> | undefined;

/** Which names stand for which others. */
export type Aliases = Readonly<Record<string, string | readonly string[]>> | undefined;

/** The options of `parseArgs`. */
export interface ParseOptions<
  TBooleans extends Booleans = Booleans,
  TStrings extends Names = Names,
  TCollectable extends Names = Names,
  TNegatable extends Names = Names,
  TDefault extends Defaults = Defaults,
  TAliases extends Aliases = Aliases,
  TDoubleDash extends boolean | undefined = boolean | undefined,
> {
  /** Whether what follows `--` is kept apart in the result's `"--"`, not added to its `_`. */
  "--"?: TDoubleDash;
  /** Other names of options. */
  alias?: TAliases;
  /** Options without a value; `true` makes every `--name` without `=` one. */
  boolean?: TBooleans | ReadonlyArray<Extract<TBooleans, string>>;
  /** What an option is when it is not given. */
  default?: TDefault;
  /** Whether everything after the first argument that is no option goes to `_` as it is. */
  stopEarly?: boolean;
  /** Options whose values are never read as numbers. */
  string?: TStrings | ReadonlyArray<Extract<TStrings, string>>;
  /** Options that gather their values in a list. */
  collect?: TCollectable | ReadonlyArray<Extract<TCollectable, string>>;
  /** Options that `--no-name` sets to false. */
  negatable?: TNegatable | ReadonlyArray<Extract<TNegatable, string>>;
  /** Is told of what was not declared, and keeps it out of the result by returning `false`. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

/** What `parseArgs` returns. */
export type Args<
  TArgs extends Record<string, unknown> = Record<string, unknown>,
  TDoubleDash extends boolean | undefined = undefined,
> =
  & TArgs
  & {
    /** The arguments that belong to no option. */
    _: Array<string | number>;
  }
  & (boolean extends TDoubleDash ? { "--"?: Array<string> }
    : TDoubleDash extends true ? { "--": Array<string> }
    : unknown);

/** The options in the result by their declared names. */
export type Values<
  TBooleans extends Booleans,
  TStrings extends Names,
  TCollectable extends Names,
  TNegatable extends Names,
  TDefault extends Defaults,
  TAliases extends Aliases,
> =
  & Record<string, unknown>
  & WithAliases<
    & {
      [
        Name in Exclude<
          Literal<TBooleans | TStrings | TCollectable>,
          Missing<TStrings, TBooleans, TCollectable, TDefault>
        >
      ]: OrDefault<Value<Name, TBooleans, TStrings, TCollectable, TNegatable>, Name, TDefault>;
    }
    & {
      [Name in Missing<TStrings, TBooleans, TCollectable, TDefault>]?: Value<
        Name,
        TBooleans,
        TStrings,
        TCollectable,
        TNegatable
      >;
    },
    TAliases
  >;

/** The names that the compiler knows, without the dotted ones. */
type Literal<TNames> = TNames extends string
  ? string extends TNames ? never : TNames extends `${string}.${string}` ? never : TNames
  : never;

/** The options that are absent when they are not given: single strings without a default. */
type Missing<TStrings, TBooleans, TCollectable, TDefault> = Exclude<
  Literal<TStrings>,
  TBooleans | TCollectable | keyof TDefault
>;

type Value<Name, TBooleans, TStrings, TCollectable, TNegatable> =
  | (Name extends TCollectable ? Array<Single<Name, TBooleans, TStrings>>
    : Single<Name, TBooleans, TStrings>)
  | (Name extends TNegatable ? false : never);

type Single<Name, TBooleans, TStrings> = Name extends TBooleans ? boolean
  : Name extends TStrings ? string
  : unknown;

type OrDefault<TValue, Name, TDefault> = Name extends keyof TDefault ? TValue | TDefault[Name]
  : TValue;

type WithAliases<TArgs, TAliases> = {
  [Name in keyof TArgs as Name | AliasesOf<Name, TAliases>]: TArgs[Name];
};

type AliasesOf<Name, TAliases> = Name extends keyof TAliases
  ? TAliases[Name] extends string ? Literal<TAliases[Name]>
  : TAliases[Name] extends readonly string[] ? Literal<TAliases[Name][number]>
  : never
  : never;
