-- A send budget: takes from it, debits it or pauses it. The rule is `BudgetState` of the core, in the same words.
--
-- KEYS[1]  hash: `next_free_at`, `paused_until` = Unix milliseconds
-- ARGV     what to do, now, and
--   take   wanted, spacing, horizon in milliseconds (0 = no pace)
--   debit  messages, spacing, horizon
--   pause  until
-- Returns  {granted, when to ask again or 0}
local what, now, amount = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local spacing, horizon = tonumber(ARGV[4] or '0'), tonumber(ARGV[5] or '0')
local kept = redis.call('HMGET', KEYS[1], 'next_free_at', 'paused_until')
local next_free_at, paused_until = tonumber(kept[1] or '0'), tonumber(kept[2] or '0')

-- Kept for a minute beyond what it says, however long a pause is.
local function keep(field, instant)
  redis.call('HSET', KEYS[1], field, string.format('%d', instant))
  local until_then = math.max(next_free_at, paused_until, instant) - now
  redis.call('PEXPIRE', KEYS[1], math.max(until_then, 0) + 60000)
end

if what == 'pause' then
  if amount > paused_until then
    keep('paused_until', amount)
  end
  return { 0, 0 }
end
-- Further off than the horizon: written before a clock was set back, or by a slower pace.
-- At most 5 ms ago: somebody comes a little late, and those behind need not.
if next_free_at < now - 5 or next_free_at > now + horizon then
  next_free_at = now
end
if what == 'debit' then
  keep('next_free_at', math.min(math.max(next_free_at, now) + amount * spacing, now + horizon))
  return { 0, 0 }
end
if paused_until > now then
  return { 0, paused_until }
end
if spacing == 0 then
  return { amount, 0 }
end
if amount == 0 then
  return { 0, 0 }
end
if next_free_at > now then
  return { 0, next_free_at }
end
local free_again = next_free_at + spacing
keep('next_free_at', free_again)
if amount > 1 then
  return { 1, free_again }
end
return { 1, 0 }
