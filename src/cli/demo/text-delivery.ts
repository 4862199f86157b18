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
support rotation, {3-9} cases, {1-3} of them real bugs
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
[finally|at last] delete the old {area}
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
{will} today. yesterday was {did}, mostly

=== pack standupdaily
-- loose a=@daybook
a: **Stand-up · {today}.** What did you do, what comes next, is anything in your way? Answer in this thread.
*>4-6 {update}

=== pack standupbusy
-- loose a=@daybook
a: **Stand-up · {today}.** What did you do, what comes next, is anything in your way? Answer in this thread.
*>5-7 {update}

=== pack standupquiet
-- loose a=@daybook
a: **Stand-up · {today}.** Quiet days: answer only if you work.
*>1-3 [holding the fort|small things only|reading, mostly]: {will}

=== pack standupaside
-- a=eng b=eng
a: [off|out] [tomorrow|on {day+1}|from {day+1} until {day+3}], [pager is with {b}|{b} covers {service}|nothing is waiting for me, I think]
?50 b> [ok|yes, I have it|enjoy!]

-- a=eng b=eng
a: [anyone free for|could somebody join] a [short|ten minute] call on {ticket} after stand-up?
b> [me|can do|sure, {clock+30}?]

-- a=eng b=eng
a: {@b} your blocker ({pr}) is [reviewed|merged], go ahead
b> [you're quick|thanks!|great, on it]

-- w=0.4 a=lead
a: please keep the longer discussions out of stand-up threads, [yesterday had {24-40} messages|we start to skip them]. a link is enough

-- a=eng
a: running late, [train|school run|plumber], update follows

=== names minutes
{2-9}m {10-59}s

=== pack deploy
-- w=4 a=@shipit b=eng
a: ✅ {service} build {build} is live · {pr} "{prtitle}" by {@b} · {minutes} · canary clean

-- w=2 a=@shipit b=eng
a: ✅ {service} build {build} is live · {pr} "{prtitle}" by {@b} · {minutes}
?60 b> [watching|graphs look fine|errors flat, memory flat|all good after ten minutes|verified on {store}|p95 {20-60} ms better|works as intended] ## ✅2

-- w=1.2 a=@shipit b=eng c=eng
a: 🚧 {service} build {build}: canary at 5 %, errors {0.4-2.9} % (was {0.1-0.3} %) · {pr} by {@b} · waiting for a decision
b> [looking|hm|on it]. [first guess: the old clients|timeouts to {service2}|only one machine]
~9m b> [it's the health check, not the code|cold cache, falling already|one store with a broken setting|real, sadly]
?60 c> [continue or back?|your call|I'd go back, it's {clock}]
~3m b> [continuing|rolling back, fix tomorrow|rolled back, {ticket}|at 50 % now, still fine]

-- w=0.8 a=@shipit b=eng
a: ❌ {service} build {build} failed: [migration took longer than 30 s|health check not green after 120 s|image not found|2 of 6 machines did not start] · {pr} by {@b} · previous build {build2} stays live
b> [mine|oops|seen]. [retrying with a longer limit|needs the new secret first|forgot to merge the infra part|trying once more]
~14m a: ✅ {service} build {build} is live at the second attempt · {pr} by {@b}

-- w=0.9 a=eng b=eng
a: deploying {service} in {5-15} minutes, [needs a migration|cold start, expect a small dip|changes {area}]. objections?
?60 b> [go|none|please wait for my build, five minutes|after {clock+20} please, demo running]
?60 ~12m a> [done|finished], [no dip at all|dip of {8-40} s|as expected]

-- w=0.5 a=eng b=infra
a: can I deploy on a [Friday afternoon|{day} this late]? [it's only a text|one line|asking for a friend]
b> [would you come on Saturday for it?|if you stay an hour, sure|text yes, code no|you know what I'll say]
a> [{day+1} then|fair, {day+1} it is|staying]

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
?60 b> [no change|rollback is in, keeping the lock until the incident is closed|deploys of {inc.svc} are locked, ask in {incident}]
?50 ~90m a: 🔓 {inc.svc} is unlocked · {incident} closed

=== pack traindeploy
-- a=@shipit b=eng
a: 🚂 train {version}: {14-31} changes, {5-11} services, {1-3} migrations · conductor {@b}
~12m a: 🚂 train {version}: migrations done ({18-140} s), canary started
~35m a: 🚂 train {version}: everywhere. {minutes} to roll back if needed
?60 b: [thanks all|smooth|arrived on time|all aboard worked]. [watching until {clock+60}|graphs look boring|next one in two weeks] ## 🚂4 🎉5

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

=== pack alert
-- anytime w=4 a=@beacon b=infra,backend
a: ⚠️ {alertsays}
b> [ack|ack, looking|mine|seen]
~12m b> [import of {customer}, ends by itself|deploy, expected|one noisy neighbour, moved|known, {ticket}|threshold is too tight, raising it|back to normal, nothing found|restarted, opened {ticket}|cleaned up, {40-70} % now|that is the campaign of {customer}|their shop is closed today, calendar fixed]

-- anytime w=2 a=@beacon
a: ⚠️ {alertsays}
~7m a> ✅ recovered after {5-11} min

-- anytime w=1 a=@beacon b=infra,backend c=backend,infra
a: ⚠️ {alertsays}
b> [ack. third time this week|again? ack|ack, it wakes me every night]
c> [I know it, {ticket}|should have been fixed by {pr}|mine from yesterday, looking]
?60 ~30m c> [fixed|silenced until {day+1}|deployed a fix, should stop now]

-- w=0.7 a=infra b=infra,backend
a: [tidied|went through] the alerts: [deleted {4-11}|merged {5-14} into {2-3}|{6-15} have a runbook link now]. [tell me if you miss one|the rest is in {ticket}]
?50 b> [thank you|my nights thank you|can the disk ones be a ticket?]

=== pack incalert
-- anytime a=@beacon b=infra,backend
a: 🚨 ‹{inc.svc}›: {inc.alert} · paging on-call
b> ack, {incident}, see #incidents

=== pack train
-- a=@thabo b=product c=eng d=support e=eng
a: 🚂 **Train {version}** leaves today. {15-30} changes, list in the release PR. Go / no-go until {clock+20}, please, one line each ## pin
b> product: go. [highlight for the notes is {area}|notes are written|{ticket} stays behind its flag]
c> [backend: go|backend go, one migration, {20-90} s|go from us, watch {service}]
d> support: [go, macros are updated|go. please keep {customer} off the new {area} until {day+1}|go, we know what changes]
e> [app: go, store build is from {day-1}|portal go|data: go, one column more in the export]
?35 e> [wait, {pr} is not in. is it meant to be?|one red test on the release branch, looking|no-go from me for ten minutes]
?35 a> [waiting|ok, hold]
?35 ~10m e> [false alarm, go|fixed, go|it can take the next train, go]
a> all go. [leaving|departing] at {clock+5}
~45m a> arrived. [release notes|what's new]: {area}, {area2}, {area3}; {6-14} fixes ## 🎉9 🚂5 👏3
?60 *> {cheer}
?40 d> [first questions come in, all answered by the notes|customers found {area2} already, they like it|one question about {area3}, where is it documented?]

=== pack releasetalk
-- a=eng,product b=@thabo,@zofia
a: can {pr} ("{prtitle}") [still go on the train?|make it into the train?|jump on?]
b> [if it's merged by {clock+40}, yes|is it tested on staging?|what breaks if it waits two weeks?]
a> [merged|it is, by {customer} even|nothing really, next one then]
?60 b> [on board|good, added|ok, moved it to the next]

-- a=@zofia,@dylan,@helena b=support,design c=eng
a: draft of the release notes:\n\n- **New:** {area} [shows why|is twice as fast|works on phones]\n- **Better:** {area2} [remembers your choice|explains itself|prints]\n- **Fixed:** {bug.symptom}\n\n[anything wrong or missing?|comments?]
b> ["explains itself" is what we say of every page|can we say what to do, not only what's new?|good. a picture for the second?|customers call it something else]
a> [changed|better?|true, rewritten]
?50 c> third one: [only since build {build}|say that no data was lost|thanks for not naming me]

-- a=@thabo b=eng c=eng
a: regression run for the train: {420-610} checks, {0-7} failed. [open|left]: {area} [on Safari|in Portuguese|with two depots]
b> [mine, fixed in {pr}|known, {ticket}, not new|looking]
?60 a> [retested, green|ok, that was the last one]
?30 c> [you are quick today|thank you for the two depots, nobody else tests them]

-- w=0.6 a=eng b=@thabo
a: hotfix wanted: {pr}, {bug.symptom}
b> [how many customers?|since when?|does it hurt today?]
a> {bug.evidence}
b> [ok, hotfix. I test, you deploy|yes. staging first|go, I'll write the note]
~1h a> [live|out], build {build}
`;
