// Engineering's questions, reviews and debates. Notation: script.ts.

export const engineering = String.raw`
=== table how q a q2 a2
how do I get a copy of a depot into my local database? | ‹make depot id=42› pulls one, with the names scrambled | does it bring the photos? | only the thumbnails, the rest would fill your disk
where do feature flags live now? | in ‹flags.toml› next to the service, read once per request | and to flip one for a single store? | ‹flags set slot-preview --store 118›, needs a reason, and it ends up in the audit log
which test database do the contract tests use? | their own, made from a template for every file, so nothing is shared | can I look inside after a failure? | run with ‹KEEP=1›, it prints the connection string
how do I replay one webhook? | ‹bin/webhooks replay <id>›, it keeps the original signature | does the customer get it twice then? | yes, so tell them first
is there a way to see why the planner refused a route? | add ‹explain=1› to the request, you get every rule with its verdict | in production too? | yes, but only with your own token, and it is slow
what is the right way to add a column to ‹stops›? | nullable first, backfill in steps of 5,000, then the constraint as ‹not valid›, then validate | in one release? | no, two trains, the old code must run with it
how do you run the courier app against staging? | pick "staging" in the hidden menu, tap the version five times | does it need a special build? | the nightly one, the store build has no menu
where is the list of error codes that customers see? | ‹docs/errors.md›, generated, so do not edit it | and the texts? | in the translations, one key per code
can I call ‹geocoder› from a migration? | please not, write the ids to a table and let the job do it | how fast is the job? | about {40-90} addresses a second, it shares the limit with production
how do I know which store a request belongs to in the logs? | ‹store_id› is on every line since spring, also in the traces | jobs too? | jobs since {month-1}, the cron ones not yet
how do I make the slot picker show a full day? | ‹/storybook?story=slots-full›, or fill one with ‹bin/fill-slots› | is there a story for closed days? | "slots-closed", same folder
who may approve changes to the payout code? | two of the ledger group, plus somebody from finance for the numbers | even for a rename? | for a rename one is enough
how do I add a translation without breaking the check? | add the key in English, run ‹npm run texts›, the others become "todo" and that is allowed until the train | who translates? | the agency, they get the list every {day+2}
what do I do if my branch is {60-140} commits behind? | rebase in one go with ‹rerere› on, else you fix the same conflict three times | and if I already pushed? | push with lease, nobody builds on your branch
is the staging database reset at night? | at 03:00 UTC, from the seed, everything else is lost | can I keep something? | put it into the seed, it is a folder of plain files
how do I simulate a courier who is offline? | ‹bin/courier --offline 20m› on the simulator, it queues like the real one | with bad GPS as well? | ‹--drift 300› moves it around within 300 metres
how are depots split over the workers? | by a hash of the depot id, ‹bin/where 42› tells you which | does it move on a deploy? | no, only when the number of workers changes
where can I find the cost of a route? | in ‹plan.cost›, seconds and metres apart, the weights are per customer | why not in euros? | because every customer counts them differently, finance does it later
what is the timeout between services? | {2-4} seconds unless the caller says otherwise, and the caller should | who retries? | the outermost only, nobody in the middle
how do I test an email without sending it? | everything on staging goes to the mail catcher, link is in the docs | attachments as well? | yes, up to 10 MB
can I have a job every minute? | you can, but have one that waits for work instead, it is both faster and cheaper | example? | ‹jobs/expire-links› does it
how do we name branches? | anything with the ticket in it, the bot finds it | do they get deleted? | after the merge, and after 60 days without a commit
what happens to a deploy when the health check fails? | it stops at the first machine and puts the old one back | who gets told? | #deploys, with the author's name
is it safe to delete a label printer in the admin? | yes, jobs that wait are moved to the default printer | and if it was the default? | it asks you for another
how do I measure one endpoint over time? | the dashboard "endpoint" takes the name as a variable, keeps 90 days | per customer? | add ‹by=store›, that one keeps only 14 days
where does the "about" in the ETA come from? | the model gives a spread, above {8-12} minutes we say "about" | can a customer switch it off? | yes, a setting of the store
how do I rename a permission? | add the new one, grant both, move the callers, take the old one away, in that order | is there a tool? | the second step has one, ‹bin/grant-both›
do we support two browsers' versions back or three? | the last two, and Safari 15 because of the tills | who decides that? | product, by the numbers, every half year
can I use top-level await in the portal? | in the modules of the worker yes, in the page no, the tills again | what is with the tills? | they run a browser from {2017-2019} and the customer will not change it
why does the seed have a store called "Do not touch"? | three tests know it by name | can we get rid of it? | {ticket}, be the hero
how do I read the dead letters? | ‹bin/dead list› and then ‹bin/dead show <id>›, never in the database | and to put one back? | ‹bin/dead retry <id> --reason›
do we compress the route export? | yes, if the client asks, and it saves {80-92} % | also over the internal network? | no, it costs more than it gives there
what do I put in the changelog? | what a customer notices, in one sentence, no ticket numbers | and if they notice nothing? | then nothing
which clock do tests use? | the one you inject, real time is forbidden and the linter knows it | and in the app? | same, ‹Clock.fixed(...)›
where are the secrets for the preview environments? | in the vault under ‹preview/›, read only, rotated every week | can I add one? | open a PR on the infra repo, platform merges it the same day
what is the difference between a drop and a stop? | none, a drop is what we called a stop until last year | so I may rename? | yes please, there is a PR each week
how do I find out who changed a setting? | the admin has "history" on each page, 400 days back | API too? | ‹/v2/audit?subject=store:118›
how long do we keep positions? | {60-90} days exact, after that only one per minute | can a customer ask for less? | yes, a few do, it is a setting
does the portal have an end-to-end test for payouts? | one, slow, runs at night and before a train | can I run it alone? | ‹npm run e2e -- payouts›, takes {3-6} minutes
how do I get a flame graph from production? | ‹bin/profile <service> 30s›, it lands in your home on the jump host | does it slow anything down? | {1-3} %, do it outside noon
who deletes old preview environments? | a job, two days after the PR is closed | mine is still there after a week? | then it has a lock, ‹preview unlock <pr>›
how do I add a dashboard? | as code, in ‹dashboards/›, the click-made ones are wiped on Sundays | can I export one that I clicked? | yes, "share", "as code", and clean up the ids
are there fixtures for a two-depot store? | ‹twoDepots()› in the test support, with couriers | with holidays? | not yet, would be nice
how do I get the {area} story to load with real data? | ‹npm run stories -- --store 118›, it takes a snapshot of staging | does it write anything? | no, every call that is not a GET throws
who owns {service}? the file says "everyone" | platform, until there is a team for it | and the alerts of it? | whoever is on call, runbook is fresh
where do I put a constant that two services share? | ‹packages/facts›, but only if it's the same thing by law, not by chance | and if by chance? | twice, with a test on each side
is there a limit for a webhook body? | 256 KB, above that we send a link | does the link need a token? | it is signed, good for {24-72} hours
how do I see what {customer} sees? | "view as" in the admin, read only, and it's logged with a reason | on the phone too? | no, ask for screenshots
can I trust ‹updated_at› on ‹orders›? | no, the import sets it to the file's time | what can I trust? | ‹changed_at›, set by a trigger
why is {service} deployed in two regions and the rest in one? | because of one customer's contract in {2019-2022} | may I remove the second? | ask infra, they count the days
what does exit code 78 mean from the worker? | configuration, it names the variable one line above | could the deploy show that? | it does since {day-2}, click on "why"
how do I make a courier without a phone number for a test? | ‹courierWithoutPhone()›, the type allows it since {month-1} | does login work then? | with a badge code, there's a fixture
should a new endpoint be under ‹/v2› or ‹/internal›? | internal until a customer needs it | and then both? | then it moves and internal answers 410
how do I speed up ‹npm test› for {service}? | ‹--changed›, it follows the imports | reliable? | I run the full one before a push, never saw a difference
do we log request bodies anywhere? | never, only sizes and hashes | how do I debug a bad one then? | the customer sends it, or staging with the recorder on
what is the agreed way to cancel a fetch in the portal? | pass the signal from ‹useTask›, it aborts when the page goes | and for uploads? | same signal, they resume at the last part
who decides the order of stops with the same window? | the planner by distance, then by id so that it's stable | can a store override it? | by dragging, then it stays locked
how do I test push messages on the simulator? | ‹bin/push --device sim›, it fakes the provider | with the quiet hours? | pass ‹--at 21:40›
is {area} already on the new design tokens? | half of it, the rest is {ticket} | may I mix in one PR? | per folder, not per file
how long may a migration hold a lock? | two seconds, then it gives up by itself and the deploy stops | and if I need more? | then it's the wrong migration, let's look together
where is the sample of real addresses? | ‹fixtures/addresses.csv›, {900-2400} of them, people removed | French ones too? | since spring, with bis and ter
which header carries the request id? | ‹x-request-id›, ours wins over the caller's | why ours? | because three customers send a constant
what does "soft window" mean in the planner? | may be missed by up to {8-15} minutes for a price | who sets the price? | per customer, default is in ‹weights.toml›
do I need to bump the version of ‹packages/model› by hand? | no, the release does it from the titles | and if the title was wrong? | edit the title before the train, it reads them late
how do I stop a running backfill? | set its row in ‹jobs› to "paused", it looks after each step | and to go on? | "ready", it remembers the last id
can two preview environments share one database? | no, and it's on purpose | not even read only? | not even
how do I know if a flag is still used? | ‹flags stale›, lists those that answered the same for 30 days | and delete it? | with ‹flags remove›, it opens the PR for you

=== pack howto
-- a=eng b=eng
a: {how.q}
b> {how.a}
?70 a> {how.q2}
& b> {how.a2}
a> {thanks}

-- a=eng b=eng c=eng
a: [quick question|stupid question perhaps|I can't find it in the docs|for {ticket}|before I do it wrong|second day with {service}, so]: {how.q}
b> {how.a}
?60 c> [and it's in the handbook since {day-1}|what {b} said, the docs are behind|can confirm, used it {day-1}|I asked the same in {month-2} 😄|we should print that on a mug]
a> {how.q2}
b> {how.a2}
?60 a> [adding that to the docs|I'll put it into the handbook, {pr}|thanks both|{thanks}]

-- a=eng b=eng
a: {@b} [you would know|quick one for you|since you wrote it]: {how.q}
b: [sure|hi|hey], {how.a}
?70 a: {how.q2}
& b: {how.a2}
a: {thanks}

-- a=eng b=eng c=eng
a: {how.q} [asking because of {ticket}|the docs say two different things|I have been looking for half an hour]
?50 b> [good question, I'd like to know, too|I always forget, too|following, I need it for {ticket9}|I know who knows: {c}]
c> {how.a}
b> {how.q2}
c> {how.a2}
?40 a> [thanks|cheers] {c}, [works|got it|done]

-- w=0.6 a=eng b=eng c=eng
a: {how.q}
b> [I think you can't|not possible as far as I know|only by hand, I believe]
c> [you can|there is a way|it exists since {month-2}]: {how.a}
b> [oh|TIL|nice|huh], [I take it back|then I have been doing it wrong for {2-4} years|I stand corrected|that would have saved me {ticket9}|since when do we have nice things]
?60 a> {how.q2}
& c> {how.a2}

=== table rev concern answer nit
[the new query|this query] has no limit, and {customer} has {40000-90000} rows there | good catch, paged now, 500 at a time | ‹rows› could be ‹stops›, it is nothing else
what if the request comes twice? I see no key | the client sends one, we just did not read it. we do now | the comment says three tries, the code does four
the transaction is open while we call ‹geocoder› | moved the call before it, the result goes in as a value | please no ‹any›, even in tests
this swallows the error, so nobody will know why a route is missing | it now goes to the log with the route's id, and counts | can the test say what it expects in its name?
how does it behave with no depots at all? new stores have none for a day | empty list, and a hint on the page, test added | two spaces in the message
the flag is read inside the loop | hoisted, that was {20-60} reads per page, thanks | ‹isNotDisabled›, my head hurts
time zone of the store or of the server? I can't tell from the name | store, and it is in the name now | the date format is different from the rest of the file
old app versions send this without ‹reason›, don't they? | they do, {6-11} % of them. it is optional now | alphabetical order of the imports, sorry
the index is there, but the condition has a function around the column | rewrote the condition, plan is in the description, {2-5} ms | magic number 86400
the lock order differs from the payout job, that smells like a deadlock | you are right, could reproduce it with two shells. same order now | typo: "recieve"
can we test the failure and not only the happy path? | added three: refused, timeout, half answer | the helper is used once, inline it?
this puts the phone number into the log | removed, and the field is on the block list now | let's not use "dummy" in fixtures
what happens on the day the clocks change? | that day has 23 hours, test added, it failed before | tiny: no need for else after return
the retry has no end | five times, then dead letter | I would call it ‹planFor›, reads better
why do we need the second table? | we don't, it was for an earlier idea, gone | extra newline at the end
the migration locks the whole table for a moment, at noon that hurts | ‹not valid› and validated later, and it runs before 6 | could be a const
who invalidates the cache when the depot moves to another store? | nobody did. now the event does | the story has no dark mode
it reads all couriers to show {5-9} names | asks for those only, one statement | "an user"
are we sure the provider's ids are unique? their docs say "usually" | key is id plus provider plus day, so we are safe either way | can we drop the banner comment?
the button is enabled while the request runs | disabled, plus the server refuses the second one | colour from the tokens, please
if the worker dies between the two writes, the stop is closed but not paid | one transaction now | name the constraint, future us will be grateful
does it work with a screen reader? the list is made of divs | proper list now, tested with the reader on my phone | the aria label is not translated
we said no new code in the old module | moved it, {20-40} lines more but in the right place | one blank line too many
the test sleeps for two seconds | uses the fake clock, takes {3-9} ms | please sort the cases by name
the response grew from {4-8} to {40-90} KB on the list page | only the five fields that are shown, {3-6} KB now | trailing comma
that makes a route with zero stops valid, do we want it? | we do not, refused with a message | the word "just" in a comment never helps

=== list nitdone
fixed too[|, thanks| 🙈|, I can't type today]
[ha, yes|true|right|of course], [done|pushed|changed {3-9} places|and the same in the test]
[done|pushed], [my editor did that|old habit|blame the merge|I plead coffee]
I'd keep it, [the file does it everywhere|else the diff doubles|the linter fights me]. ok?

=== list lead
[main|biggest|only real|one] remark: {rev.concern}
[mostly good|like it|clean], one thing: {rev.concern}
[read it twice|went through it with {service9} open|tried it locally]. {rev.concern}
[before I approve|one question]: {rev.concern}
{rev.concern}. [everything else is great|rest is fine|the tests are lovely, by the way]

=== list approve
[approved|looks good|fine now|yes] [✅|🚀|👍|💚]
approved{tail}
[good to go|LGTM|looks right now]{tail}
[ship it|merge when green|all yours]{tail}

=== pack review
-- a=eng b=eng
a: [could I get a review on|review please:|looking for a reviewer:|who has ten minutes for] {pr} "{prtitle}"? [{40-380} lines, half of it tests|smaller than it looks|no hurry|would like it in before {day+1}|blocks {ticket}|mostly moved files]
b> {take}
~35m b> {lead}
a> {rev.answer}
?40 b> [and a nit|nit|tiny one]: {rev.nit}
& a> {nitdone}
b> {approve}

-- a=eng b=eng
a: {pr} "{prtitle}" [is ready|is out of draft|is up], [{@b}, you know this corner best|{@b} since you asked for it|{@b} when you have time]
b> {lead}
a> [hm, right.|oh.|yes.|good eye.|] {rev.answer}
b> {approve}

-- a=eng b=eng c=eng
a: [second opinion wanted on|I am stuck in the review of|stuck on] {pr} ("{prtitle}")
a> {b} [says|writes]: "{rev.concern}". [is that a blocker?|do we care at our size?|I see it, but not for this PR?]
b> [for me yes|it is why I did not approve|I'd feel better with it], [it's how {ticket9} began|{service9} taught me|sorry to be that person]
c> [with {b}|agree with {b}], [it costs an hour now or a night later|we had that exact bug in {month-3}|it's ten lines|{customer9} would find it in a day]
~1h a> [ok, done|convinced|fair]. {rev.answer}

-- w=0.7 a=eng b=eng
a: merged {pr} ("{prtitle}"). [thanks for the reviews|please watch {area} after the deploy|rebase if you touch {service}|goes out with build {build}]
?40 b> late, sorry, but: {rev.concern}
& a> [good question|uh|late but right]: {rev.answer}. [follow-up in {pr2}|{pr2} fixes it]

-- w=0.8 a=eng b=eng
a: anyone [else|besides me] with {3-7} open reviews? [I do trades|one for one|swap?|oldest is {pr2}, {4-9} days]
b: [deal|ok], you take {pr}, I take [yours|the {area} one|your oldest]
?50 a: {pr}, [first remark|already read]: {rev.concern}
& b: {rev.answer} [🏃|that was quick|you're fast]

-- w=0.9 a=eng b=eng
a: {pr} is [red|failing] and I don't see why. "{prtitle}", [all I did was a rename|green locally|it was green on {day-1}]
b: [is your branch behind?|the new rule for imports?|main was red until {clock-30}, rebase?|flaky one? {flake.test}]
?70 ~9m a: [rebased, green. thanks|it was main, not me. phew|two lines above, I'm blind|yes, that one. restarted, green]

-- w=0.8 a=eng b=eng c=eng
a: {pr} ("{prtitle}") has {9-31} comments now. [call instead?|fifteen minutes, three of us?|I lost the thread, literally]
b: [yes please|good idea|call], [{clock+20}?|now?|{when}]
?60 c: [join you|without me, I trust you two|write the result into the PR, please]
?60 ~12m a: result: [we keep it simple, second half becomes {pr2}|{b} was right, I was tired|rename first, behaviour after|it was two PRs in a coat. split]

=== list tail
, nice work
, good tests
. merging is yours
, much better than before
, [the part about {service9} is elegant|I learned something|the description saved me {10-30} minutes]
. ship it
, thanks for the patience
, [one nit, ignore if you like|two nits, your call]
. please watch {area9} after the deploy
. [{ticket9} can be closed then|goes with the next train, yes?]
, [-{40-400} lines, my kind of PR|smaller than I feared]

=== table deb topic pro con alt pro2 con2 decision
one repository for the portal and the app's web views | one change, one PR, one review | CI takes {14-22} minutes already | split CI by folder, it knows what changed | shared types would finally be shared | the agency has access to one of them | try it for {6-8} weeks with the shared types only, look at the CI time then
dropping the REST v1 in {month+5} | {3-6} % of the traffic, {30-40} % of the odd bugs | Nordlys and two others are still on it | a thin layer that translates v1 to v2 | we would delete {9000-14000} lines | support has to write to {14-22} customers | announce now, off in {month+5}, translation layer only if one of the three cannot move
server-side rendering for the merchant portal | first paint {2.1-2.9} s today, the tills suffer | two ways to run every component | render only the slot page, that is where people wait | the tracking page does it already and it is fine | nobody on the team has run it under load | the slot page as a trial, measured on a real till
queues in Postgres instead of the broker | one thing less at night | the tracking stream is too big for it | broker for tracking, Postgres for jobs | jobs and data in one transaction | vacuum on a busy queue is no joy | jobs go to Postgres, tracking stays, review after one quarter
feature flags by store or by user | stores talk to each other, half a team with a button is confusing | canary by user finds bugs sooner | store for features, percentage of users for refactorings | support can see what a store sees | a store with one user is a bad sample | both, but the screen must say which
a formal API schema for the courier app | {4-6} bugs this quarter were a field name | old app versions live for a year | generate the types from the server's code | mocks for free | generators need care and nobody likes it | schema first for the new endpoints, old ones when touched
stop writing end-to-end tests for {area} | {18-25} minutes, a third of the flakes | they found two real bugs last quarter | keep three, delete the rest | contract tests cover the same calls | the tests are the only description of it | keep the three that found something, rest as component tests
on-call for all engineers, not only SRE | whoever writes it feels it | not everybody signed up for nights | nights stay with SRE, days rotate | runbooks would get better at once | a bad night costs the next day too | days rotate from {month+1}, nights stay, paid either way
strict null checks in the portal's old half | {110-160} places, two people, one week | one week is one feature | a folder a week, whoever is on duty | {3-5} incidents last month were a missing check | the diff will conflict with everything | a folder a week, the linter stops new ones
one language for scripts | three today, nobody knows all | the data people live in Python | TypeScript for what runs in production, free choice else | CI could check them | rewriting working scripts is no fun | new production scripts in TypeScript, nothing gets rewritten
caching depot settings in memory | {900-1400} reads a minute for {200-260} rows | stale settings for up to a minute | invalidate by event, no time limit | p95 of planning drops by {20-40} ms | events get lost on deploys | by event, plus one minute as a belt
soft delete for routes | support asks for a deleted route every week | every query needs a condition, one will forget it | move deleted ones to a table of their own | restoring is one statement | the two tables drift apart | own table, same migration adds both columns from now on
an own design for emails or the template of the provider | ours looks like {2012-2016} | email clients are where joy goes to die | their grid, our colours | dark mode for free | we are bound to them for years | their grid, texts stay in our repo
monthly instead of fortnightly trains | less ceremony, less release notes | bigger steps, bigger surprises | stay, but make the train cheaper | customers said two a month is a lot to read | fixes would wait or bypass the train | stay fortnightly, automate the checklist, notes once a month
a status page of our own | customers ask support first, that is {30-60} calls per incident | who updates it at three in the morning? | buy one, the incident bot writes it | sales loses a deal each quarter over it | another thing to be wrong | buy, and the lead of the incident writes one sentence, no more

=== pack debate
-- a=eng,@tomasz,@adaeze b=eng c=eng d=eng,@tomasz,@adaeze
a: [proposal|RFC|thinking aloud|for discussion]: {deb.topic}. [my main reason|the reason|why]: {deb.pro}. [document is in the wiki|two pages in ‹docs/decisions/›|draft in {pr}], comments until {day+3} ## 👀4
b> [I like it|in favour|yes]. {deb.pro2}
c> [worried|not so fast|hm]: {deb.con}
a> [fair|true|I know]. {deb.alt}?
d> {deb.con2}
?60 b> [but|still], {deb.pro}
?70 *> {agree}
?60 *> {doubt}
?50 c> [with that I could live|that would be ok for me|then I withdraw my worry]
~1d a> [to sum up|summary|decision, unless somebody shouts]: {deb.decision} ## 👍8

-- w=0.15 apart=80 a=@tomasz,@adaeze,@mbali b=backend c=infra d=web e=eng
a: **RFC {10-60}: {deb.topic}**\n\nwhy now: {deb.pro}\nagainst: {deb.con}\nalternative: {deb.alt}\n\nplease argue here until {day+4}, then I decide ## 👀9 pin
b> [first|opening with the obvious]: {deb.pro2}. [so I'm for it|for]
c> against, [mildly|for the record]. {deb.con2}
d> what is the cost of doing nothing for half a year?
a> about {20-90} hours of our time by my count, spreadsheet is linked in the document
e> I don't trust the spreadsheet, [no offence|sorry]. half of those hours we would spend anyway
a> then call it {10-19}. still more than the change
*>3-5 {agree}
*>3-5 {doubt}
b> {prev}, [that one I can answer|good point]. we run both for one train and compare, as we did with the cutoff
c> and who compares?
b> [me|I would]
d> from the portal's side: we need {2-3} weeks' notice, not more
*>2-4 {doubt}
a> [noted all of these|added to the document as open points]. can we separate "is it right" from "is it now"?
e> right: yes. now: [I'd wait for the new depots|not before the summer|ask me after the migration]
c> right: [not sure|60/40]. now: no
d> right: yes, now: yes
*>4-7 {agree}
b> {deb.alt}. [that would settle now versus later|cheap to undo, too]
c> ok, with that [I'm fine|I have nothing left to complain about]
?80 e> [who writes the runbook?|and the docs?|and then the old way really gets deleted, yes? with a date?]
a> [I do|my name is on it|yes, with a date]
*>2-4 {doubt}
b> [measured it meanwhile|some numbers, because why not]: before {140-280} ms, after {40-110} ms at p95 on staging, {2-4} workers
d> {laugh}
*>3-5 {agree}
~1d a> **decision:** {deb.decision}. thanks for {40-60} good messages, I read every one ## 🎉9 👍7
*>4-6 {agree}
e> [for the minutes|small request]: decisions like this belong in ‹docs/decisions/›, one page each
a> [done|added], {pr}
`;
