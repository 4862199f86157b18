// Bugs of a delivery planner: facts that fit together, and the conversations they are told in. Notation: script.ts.

export const bugs = String.raw`
=== table bug svc symptom evidence guess cause fix q r
slot-planner | slots stay bookable after the store's cutoff | {40-90} orders came in late [today|since this morning], all from stores east of us | the time zone change from last week | the cutoff is stored in local time and compared as UTC | convert it once, when the store is loaded | what do stores without a time zone get? | the depot's, there is a test for it now
slot-planner | [two customers get|two orders take] the last seat of one slot | it happens {3-9} times a day, always within {20-80} ms | a missing unique index | we check the free seats before the transaction begins | do the check under the row lock | does that serialise all bookings of a store? | only those of one slot, {2-6} a second at worst
slot-planner | holidays [disappear|are lost] when a store copies its week | store settings show them, the copy does not | the new week editor | the copy runs before the holidays are written | make it one save instead of two | can we repair the {12-60} stores that copied already? | yes, from the audit log, script is in the PR
dispatch-api | a stop moves to the top of the list after it was delivered | only with routes that were optimised twice | sorting in the app | reordering writes positions without reading the state first | skip stops that are closed | should the position stay or be null? | stay, the report needs it
dispatch-api | reassigning a route [answers 500|fails] when a courier is on two depots | stack trace points at the permission check, {30-120} times today | the role rework | we load one membership and take whatever comes first | ask for the membership of the route's depot | are there other callers of that function? | {3-7}, all fixed in the same PR
dispatch-api | routes with more than {120-160} stops never load | the query takes {9-22} s and the proxy gives up at 8 | a missing index | we load the events of every stop just to count them | keep the count on the stop | who keeps it right when an event is deleted? | a trigger, and the nightly check compares
tracking | the map shows couriers in the Atlantic | latitude and longitude are exactly 0 for {2-6} % of the positions | a broken phone | a position without a fix is sent as zeroes, not as null | drop positions without accuracy | and history that is already wrong? | deleted where both are zero, nobody delivers there
tracking | customers see "arriving" for a parcel that was delivered an hour ago | the delivered event is there, {40-70} minutes late | the app's offline queue | two consumers of one partition commit each other's offsets | give each its own group | do we have to replay? | only today, {8000-30000} events
tracking | the tracking page goes blank in old Safari | ‹Invalid Date› in the console | our polyfills | we pass a date with a space instead of a T | use the shared formatter | can lint catch that? | there is a rule, it was off for that folder
billing | VAT is a cent off on long invoices | {3-14} invoices this month, all with more than 30 lines | floating point | we round the sum where finance rounds each line | round per line | does that change invoices that went out? | no, only new ones, Hendrik agreed
billing | a customer was charged for a cancelled [delivery|route] | the cancellation came {20-55} s after the invoice was closed | a webhook that was lost | the invoice run reads yesterday's snapshot | read the cancellations again at the end | and if one comes even later? | it becomes a credit line next month
billing | the invoice run stops at the first bad address | last night it did {300-700} of {2100-3400} invoices | out of memory | one failed PDF throws and nobody catches it | collect the failures and go on | who sees the failures? | finance gets one mail with the list
billing | credit notes have no number in the export | only since {day-3} | the CSV library | the number is given when the PDF is drawn, not when the note is made | give it in the same transaction | gaps in the numbers are not allowed, are they? | right, that is why it is a counter row and no sequence
notifier | customers get the same text twice | {150-420} doubles since {clock-180}, all from one worker | a retry without a key | the worker acknowledges after it sends, and it was restarted | claim the message before sending | then one can be lost, no? | lost beats doubled here, support decided that
notifier | push messages come in Dutch for everybody in Porto | {60-200} couriers affected | a wrong header | the language is read from the depot, not from the courier | read it from the profile, depot as a fallback | what if the profile says Klingon? | falls back to English, tested
notifier | the quiet hours are ignored on Sundays | {20-45} texts at 6:40 in the morning | somebody's test | day of the week starts at 1 in the settings and at 0 in the code | use the ISO number in both | any other place with that mistake? | the slot report, fixed too
geocoder | house numbers with a letter end up at the wrong end of the street | "{12-98}B" is cut to the number | the new provider | our normaliser strips letters after digits | keep them, and ask again without only when nothing is found | cost? | about {2-5} % more lookups
geocoder | every lookup in {city} takes {3-7} seconds | p50 is normal elsewhere | the provider has trouble | the cache key holds the accents, the lookup does not, so it never hits | normalise both with the same function | do we warm it? | no, it fills itself within an hour
geocoder | addresses on new streets are put in the town hall | {14-40} stops near {city} today | the map data is old | we accept results of type "town" as a hit | ask for a street at least, else flag the address | who fixes flagged ones? | the store sees them on the board before the route closes
eta-model | ETAs jump by {20-40} minutes at noon | only on depots with a second shift | a bad training set | the feature "hours since start" restarts with the second shift | count from the courier's own first stop | needs retraining? | no, just the feature, offline error is even a bit lower
eta-model | the model predicts the past | {0.4-1.9} % of ETAs are earlier than now | clock drift on the phones | the queue adds up to {2-5} minutes and we do not | add the age of the event | clamp as well? | yes, and count how often the clamp bites
webhooks | one slow customer delays everybody's webhooks | their endpoint answers in {18-29} s, the queue is {20-50} minutes behind | too few workers | retries share the queue with first attempts | a queue for retries and a limit per endpoint | what limit? | {4-8} at once, enough for the biggest
webhooks | signatures do not match when the body has an emoji | {customer} noticed, reproducible | the customer's library | we sign the string and send the bytes, the length differs | sign the bytes | breaks anybody? | no, ASCII bodies give the same signature
webhooks | deliveries arrive out of order | ‹delivered› before ‹arrived› in {1-3} % of the cases | our retry | two workers share one endpoint | partition by order | throughput? | measured {800-1500} a second, enough
auth-gateway | people are signed out every {10-15} minutes | only on the merchant portal, since {day-1} | cookies | the refresh runs in two tabs and the second gets the old token | allow the previous token for {20-40} s | security is fine with that? | yes, asked in #security
auth-gateway | an invited courier can't set a password | the link is marked as used at {clock-60}, before anybody clicked | a double click | a mail scanner opens the link first | use it up on POST, not on GET | old links too? | they expire in a day anyway
merchant-portal | the week view is a day off in Lisbon | Sunday shows as Saturday | daylight saving | we build dates at midnight local and print them as UTC | use plain dates without a time | how many places? | {6-14}, I replaced them all
merchant-portal | opening hours are lost when you press back | the form says saved, the API was never called | a lost promise | the blur handler runs after the page is gone | save on change, after {300-600} ms | what does the user see meanwhile? | a small "saving", design gave me the text
merchant-portal | the page freezes with {3000-9000} orders | the profiler says {4-9} s in one render | the new table | each row makes its own date formatter | one formatter for the page | virtualise too? | next, it is {120-250} ms now
courier-app | photos are uploaded twice on bad networks | {7-19} % of the proofs have a twin | the retry policy | the upload id is made when it is sent, not when the photo is taken | make the id at capture | what about the twins in storage? | a job deletes those with the same hash
courier-app | the scanner stays black after a phone call | Android 14, {2-6} models | permissions | we hold the camera of the old activity | release it on pause | can QA reproduce? | every time with a second phone
warehouse-sync | stock of a shelf goes negative | minus {3-40} on {5-20} shelves after the nightly run | a double import | two files of one night are read in parallel | one at a time per warehouse | does the night get too long? | {25-50} minutes instead of {15-22}, fine
warehouse-sync | the import dies on a file with Windows line ends | only from {customer}, since their update | encoding | we split at LF and keep the CR in the last column | use a real CSV parser | speed? | {1.1-1.6} times slower, nobody will notice
labels | barcodes on small labels cannot be scanned | {4-11} % rejected at {store} | a worn print head | we scale the bars to a width that is no multiple of a dot | round the bar width down to whole dots | does it still fit? | with one millimetre to spare
labels | umlauts print as question marks | every label to Kornblume | the font | the printer expects code page 1252 unless told otherwise | send the code page first | old printers? | tested on the three models we have
ledger | payouts [differ|are off] by the tip | {11-35} couriers, {0.5-3.5} euros each | rounding | tips are booked after the day is closed | leave the day open until the last route ends | and couriers who forget to end a route? | closed at 03:00 by the job, as before
ledger | the balance needs {6-14} s for old couriers | they have {20000-60000} entries | a bad plan | we add up from the beginning of time | start at the last monthly snapshot | what if an old entry changes? | they are never changed, only reversed
search-index | new orders cannot be found for {5-12} minutes | the queue is empty, so it is not the load | refresh interval | a bulk request with one bad document is retried as a whole | retry only the ones that failed | and the bad one? | goes to a table, with the reason
search-index | searching a phone number with spaces finds nothing | without spaces it works | the analyser | we strip spaces when indexing but not when searching | the same function for both | plus and zero zero? | both become plus
returns | a returned parcel shows as stolen | {6-18} parcels at {store} | a mistake at the counter | scanning in at the counter lacks the "returned" transition from "missing" | add the transition | should it tell the customer? | no, they have been told it is lost, support calls them
returns | refunds go out twice when two people press the button | {2-5} cases this month, {40-230} euros | a double click | the button sends no idempotency key | key by the return, claimed in the ledger | did we get the money back? | Bram called them, most yes
routing-engine | routes cross the river twice | only {city}, since the map update | the optimiser | a bridge lost its tag and counts as a footpath | patch the map and add a check on bridges | how do we notice the next one? | compare distances with last week's, alarm at {12-20} %
routing-engine | optimising hangs for routes with two time windows on one stop | CPU at 100 % for {3-8} minutes | a deadlock | the windows are swapped and the search never finds a start | sort the windows, refuse if they overlap | what does the store see? | a message which stop it is
routing-engine | bikes are sent over the motorway | one route in {city}, luckily noticed | wrong vehicle | the profile falls back to "van" when the depot has none | refuse to plan without a profile | how many depots have none? | {2-5}, I set them by hand
routing-engine | the same input gives another route each time | cost differs by {1-3} % | a race | ties are broken by the order of a hash map | break ties by the id of the stop | slower? | not measurable
dispatch-api | the board shows yesterday's couriers until somebody reloads | after midnight UTC, {2-4} depots in the evening shift | the cache | the subscription is made for the date at page load | subscribe to the depot, filter by date | more traffic? | {5-10} % more messages, fine
merchant-portal | the export has the columns of another store | {customer} saw it, no personal data in there | permissions | the column settings are cached without the store in the key | add the store to the key | could any data have leaked like that? | checked all the keys, only this one
tracking | the share link of one order opens another | reported twice, both with old links | a hash collision | short codes are reused after {60-90} days | never reuse, make them longer by two | the old links? | answer 410 now

=== pack bug
-- a=eng b=eng c=eng
a: [anyone|has anyone|did anybody] [seen|noticed] this? {bug.symptom}. {bug.evidence}
b> [could it be|is it|smells like] {bug.guess}?
a> [thought so too|was my first idea], but [no|the dates don't match|it also happens without it]
?60 c> [when did it start?|since when?|which version?]
?60 a> [first one I can find is from|earliest is] {day-1} {clock-90}, build {build}
~25m a> [found it|got it|ok, got it]: {bug.cause}
b> [ouch|ah|oh no|of course]. [so the fix is to|then we should] {bug.fix}?
a> [yes, doing that|on it|exactly, PR in a bit]
~50m a> {pr} [is up|is ready for review]
?70 c> [looked at it|reviewed]. {bug.q}
?70 a> {bug.r}
?40 c> [approved|ship it|good, approved]

-- a=support,qa,product b=eng c=eng
a: [question for whoever owns|hello owners of] ‹{bug.svc}›: {bug.symptom}. [is that known?|known?|bug or intended?]
b> [not known to me|first time I hear it|news to me]. [do you have an example?|an order id would help|which store?]
a> [sure|here], {store}, [order|route] ‹{100000-990000}›. {bug.evidence}
~15m b> reproduced. {bug.cause}
b> [I'll|going to|will] {bug.fix}, [{ticket}|should be out tomorrow|today if the review goes well]
?50 c> {bug.q}
?50 b> {bug.r}
a> [great, I'll tell the customer|thanks, closing my side|{thanks}]

-- a=eng b=eng
a: ‹{bug.svc}› [puzzle of the day|mystery]: {bug.symptom}
a: {bug.evidence}
b: [hm, {bug.guess}?|my money is on {bug.guess}|{bug.guess}, surely]
a: [nope, ruled out|that is what I thought for an hour|sadly not]
?50 b: [pair on it?|want a second pair of eyes?|call?]
?50 a: [yes please|in ten minutes?|sure, my room]
~20m a: solved. {bug.cause} [🤦|🙃|, of course|]
b: [nice find|well spotted|wow]. [how do we fix it?|and the fix?|so what now?]
a: [I'd|let's] {bug.fix}
?60 b: {bug.q}
?60 a: {bug.r}

-- a=eng b=eng c=eng
a: {ticket}: {bug.symptom}. [I have the cause|cause found], [would like opinions on the fix|unsure about the fix]
a> {bug.cause}. [option 1|first option]: {bug.fix}. [option 2|second]: leave it and [write it down|warn in the UI|handle it in support]
b> 1, [clearly|no doubt|please]
c> also 1. {bug.q}
a> {bug.r}
?50 b> [then go|do it|no objections then]
~2h a> [in|merged|done], {pr}. [thanks both|thanks for the quick opinions|]

-- a=eng b=eng
a: [small|short] write-up of {ticket}, [because it took me a day|so nobody falls in again]:\n\n- **what we saw:** {bug.symptom}\n- **why:** {bug.cause}\n- **fix:** {bug.fix} ({pr})\n- **what fooled me:** {bug.guess}
?70 b> {bug.q}
?70 a> {bug.r}
?50 *> [great write-up|more of these please|thanks for writing it down]

-- w=0.7 a=eng b=eng
a: who knows ‹{bug.svc}› well enough to [sanity check|rubber-duck] something? {bug.symptom}
b> [I do, more than I like|me, sadly|I wrote half of it]. [shoot|what do you have?]
a> {bug.evidence}. [I suspect|suspecting] {bug.guess}
b> [don't think so|no, look at the write path|check something for me]: [is it possible that|could it be that] {bug.cause}?
~12m a> [you are right|that is exactly it|yes!!|how did you see that in a minute]
b> [been there|scar tissue|I have met it before]. {bug.fix} and [you're done|it's gone|you can go home]
?60 a> {bug.q}
?60 b> {bug.r}

-- a=eng b=eng c=eng
a: can somebody review {pr}? [small|tiny|mostly tests], fixes that {bug.symptom}
b> [taking it|I'll do it|mine]
b> [question in the PR and here too|before I approve]: {bug.q}
a> {bug.r}
b> [good|ok|fine]. approved, [one nit|two nits], [ignore if you like|your call]
?50 c> late to this: [should it go to the release branch as well?|do we want it in today's train?]
?50 a> [yes, cherry-picked|no, it can wait for the next one|already there]

-- w=0.6 a=eng b=eng c=eng
a: ‹‹‹\n{clock-2}:{10-59} ERROR {bug.svc} build={build} request={sha}: {bug.symptom}\n›››\n[is this the thing from last week?|anybody else?|new to me]
b> [no, that one was different|similar, but not it]. {bug.evidence}
c> {bug.cause}, [I'd bet|I think|if I had to guess]
~30m a> [you'd have won|correct|bet won]. [fix|PR]: {bug.fix}, {pr}

=== pack supportbug
-- a=support b=eng c=support,product
a: {case} {customer}: [they say|the customer says|report] {bug.symptom}. [is this on our side?|ours?|could somebody check?]
b> {looking}
~20m b> [yes, ours|it's a bug|confirmed]. {bug.cause}
?50 c> [how many customers have it?|are others hit?|do we need a notice?]
?50 b> {bug.evidence}
a> [workaround for today?|what can I tell them?|anything they can do meanwhile?]
b> [not really, sorry|reload helps for a while|they can do it by hand on the board]. we'll {bug.fix}, [tomorrow at the latest|{pr}|in the next deploy]
~3h b> [deployed|fix is live|it's out], [please ask them to try again|can they confirm?]
~40m a> [customer confirms|they say it works|confirmed], closing {case}

-- a=support b=eng
a: [second|third] case about the same thing ({case}, {case2}): {bug.symptom}. [{customer} and {customer2} this time|{customer} again]
b> [same cause as before|same bug|yes, one cause]: {bug.cause}. [fix is in review|it's {ticket}|{pr}]
a> [can I promise a day?|when?|is {day+1} realistic?]
b> {day+1}, [I'm fairly sure|unless review finds something|promise]
?60 ~1d b> [it's live|live since {clock-15}]. {bug.r}
?60 a> [told them both, happy|both informed|thanks, answered all]

-- a=@intake b=support c=eng
a: **{case}** · {customer} · [high|normal|normal]\n> [Hello|Hi team|Good morning], [we see that|it seems that|we have a problem:] {bug.symptom}. [Please help.|Can you have a look?|This is the second time.|It holds up our packing.]
b> [mine|taking this one|I'll answer]. {@c} [is this the one you were on?|does it ring a bell?|known?]
c> [yes|rings a bell|it does]: {bug.cause}. [will|going to] {bug.fix}
?60 b> {bug.q}
?60 c> {bug.r}
b> [answered the customer|customer has an answer], [snoozed until {day+1}|waiting for them]
`;
