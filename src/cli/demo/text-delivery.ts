// Stand-ups, deploys, alerts and release trains: where bots speak and people answer. Notation: script.ts.

export const delivery = String.raw`
=== list did
finished {pr}
{ticket} ([nearly done|done but for tests|in review])
reviews, {2-5} of them
[paired|paired an afternoon] on {area}
chased a flaky test in {service}
wrote the migration for {service}
interviews and one review
support rotation, {4-9} cases, {2-3} of them real bugs
on-call, [quiet|two pages|one short night]
[cleaned up|deleted] old flags
"{prtitle}" is [merged|deployed|in review]
docs for {area}
half a day lost to [the VPN|Docker|a wrong branch|a time zone]
talked {service} through with [support|product|design]
investigated why {service} is slow after midnight
planning, and more planning
[spike|prototype] for {area}
upgraded the runtime of {service}

=== list will
start {ticket}
review {pr}
"{prtitle}"
deploy {service} and watch it
finish tests for {ticket}
[pair|sit] with [design on|support on|product on] {area}
look into {case} for support
write the retro follow-up
break {ticket} into smaller ones
get {pr} merged
second half of the migration
load test {service}
clear my review queue
dry run of the backfill
tidy up before the train
[finally|at last] clean up {area}
measure {area} on a slow phone
the ugly part of {ticket}

=== list block
none
none
nothing
no
waiting for a review of {pr}
need a decision on {ticket} from product
access to the {customer} sandbox
staging is [down|slow] again
none, half day today ([dentist|school|train])
texts for {area}
could use ten minutes with somebody who knows {service}
the VPN
test data for {customer}

=== list update
[Yesterday|Y]: {did}, {did}. [Today|T]: {will}. [Blockers|B]: {block}
[yesterday|done]: {did}. [today|next]: {will}, {will}
{did}, {did}; today {will}. [blocked|in the way]: {block}
- {did}\n- {did}\n- today: {will}
today: {will}, then {will}. {did} yesterday
still on {ticket}, [bigger than it looked|last ten percent|should be done by noon]. after that {will}
short one: {will}, [out from 15:00|rest is meetings|the rest of the day interviews]
✅ {did}\n▶️ {will}\n🚧 {block}
{did}. [also|plus] {did}. today {will} if nothing burns
[back from holidays|back after two days ill|was off yesterday], reading up; then {will}
today {will}, the rest is meetings

=== pack standupdaily
-- loose a=@daybook
a: **Stand-up · {today}.** What did you do, what comes next, is anything in your way? Answer in this thread.
*>4-6 {update}

=== pack standupbusy
-- loose a=@daybook
a: **Stand-up · {today}.** What did you do, what comes next, is anything in your way? Answer in this thread.
*>6-8 {update}

=== pack standupquiet
-- loose a=@daybook
a: **Stand-up · {today}.** Quiet days: answer only if you work.
*>1-3 [holding the fort|small things only|reading, mostly]: {will}

=== pack standupaside
-- a=eng b=eng
a: [off|out] [tomorrow|on {day+1}|from {day+1} until {day+3}], [pager is with {b}|{b} covers {service}|nothing is waiting for me, I think]
?50 b> [ok, noted|yes, I have it|enjoy!|all good, {ticket9} can wait]

-- a=eng b=eng
a: [anyone free for|could somebody join] a [short|ten minute] call on {ticket} after stand-up?
b> [me, I know {ticket}|can do, {clock+20}?|sure, {clock+30}?|if it's ten minutes and not forty, yes]

-- a=eng b=eng
a: {@b} your blocker ({pr}) is [reviewed|merged], go ahead
b> [you're quick, thanks|thanks! deploying {when}|great, unblocked|back on {ticket}, thank you]

-- w=0.4 a=lead
a: please keep the longer discussions out of stand-up threads, [yesterday had {24-40} messages|we start to skip them]. a link is enough

-- a=eng
a: running late, [train|school run|plumber], update follows

=== table part svc noun
slot-planner | slots
slot-planner | cutoffs
slot-planner | closed days
slot-planner | capacities
dispatch-api | routes
dispatch-api | stops
dispatch-api | reassignments
dispatch-api | shifts
tracking | positions
tracking | share links
tracking | arrival events
billing | invoices
billing | credit notes
billing | VAT lines
notifier | text messages
notifier | quiet hours
notifier | push tokens
geocoder | addresses
geocoder | house numbers
geocoder | provider limits
eta-model | ETAs
eta-model | features
eta-model | training runs
webhooks | deliveries
webhooks | signatures
webhooks | endpoints
auth-gateway | sessions
auth-gateway | invites
auth-gateway | password resets
merchant-portal | store settings
merchant-portal | opening hours
merchant-portal | exports
merchant-portal | filters
courier-app | photos
courier-app | scans
courier-app | offline actions
warehouse-sync | stock files
warehouse-sync | shelves
labels | label jobs
labels | barcodes
labels | printer states
ledger | payouts
ledger | tips
ledger | balances
ledger | reversals
search-index | phone numbers
search-index | order documents
returns | refunds
returns | returned parcels
routing-engine | distances
routing-engine | time windows
routing-engine | vehicle profiles
routing-engine | depot gates

=== names change
Handle empty {part.noun}
Log the id when {part.noun} fail
Cache {part.noun} for a minute
Stop loading {part.noun} twice
Test {part.noun} across midnight
Move {part.noun} to their own table
Refuse {part.noun} without a store
Retry {part.noun} with jitter
Batch writes of {part.noun}
Sort {part.noun} by id
Remove unused code for {part.noun}
Add metrics for {part.noun}
Limit {part.noun} to 500 per request
Validate {part.noun} at the edge
Make {part.noun} idempotent
Read {part.noun} from the replica
Delete old {part.noun} after 400 days
Record who changed {part.noun}
Speed up listing {part.noun}
Document {part.noun} in the API guide
Stricter types for {part.noun}
Backfill missing {part.noun}
Put new {part.noun} behind a flag
Fix time zone of {part.noun}
Paginate {part.noun}
Allow undo for {part.noun}
Count {part.noun} per depot
Say why {part.noun} were refused
Do not lock all {part.noun} at once
Merge duplicate {part.noun}
Keep {part.noun} when the app restarts
Dry run for {part.noun}
Split the {part.noun} module
Fewer queries for {part.noun}
Compress {part.noun} on the wire
Drop the legacy format of {part.noun}
Show {part.noun} in the admin
Alarm on stuck {part.noun}
Fixtures for {part.noun} with two depots
Time out slow {part.noun} after 2 s

=== names minutes
{2-9}m {10-59}s

=== pack deploy
-- w=4 a=@shipit b=eng
a: ✅ ‹{part.svc}› build {build} is live · {pr} "{change}" by {@b} · {minutes} · canary clean

-- w=2 a=@shipit b=eng
a: ✅ ‹{part.svc}› build {build} is live · {pr} "{change}" by {@b} · {minutes}
?60 b> [watching until {clock+15}|graphs look fine|errors flat, memory flat|all good after ten minutes|verified on {store}|p95 {20-60} ms better|works as intended, closing {ticket}|{customer} can try again|tested with {store}, fine|on all machines, quiet|{2-14} log lines fewer per request] ## ✅2

-- w=1.2 a=@shipit b=eng c=eng
a: 🚧 ‹{part.svc}› build {build}: canary at 5 %, errors {0.4-2.9} % (was {0.1-0.3} %) · {pr} by {@b} · waiting for a decision
b> [looking|hm|on it|seen]. [first guess: the old clients|timeouts to {service2}, {12-90} of them|only one machine of {4-8}|all from {store}]
~9m b> [x#it's the health check, not the code|cold cache, falling already, {0.2-0.9} % now|one store with a broken setting: {store}|real, sadly: {bug.symptom}|a test of {customer} hits the canary, nothing else]
?60 c> [continue or back?|your call|good to go on?|{clock} is late for experiments, your call]
~3m b> [x#going on, {25-50} % now|continuing|continuing, fixing the store by hand|rolled back, {ticket}|continuing at {25-50} %]

-- w=0.8 a=@shipit b=eng
a: ❌ ‹{part.svc}› build {build} failed: [migration took longer than 30 s|health check not green after 120 s|image not found|2 of 6 machines did not start] · {pr} by {@b} · previous build {before} stays live
b> [mine|oops|seen|hm], [retrying with a longer limit|it needs the new secret first|I forgot to merge the infra part, {pr2}|trying once more|wrong order, {service2} goes first|the migration waits for the import of {customer}]
~14m a: ✅ ‹{part.svc}› build {build} is live at the second attempt · {pr} by {@b}

-- w=0.9 a=eng b=eng
a: deploying {service} in {5-15} minutes, [needs a migration|cold start, expect a small dip|changes {area}]. objections?
?60 b> [x#go|none from me|please wait for my build, five minutes|after {clock+20} please, demo for {customer} running]
?60 ~12m a> [x#done at {clock-1}, no dip at all|finished, dip of {8-40} s|waited, done now|done after your demo, {8-40} s]

-- w=0.5 a=eng b=infra
a: can I still deploy {service} [today|this late|at {clock}]? [x#it's only a text|one line, promised|it has a migration|asking for a friend]
b> [x#text yes|if you stay an hour, sure|no. {day+1}|your friend should wait for {day+1}]
a> [x#thanks, out in five|staying|fair, {day+1} it is|he understands]

-- w=0.6 a=@shipit b=eng
a: 🏁 flag ‹{flagname}› is on for [5 %|25 %|50 %|all stores|{customer}] · changed by {@b} · "[step {2-4} of 4|as planned|trial|agreed with support]"

-- w=0.7 a=@shipit
a: 📦 nightly: {11-34} images built, {2-9} vulnerabilities fixed by upgrades, {0-2} left (low) · cache hit {71-96} %

=== list flagname
slot-preview
new-board
payout-v3
eta-about
two-couriers
label-bridge-2
quiet-hours
bulk-reassign
photo-retention
geocoder-fallback
returns-counter
week-editor
search-digits
calm-notifications
depot-pause

=== pack rollback
-- a=@shipit b=infra,backend
a: ⏪ {inc.svc} rolled back to build {build} · requested by {@b} for {incident}
?60 b> [rollback is in, keeping the lock until {incident} is closed|deploys of {inc.svc} are locked, ask in the thread of {incident}|build {build} is everywhere since {clock-1}]
?50 ~90m a: 🔓 {inc.svc} is unlocked · {incident} closed

=== pack traindeploy
-- a=@shipit b=eng
a: 🚂 train {version}: {14-31} changes, {5-11} services, {2-4} migrations · conductor {@b}
~12m a: 🚂 train {version}: migrations done ({18-140} s), canary started
~35m a: 🚂 train {version}: everywhere. {minutes} to roll back if needed
?60 b: [thanks all|smooth|arrived on time|nobody fell off]. [watching until {clock+60}|graphs look boring|{version} is a quiet one|next one in two weeks] ## 🚂4 🎉5

=== list alertsays
queue age {service} {4-19} min (limit 3)
p95 {service} {1.2-6.8} s (limit 1)
disk on db-{2-7} {81-91} %
error rate {service} {2.1-9.4} % (limit 2)
{service}: {2-6} restarts in 10 min
replica lag {40-180} s
certificate of {service} ends in {9-20} days
{customer}: no orders for {45-120} min, usual is {9-70}
memory {service} {86-95} %
geocoder budget {80-95} % used on the {12-26}th
job photo-retention did not finish by 04:00
canary probe from {city} fails ({2-4} of 5)
webhook endpoint of {customer} fails {60-100} %
connection pool {service} {92-100} % for 2 min

=== list alertend
import of {customer}, ends by itself at about {clock+25}
deploy of {service9}, expected
one noisy neighbour, moved to another node
known, {ticket}, fix goes with the train
threshold is too tight, raised it to {5-12}, {pr}
back to normal since {clock-3}, nothing found
restarted one worker, opened {ticket}
cleaned up, {40-70} % now
that is the campaign of {customer}, {3-9} times the usual orders
provider has trouble, their page says until {clock+60}
retry storm from {service9}, limited it
a query of the report, killed it, {11-38} minutes old
{store} had no network for {9-40} minutes, recovered
load test, announced, in the wrong place. talked to them
second machine took over as it should, looking into the first {when}
clock of the probe was off. probe repaired
log level was on debug, turned back, {pr}
index build from {day-1}, paused until the night

=== pack alert
-- anytime w=4 a=@beacon b=infra,backend
a: ⚠️ {alertsays}
b> {ack}
~12m b> {alertend}

-- anytime w=2 a=@beacon
a: ⚠️ {alertsays}
~7m a> ✅ recovered after {5-11} min · peak {1.1-9.8}× · {2-6} of {6-8} probes

-- anytime w=1 a=@beacon b=infra,backend c=backend,infra
a: ⚠️ {alertsays}
b> [ack. {3-6} times this week|again? ack|ack, same hour as on {day-1}|ack, my old friend|ack. who changed something?|ack, but I don't see why]
c> [I know it, {ticket}|should have been fixed by {pr}|mine from {day-1}, looking|that's the new limit on {service9}|{customer9} started their import early|I'm testing the failover of {service9}, sorry, should have said|we turned {flagname} on at {clock-25}]
?60 ~30m c> [fixed, {pr}|silenced until {day+1}, {ticket}|deployed a fix with build {build}, should stop now|reverted, thinking again]

-- w=0.7 a=infra b=infra,backend
a: [tidied|went through] the alerts: [deleted {4-11}|merged {5-14} into {2-3}|{6-15} have a runbook link now]. [tell me if you miss one|the rest is in {ticket}]
?50 b> [thank you, page count {month-1} was {40-90}|my nights thank you|can the disk ones be a ticket?|the {service} one, too? 🙏]

=== pack incalert
-- anytime a=@beacon b=infra,backend
a: 🚨 ‹{inc.svc}›: {inc.alert} · paging on-call
b> [ack, {incident}, see #incidents|ack. {incident}, thread is in #incidents|on it, {incident} is open|ack, opening {incident}]

=== pack train
-- a=@thabo b=product c=backend d=support e=web f=mobile
a: 🚂 **Train {version}** leaves today. {15-30} changes, list in the release PR. Go / no-go until {clock+20}, please, one line each ## pin
b> product: go. [highlight for the notes is {area}|notes for {version} are written|{ticket} stays behind its flag|{customer} waits for {area}, so please be on time]
c> [backend: go|backend go, {2-4} migrations, {20-90} s|go from us, watch {service}|backend go, {pr2} is behind its flag]
d> support: [go, macros are updated|go. please keep {customer} off {area} until {day+1}|go, we know what changes]
e> [portal go, {pr3} included|portal: go, old tabs get the reload hint|portal go, tested on the oldest till we have|web is go, {area3} looks good on phones]
?80 f> [app: go, store build {build} is from {day-1}|app go, nothing in it for {area}|app: go, {2-9} % rollout since {day-1}|app is go]
?35 e> [wait, {pr} is not in. is it meant to be?|one red test on the release branch, looking|no-go from me for ten minutes]
& a> [waiting|ok, hold]
?35 ~10m e> [false alarm, go|fixed, go|it can take the next train, go]
a> all go. [leaving|departing] at {clock+5}
~45m a> arrived. [release notes|what's new]: {area}, {area2}, {area3}; {6-14} fixes ## 🎉9 🚂5 👏3
?60 *> {cheer}
?40 d> [first questions come in, all answered by the notes|{customer} found {area2} already, they like it|{2-6} questions about {area3}, added a line to the notes|phones are quiet. suspiciously]

=== pack releasetalk
-- a=eng,product b=@thabo,@zofia
a: can {pr} ("{prtitle}") [still go on the train?|make it into the train?|jump on?]
b> [x#if it's merged by {clock+40}, yes|is it tested on staging?|what breaks if it waits two weeks?|who asked for it?]
a> [x#merged at {clock-1}|it is, {store} for {2-4} days|nothing really, next one then|{customer}, in writing]
?70 b> [x#on board|good, added|moved it to the next, thanks|then yes, with a line in the notes]

-- a=@zofia,@dylan,@helena b=support,design c=eng
a: draft of the release notes:\n\n- **New:** {area} [shows why|is twice as fast|works on phones]\n- **Better:** {area2} [remembers your choice|explains itself|prints]\n- **Fixed:** {bug.symptom}\n\n[anything wrong or missing?|comments?]
b> [x#"explains itself" is what we say of every page|can we say what to do, not only what's new?|good. a picture for the second?|customers call {area} something else]
a> [x#ha. changed to "tells you why"|rewritten, first word is a verb now|made one with {store}, names removed|what do they say? ... ok, changed]
?50 c> third one: [only since build {build}|please say that no data was lost|thanks for not naming me|it was {2-9} customers, not "some"]

-- a=@thabo b=eng c=eng
a: regression run for the train: {420-610} checks, {0-7} failed. [open|left]: {area} [on Safari|in Portuguese|with two depots]
b> [x#mine, fixed in {pr}|known, {ticket}, not new|looking, give me {10-40} minutes]
?60 a> [x#retested, green|ok, noted as known|take your time, train is at 09:30]
?30 c> [you are quick today|thank you for the two depots, nobody else tests them|is {area2} in your list? changed that late|{420-610} checks and a coffee, legend]

-- w=0.6 a=eng b=@thabo
a: hotfix wanted: {pr}, {bug.symptom}
b> [how many customers?|how often?|how bad is it today?]
a> {bug.evidence}
b> [ok, hotfix. I test, you deploy|yes. staging first|go, I'll write the note]
~1h a> [live|out|deployed], build {build}. [retest, please?|{store} confirms|thanks for being quick]
`;
