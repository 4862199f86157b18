// Engineering, continued: tools that fail, things that got faster, tests that flake. Notation: script.ts.

export const tooling = `
=== table tool problem diag workaround fix
CI is stuck at "preparing" [again|] | the runners are full of preview environments nobody closed | cancel and start again, it takes another runner | a job closes them after two days from now on
‹npm ci› fails with a checksum error | the mirror had a half file of one package | delete ‹~/.npm/_cacache› once | the mirror was cleaned and now checks what it stores
the linter takes {3-6} minutes on my machine | it reads ‹dist/› too, since the config was moved | ‹--ignore dist› for now | {pr}, back to {14-30} s
my editor sees no types from the generated client | the generator writes to another folder since {day-2} | restart the language server after ‹npm run gen› | path is in the shared config now
docker build eats all of my disk | {40-90} GB of old layers, the cleanup stopped in {month-1} | ‹docker system prune›, with care | cleanup runs at every start of the day now
tests pass locally and fail in CI | the machine there runs in UTC, ours do not | ‹TZ=UTC npm test› shows it | the test runner sets it everywhere now
the preview link gives 502 | the database of the preview was not yet there | wait a minute and reload | health check waits for the migrations, {pr}
pre-commit hook rewrites files I did not touch | two versions of the formatter, one in the editor | use the one of the repo | the version is pinned and the hook says which one it runs
the VPN drops every {20-40} minutes | the new client renews the lease too late | reconnect, sorry | {ticket} at the provider, old client in the self-service portal until then
staging is slow as honey | the nightly seed loads the big depot three times | use the small seed | fixed, the big one only on demand
git fetch takes forever | somebody pushed {600-900} MB of test videos | ‹--filter=blob:none› | removed, and a hook refuses files over 20 MB
the simulator forgets its location | after the update of the tool, yes | set it by hand after each start | the start script does it now
code coverage went from {81-86} to {40-55} % | the worker's folder is not merged into the report | ignore it today | merged again, and it fails when a part is missing
‹make up› says port 5432 is taken | a Postgres of your system, probably started by the last update | stop that or use ‹PGPORT=5433› | it looks for a free one now and tells you
hot reload is gone in the portal | file watching runs out of handles on Linux | raise ‹fs.inotify.max_user_watches› | setup script does that
the bot closes tickets that are only mentioned in a PR | it reads "see PW-…" as "fixes" | write the number without the letters | only "fixes" and "closes" count now
the dependency bot opened {30-60} PRs over night | a new rule matched everything | I'll close them, do not merge by hand | grouped, one PR a week
the docs site shows last month's version | the publishing token ran out | build it locally, ‹npm run docs› | new token, and a warning ten days before it ends
logs of ‹eta-model› stop after {20-40} minutes | the rotation deletes the file the agent still reads | restart the agent | it logs to standard output like everybody else now
browser tests need {11-19} minutes since {day-1} | they run one after another since the upgrade, the option was renamed | set ‹--shards 6› by hand | config updated, {4-6} minutes
my branch deploys to staging by itself?! | the name begins with "release", that is the rule | rename it | the rule asks for a tag now
‹bin/depot› asks for a password | the token of the tool is a day old | ‹bin/login› and again | it renews by itself if you used it within the week
two people get the same migration number | both branches take the next free one | whoever merges second renames | numbers are dates now
the type check needs {5-9} GB since {day-1} | one package exports every icon as a type | ‹NODE_OPTIONS=--max-old-space-size=8192› | icons are strings again, {1.1-1.9} GB
the formatter and the linter disagree about one line, for ever | two rules for the same comma | save twice, the second one wins | one rule left, the formatter's
‹bin/courier› starts couriers that never stop | it ignores Ctrl-C while it's "driving" | ‹bin/courier --end-all› | it listens now, and ends after two hours by itself
our package mirror is {1-3} days behind | the disk is full of old versions | ask me for single packages | cleaned, and old versions go after a year
the e2e machine has the wrong time | its clock was set by hand in {month-2}, somebody wanted New Year | ignore date tests there | synced again, hands off
storybook shows only white pages | the theme is loaded from a folder that was renamed | open the single story, not the list | path fixed, and a test that opens all of them
every second push is refused | the hook counts {service} as changed because of line ends | ‹git config core.autocrlf false› | ‹.gitattributes› says it for everybody now
the chat bot posts my deploys as "unknown" | your mail in git has a plus in it | set the other mail | plus is allowed now, hello {root}
test reports open in a text editor | the server says text/plain since its update | download and open | right type again
I can't attach to the debugger of {service} | it listens on IPv6 only | ‹[::1]:9229› | both now
the migration check fails for a comment | it compares the files byte by byte | write a new migration | it compares statements now, comments are free
the search in the wiki finds nothing newer than {month-1} | the indexer met a page with {2-6} MB | use the tree on the left | skipped that page, index is complete

=== list toollook
[looking|checking|let me see], [same on my machine|I touched that on {day-1}|mine, I think|one moment]
[looking|checking], [since when?|which branch?|is it every time?|could you paste the last lines?]
hm, [it worked for me at {clock-50}|that's the third report|I have an idea]. [looking|trying it on a clean checkout]
I know that one, I think. [checking|give me {3-9} minutes|let me find the old ticket]
[on it|mine|taking it], {when}
[reproduced|see it, too|same on a fresh runner]. [digging|looking for what changed|one moment]

=== pack tooling
-- a=eng b=infra,qa,backend
a: {tool.problem}. [only me?|anybody else?|is it me?|known?|second time this week]
?60 *> [same here, since {clock-40}|me too, {2-4} times today|also here, thought it was my laptop|yes, blocks {ticket9}|here too, on {pr9}]
b> {toollook}
~15m b> {tool.diag}. [for now|workaround|meanwhile]: {tool.workaround}
a> {thanks}
?60 ~3h b> [properly fixed|fixed for good|real fix|and for everybody]: {tool.fix}

-- a=eng b=eng c=infra
a: {tool.problem} 😩
b: [x#did you turn it off and on?|have you tried crying?|welcome to the club|what did you change? and don't say nothing|works on mine, sorry]
a: [x#twice, the second time with feeling|since {clock-30}, no effect|is there a badge?|nothing. fine, {pr9}, but that was a comment|give me yours then]
c: {tool.diag}
a: [of course it is|ah|figures|that explains {clock-25}]. [can I do something about it?|way around it?|and until it's mended?]
c: {tool.workaround}. [fix comes {day+1}|I'll fix it {when}|{ticket} is open for it|proper fix is {pr}]
?50 a: {thanks}

-- a=infra,qa b=eng
a: [heads-up|fyi], {tool.problem}. {tool.diag}. [workaround|until it's fixed]: {tool.workaround}
?60 b> [thanks, was about to ask|so that's what {pr9} was|lost {30-80} minutes to that|and I blamed {service9}]
~2h a> [solved|done]: {tool.fix}

=== table perf what before after how
the dispatch board | {2.4-4.9} s until it moves | {300-700} ms | we asked for every courier's history to show a dot
planning for big depots | {38-75} s | {6-14} s | distances of fixed places are computed once a night
the invoice run | {3-5} hours | {24-41} minutes | it renders PDFs in parallel and reads a store once
‹GET /v2/stops› | p95 {640-1200} ms | p95 {60-120} ms | one statement with a lateral join instead of {26-51}
the tracking page | {410-680} KB | {70-130} KB | the map library loads when the map is visible
start of ‹dispatch-api› | {19-34} s | {3-6} s | it compiled every schema at start, also those nobody uses
search by phone number | {900-1900} ms | {8-25} ms | an index on the digits only
the nightly import of Havenkaas | {5-7} hours | {35-55} minutes | copy instead of insert, and the trigger at the end
label printing | {1.8-3.2} s per label | {90-240} ms | we started a browser for each of them
memory of ‹tracking› | {2.1-3.4} GB | {380-700} MB | positions are numbers now, no objects
the app's cold start | {4.1-5.8} s | {1.6-2.3} s | the database opens when it is needed
the payout page | {6-11} s | {200-450} ms | the balance comes from the snapshot
the portal's bundle | {2.9-3.8} MB | {0.9-1.4} MB | three date libraries are now none
ETA requests | {310-520} a second | {1900-2600} a second | batches of 64, the model likes that
the test suite | {17-24} minutes | {5-8} minutes | a template database, cloned per file, instead of migrations each time
webhook delivery | {22-60} s behind at noon | under {1-3} s | a connection is kept per endpoint
closing a day at {store} | {50-130} s | {2-6} s | it locked each order on its own
the first page of invoices | {3.1-5.4} s | {180-390} ms | the count of all rows, to show "page 1 of {310-720}"
the courier list in the app | {1.9-3.3} s | {120-300} ms | photos in full size, shown as dots
{service} under load | {210-330} requests a second | {700-1300} requests a second | logging was synchronous
the weekly mail | {80-140} minutes | {6-11} minutes | it asked the same five numbers once per reader
export of all stops of a month | {11-19} minutes and {2-4} GB | {70-150} s and {60-110} MB | it streams
the depot switcher | {900-1600} ms | {20-60} ms | permissions were computed for every depot there is
preview environments | {9-14} minutes to start | {2-3} minutes | they clone a template database instead of seeding
the driver map | {9-16} frames a second | {50-60} frames a second | markers are drawn on a canvas
a cold ‹npm ci› in CI | {3-5} minutes | {25-50} s | the cache key had the date in it

=== pack perf
-- a=eng b=eng c=eng
a: [small win|happy numbers|look at this]: {perf.what} went from {perf.before} to {perf.after} ## 🚀7 🎉5
b> [wow|nice!|whoa|that's a lot]. [how?|what was it?|what did you do?|where was the time going?]
a> {perf.how} [🙈|. {pr} has the details|, embarrassing in hindsight]
?50 c> [x#could we do the same for {area}?|does it hold at peak, too?|and memory?|on {store} as well?|do customers notice?]
& a> [x#probably, {ticket}|checked at noon, it holds|a little more, {20-90} MB|there even better|{customer} wrote on their own, so yes]

-- a=product,support,data,qa,lead b=eng
a: why is {perf.what} so slow? [{customer} complains|I count the seconds in demos|it's the top complaint this month]
b> [known|yes|I know], {perf.before}. [I looked at it once|suspicion|what I think it is]: {perf.how}
a> [worth fixing?|can we put it on the list?|how long would it take to fix?]
b> [a day or two|I'd say two days|an afternoon if I'm lucky|less than this discussion 😄|{2-4} days with tests], {ticket}
?70 ~2d b> [deployed|done]: {perf.after} now
?60 a> [that's night and day|{customer9} wrote "finally"|I have nothing to do while it loads any more 😄|tried it with {store9}, it flies|can I tell {customer9}?]

-- a=eng b=eng
a: profiling {perf.what} [today|this afternoon], {perf.before} on my machine. [bets on what it is?|guesses?|place your bets]
b: [N+1|a regex, {3-9} euros on it|dates. it's always dates|JSON, both ways|somebody sorts in a loop|logging|{service9} being asked twice]
~30m a: [no|close|not quite|half a point]. {perf.how}
~40m a: and now {perf.after} 🎉 [{pr}|PR is up|]
b: [show-off|lovely|I owe you a coffee|that graph is art|wow, do {area9} next]

=== table flake test why fix
‹slots.spec › closes at cutoff› | it depends on the minute of the hour | the fake clock, and one case for each side of the hour
‹payout export is stable› | two rows with the same timestamp | order by id as well
‹board shows new stop› | it waits {2-5} s, CI needs more on Mondays | wait for the row, not for a time
‹courier offline queue› | the fake network answers before the app is ready | start it after the first frame
‹label preview› | compares pixels, and the font came late | wait for ‹document.fonts.ready›
‹webhook retry› | random jitter, and once in {40-90} runs it is zero | inject the random source
‹tracking merges positions› | order of a ‹Set› | sort before comparing
‹invoice PDF has two pages› | the sample name became longer, now it has three | count lines, not pages
‹geocoder cache› | two files share the cache folder | one folder per test
‹login refresh› | token lives one second, machine sleeps two | inject the clock
‹search finds umlauts› | the index was not refreshed yet | refresh in the test, on purpose
‹returns scanner› | previous test leaves the camera open | close it in the hook, fail if open
‹depot import› | port 9000 is taken on two of the runners | ask for a free port
‹map zooms to route› | animation | switched off in tests, for users who asked for it too

=== pack flaky
-- a=qa,eng b=eng
a: {flake.test} failed on ‹main› again, {2-6} times this week. [owner?|who knows it?|anybody?]
b> [mine, I'm afraid|me, sorry|I wrote it in {month-3}]. [looking {when}|do you have the log?|was it red on a retry, too?]
~40m b> {flake.why}. {flake.fix}, {pr}
?60 a> [ran it {200-500} times, no failure|{100-300} green runs in a row, closing|thank you, that one cost us {4-19} reruns this week]

-- apart=5 a=@thabo b=eng
a: weekly flakes: {3-11} tests, {0.4-2.1} % of the runs. [worst|top one] is {flake.test}
b> {take}. [first look|my guess]: {flake.why}
a> [fix or delete?|shall I quarantine it until then?|do you need the trace?]
b> [fix|fix it|I'd fix it]: {flake.fix}
?50 ~4h b> {done}

-- a=eng b=eng
a: who else restarts CI because of {flake.test}? [be honest|hands up|asking for science]
?70 *> ✋
b> [guilty, {2-5} times today|me. every day|I thought it was {pr9}|I have a keyboard shortcut for it]
a> well, [I had a look|I got angry]: {flake.why}. [PR|fix]: {flake.fix}
?60 b> [hero|you have my vote|rerun button sends its regards|and I was proud of my shortcut]
`;
