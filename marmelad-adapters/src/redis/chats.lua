-- A chat's pace. The rule is `ChatState` of the core, in the same words.
--
-- KEYS[1]  hash: `next_free_at`, `paused_until` = Unix milliseconds
-- ARGV     what to do, now, spacing in milliseconds, and for `pause`: until
--   take, note, pause; give_back, where `now` is when it was taken
-- Returns  when to ask again, 0 = taken or done
local what, now, spacing = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'next_free_at', 'paused_until')
local next_free_at, paused_until = tonumber(kept[1] or '0'), tonumber(kept[2] or '0')

-- Kept for ten seconds beyond what it says.
local function keep(field, instant)
  redis.call('HSET', KEYS[1], field, string.format('%d', instant))
  local until_then = math.max(paused_until, instant) - now
  redis.call('PEXPIRE', KEYS[1], math.max(until_then, 0) + 10000)
end

if what == 'pause' then
  local wanted = tonumber(ARGV[4])
  if wanted > paused_until then
    keep('paused_until', wanted)
  end
  return 0
end
if what == 'give_back' then
  if next_free_at == now + spacing then
    redis.call('HDEL', KEYS[1], 'next_free_at')
  end
  return 0
end
if what == 'take' then
  -- Further off than one message: written before a clock was set back.
  if next_free_at > now + spacing then
    next_free_at = 0
  end
  local held_until = math.max(next_free_at, paused_until)
  if held_until > now then
    return held_until
  end
end
keep('next_free_at', now + spacing)
return 0
