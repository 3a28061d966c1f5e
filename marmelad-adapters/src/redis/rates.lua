-- Replaces the state of a rate if it still is the expected one (compare and set).
--
-- KEYS[1]  hash: `next_free_at`, `paused_until` = Unix milliseconds, 0 when absent
-- ARGV     the expected state, the new state (two fields each), time to live in milliseconds
-- Returns  1 = replaced, 0 = it is another state
local kept = redis.call('HMGET', KEYS[1], 'next_free_at', 'paused_until')
if (kept[1] or '0') ~= ARGV[1] or (kept[2] or '0') ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], 'next_free_at', ARGV[3], 'paused_until', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
