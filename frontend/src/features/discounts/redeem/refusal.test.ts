import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { Problem } from '@/api/problem';
import type { Discount } from '@/api/schema';
import { createFormats } from '@/components/format';
import { refusalWords, statusOf } from './refusal';

const formats = createFormats('ru', 'Asia/Vladivostok');
const discount: Discount = {
  id: 1,
  user_id: 1,
  source: 'manual',
  code: 'ДЯА4589',
  value: '10.00',
  value_type: 'percent',
  usage_type: 'single',
  uses_count: 1,
  uses_left: 0,
  expires_at: '2026-03-05T13:59:59.999Z',
  is_test: false,
  created_at: '2026-02-01T00:00:00Z',
};
const words = (status: 'already_used' | 'expired' | 'revoked' | 'not_found', more?: Partial<Discount>) =>
  refusalWords(i18next.t, formats, {
    status,
    code: 'ДЯА4589',
    ...(more ? { discount: { ...discount, ...more } } : {}),
  });

describe('a refusal in words', () => {
  it('says when the code was used, in the shops’ time', () => {
    expect(words('already_used', { used_at: '2026-03-01T04:05:00Z' }).title).toMatch(
      /^Уже погашен 1 мар.*14:05$/,
    );
    expect(
      words('already_used', { usage_type: 'multi', uses_count: 3, used_at: '2026-03-01T04:05:00Z' }).title,
    ).toMatch(/^Код использован 3 раза, больше нельзя. Последний раз: 1 мар/);
  });

  it('says until when it held', () => expect(words('expired', {}).title).toMatch(/до 5 мар/));

  it('says why it was withdrawn', () =>
    expect(words('revoked', { revoked_at: '2026-03-01T04:05:00Z', revoke_reason: 'Ошибка' })).toMatchObject({
      hint: 'Причина: Ошибка',
    }));

  it('shows what was read of a code that is none', () =>
    expect(words('not_found').hint).toContain('«ДЯА4589»'));

  it('knows which refusals of a press are about the code', () => {
    expect(statusOf(new Problem(409, 'already-used'))).toBe('already_used');
    expect(statusOf(new Problem(422, 'below-minimum'))).toBeUndefined();
    expect(statusOf(new Problem(0, 'offline'))).toBeUndefined();
  });
});
