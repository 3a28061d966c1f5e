import i18next from 'i18next';
import { z } from 'zod';
import type { Broadcast, BroadcastKind, BroadcastPatch, MediaType, NewBroadcast } from '@/api/schema';
import { readFilter } from '@/features/segments/filter/read';
import { countConditions, type FilterDraft } from '@/features/segments/filter/tree';
import { instantOf, isLocalTime, localOf } from '@/components/zone';

/** Sources of a broadcast's file. */
export const MEDIA_SOURCES = ['upload', 'link', 'file_id'] as const;
export type MediaSource = (typeof MEDIA_SOURCES)[number];

/** Kinds of audience. */
export const AUDIENCES = ['all', 'segment', 'filter'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Kinds of pace: the setting's, the broadcast's own, unlimited. */
export const PACES = ['usual', 'own', 'free'] as const;
export type Pace = (typeof PACES)[number];

/** A button under the message that opens an address. */
export interface UrlButton {
  text: string;
  url: string;
}

/** The fields of the editor. */
export interface BroadcastValues {
  title: string;
  kind: BroadcastKind;
  body: string;
  media_type: MediaType;
  media_from: MediaSource;
  media_id: number | null;
  media_ref: string;
  /** The name of the upload; known until the page is left. */
  media_name: string;
  buttons: UrlButton[][];
  unsubscribe_button: boolean;
  source_chat_id: number | null;
  source_message_id: number | null;
  audience: Audience;
  segment_id: number | null;
  filter: FilterDraft | null;
  is_test: boolean;
  gives_codes: boolean;
  template_id: number | null;
  pace: Pace;
  rate_per_minute: string;
  begins: 'now' | 'later';
  /** In the shops' zone, as `datetime-local` has it. */
  scheduled_at: string;
  ignore_quiet_hours: boolean;
}

/** The fields of a new broadcast. */
export const EMPTY: BroadcastValues = {
  title: '',
  kind: 'html',
  body: '',
  media_type: 'none',
  media_from: 'upload',
  media_id: null,
  media_ref: '',
  media_name: '',
  buttons: [],
  unsubscribe_button: true,
  source_chat_id: null,
  source_message_id: null,
  audience: 'all',
  segment_id: null,
  filter: null,
  is_test: false,
  gives_codes: false,
  template_id: null,
  pace: 'usual',
  rate_per_minute: '',
  begins: 'now',
  scheduled_at: '',
  ignore_quiet_hours: false,
};

/** A field that keeps the values from being sent: it is empty, or holds no number, date or filter. */
export interface Gap {
  /** The field's path in the form. */
  path: (string | number)[];
  message: string;
}

/** The gaps in the values. Everything else is checked by the server. */
export function gapsIn(values: BroadcastValues): Gap[] {
  const { kind, media_type, media_from, audience } = values;
  const isHtml = kind === 'html';
  const hasMedia = isHtml && media_type !== 'none';
  const required = i18next.t('errors.field.required');
  const choose = i18next.t('broadcasts.problem.choose');
  const later = values.begins === 'later' ? values.scheduled_at : null;
  const checks: [boolean, string, string][] = [
    [values.title.trim() === '', 'title', required],
    [isHtml && !hasMedia && values.body.trim() === '', 'body', required],
    [
      isHtml && values.gives_codes && !values.body.includes('{code}'),
      'body',
      i18next.t('broadcasts.problem.code-missing'),
    ],
    [
      hasMedia && media_from === 'upload' && values.media_id === null,
      'media_id',
      i18next.t('broadcasts.problem.no-file'),
    ],
    [hasMedia && media_from !== 'upload' && values.media_ref.trim() === '', 'media_ref', required],
    [audience === 'segment' && values.segment_id === null, 'segment_id', choose],
    [isHtml && values.gives_codes && values.template_id === null, 'template_id', choose],
    [
      values.pace === 'own' && !/^\d+$/.test(values.rate_per_minute.trim()),
      'rate_per_minute',
      i18next.t('errors.field.integer'),
    ],
    [later !== null && !isLocalTime(later), 'scheduled_at', i18next.t('errors.field.date')],
  ];
  return [
    ...checks.filter(([isGap]) => isGap).map(([, field, message]) => ({ path: [field], message })),
    ...values.buttons.flatMap((row, at) =>
      row.flatMap((button, place) =>
        (['text', 'url'] as const)
          .filter((field) => button[field].trim() === '')
          .map((field) => ({ path: ['buttons', at, place, field], message: required })),
      ),
    ),
    ...(audience === 'filter' ? filterGaps(values.filter) : []),
  ];
}

function filterGaps(filter: FilterDraft | null): Gap[] {
  if (filter === null || countConditions(filter) === 0)
    return [{ path: ['filter'], message: i18next.t('broadcasts.problem.no-conditions') }];
  return readFilter(filter).gaps.map(({ path, code }) => ({
    path: ['filter', ...path.split('/').slice(1)],
    message: i18next.t(`errors.field.${code}`),
  }));
}

/** Reads the fields as a broadcast of the API. */
export function broadcastSchema(timeZone: string): z.ZodType<NewBroadcast, BroadcastValues> {
  return z.custom<BroadcastValues>().transform((values, context) => {
    const gaps = gapsIn(values);
    for (const gap of gaps) context.addIssue({ code: 'custom', ...gap });
    return gaps.length > 0 ? z.NEVER : toNew(values, timeZone);
  });
}

/** A new broadcast of these values. */
export function toNew(values: BroadcastValues, timeZone: string): NewBroadcast {
  const { kind } = values;
  const isHtml = kind === 'html';
  return {
    title: values.title.trim(),
    kind,
    ...(isHtml ? { body: values.body, ...mediaOf(values) } : sourceOf(values)),
    buttons: values.buttons.filter((row) => row.length > 0),
    unsubscribe_button: values.unsubscribe_button,
    ...audienceOf(values),
    is_test: values.is_test,
    ...(isHtml && values.gives_codes && values.template_id !== null
      ? { template_id: values.template_id }
      : {}),
    ...(values.pace === 'own' ? { rate_per_minute: Number(values.rate_per_minute) } : {}),
    ...(values.pace === 'free' ? { rate_per_minute: 0 } : {}),
    ...(values.begins === 'later' && isLocalTime(values.scheduled_at)
      ? { scheduled_at: instantOf(values.scheduled_at, timeZone) }
      : {}),
    ignore_quiet_hours: values.ignore_quiet_hours,
  };
}

function mediaOf({ media_type, media_from, media_id, media_ref }: BroadcastValues) {
  if (media_type === 'none') return {};
  if (media_from !== 'upload') return { media_type, media_ref: media_ref.trim() };
  return { media_type, ...(media_id === null ? {} : { media_id }) };
}

function sourceOf({ source_chat_id, source_message_id }: BroadcastValues) {
  return {
    ...(source_chat_id === null ? {} : { source_chat_id }),
    ...(source_message_id === null ? {} : { source_message_id }),
  };
}

function audienceOf({ audience, segment_id, filter }: BroadcastValues) {
  if (audience === 'segment' && segment_id !== null) return { segment_id };
  const read = audience === 'filter' && filter !== null ? readFilter(filter).filter : null;
  return read === null ? {} : { filter: read };
}

/** Fields that the server takes together or not at all. */
const TOGETHER: readonly (readonly (keyof BroadcastPatch)[])[] = [
  ['kind', 'source_chat_id', 'source_message_id'],
  ['media_type', 'media_id', 'media_ref'],
  ['segment_id', 'filter'],
];

/** The changed fields of a draft; all fields when `before` is not known. */
export function changesOf(before: NewBroadcast | null, next: NewBroadcast): BroadcastPatch {
  const after = toPatch(next);
  if (before === null || before.kind !== next.kind) return after;
  const old: Readonly<Record<string, unknown>> = { ...toPatch(before) };
  const differs = (name: string) =>
    JSON.stringify(old[name]) !== JSON.stringify((after as Readonly<Record<string, unknown>>)[name]);
  return Object.fromEntries(
    Object.entries(after).filter(([name]) =>
      (TOGETHER.find((names) => names.some((one) => one === name)) ?? [name]).some(differs),
    ),
  );
}

/** The patch that turns a draft into `next`: missing fields are cleared. */
export function toPatch(next: NewBroadcast): BroadcastPatch {
  return {
    ...next,
    segment_id: next.segment_id ?? null,
    filter: next.filter ?? null,
    template_id: next.template_id ?? null,
    rate_per_minute: next.rate_per_minute ?? null,
    scheduled_at: next.scheduled_at ?? null,
    ...(next.kind === 'copy'
      ? {}
      : {
          media_type: next.media_type ?? 'none',
          media_id: next.media_id ?? null,
          media_ref: next.media_ref ?? null,
        }),
  };
}

/** The values of a stored broadcast. */
export function valuesOf(from: Broadcast, timeZone: string): BroadcastValues {
  return {
    title: from.title,
    kind: from.kind,
    body: from.body ?? '',
    media_type: from.media_type,
    media_from: mediaSource(from),
    media_id: from.media_id ?? null,
    media_ref: from.media_ref ?? '',
    media_name: '',
    buttons: from.buttons,
    unsubscribe_button: from.unsubscribe_button,
    source_chat_id: from.source_chat_id ?? null,
    source_message_id: from.source_message_id ?? null,
    audience: from.segment_id === undefined ? (from.filter === undefined ? 'all' : 'filter') : 'segment',
    segment_id: from.segment_id ?? null,
    filter: (from.filter as FilterDraft | undefined) ?? null,
    is_test: from.is_test,
    gives_codes: from.template_id !== undefined,
    template_id: from.template_id ?? null,
    pace: from.rate_per_minute === undefined ? 'usual' : from.rate_per_minute === 0 ? 'free' : 'own',
    rate_per_minute: from.rate_per_minute ? String(from.rate_per_minute) : '',
    begins: from.scheduled_at === undefined ? 'now' : 'later',
    scheduled_at: from.scheduled_at === undefined ? '' : localOf(from.scheduled_at, timeZone),
    ignore_quiet_hours: from.ignore_quiet_hours,
  };
}

function mediaSource({ media_id, media_ref }: Broadcast): MediaSource {
  if (media_id !== undefined || media_ref === undefined) return 'upload';
  return media_ref.includes('://') ? 'link' : 'file_id';
}
