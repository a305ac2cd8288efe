-- Sends the requests of a file by turns: wrk ... -s replay.lua URL -- FILE. They stand there as they go over the wire, with
-- a zero byte after each, so that wrk spends next to nothing on making them. Ends with one line of JSON.
local requests = {}
local at = 0

function init(args)
    local file = assert(io.open(args[1], 'rb'))
    for text in file:read('*a'):gmatch('[^%z]+') do requests[#requests + 1] = text end
    file:close()
end

function request()
    at = at % #requests + 1
    return requests[at]
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '\nreplayed {"requests": %d, "seconds": %.6f, "p50Ms": %.3f, "p99Ms": %.3f, "failed": %d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
