-- One request a line of the file in LIST, each line once, shared out among the
-- threads; without LIST the request that wrk was called with. With TOKENS, a
-- file of them, each request is another session's.
local list, token, tokens, turn, at, step, head, tail
local counter = 0

function setup(thread)
	thread:set("first", counter)
	counter = counter + 1
end

function init(args)
	token = os.getenv("TOKEN")
	step = tonumber(os.getenv("THREADS") or "1")
	local method = os.getenv("METHOD") or "GET"
	local file = os.getenv("LIST")
	if os.getenv("BODY_FILE") then
		local f = io.open(os.getenv("BODY_FILE"), "rb")
		head, tail = f:read("*a"):match("^(.-bench )%d+(.*)$")
		f:close()
	end
	wrk.method = method
	wrk.headers["Authorization"] = "Bearer " .. (token or "")
	wrk.headers["Content-Type"] = os.getenv("CONTENT_TYPE") or "application/json"
	wrk.headers["Origin"] = os.getenv("ORIGIN")
	if os.getenv("TOKENS") then
		tokens, turn = {}, 0
		for line in io.lines(os.getenv("TOKENS")) do
			tokens[#tokens + 1] = line
		end
	end
	if file then
		list = {}
		for line in io.lines(file) do
			list[#list + 1] = line
		end
		at = first + 1
	end
end

function request()
	if tokens then
		turn = turn % #tokens + 1
		wrk.headers["Authorization"] = "Bearer " .. tokens[turn]
	end
	if not list then
		return wrk.format()
	end
	local line = list[at] or list[#list]
	at = at + step
	local path, rest = line:match("^(%S+)%s*(.*)$")
	wrk.headers["Idempotency-Key"] = os.getenv("KEYS") and (os.getenv("KEYS") .. at .. "-" .. first) or nil
	-- Hardly two people send the same file.
	local body = head and head .. string.format("%017d", at + os.getenv("SERIAL")) .. tail
	wrk.headers["Upload-Offset"] = body and "0" or nil
	return wrk.format(nil, path, nil, body or (rest ~= "" and rest or nil))
end

function done(summary, latency)
	local errors = summary.errors
	io.write(string.format('RESULT {"requests":%d,"seconds":%.4f,"failed":%d,"p50":%.3f,"p90":%.3f,"p99":%.3f,"max":%.3f}\n',
		summary.requests, summary.duration / 1e6,
		errors.connect + errors.read + errors.write + errors.status + errors.timeout,
		latency:percentile(50) / 1000, latency:percentile(90) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
