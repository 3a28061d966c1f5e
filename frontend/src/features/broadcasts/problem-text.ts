import i18next from 'i18next';
import type { TextProblem } from './message/check';
import type { Fault } from './message/telegram-html';
import type { ValueProblem } from './value-problems';

/** The sentence for one thing wrong with a field. */
export function problemText(problem: ValueProblem | TextProblem): string {
  if (problem.code === 'bad-html') return faultText(problem.fault);
  if (problem.code === 'required') return i18next.t('errors.field.required');
  const key = `broadcasts.problem.${problem.code}` as const;
  if ('limit' in problem) return i18next.t(key, { length: problem.length, limit: problem.limit });
  return 'name' in problem ? i18next.t(key, { name: problem.name }) : i18next.t(key);
}

/** The sentence for what Telegram would refuse. */
function faultText(fault: Fault): string {
  const key = `broadcasts.fault.${fault.kind}` as const;
  if ('outer' in fault) return i18next.t(key, { tag: fault.tag, outer: fault.outer });
  if ('name' in fault) return i18next.t(key, { tag: fault.tag, name: fault.name });
  if ('tag' in fault) return i18next.t(key, { tag: fault.tag });
  return 'value' in fault ? i18next.t(key, { value: fault.value }) : i18next.t(key);
}
