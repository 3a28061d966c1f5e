import type { first } from './first';
import type { rest } from './rest';

/** The shape of every text of the panel; Russian gives it, the other languages follow. */
export type Texts = typeof first & typeof rest;
