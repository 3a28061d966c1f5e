import { describe, expect, it } from 'vitest';
import type { UsageLog } from '@/api/schema';
import { standing } from './redemptions';

const log = (id: number, more: Partial<UsageLog>): UsageLog => ({
  id,
  code: 'ДЯА4589',
  status: 'success',
  source: 'bot',
  created_at: '2026-03-05T02:00:00Z',
  ...more,
});

describe('the redemptions that stand', () =>
  it('leave out refusals, undos and what was undone', () => {
    const logs = [
      log(5, { status: 'undone', undoes_log_id: 2 }),
      log(4, {}),
      log(3, { status: 'already_used' }),
      log(2, { undone_at: '2026-03-05T03:00:00Z' }),
      log(1, {}),
    ];
    expect(standing(logs).map(({ id }) => id)).toEqual([4, 1]);
  }));
