import { expect, it } from 'vitest';
import { edgeOfDay } from './list-state';

const ZONE = 'Asia/Vladivostok';

it('takes a day from its first to its last moment in the shops’ zone', () => {
  expect(edgeOfDay('created_from', '2026-03-05', ZONE)).toBe('2026-03-04T14:00:00.000Z');
  expect(edgeOfDay('created_to', '2026-03-05', ZONE)).toBe('2026-03-05T13:59:59.999Z');
});

it.each(['2026-13-01', '20266-03-05', 'soon'])('leaves %s to the server, which says what is wrong', (day) =>
  expect(edgeOfDay('created_to', day, ZONE)).toBe(day),
);
