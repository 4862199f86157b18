// More of engineering: tools, speed, discoveries, announcements among colleagues, shop talk. Notation: script.ts.

export const engineeringMore = String.raw`
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

=== pack tooling
-- a=eng b=infra,qa,backend
a: {tool.problem}. [only me?|anybody else?|is it me?|since this morning|second time today|worked on {day-1}]
?60 *> [same here, since {clock-40}|me too, {2-4} times today|also here, thought it was my laptop|yes, blocks {ticket9}|here too, on {pr9}]
b> {looking}
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

=== list til
TIL ‹git switch -› goes back to the branch before. {8-14} years of typing names
TIL ‹select ... for no key update› does not block foreign key checks. that explains {ticket}
TIL that in {month+1} there are stores with two clock changes to care for, the depot and the customer are in different zones
TIL ‹Intl.ListFormat› exists and I can delete our ‹joinWithAnd›
today I learned that ‹curl --resolve› saves you from editing hosts files
TIL Postgres can say ‹explain (generic_plan)› without running with parameters
TIL a ‹label› around the input makes the ‹for› superfluous, and screen readers agree
TIL our proxy cuts headers at 8 KB. ask me how
today I learned: ‹Array.prototype.toSorted› is on all browsers we support, except the tills. always the tills
TIL ‹kill -QUIT› makes the JVM of the printer bridge print its threads
TIL ‹jq --slurp› and my scripts became half as long
TIL ‹timestamptz› stores no zone at all. I have told people the opposite for years, sorry
TIL the ‹ETag› of the object store is no MD5 for multipart uploads, so our check never checked
TIL you can put ‹NOT VALID› on a check constraint and sleep at night
TIL that ‹setTimeout› with more than 24.8 days fires at once. the retention job was very eager
TIL iOS kills background location when you swipe the app away, and couriers swipe everything
TIL ‹git bisect run npm test -- slots› finds it while you make coffee
TIL ‹position: sticky› works in table headers if the parent has no overflow. two hours
TIL ‹pg_stat_statements› counts nested ones only if you ask: ‹track = all›
TIL our phone system reads ‹+31› and ‹0031› as two customers. so did we
TIL French addresses may have "bis" and "ter" as part of the number
TIL you can break on DOM changes in the inspector. where was that all my life
TIL the geocoder bills per request, not per result. batching is free money
TIL a uuid v7 sorts by time, so ‹order by id› nearly works, which is worse than not at all
TIL HTTP 425 Too Early is a thing
TIL Node prints warnings once per process, so my "fixed" warning was only second
TIL ‹ANALYZE› after a bulk load, or the planner believes that the table is empty
TIL the courier app may vibrate in patterns. wanjiru knows why this is dangerous knowledge
TIL ‹less +F› is ‹tail -f› with a way out
TIL the depot in {city} has no street. it's officially "behind the fish hall"
TIL ‹FinalizationRegistry›. will never use it. feels like owning a sword
TIL emoji with skin tones are up to seven UTF-16 units, and our name field allowed {5-6}
TIL leap seconds will be abolished by 2035, I was born too late to fix those
TIL ‹COPY› can write to a program. please don't tell anyone
TIL the tills send their serial number as user agent
TIL ‹:focus-visible› and half of our outline hacks are superfluous
TIL that Poland has postcodes for single buildings, and {customer} is in one
TIL a depot may be on two islands. {store} asked for a ferry as a vehicle
TIL ‹git log -L :planRoute:plan.ts› follows one function through time
TIL there is a limit of 1,600 columns in a table. a colleague of my old job knows, too
TIL our oldest running cron is from {2015-2018} and sends a birthday mail
TIL ‹structuredClone› copies dates as dates. bye JSON trick
TIL you can scan a barcode from a photo of a screen of a photo. QA tried
TIL an index on ‹lower(email)› is not used for ‹email ilike›
TIL why it's called a "stop": the first sketch was on the back of a tram ticket
TIL the {month-5} outage and the {month-2} outage had the same line of code in them
TIL in some Android versions "battery saver" also means "clock saver"
TIL ‹NaN› sorts after everything in Postgres and nowhere in JavaScript
TIL ‹fetch› does not reject on 500. I knew it once, forgot, and was reminded by {customer}
TIL that {customer} calls the red button "the Gregor"
TIL ‹SELECT FOR UPDATE SKIP LOCKED› in one sentence: take what nobody else holds
TIL a CSV may begin with a byte order mark, and then the first column has an invisible friend
TIL the courier with the most stops last year did {14000-21000}. fourteen thousand doors!
TIL ‹grep -c› counts lines, not matches. my report was wrong by a third
TIL that daylight saving ends at different dates in the two countries of {customer}
TIL phone keyboards put a space after a full stop in a password
TIL a ‹TRUNCATE› is transactional, and my heart rate went down
TIL the label printers speak a language from 1996 and it is fine
TIL ‹Object.groupBy› and I deleted four of our functions
TIL nobody knows the wiki password of the old wiki, and that's why it's still up
TIL our proxy retries GETs once by itself. that is why "twice" was sometimes four
TIL ‹aria-live="polite"› waits for a pause. the board has no pauses
TIL a map tile is 256 pixels because of a screen of 2005

=== list tilreact
same, [today|last week|in {month-1}|five minutes before you posted]
how did I not know this[, {8-20} years in|?|. thank you]
ha, learned that the hard way in {ticket9}
this should be in the handbook[|, I'll add it|, {pr9}]
I feel [old|young|cheated|better now]
stealing that for [{pr9}|my next talk|the onboarding|{service9}]
saving this[| next to the other {20-90}| for {day+1}]
wait, really? [trying it|since when?|checked, it's true|that explains {ticket9}]
my whole {month} is a lie
{service9} does exactly that wrong, [fixing|looking|oh dear]
[good one|nice|love it], [more of these please|keep them coming|{day}s are for learning]
I told you in {month-3} and you laughed
and I thought I was the only one [who fell for it|who tried it|affected]

=== pack til
-- a=eng b=eng
a: {til}
?75 *> {tilreact}
?40 *> {tilreact}
?30 a> [happy to help|you're welcome|found it by accident in {pr9}|learned from {b}, to be fair|{ticket9} was good for something|it gets worse the longer you look]

-- w=0.3 a=eng b=eng
a: {til}
b> [adding one|and one from me|mine of the week]: {til}

=== list psa
I'm upgrading Postgres on staging at {14-16}:00 UTC, about {10-25} minutes without it
the API keys of the sandbox are rotated {day+1}. if you hard-coded one, now you know
‹main› is frozen for the train until {clock+60}. ask {b} if it must go in
please stop using ‹store.timezoneName›, ‹store.zone› is the one that is right
the log level of {service} is on debug until {day+1}, I'm hunting something, ignore the noise
moving the preview environments to the new cluster [tonight|this evening], yours may be gone tomorrow
Node on the runners goes to the next LTS on {day+2}. the branch ‹runner-next› lets you try it before
from today on a PR without a ticket gets a friendly comment. from {month+1} on a less friendly one
I deleted {40-70} feature flags that were on for everybody for more than a year. if something looks odd, tell me
the old metrics server goes away on {date+6}. dashboards that still use it are listed in the thread
if you work on {area}: there is a refactoring in flight ({pr}), talk to me before you start
secrets in ‹.env.shared› are gone, use the vault. setup script is updated
test data: "Do not touch" store was touched. restoring it, tests may fail until {clock+30}
the map tiles move to a new host {day+1} at {8-10}:30, the firewall of your guest network may not know it
the API limit for sandboxes is {60-120} a minute now, load tests belong on ‹perf›
on-call days rotate from Monday, the calendar is up to date, swap among yourselves
all times in our logs are UTC now, including the printer bridge. no more guessing
our internal CA gets a new root on {date+5}. your browser may ask once
the nightly job for photos runs at 01:30 instead of 03:00, it met the backup
I turned on stricter types for ‹packages/dates›. {20-60} errors, all mine, please don't fix them in your PR
we get a second reviewer rule for ‹ledger/› and ‹payouts/› today
docs for ‹/v2/routes› are complete. if a field is missing there, it is a bug
the e2e suite runs against the new slot planner from tomorrow
renaming ‹drop› to ‹stop› in ‹packages/model› at {clock+45}. pull before you push, please
‹warehouse-sync› has a new home: its own repository. history came along
do not merge database changes {day+1} before noon, we practise a restore
the status colours in the design tokens changed names, the codemod is in ‹scripts/›
I'll restart the broker at {clock+25}, consumers reconnect by themselves (I hope)
our error tracker has a budget again. noisy errors get muted by a bot after {500-900} an hour
the search on staging is being rebuilt, expect half answers until {clock+90}
‹packages/money› has a new major version: amounts are integers in cents, everywhere, no exceptions
old photos go to the cold storage from {day+1}, reading one takes {2-6} s then
‹npm run gen› needs the new schema file, pull first or it deletes half of your types
we now refuse statements without a timeout in {service}. if yours is refused, it has a reason
retros have a template now, it is shorter than the old one
release branch for the train is cut {day+1} at 15:00 UTC
I'm moving the alerts of {service} to the new rules, two may ring twice
the office test phones are in a drawer with a list. write down what you take
from {month+1} we support only the two last versions of the courier app
calls to {service} must carry a reason header from {date+8} on, library 3.{2-9} does it for you
you can have coverage for a single PR again: ‹/coverage› as a comment
the metrics of {service} changed names: seconds are seconds now, not milliseconds called seconds
please re-run ‹bin/setup›, it installs the new hooks
I took the liberty of closing {30-90} tickets older than three years. reopen what hurts

=== pack psa
-- a=eng b=eng c=eng
a: [PSA|heads-up|fyi|note]: {psa} ## 👍9
?45 *> [thanks for the warning|noted, {pr9} waits until then|ok, moving my {ticket9} test|good to know before I start {ticket9}|finally, been waiting since {month-2}|brave, on a {day}|does anyone mind if I go first with {pr9}?]
?45 b> [x#does it affect the app?|will {service} notice?|what if I'm in the middle of something?|is there a way back?|does it touch staging too?]
& a> [x#no, [only the server side|João checked]|it should not, I'll watch it|shout and I wait for you|yes, one command, {2-5} minutes|staging was first, {day-1}, nobody noticed]
?35 ~2h a> [done at {clock-2}|finished, all good|went well, {8-40} minutes|took a bit longer, but done|complete, nobody cried|done, one surprise with {service9}, written down in {ticket9}]

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

-- a=@thabo b=eng
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

=== table link title slug note
How a queue melts | queues-melt | the part about retries is us last spring
The case for boring migrations | boring-migrations | short, and all of it true
Dates are a social construct | dates-social-construct | funny and sad
Testing with real databases | real-databases-in-tests | pretty much what we do, with numbers
What a bridge taught me about dependencies | bridges-and-dependencies | not about software at first
Backpressure for humans | backpressure-for-humans | good drawing on page two
Twelve ways to lose a webhook | lose-a-webhook | we have done nine
On naming things after they are gone | naming-things | read it before the rename
Maps lie, and so do bridges | maps-lie | our motorway bikes would fit in
Reading query plans like a novel | reading-query-plans | best text on it that I know
Small teams, long pagers | small-teams-long-pagers | for the on-call debate
An offline-first field guide | offline-first-field-guide | the chapter on clocks is gold
Accessibility is a keyboard | accessibility-is-a-keyboard | {15-25} minutes, worth it
Your p99 is somebody's Monday | p99-monday | will change how you see the dashboard
The checklist that saved the release | release-checklist | for the next train
How couriers really use phones | couriers-and-phones | gloves! rain! one thumb!
The third rewrite | third-rewrite | they stopped in the middle, on purpose
Money is an integer | money-is-an-integer | for everybody near the ledger
Vehicle routing without tears | vehicle-routing | has the trick with the savings list
Idempotency, explained to my mother | idempotency-mother | sending it to mine
Counting things that move | counting-things | for the driver map people
Everything I know about postcodes | postcodes | longer than you'd think, and Belgium has its own chapter
The pager and the piano | pager-and-piano | on practising for bad nights
Delete your staging | delete-your-staging | I disagree and I can't say why
How to be wrong in a design review | wrong-in-review | kind and useful
The browser on the wall | browser-on-the-wall | tills! somebody else has tills!
Write the runbook first | runbook-first | does what it says
Rounding considered | rounding-considered | half up, half even, half asleep
A query planner walks into a bar | planner-bar | you'll laugh and then check your indexes
Ship on {day} | ship-on-any-day | mostly about small steps
The feature nobody turned off | nobody-turned-off | flags, flags, flags
Notes from a lighthouse server | lighthouse-server | one machine, thirty years
When the map was right | map-was-right | a bug hunt like a crime novel
Small tables, big locks | small-tables-big-locks | {ticket9} in a nutshell
Fair queues in one evening | fair-queues | for webhooks

=== pack link
-- a=eng b=eng
a: [good read|worth the time|for the train ride|from my bookmarks|{b} asked for it|found while waiting for CI]: [{link.title}](https://example.com/reading/{link.slug}), {link.note}
?60 *> [saved for {day+1}|reading it tonight|thanks, that fits {ticket9}|the comments are good, too|sent it to my old team|read it {day-1}, agree|we should do that for {service9}]
?40 b> [disagree with the middle|not sure about the conclusion|good until the last part], [they have ten times our people|at our size I'd skip that|it costs more than it says]
& a> [true|yes, that part is a stretch|still, the drawing is nice|fair, for {service9} I'd do it anyway]

=== pack pairing
-- a=eng b=eng
a: anybody [up for|in the mood for|free for] pairing on {area}? [an hour or so|until lunch|I'm going in circles|{ticket}]
b: [me|sure|yes, gladly|I could use the company], [in ten minutes?|after my call?|now is good|{clock+20}?]
a: [great|perfect|see you then], [my room|I'll send a link|same link as always|bring coffee]
?60 ~1h a: [done|solved|that was quick]. [{b} found it in five minutes, of course|turned out to be a missing await|we deleted {60-240} lines|two bugs for the price of one|{pr} is what came of it|{area} and I are friends again] ## 🎉3

-- a=eng b=eng c=eng
a: who has [context|history] on {service}? [writing the runbook|new to it|onboarding myself]
b> [some|I do|me, from the dark times]. [ask|what do you need?]
a> [mainly|first of all]: who calls it, and what breaks when it's gone?
b> [{service2} and the portal call it|the board, the app and {service2}]. when it's gone, [planning waits, nothing is lost|customers see old data|it gets loud within {5-15} minutes]
?50 c> and [never restart both at once|the order of restarts matters|read the comment in the config, it is true]
a> [gold|writing it all down|that's exactly the runbook], thanks

-- a=eng b=eng
a: [swap|can somebody swap] on-call with me on {day+2}? [dentist|school thing|train all day|concert!]
b: [I can|yes|sure], [you take my {day+4}|you owe me one|no need to give it back]
a: [deal|you're great|thank you!!], calendar is changed

=== pack shipped
-- a=eng b=eng,product,support
a: [live|shipped|it's out]: "{prtitle}", [thanks to {@b} for the patience|after only three attempts|{pr}|with docs] ## 🚀6 🎉4
?50 *> {cheer}

-- a=product,eng,lead b=eng
a: [just saw|customers noticed|feedback from {customer}]: [they love|very happy with|"finally", about] {area}. [well done|nice work|thank you] {@b} ## ❤️5 🎉4
?70 b> [team effort|🙏|that makes my week|nice to hear!]
?40 *> {cheer}

-- a=eng b=eng
a: {ticket} is closed. [opened|born] {2-4} years ago, [{30-70} comments|five owners|older than my child]. [moment of silence|🥲|it was a good bug] ## 🎉7 🫡4
?70 *> {cheer}
?50 b> [what was it in the end?|and the cause?|tell us the story]
& a> [a comma|two lines in a config|a cache that nobody knew of|the tills. it's always the tills]

=== list chat
{month} and the office heating is on {19-25} degrees, somebody fights with me over the thermostat
my build takes so long that I learned two words of Norwegian
I renamed a variable and {7-19} tests failed. I have questions
one more meeting and I'll introduce an API for myself
who wrote this comment: "temporary, remove after launch"? it's from {2017-2020}
deleted {1200-4800} lines today, best {day} in weeks
the deploy bot greeted me by name and I said good morning back. out loud
spent the morning on a bug that was a feature that was a bug
we have {4-7} functions called ‹formatAddress›. none agree on Belgium
the stand-up bot is the only one who is never late
my rubber duck has started to answer
why does every ‹.toString()› of mine end up in front of a customer
if anyone asks, the migration was my idea only if it works
reading old code: "this can never happen". it happened {3-9} times last week
I'd like to thank the person who put the runbook link in the alert
today's diff: +3 −{700-2900}. feels like cleaning the garage
fun fact: {service} has not been restarted for {90-210} days. I'm afraid to look at it
my code works and I don't know why. the previous version did not and I knew why
the error message says "something went wrong". I wrote it. I apologise to {month-6} me and everyone else
{service} has {3-6} configs and reads a fourth
I have two screens full of logs and the bug is in the chair in front of them
a junior me named this branch "final2-really". it's on main now
whoever tuned the alerts: I slept. thank you
my PR has more emoji than code today
it compiles on {day}s, apparently
the regex works. nobody move
we should rename "utils" to "attic"
I asked the duck. the duck wants a ticket number
"it's just a date field", they said in {month-1}
found the string "TODO ask Pavel" {4-11} times. poor Pavel
reviewing my own code from {month-4}, leaving stern comments
our README says "simple setup" and has {19-40} steps
my terminal history is just ‹git status› and hope
the fan of my laptop knows when I open the portal
I explained time zones to my son, he asked if we could just not
today I was the blocker in three stand-ups at once
is there a word for fixing a bug and missing it a little?
the old test suite had a test called "works". it failed

=== pack chatter
-- a=eng b=eng c=eng
a: {chat}
?80 b: {laugh}
?40 c: [mood|same energy here|we've all been there|been there in {month-2}|you are not alone, see {ticket9}|it gets better on {day+1}|deploy it and go home|print it out, hang it in the kitchen]
?30 a: [don't judge|I regret nothing|back to {ticket9} then|send help|anyway, {pr9} is ready|it had to be said]

-- a=eng b=eng
a: how do you all [keep up with|survive] [a#review notifications|long PRs|days full of meetings|deep work in an open office|the wiki]? [asking after a bad {day-1}|mine are at {20-70}|honest question|I can't any more]
?90 *> [a#I look at 11 and at 16, the rest of the day they're off|I ask for smaller ones, kindly, each time|I block two hours with a fake name|headphones and a paper sign|I gave up and use the search]
?70 *> [a#with coffee, first thing, before anyone can talk to me|I start with the tests, then I know what it's about|I decline without a reason, nobody ever asked|home on Wednesdays, it helps|I delete a page a week. nobody noticed]
?40 a> [good ideas|stealing the first one|will try it, report on {day+3}|thanks, trying both {when}]
`;
