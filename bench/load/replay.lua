-- wrk script: replays the prepared file named by $REQUESTS (one "METHOD\tpath\tbody\theaders" a line), in order, and
-- prints one JSON line at the end. One wrk thread only (-t1), so that every line is sent once before any is repeated.
local reqs, at = {}, 0

local function take(into, text, pattern)
  for name, value in text:gmatch(pattern) do into[name] = value end
  return into
end

function init(args)
  local common = take({ ["Content-Type"] = "application/json" }, os.getenv("HEADERS") or "", "([^:\n]+): ([^\n]+)")
  if os.getenv("TOKEN") ~= "" then common["Authorization"] = "Bearer " .. os.getenv("TOKEN") end
  for line in io.lines(os.getenv("REQUESTS")) do
    local method, path, body, own = line:match("^(%S+)\t([^\t]+)\t([^\t]*)\t([^\t]*)$")
    local headers = {}
    for name, value in pairs(common) do headers[name] = value end
    take(headers, own, "([^:; ]+): ([^;]+)")
    reqs[#reqs + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
  end
end

-- wrk asks once before it starts, to look at the request, and does not send that.
local looked = false

function request()
  if not looked then
    looked = true
    return reqs[1]
  end
  at = at % #reqs + 1
  return reqs[at]
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    'JSON {"requests": %d, "seconds": %.3f, "p50_ms": %.3f, "p95_ms": %.3f, "p99_ms": %.3f, "max_ms": %.3f, ' ..
    '"http_errors": %d, "socket_errors": %d, "bytes": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, e.status, e.connect + e.read + e.write + e.timeout, summary.bytes))
end
