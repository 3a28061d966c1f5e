import { now as serverNow } from '@/api/clock';
import { readFilter, type FilterProblem } from '@/features/segments/filter/read';
import { countConditions, type FilterDraft } from '@/features/segments/filter/tree';
import { instantOf, isLocalTime } from '@/components/zone';
import { buttonProblems, isWebAddress, type ButtonProblem } from './message/buttons';
import { textProblems, type TextProblem } from './message/check';
import { charactersIn } from './message/telegram-html';
import type { BroadcastValues } from './values';

/** The greatest pace of its own, messages a minute. */
export const MAX_RATE = 1800;
const LONGEST_TITLE = 255;
const LONGEST_REF = 1024;

/** One thing wrong with a field of the editor. */
export type ValueProblem = { path: (string | number)[] } & (
  | TextProblem
  | { code: ButtonProblem['code'] }
  | { code: 'filter'; problem: FilterProblem }
  | {
      code:
        | 'title-too-long'
        | 'bad-file-id'
        | 'ref-too-long'
        | 'rate'
        | 'date'
        | 'in-the-past'
        | 'no-file'
        | 'choose'
        | 'no-conditions';
    }
);

/** Everything that keeps the values from being a broadcast; the server's rules, told at the field. */
export function valueProblems(values: BroadcastValues, timeZone: string, now = serverNow()): ValueProblem[] {
  return [
    ...titleProblems(values.title),
    ...(values.kind === 'html' ? contentProblems(values) : []),
    ...buttonProblems(values.buttons).map(({ row, place, field, code }) => ({
      path: ['buttons', row, place, field],
      code,
    })),
    ...termProblems(values, timeZone, now),
  ];
}

function titleProblems(title: string): ValueProblem[] {
  const length = charactersIn(title.trim());
  if (length === 0) return [{ path: ['title'], code: 'required' }];
  return length > LONGEST_TITLE ? [{ path: ['title'], code: 'title-too-long' }] : [];
}

function contentProblems(values: BroadcastValues): ValueProblem[] {
  const hasMedia = values.media_type !== 'none';
  const media = hasMedia ? mediaProblem(values) : null;
  const [first] = textProblems(values.body, { hasMedia, hasCode: values.gives_codes });
  return [...(first ? [{ path: ['body'], ...first }] : []), ...(media ? [media] : [])];
}

function mediaProblem({ media_from, media_id, media_ref }: BroadcastValues): ValueProblem | null {
  if (media_from === 'upload') return media_id === null ? { path: ['media_id'], code: 'no-file' } : null;
  const path = ['media_ref'];
  const given = media_ref.trim();
  if (given === '') return { path, code: 'required' };
  if (charactersIn(given) > LONGEST_REF) return { path, code: 'ref-too-long' };
  if (media_from === 'link') return isWebAddress(given) ? null : { path, code: 'bad-url' };
  return /^[\w-]+$/.test(given) ? null : { path, code: 'bad-file-id' };
}

function termProblems(values: BroadcastValues, timeZone: string, now: number): ValueProblem[] {
  const problems: ValueProblem[] = [];
  const { audience, gives_codes, begins, scheduled_at } = values;
  if (audience === 'segment' && values.segment_id === null)
    problems.push({ path: ['segment_id'], code: 'choose' });
  if (audience === 'filter') problems.push(...filterProblems(values.filter));
  if (values.kind === 'html' && gives_codes && values.template_id === null)
    problems.push({ path: ['template_id'], code: 'choose' });
  if (values.pace === 'own' && !isRate(values.rate_per_minute))
    problems.push({ path: ['rate_per_minute'], code: 'rate' });
  if (begins === 'later' && scheduled_at === '') problems.push({ path: ['scheduled_at'], code: 'required' });
  else if (begins === 'later' && !isLocalTime(scheduled_at))
    problems.push({ path: ['scheduled_at'], code: 'date' });
  else if (begins === 'later' && Date.parse(instantOf(scheduled_at, timeZone)) < now)
    problems.push({ path: ['scheduled_at'], code: 'in-the-past' });
  return problems;
}

function filterProblems(filter: FilterDraft | null): ValueProblem[] {
  if (filter === null || countConditions(filter) === 0) return [{ path: ['filter'], code: 'no-conditions' }];
  return readFilter(filter).problems.map((problem) => ({
    path: ['filter', ...problem.path.split('/').slice(1)],
    code: 'filter',
    problem,
  }));
}

function isRate(typed: string): boolean {
  return /^\d+$/.test(typed.trim()) && Number(typed) >= 1 && Number(typed) <= MAX_RATE;
}
