import i18next from 'i18next';
import { problemText as filterProblemText } from '@/features/segments/filter/problem-text';
import type { TextProblem } from './message/check';
import type { Fault } from './message/telegram-html';
import type { ValueProblem } from './value-problems';

/** The sentence for one thing wrong with a field. */
export function problemText(problem: ValueProblem | TextProblem): string {
  if (problem.code === 'bad-html') return faultText(problem.fault);
  if (problem.code === 'required' || problem.code === 'date')
    return i18next.t(`errors.field.${problem.code}`);
  if (problem.code === 'filter') return filterProblemText(problem.problem, i18next.t);
  // Each sentence takes what it needs.
  const said = { name: '', length: 0, limit: 0, ...problem };
  const { name, length, limit } = said;
  return i18next.t(`broadcasts.problem.${problem.code}`, { name, length, limit });
}

/** The sentence for what Telegram would refuse. */
function faultText(fault: Fault): string {
  const said = { tag: '', outer: '', name: '', value: '', ...fault };
  const { tag, outer, name, value } = said;
  return i18next.t(`broadcasts.fault.${fault.kind}`, { tag, outer, name, value });
}
