// Incidents, from the alert to the retro, and what the other channels hear of them. Notation: script.ts.

export const incidents = String.raw`
=== table inc svc alert impact sym guess refute cause mitigate fix follow lesson say size
dispatch-api | error rate above 5 % for 3 minutes | dispatchers can't open the board | {11-34} % of the requests answer 500, all depots | last deploy | it was {50-90} minutes earlier and the graph was flat until {clock-12} | the connection pool is empty, a report holds {18-30} connections open | kill the report and raise the pool by ten | reports go to the replica | a statement timeout for reports | one slow reader can starve a hundred quick ones | The dispatch board is slow or unavailable. Couriers are not affected. | major
tracking | consumer lag over 10 minutes | customers see old positions | lag is {11-26} minutes and grows by one a minute | the broker | the other topics are fine | one partition has a message of {7-19} MB and the consumer dies on it, again and again | skip that message by hand | a size limit at the producer | dead letters for what cannot be read | a poison message needs a way out that is not a person | Positions on tracking pages are delayed. Deliveries are not affected. | minor
billing | invoice run has not finished by 05:00 | invoices will be late today | the run stands at {30-60} % since 02:{10-50} | the PDF service | it answers in {80-190} ms | a lock: the nightly vacuum and the run wait for each other's tables | stop the vacuum, the run goes on | run them one after the other | an alarm when progress stops, not only at five | two jobs at night must know of each other | Today's invoices arrive a few hours late. The amounts are correct. | minor
notifier | provider returns 429 | no text messages for customers | {4000-16000} messages wait | the provider is down | their status page is green, other customers send | our loop asks for the status of each message every second since the last train | turn the status polling off by flag | use their callback instead of asking | count our own requests per provider | a limit on our side is cheaper than one on theirs | Text messages are delayed. Emails and tracking pages work. | minor
geocoder | p95 above 4 s | planning is slow, new orders wait | p95 is {4.4-9.8} s, only lookups that miss the cache | a bad index | the database does next to nothing | the second provider times out and we wait for both | switch the second provider off | ask the second only if the first fails | a breaker per provider | waiting for all means waiting for the slowest | Route planning takes longer than usual. | minor
routing-engine | no plan finished for 10 minutes | morning routes of {12-40} depots are missing | workers are up, CPU is idle, the queue grows | the queue | it delivers, the workers do not take | the licence of the map data ran out at midnight and the workers wait for a key | put the new key in, restart the workers one by one | the key is renewed by a job | alarms 30, 14 and 3 days before anything runs out | a calendar entry is not monitoring | Routes for this morning are late. We plan the earliest depots first. | minor
auth-gateway | sign-ins fail | nobody new gets in, those inside can stay | {60-95} % of the sign-ins fail with "invalid state" | clocks of the machines | they agree within {2-9} ms | the key was rotated and two of four machines did not read it | restart the two | read keys by version, keep the old one for a day | a test that rotates keys on staging each week | what happens twice a year is never practised | Signing in may fail. Please try again in a few minutes if it does. | minor
webhooks | delivery delay above 15 minutes | customers' systems get news late | {20000-60000} events wait, workers are busy | traffic | it is a normal {day} | one customer's endpoint answers after {25-29} s each and takes all the workers | pause that endpoint | a limit per endpoint | tell the customer automatically | fairness needs to be built, it does not come by itself | Webhooks are delayed. Nothing is lost, the order is kept. | minor
merchant-portal | availability below 99 % | the portal shows a white page for some | only browsers that had it open over the deploy | the CDN | files are there with the right hash | the service worker asks for chunks of the old build that we delete | put the old files back | keep old builds for two weeks | a message "there is a new version" | a deploy lasts until the last tab is reloaded | Some users see an empty page. Reloading twice helps. | minor
slot-planner | conflicts per minute above 50 | customers cannot book for {day+1} | each booking is tried {6-20} times | a campaign of {customer} | it explains the load, not the conflicts | all slots of a day share one row for the counter, everybody waits for it | switch on the queue for the three biggest stores | one row per slot | a load test with real campaign shapes | contention looks like load until you count the retries | Booking a slot may need a second attempt. | major
ledger | balance check failed | payouts are stopped | the sum of all accounts is off by {14-230}.{10-99} euros | a rounding bug | the difference is one booking, not many | a replayed event was booked twice because its key had been cleaned up after 30 days | reverse the second booking, run the check again | keys are kept for as long as events can be replayed | replays need a second person | retention times of two systems are one decision | Payouts to couriers come this evening instead of at noon. | minor
labels | printer queue over 500 | {customer} cannot print | {500-1400} jobs wait, none fails | the printer at the depot | there are four of them and all wait | our bridge sees a new firmware answering "ready." instead of "ready" | accept both, new bridge version by hand | parse the status as the manual says | the bridge reports unknown answers | a full stop can stop a warehouse | Labels print with delay at some depots. | minor
search-index | disk 92 % | search gets no new orders soon | {2-5} GB left, {300-600} MB an hour | a log that runs wild | logs are small | the reindex of {day-1} never deleted its old copy | delete the old copy | the reindex cleans up after itself | alarm on growth, not on a percentage | half-finished work needs an owner | Search is working; new orders may appear late. | minor
eta-model | fallback rate above 20 % | ETAs are rough | {22-70} % of the answers come from the fallback | the new model | it runs since {day-2} without trouble | memory: the feature cache has no limit and the process is killed every {7-12} minutes | limit the cache, restart | the cache counts bytes, not entries | show the fallback rate on the team's screen | unlimited is a number you have not found yet | ETAs are less precise than usual. | minor
warehouse-sync | no file from {customer} since 24 h | stock is a day old | their server accepts the connection and closes it | our key | works from a laptop | they moved to new addresses and our firewall rule names the old ones | add the new range | rule by name, not by address | ask partners to announce such changes | the outside world deploys too | Stock levels are from yesterday. We are in contact with your IT. | minor
tracking | 5xx at the edge | tracking pages fail for {3-8} % | only from two of the edge locations | a bad cable | the provider sees no loss | certificate of the origin renewed, intermediate missing, two locations had it cached | install the full chain | check the chain from outside after each renewal | renew 20 days ahead | it works on my edge | Some tracking pages do not load. | minor
courier-app | crash-free sessions below 97 % | app closes at the first scan for some couriers | Android 12 and 13, build 5.{10-30} | the scanner library | not updated since {month-2} | a remote flag has a text where the app expects a number | set the flag back | the app ignores values it cannot read | flags have a type in the console | a flag is a deploy without a test | Couriers on Android: please restart the app, the fault is fixed. | minor
billing | payment provider webhook failures | cards are charged but orders stay unpaid | {130-420} orders hang | the provider | their log says we answer 401 | the secret was rotated in the vault, not in the running service | restart with the new secret, replay their events | reload secrets without a restart | a daily synthetic payment | a rotation is done when the old one fails | Some paid orders are shown as unpaid. No customer is charged twice. | minor
dispatch-api | replica lag 300 s | the board shows old stops | lag {300-900} s and rising | network | {0.4-1.9} ms between them, as always | a migration updates {3-9} million rows in one go and the replica applies it alone | send the board's reads to the primary | backfills in steps, with a pause that watches the lag | CI refuses an update without a limit | a migration is production traffic | The dispatch board lags by some minutes. Reloading does not help yet. | minor
returns | refund failures | refunds wait | all refunds since {clock-40} fail | the bank | their test transaction works | the country became a required field on their side today, we send it for all but NL | add the country | read their change announcements, there was one in {month-1} | contract test against their sandbox every night | somebody must own each partner's newsletter | Refunds are late by a few hours. | minor
routing-engine | plan duration p95 above 5 minutes | routes arrive while couriers wait | {5-14} minutes instead of {40-80} s | more orders | {4-9} % more than last week, no | the distance cache was emptied by a deploy and fills itself one by one | load last night's copy of the cache | keep it outside of the process | measure the first hour after a deploy | a cold cache is an outage in slow motion | Routes are computed more slowly this morning. | minor
notifier | mails bounce | receipts do not arrive at one large provider | {8-30} % bounce with "policy" | the content | same text as for a year | a new server sends from an address that is not in our sender record | take that server out | the record is generated from the inventory | warm-up plan for new addresses | mail is trust with DNS in front | Some receipts are delayed. They will be sent again. | minor
merchant-portal | login page p95 above 6 s | shops cannot start their day | {6-15} s at 07:00, then better | a slow query | no query above {30-80} ms | every till asks for all translations at start, uncompressed, {3-5} MB each | turn compression on at the proxy | texts per language, cached by hash | a synthetic till in the monitoring | the biggest client is not a person | The portal starts slowly in the early morning. | minor
slot-planner | memory above 90 % | restarts, {2-6} an hour | memory grows by {60-140} MB a minute when {customer} is open | a leak in the new picker | the old one shows the same | their calendar has {8000-30000} closed days, somebody imported until the year 2100 | cut the calendar at 400 days | validation at the import | limits on everything that comes from outside | data has no upper bound unless you give it one | Slots of some stores load slowly. | minor
dispatch-api | DNS errors | random failures everywhere | {1-4} % of all calls between services fail at once | network provider | other tenants are fine | the resolver on two nodes hits its file limit since the node image changed | move pods away from both nodes | limit in the node image | alarm on resolver errors | it was DNS. it is allowed to be DNS | Short, random errors in several functions. | major
webhooks | certificate expires in 3 days | no customer notices yet, from {day+3} all would | alarm is real, renewal fails since {day-4} | the authority | others renew | the challenge path is caught by the new redirect to www | make an exception for the path | renewals alarm on the first failure | list all redirects in one file | an alarm that comes early is a gift, open it | No effect for customers. | minor

=== pack incident
-- anytime a=infra,backend b=backend,infra c=eng d=support
a: 🟠 **{incident}** · {sev} · ‹{inc.svc}›: {inc.alert}. Impact: {inc.impact}. Lead: {@a}. Everything in the thread ## 👀6
a> {opened} alert, {clock} I'm at the keyboard. {inc.sym}
b> here. [what can I take?|where do you want me?|I take the logs]
a> [logs and deploys, please|can you check what changed?|deploys of the last two hours, please]
b> could it be {inc.guess}?
~4m b> no: {inc.refute}
d> [customers are asking|first cases are coming in|{3-11} cases so far]. what may I say?
a> "{inc.say}"
d> [sent|posted|on it], [asking them for times|will collect the stores]
c> [I have an idea|joining|looking at the traces]. [may I try something?|give me two minutes]
~6m c> [got it|found it|this is it]: {inc.cause}
a> [convincing|agreed|makes sense, fits the graph]. [so we|plan]: {inc.mitigate}. objections?
b> none
~5m a> [doing it|done] {clock}. [watching|waiting for the graph]
~4m b> [going down|recovering|green again on my side], errors at {0.1-1.4} %
d> [customers see it too|first customer confirms|quiet here since two minutes]
~12m a> **resolved {clock}.** [duration {elapsed} minutes|{elapsed} minutes all in all]. [next|real fix]: {inc.fix}. Retro {day+2}, I'll write it up ## ✅8 🙏3
?60 *> [thanks all|good work|thank you {a}|that was quick|well led|nice, calm one]

-- anytime a=infra,backend b=backend,infra c=eng d=product,lead
a: 🟠 **{incident}** ({sev}) {inc.svc}: {inc.impact}. I lead, {@b} is on the keyboard ## 👀5
b> what I see: {inc.sym}
a> since {opened}. [only production?|staging as well?]
b> [only production|production only, staging is bored]
c> {inc.guess}?
b> looked at it first. {inc.refute}
d> [how bad for customers?|do we have to tell customers?|which customers?]
a> {inc.impact}. status text: "{inc.say}"
~7m b> [hmm|wait|interesting]… {inc.cause}
c> [that would explain the times|yes!|I can see it in the graph as well]
a> [ok|good]. {inc.mitigate}. {b}, you do it, {c} watches, I write
b> doing it now
~3m c> [errors are falling|queue is shrinking|I see it recover]
~8m c> [back to normal|flat again], {clock}
a> [keeping this open for twenty minutes|staying until {clock+20}]
~20m a> **closed {clock}.** To do: {inc.fix} ({ticket}); {inc.follow} ({ticket2}) ## ✅6
?40 d> [thank you|thanks for the clear updates|well done, both]

=== pack incsmall
-- anytime a=infra,backend b=backend,infra
a: 🟡 **{incident}** · SEV3 · ‹{inc.svc}›: {inc.alert}. Impact: {inc.impact}
a> {inc.sym}
?70 b> {inc.guess}?
& a> [no|checked, no]. {inc.refute}
~9m a> {inc.cause}
b> so [just|simply] {inc.mitigate}?
~6m a> [done|yes, done]. [normal|quiet] since {clock-2}
~14m a> **closed.** {ticket}: {inc.fix}

-- anytime a=infra,backend b=backend,infra
a: 🟡 **{incident}** (SEV3): {inc.alert} on ‹{inc.svc}›. [looking|mine|I have it]
~8m a> {inc.cause}. [will|going to] {inc.mitigate}
?50 b> [need help?|second pair of eyes?|ok?]
& a> [all good|no, simple this time|yes, can you watch the graph?]
~7m a> [fixed|over] at {clock-1}, [{elapsed} minutes|nobody outside noticed|one case from support]. [follow-up|to do]: {inc.follow}

=== pack incmajor
-- anytime a=@gregor,@aylin,@ravi,@mbali b=backend c=infra,backend d=support e=lead f=eng
a: 🔴 **{incident}** · **SEV1** · ‹{inc.svc}›. {inc.alert}. Impact: {inc.impact}. Lead: {@a}, comms: {@d}. Call is open, decisions are written here ## 👀11 pin
a> {opened} first alert, {clock} all hands. {inc.sym}
b> here
c> here, on the call
d> here. {8-14} cases already
e> here, listening. [not in the way, say if you need a decision|I keep the customers' bosses off you]
a> roles: {b} = database and logs, {c} = deploys and infrastructure, {d} = customers. everybody else please read only
c> last deploys: build {build} at {clock-55}, nothing after
b> {inc.guess}?
c> rolling back anyway, costs us nothing
~5m c> rolled back, no change
b> {inc.refute}. so not that
d> asking for a text for the status page
a> "{inc.say}" next update at {clock+20}
d> posted {clock}
f> I can take traces, I have them open
a> yes please
~4m f> slow ones and fast ones differ in one thing: the slow ones all wait before the first statement
b> wait how long?
f> {6-28} s, then error
a> *update {clock}*: cause unknown, rollback did not help, we look at what they wait for
d> {20-45} cases. biggest is {customer}, their manager is on the phone
e> I'll take that call
c> nodes are fine, network is fine, disks are fine
b> can we switch part of the traffic off? the imports for example
a> good. do it
~3m c> imports are paused
~4m f> a bit better, {22-38} % instead of {45-60} %
a> so load makes it worse but is not the cause
b> hold on
~3m b> {inc.cause}
f> that fits!! same second in the traces
c> how sure?
b> 90 %. the other 10 I can't explain with anything
a> decision: {inc.mitigate}. {c} does, {b} checks, I count
c> typing
~2m c> ready. go?
a> go, {clock}
~1m c> done
b> watching
~2m f> errors {12-19} %
~2m f> {3-8} %
~2m f> under 1 %
b> same here. queues are going down
d> first customer says it works
a> *update {clock}*: mitigated. nobody touches anything for 15 minutes, please
e> thank you. [customer is calm|{customer} is told]
d> "We have found the cause and things are back to normal. We are watching." ok?
a> ok
c> imports back on? slowly?
a> one at a time, from {clock+15}
~16m c> first import on, no effect on errors
~8m c> all on
~10m d> no new cases for {15-25} minutes. {31-70} in total, answering them one by one
f> graphs from the last two hours are in the folder, with the times marked
~12m a> **resolved {clock}**. Duration: {elapsed} minutes. Cause: {inc.cause} ## ✅9 🙏6
a> what is open: {inc.fix} ({ticket}), {inc.follow} ({ticket2}). Retro {day+2}, invitation comes
e> thank you, all of you. [order food, on me|take the morning off if it was your evening]
b> [good teamwork|that was a textbook one]. the traces were the key
f> learned a lot today
*>2-5 [🙏|thank you all|well done|impressive to watch|calm and quick, thanks]

=== pack retro
-- a=infra,backend b=eng c=eng,support,lead
a: **Retro {incident}** ({opendate}, {sev}, ‹{inc.svc}›)\n\n1. *What happened:* {inc.impact}. {inc.sym}\n2. *Why:* {inc.cause}\n3. *How we stopped it:* {inc.mitigate}\n4. *What we change:* {inc.fix} ({ticket}); {inc.follow} ({ticket2})\n5. *Lesson:* {inc.lesson} ## 🙏5 👍4 file=retro-{incident}.pdf
b> [could we have seen it earlier?|what would have told us sooner?|how long did it smoulder before the alarm?]
a> [maybe by {10-25} minutes|it started {12-40} minutes before the alarm|yes, the graph was there, nobody looks at it]. [{inc.follow}, that is for this|the alarm was on the wrong number]
?70 c> [who does the first one, and by when?|are the tickets planned or only written?|do other services have the same weakness?]
& a> [{b}, this week|planned for the next train|I looked: {2-4} others, added to the ticket]
?50 b> [like the lesson|lesson goes on the wall|we had the same lesson in spring, didn't we?|thanks for writing it without blame]
& ~3d a> [both tickets are done|follow-ups are in production|done: {inc.fix}], closing the retro

=== list runbook
what to look at first, what to do, whom to wake
three steps instead of eleven
with the commands to copy
with pictures of a good and a bad graph
including the part where you may simply wait
written at 4 in the morning, so mind the tone
with the phone number of {customer9}

=== list handnote
memory creeps up, {3-9} % a day
queue gets long at noon
certificate renews on {day+2}
new version since {day-2}
one machine is slower than its sisters
the retry storm of {day-1} may come back
{customer9} runs an import every night this week
its disk has {11-24} % left
provider has announced work for {day+3}

=== pack handover
-- a=infra,backend b=infra,backend
a: on-call handover {@a} → {@b}: {2-11} pages, {0-3} at night. [Noisy|Loudest]: {service}. Watch: {service2}, {handnote}. Open: {ticket}
?90 b> [got it|taken, thanks|thanks, have a good rest]. [x#anything you would silence?|what about the disk one?|is the runbook for {service2} current?|what did you do about {service} at night?]
& a> [x#{service}, until {day+1}. look at it then|fixed {day-1}, it should not ring any more|updated it the night before last, in anger|turned it down to half its workers, back to normal since {day-1}]

-- a=infra,backend b=infra,backend
a: handover to {@b}: [quiet|boring, as it should be|a lively week|mixed week], {1-9} pages. [I changed the threshold for {service}|runbook of {service} is better now|one page was a mistake of mine|{service}: {handnote}]. ## 🫡3
?80 b> [thanks, pager says hello|received|pager works, tested it at {clock-3}|taken]. [enjoy the sleep|see you on the other side|may it stay boring|I read {ticket} {when}]

=== pack incstats
-- a=@gregor,@adaeze,@aylin b=eng c=eng
a: incident numbers for {month-1}: {2-7} incidents, {0-2} customer-facing, median {19-48} minutes to mitigate. [Top cause|Most common cause]: [changes we made ourselves|things that run out|partners that changed something|{service}, three times]
b> [better than {month-2}?|and compared with last year?|does that count the night pages?|how many had a runbook?]
?60 c> [most are config, not code|can we get the alarms-per-night graph, too?|the runbooks pay off|{service} is on the list for {quarter+1}, I hope]

=== pack oncall
-- a=infra,backend b=eng
a: [runbook for {service} is rewritten|added a runbook for {service}|new page in the runbook of {service}]: {runbook}. [comments welcome|please try it before you need it|{ticket} was the reason]
?60 b> [x#tried it on staging, step two needs the VPN|good, one typo fixed|much better, the old one scared me|who is "the other team" in step four?|can I do the same for {service2}?]
& a> [x#added, and I moved it to step one|thank you, I'm blind to my own typos|it scared me, too|us. since {month-2}. fixed|please do, copy the headings]

-- a=eng b=infra
a: is {service} supposed to page for [y#queue length|memory|slow answers|a failed job|restarts]? it went off {2-5} times and was fine each time
b> [y#no, age is what counts, not length|no, that should be a ticket|only if it lasts, {10-20} minutes I'd say|not if the next run works, so no|three in ten minutes yes, one no]. [changing|PR: {pr}|changed, live since {clock-1}]
?50 a> [thanks, I'd like to sleep|that's {2-6} nights saved|thank you, same for {service2}?|🙏]

-- apart=24 a=infra,backend b=eng
a: [game day|drill|exercise] {day+2} at {9-14}:30: [we kill one node of {service}|we lose the {service} database, on staging|nobody may use the dashboards|{b} plays the incident lead]. [who wants to watch?|two observers wanted|it's allowed to go wrong]
?80 b> [I'd watch|oh good, I'm ready|can support listen in?|please not during the demo of {customer}]
?60 ~2d a> exercise done in {22-95} minutes. [two surprises|what we learned|worst moment]: [nobody knew the break-glass password|runbook said "obviously" twice|restore works, the check after it did not|the pager of {b} was on silent|{service2} came back before its database], {ticket}

-- apart=20 a=backend,infra b=infra,backend
a: near miss: [almost ran|stopped myself before I ran] [the backfill on production|a restart of both {service} nodes|a delete without a where|the migration during the import]. [the prompt looks the same on both|copied the wrong tab|I was tired]. [can we make it harder?|ideas?]
b> [red prompt on production, I can do that|thanks for telling. confirm by typing the host name?|the tool could refuse between 6 and 20|same happened to me in {month-3}], [{ticket}|{pr}|{when}]

-- w=0.6 a=support,product b=infra,backend
a: [is something wrong|is there an incident]? [the board feels slow|portal needs {4-9} s|{customer} says texts are late|two customers on the phone]
b> [looking|checking]. [{service} had {30-90} bad seconds at {clock-6}, over now|nothing on our side, one provider has trouble|deploy of {service}, should be better by now|I see it, too. one moment]
?60 a> [better now|ok, thanks|customer says the same|yes, gone]

-- w=0.7 a=eng b=infra
a: follow-up of {ticket} is done: [{service} has a limit now|alarm on {service} tests itself daily|a dead letter queue for {service}|the dashboard shows the fallback rate]. [three months, but done|smaller than it sounded|took its time]
?60 b> [closing the retro|nice, one fewer on the list|{4-11} to go|🙏 that one woke me twice]

-- apart=12 a=infra,backend b=backend,infra
a: pager math: {3-9} of the last {10-20} pages were {service}. [proposal|idea]: [one alarm instead of {3-5}|page only if {service2} is slow, too|let it restart itself once and then page]
?80 b> [x#yes, please|with a ticket each time it does, yes|restart hides things. but yes, with a count]
?50 ~1d a> [done, {pr}|on since {clock-9}|{pr}. we look again in {month+1}]

-- a=backend,infra b=infra,backend
a: [who may|am I allowed to] [x#restart {service} without asking?|switch off a provider by flag?|put up the status page by myself?|wake somebody for a SEV3?]
b> [x#whoever is on call, it drains by itself|on call yes, and say it here|yes, one sentence, no promises|no, but for a SEV2 always]
?60 a> [good, writing it into the runbook|thanks, was not sure at three in the morning|then the handbook is wrong, fixing it]

-- apart=10 a=infra b=backend,data
a: capacity: {service} is at {55-82} % of its [memory|connections|disk] at noon, {quarter+1} would bring it to {84-97} %. [ordering|adding one machine|asking for ideas before I order]
?80 b> [x#the cache can be half, let me try|there's a leak of {20-60} MB a day, {ticket}|order, my time is more expensive|half of that is {customer}, can we move them?]
?50 ~2d a> [{41-60} % now, thank you|ordered, comes {day+3}|moved, flat again|tried it: {48-66} %, good until {month+5}]

-- a=eng b=infra,backend
a: reading old retros for {ticket}: INC-{60-110} and this week's have the same second cause. [{service} trusts {service2} too much|nobody owns the retry rules|we find out from customers]
?80 b> [painful and true|put it into the next retro meeting|that's a pattern, make it an epic?|I wrote that lesson twice, then]

-- apart=9 a=support b=infra,backend
a: for the hotline: [x#what do we say when the status page is green and customers are red?|how long may I wait before I wake somebody?|can support open an incident?|who tells me when it's over?]
b> [x#say what you see, and post here, then it's red too|three cases about the same thing, or ten minutes|yes, always. closing one is our job|the lead, in the thread, in bold]
?70 a> [thank you, printed|good rule|that helps at six in the morning|told the others]
`;
