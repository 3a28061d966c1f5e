import type { Texts } from './ru';

/** `days_few` and `days_many` beside a `days_one` are forms of plurals that only Russian has. */
type IsRussianForm<K, T> = K extends `${infer Word}_${'few' | 'many'}`
  ? `${Word}_one` extends keyof T
    ? true
    : false
  : false;

type Translated<T> = {
  [K in keyof T as IsRussianForm<K, T> extends true ? never : K]: T[K] extends string
    ? string
    : Translated<T[K]>;
};

/** What a translation must hold: every Russian text, but for the forms of plurals that the language lacks. */
export type Translation = Translated<Texts>;
