import i18next from 'i18next';
import { errors } from '@/i18n/ru/errors';
import type { FieldProblem, Problem } from '@/api/problem';

/** A field's name in a form (`buttons.0.url`) for a JSON Pointer of the API (`/buttons/0/url`). */
export function fieldName(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

/** Splits the server's field errors into those that the form has a field for and the others. */
export function splitFields(
  problem: Problem,
  has: (name: string) => boolean,
): { placed: { name: string; text: string }[]; others: FieldProblem[] } {
  const placed: { name: string; text: string }[] = [];
  const others: FieldProblem[] = [];
  for (const field of problem.fields) {
    const name = nearest(fieldName(field.path), has);
    if (name === null) others.push(field);
    else placed.push({ name, text: fieldText(field) });
  }
  return { placed, others };
}

/** The sentence for a field error. */
export function fieldText({ code, message }: FieldProblem): string {
  if (isKnown(code)) return i18next.t(`errors.codes.${code}`);
  // The server's message is English, but says more than "invalid".
  return i18next.language === 'en' ? message : i18next.t('errors.field.invalid');
}

const isKnown = (code: string): code is keyof typeof errors.codes => code in errors.codes;

/** The field itself or its nearest parent: `recurrence.value` is shown at `recurrence`. */
function nearest(name: string, has: (name: string) => boolean): string | null {
  let candidate = name;
  while (candidate !== '') {
    if (has(candidate)) return candidate;
    candidate = candidate.includes('.') ? candidate.slice(0, candidate.lastIndexOf('.')) : '';
  }
  return null;
}
