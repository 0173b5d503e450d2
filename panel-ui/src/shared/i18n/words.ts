import type { en } from './en';

/** One form for each of the plurals that a language has; `other` is the one all have. */
export type Plural = { readonly other: string } & Partial<
  Readonly<Record<'zero' | 'one' | 'two' | 'few' | 'many', string>>
>;

export type Words<K extends string = WordKey> = Readonly<Record<K, string | Plural>>;

export type WordKey = keyof typeof en;

/** The names between braces in a sentence. */
export type Holes<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;

type HolesOf<T> = T extends string ? Holes<T> : T extends Plural ? Holes<T['other']> : never;

/** Every language as the compiler wants it: a sentence that lost or gained a hole is no longer of this type. */
export type Same<E, T> = {
  readonly [K in keyof E]: K extends keyof T
    ? [HolesOf<E[K]>, HolesOf<T[K]>] extends [HolesOf<T[K]>, HolesOf<E[K]>]
      ? T[K]
      : { readonly holes: HolesOf<E[K]> }
    : never;
};

/** What a sentence must be given; nothing if it has no holes. A sentence with a second form may go without. */
export type Values<K extends WordKey> = [HolesOf<(typeof en)[K]>] extends [never]
  ? []
  : [Readonly<Record<HolesOf<(typeof en)[K]>, string | number | null>>];
