// Engineering, continued: discoveries, notes among colleagues, links, pairing, shop talk. Notation: script.ts.

export const shopTalk = `
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
TIL the courier app may vibrate in patterns. the Android people know why this is dangerous knowledge
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
found the string "TODO ask Piet" {4-11} times. who was Piet
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
