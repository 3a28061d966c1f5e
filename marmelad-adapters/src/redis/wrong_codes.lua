-- One more unknown code of a cashier.
--
-- KEYS[1]  hash: `recent` = Unix milliseconds of unknown codes, a JSON array; `paused_until` = Unix milliseconds
-- ARGV     now, window, limit, pause (milliseconds but for the limit)
-- Returns  {how many within the window, until when this one pauses or 0}; {0, 0} while paused
local now, window, limit, pause = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

local paused_until = tonumber(redis.call('HGET', KEYS[1], 'paused_until') or '0')
if paused_until > now then
  return { 0, 0 }
end

local recent = { }
for _, at in ipairs(cjson.decode(redis.call('HGET', KEYS[1], 'recent') or '[]')) do
  if at > now - window then
    recent[#recent + 1] = at
  end
end
recent[#recent + 1] = now

if #recent >= limit then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'paused_until', string.format('%d', now + pause))
  redis.call('PEXPIRE', KEYS[1], math.max(pause, 1))
  return { 0, now + pause }
end
redis.call('HSET', KEYS[1], 'recent', cjson.encode(recent))
redis.call('PEXPIRE', KEYS[1], math.max(window, 1))
return { #recent, 0 }
