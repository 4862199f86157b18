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
webhooks | one slow customer delays everybody's webhooks | their endpoint answers in {18-29} s, the queue is {20-50} minutes behind | too few workers | retries share the queue with first attempts | give retries a queue of their own and limit each endpoint | what limit? | {4-8} at once, enough for the biggest
webhooks | signatures do not match when the body has an emoji | {customer} noticed, reproducible | the customer's library | we sign the string and send the bytes, the length differs | sign the bytes | breaks anybody? | no, ASCII bodies give the same signature
webhooks | deliveries arrive out of order | ‹delivered› before ‹arrived› in {1-3} % of the cases | our retry | two workers share one endpoint | partition by order | throughput? | measured {800-1500} a second, enough
auth-gateway | people are signed out every {10-15} minutes | only on the merchant portal, since {day-1} | cookies | the refresh runs in two tabs and the second gets the old token | allow the previous token for {20-40} s | security is fine with that? | yes, asked in #security
auth-gateway | an invited courier can't set a password | the link is marked as used at {clock-60}, before anybody clicked | a double click | a mail scanner opens the link first | use it up on POST, not on GET | old links too? | they expire in a day anyway
merchant-portal | the week view is a day off in Lisbon | Sunday shows as Saturday | daylight saving | we build dates at midnight local and print them as UTC | use plain dates without a time | how many places? | {6-14}, I replaced them all
merchant-portal | opening hours are lost when you press back | the form says saved, the API was never called | a lost promise | the blur handler runs after the page is gone | save on change, after {300-600} ms | what does the user see meanwhile? | a small "saving", design gave me the text
merchant-portal | the page freezes with {3000-9000} orders | the profiler says {4-9} s in one render | the new table | each row makes its own date formatter | use one formatter for the page | virtualise too? | next, it is {120-250} ms now
courier-app | photos are uploaded twice on bad networks | {7-19} % of the proofs have a twin | the retry policy | the upload id is made when it is sent, not when the photo is taken | make the id at capture | what about the twins in storage? | a job deletes those with the same hash
courier-app | the scanner stays black after a phone call | Android 14, {2-6} models | permissions | we hold the camera of the old activity | release it on pause | can QA reproduce? | every time with a second phone
warehouse-sync | stock of a shelf goes negative | minus {3-40} on {5-20} shelves after the nightly run | a double import | two files of one night are read in parallel | read one at a time per warehouse | does the night get too long? | {25-50} minutes instead of {15-22}, fine
warehouse-sync | the import dies on a file with Windows line ends | only from {customer}, since their update | encoding | we split at LF and keep the CR in the last column | use a real CSV parser | speed? | {1.1-1.6} times slower, nobody will notice
labels | barcodes on small labels cannot be scanned | {4-11} % rejected at {store} | a worn print head | we scale the bars to a width that is no multiple of a dot | round the bar width down to whole dots | does it still fit? | with one millimetre to spare
labels | umlauts print as question marks | every label to Kornblume | the font | the printer expects code page 1252 unless told otherwise | send the code page first | old printers? | tested on the three models we have
ledger | payouts [differ|are off] by the tip | {11-35} couriers, {0.5-3.5} euros each | rounding | tips are booked after the day is closed | leave the day open until the last route ends | and couriers who forget to end a route? | closed at 03:00 by the job, as before
ledger | the balance needs {6-14} s for old couriers | they have {20000-60000} entries | a bad plan | we add up from the beginning of time | start at the last monthly snapshot | what if an old entry changes? | they are never changed, only reversed
search-index | new orders cannot be found for {5-12} minutes | the queue is empty, so it is not the load | refresh interval | a bulk request with one bad document is retried as a whole | retry only the ones that failed | and the bad one? | goes to a table, with the reason
search-index | searching a phone number with spaces finds nothing | without spaces it works | the analyser | we strip spaces when indexing but not when searching | use the same function for both | plus and zero zero? | both become plus
returns | a returned parcel shows as stolen | {6-18} parcels at {store} | a mistake at the counter | scanning in at the counter lacks the "returned" transition from "missing" | add the transition | should it tell the customer? | no, they have been told it is lost, support calls them
returns | refunds go out twice when two people press the button | {2-5} cases this month, {40-230} euros | a double click | the button sends no idempotency key | key by the return, claimed in the ledger | did we get the money back? | Bram called them, most yes
routing-engine | routes cross the river twice | only {city}, since the map update | the optimiser | a bridge lost its tag and counts as a footpath | patch the map and add a check on bridges | how do we notice the next one? | compare distances with last week's, alarm at {12-20} %
routing-engine | optimising hangs for routes with two time windows on one stop | CPU at 100 % for {3-8} minutes | a deadlock | the windows are swapped and the search never finds a start | sort the windows, refuse if they overlap | what does the store see? | a message which stop it is
routing-engine | bikes are sent over the motorway | one route in {city}, luckily noticed | wrong vehicle | the profile falls back to "van" when the depot has none | refuse to plan without a profile | how many depots have none? | {2-5}, I set them by hand
routing-engine | the same input gives another route each time | cost differs by {1-3} % | a race | ties are broken by the order of a hash map | break ties by the id of the stop | slower? | not measurable
dispatch-api | the board shows yesterday's couriers until somebody reloads | after midnight UTC, {2-4} depots in the evening shift | the cache | the subscription is made for the date at page load | subscribe to the depot, filter by date | more traffic? | {5-10} % more messages, fine
merchant-portal | the export has the columns of another store | {customer} saw it, no personal data in there | permissions | the column settings are cached without the store in the key | add the store to the key | could any data have leaked like that? | checked all the keys, only this one
tracking | the share link of one order opens another | reported twice, both with old links | a hash collision | short codes are reused after {60-90} days | never reuse, make them longer by two | the old links? | answer 410 now
slot-planner | a store that pauses for a day loses the slots of the day after | seen with {3-9} stores since the pause went live | the cache | "end of pause" is midnight of the server, not of the store | store the pause as a date, not as two times | which stores are east of the server? | {20-60}, all of Poland and the two in Finland
slot-planner | the price of a slot is the one from yesterday | {2-8} % of the bookings, always in the first hour | rounding | prices are read once per worker start, and workers start at midnight UTC | read them with the slots, it's the same query | did customers pay too little? | {30-180} euros in total, sales lets it go
dispatch-api | two dispatchers undo each other's changes without noticing | {customer} sends a video of it | the websocket | the board sends the whole route, not the change | send the one move, with the version it was based on | what does the second one see? | a hint who was faster, and the new list
dispatch-api | bulk reassign leaves one stop behind | always the last one, if the number is odd | a race | we halve the list for two batches and round down | do it in one statement, no batches | why did we have batches? | because of the old driver, gone since {month-6}
dispatch-api | closed routes reopen | {4-12} times last night, around 03:00 | a cron | the retry of an old "start" comes after "close" and wins | compare the route's version before changing its state | where is the version from? | from the app, it counts its own events
tracking | the link in the text opens the app store | only on phones that have our courier app, so couriers' families | a config of the link service | the tracking domain is claimed by the app as well | take the path out of the app's claim | needs an app release? | no, the file is on our server, cached for a day
tracking | the page shows "5 stops before you" for an hour | the courier stands still, in the break room | stale positions | breaks are not stops, so nothing counts down | say "on a break until about" when we know it | are couriers fine with that? | asked six, all fine, two want it shorter than the truth
billing | the free month is charged | {3-11} new customers, {900-2600} euros | a wrong plan | the discount starts on the day of signature, billing on the first of the month | take the later one of both | do we owe somebody? | credited all, with a kind mail
billing | the PDF has the right sum and the wrong table | page two only | a template change | the loop reuses the page's variable for the row | rename it and stop shadowing, lint rule is in | how did tests not see it? | they had one page. now three
notifier | "your courier is near" comes when he is already gone | {9-30} minutes late at {store} | the provider | texts to one prefix go through the slow route since {day-3} | switch the route for that prefix | can we measure the delay? | yes, the receipts have a time, graph is up
notifier | people who opted out still get mails | {2-7} complaints, all with capital letters in the address | the import | we compare addresses as they were typed | lower-case both sides, once | do we mail those who complained? | Bram calls them, mail would be ironic
geocoder | flats get the coordinates of the caretaker | {30-90} addresses in {city}, all new buildings | the map | the provider puts the whole block on one entrance | let couriers move the pin, and remember it | who may move it? | anyone who delivered there, two votes win
geocoder | an empty street finds a place in Canada | {1-4} a day, it has made somebody very happy in Manitoba | encoding | the query becomes just the postcode, which exists there, too | send the country always | what if the country is empty? | then the store's
eta-model | ETAs freeze at 14:00 | every depot, {3-5} days a week | memory | the feature job overruns its hour and the next one does not start | let it start anyway, the write is atomic | and why does it overrun? | one depot with {9000-20000} open stops from a test
eta-model | bikes are faster than vans in the rain | the feature is the wrong way round, error on wet days is {20-40} % up | overfitting | wet is 0 and dry is 1 since the new source | flip it, add a check with a known wet day | retrain? | yes, tonight, {40-70} minutes
webhooks | we retry after a 200 | {customer} sees each event up to {3-6} times | their server | they answer 200 after {31-45} s, we hang up at 30 | count the try as unknown and ask them with the key | do they handle keys? | since {day-1}, we helped
webhooks | a deleted endpoint still gets events | for about {10-20} minutes | a slow queue | the worker keeps the list of endpoints in memory | reload it when the list changes | how does it hear of it? | by the same event that we send to everybody else
auth-gateway | one wrong password locks the whole office | {2-5} offices, {8-30} people each | an attack | the counter is per address, and they share one | count per address and account | does it weaken us? | no, the sum per address is still limited, only higher
auth-gateway | the language jumps to English after signing in | everywhere, since {day-2} | the browser | the redirect drops the parameter, and the cookie is set a moment too late | keep it in the state | old bookmarks? | fine, they never had it
merchant-portal | decimals in weights become thousands | 1,250 kg bread rolls at {store} | a bad import | the number parser follows the browser, the file follows the store | parse by the store's country | can we mend the data? | {40-160} rows, by hand, they are easy to see
merchant-portal | "copy last week" copies the week before | on Sundays and Mondays | cache | week starts on Sunday in one half of the code | use ISO weeks everywhere, the helper is there | what about the customer in Portugal who wants Sunday? | only how it's shown, a setting
courier-app | the app shows the route of the other shift | {5-15} couriers at {store}, at 13:00 | caching | the cache key is courier and day, without the shift | add it, empty the cache once | offline too? | yes, that was the only way to see it
courier-app | "delivered" takes {4-9} taps on small phones | the button is below the keyboard | the new design | we scroll to the field but not to the button | scroll to both, or put it on top of the keyboard | what does design say? | on top, sketch is in the ticket
warehouse-sync | articles with a leading zero disappear | {12-40} articles of {customer} | the scanner | the sheet made numbers of them | read all as text, compare as text | what about those we have wrong now? | the next file brings them back
labels | the second page is printed first | only the printers in {city} | the driver | the bridge sends pages in parallel and small ones overtake | send one after the other per printer | slower? | the paper is the slow part
ledger | the daily sum does not match the export | {0.01-0.09} euros, on {2-5} days a month | rounding | one rounds half up and the other half to even | use the same function in both, from the money package | which one is right? | half up, finance says, and it's in their contract
search-index | courier names with an apostrophe break the page | O'Neill and two others | escaping | the highlighter puts marks inside of an entity | escape after marking | is that a security problem? | no, the text was escaped, only in the wrong order
returns | the same parcel is returned at two counters | {3-8} parcels in {month}, both counters have a signature | fraud | the second scan is offline and wins when it comes back | let the first scan win, by the event's own clock | and if a clock is wrong? | then we ask, there is a list in the morning
routing-engine | the first stop is the one farthest away | depots with two gates | traffic data | the start is the gate with the lower number, not the nearer one | let it choose the gate | does it know which gate is open? | hours per gate, three depots have them so far
routing-engine | heavy crates are planned on the third floor without a lift | {customer}, {4-9} complaints from couriers | nobody enters floors | the field is there, the cost for it is zero | add two minutes per floor and crate, as a first guess | who checks the guess? | Sofie has the times, next week

=== pack bug
-- a=eng b=eng c=eng
a: [anyone seen this?|did anybody notice?|is that known?|strange one:|for ‹{bug.svc}› people:|new from {store}:] {bug.symptom}. {bug.evidence}
b> [could it be|is it|smells like] {bug.guess}?
a> [thought so too|was my first idea|I hoped so], but [no, it's older|the dates don't match|it also happens without it|staging has that as well and is fine]
?60 c> [when did it start?|since when?|which build was the first?|did it ever work?]
& a> [first one I can find is from|earliest is] {day-1} {clock-90}, build {build}
~25m a> [found it|got it|ok, got it]: {bug.cause}
b> [ouch|ah|oh no|of course|nice catch]. [so the fix is to|then we should|plan:] {bug.fix}?
a> [yes, doing that|exactly, PR in a bit|that's the plan|yes], [{ticket}|before lunch, I hope|with a test that fails today|and a note for support]
~50m a> {pr} [is up|is ready for review|has the fix], [{20-90} lines|mostly tests|three lines and a long comment]
?70 c> [looked at it|reviewed]. {bug.q}
& a> {bug.r}
?40 c> {approve}

-- a=support,qa,product b=eng c=eng
a: [question for whoever owns|hello owners of] ‹{bug.svc}›: {bug.symptom}. [is that known?|known?|bug or intended?]
b> [not known to me|first time I hear it|news to me]. [do you have an example?|an order id would help|which store?]
a> [sure|here], {store}, [order|route] ‹{order}›. {bug.evidence}
~15m b> [reproduced|can see it|it's real]. {bug.cause}
b> [I'll|going to|will] {bug.fix}, [{ticket}|should be out tomorrow|today if the review goes well|{pr}]
?50 c> {bug.q}
& b> {bug.r}
a> [great, I'll tell the customer|thanks, closing my side|{thanks}]

-- a=eng b=eng
a: ‹{bug.svc}› [puzzle of the day|mystery]: {bug.symptom}
a: {bug.evidence}
b: [hm, {bug.guess}?|my money is on {bug.guess}|{bug.guess}, surely]
a: [nope, ruled out|that is what I thought for an hour|sadly not]
?50 b: [pair on it?|want a second pair of eyes?|call?]
& a: [yes please|in ten minutes?|sure, my room]
~20m a: solved. {bug.cause} [🤦|🙃|, of course|]
b: [nice find|well spotted|wow|ugh|that took you only {20-70} minutes]. [how do we fix it?|and the fix?|so what now?]
a: [I'd|let's] {bug.fix}
?60 b: {bug.q}
& a: {bug.r}

-- a=eng b=eng c=eng
a: {ticket}: {bug.symptom}. [I have the cause|cause found], [would like opinions on the fix|unsure about the fix]
a> {bug.cause}. [option 1|first option]: {bug.fix}. [option 2|second]: leave it and [write it down|warn in the UI|handle it in support]
b> 1, [clearly|no doubt|please|the second is how we got here]
c> [also 1|1 as well|1]. {bug.q}
a> {bug.r}
?50 b> [then go|do it|no objections then]
~2h a> [in|merged|done], {pr}. [thanks both|thanks for the quick opinions|]

-- a=eng b=eng
a: [small|short] write-up of {ticket}, [because it took me a day|so nobody falls in again]:\n\n- **what we saw:** {bug.symptom}\n- **why:** {bug.cause}\n- **fix:** {bug.fix} ({pr})\n- **what fooled me:** {bug.guess}
?70 b> {bug.q}
& a> {bug.r}
?50 *> [great write-up|more of these please|thanks for writing it down]

-- w=0.7 a=eng b=eng
a: who knows ‹{bug.svc}› well enough to [sanity check|rubber-duck] something? {bug.symptom}
b> [I do, more than I like|me, sadly|I wrote half of it]. [shoot|what do you have?]
a> {bug.evidence}. [I suspect|suspecting] {bug.guess}
b> [don't think so|no, look at the write path|check something for me]: [is it possible that|could it be that] {bug.cause}?
~12m a> [you are right|that is exactly it|yes!!|how did you see that in a minute]
b> [been there|scar tissue|I have met it before]. {bug.fix} and [you're done|it's gone|you can go home]
?60 a> {bug.q}
& b> {bug.r}

-- a=eng b=eng c=eng
a: can somebody review {pr}? [small|tiny|mostly tests|{20-140} lines], [it's about {ticket}|fix for {ticket}|closes {ticket}]: {bug.symptom}
b> {take}
b> [question in the PR and here too|before I approve|same question as in the PR]: {bug.q}
a> {bug.r}
b> {approve}
?50 c> late to this: [should it go to the release branch as well?|do we want it in the next train?]
& a> [yes, cherry-picked|no, it can wait for the next one|already there]

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
?50 c> [how often does it happen?|how bad is it?|do we see it in the logs?|how did it go unnoticed?]
& b> {bug.evidence}
a> [x#workaround for today?|what can I tell them?|anything they can do meanwhile?|how long will it take?]
b> [x#not really, sorry|that we found it and it's our fault|reload helps for a while|not long]. we'll {bug.fix}, [tomorrow at the latest|{pr}|in the next deploy]
~3h b> [deployed|fix is live|it's out], [please ask them to try again|can they confirm?]
~40m a> [customer confirms|they say it works|confirmed], closing {case}

-- a=support b=eng
a: [second|third] case about the same thing ({case}, {case2}): {bug.symptom}. [{customer} and {customer2} this time|{customer} again]
b> [same cause as before|same bug|yes, one cause]: {bug.cause}. [fix is in review|it's {ticket}|{pr}]
a> [can I promise a day?|when?|is {day+1} realistic?]
b> [{day+1}|{day+1} before noon|{day+2} at the latest], [I'm fairly sure|unless review finds something|promise|{pr} is nearly done]
?60 ~1d b> [it's live|live since {clock-15}|deployed], build {build}
& a> [told them both, happy|both informed|thanks, answered all three|{customer} says hello]

-- a=@intake b=support c=eng
a: **{case}** · {customer} · [high|normal|normal]\n> [Hello|Hi team|Good morning], [we see that|it seems that|we have a problem:] {bug.symptom}. [Please help.|Can you have a look?|This is the second time.|It holds up our packing.]
b> [mine|taking this one|I'll answer]. {@c} [is this the one you were on?|does it ring a bell?|known?]
c> [yes|rings a bell|it does]: {bug.cause}. [will|going to] {bug.fix}
?60 b> {bug.q}
& c> {bug.r}
b> [answered the customer|customer has an answer], [snoozed until {day+1}|waiting for them]
`;
