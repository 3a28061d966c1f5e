-- A bot's send budget: takes from it, or pauses it. The rule is `BudgetState` of the core, in the same words.
--
-- KEYS[1]  hash: `next_free_at`, `paused_until` = Unix milliseconds
-- ARGV     now, wanted, spacing in milliseconds (0 = no pace), pause until (0 = take)
-- Returns  {granted, when to ask again or 0}
local now, wanted, spacing, pause = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local kept = redis.call('HMGET', KEYS[1], 'next_free_at', 'paused_until')
local next_free_at, paused_until = tonumber(kept[1] or '0'), tonumber(kept[2] or '0')

-- Kept for a minute beyond what it says, however long a pause is.
local function keep(field, instant)
  redis.call('HSET', KEYS[1], field, string.format('%d', instant))
  local until_then = math.max(next_free_at, paused_until, instant) - now
  redis.call('PEXPIRE', KEYS[1], math.max(until_then, 0) + 60000)
end

if pause > 0 then
  if pause > paused_until then
    keep('paused_until', pause)
  end
  return { 0, 0 }
end
if paused_until > now then
  return { 0, paused_until }
end
if spacing == 0 then
  return { wanted, 0 }
end
if wanted == 0 then
  return { 0, 0 }
end
-- Further off than one message: written before a clock was set back, or by a slower pace.
if next_free_at > now and next_free_at <= now + spacing then
  return { 0, next_free_at }
end
keep('next_free_at', now + spacing)
if wanted > 1 then
  return { 1, now + spacing }
end
return { 1, 0 }
