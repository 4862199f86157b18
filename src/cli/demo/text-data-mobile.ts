// Data pipelines, the ETA model and the courier app. Notation: script.ts.

export const dataAndMobile = `
=== table pipe problem cause fix
the daily tables are {2-5} hours late | the photo job takes the slot of everything else | own queue for photos
orders of {day-1} are {6-14} % short | one partition arrived after midnight and nobody read it again | read yesterday again at six
the dashboard says {102-109} % on time | two joins, one of them fans out for routes with two couriers | count stops, not rows
the export to finance has empty names | the view lost a column in {pr} | column is back, and views have tests now
costs of the warehouse doubled since {day-3} | a dashboard refreshes every minute on a screen nobody looks at | refresh every hour, the screen is off
events of the app come twice | it sends again when the answer is lost | first one wins, by the id of the event
store names are cut after {20-30} letters | the old connector | new connector, text without a limit
the weekly report shows {customer} twice | they changed their legal form and id | mapping table, with dates
{9-30} % of events have no depot | couriers who change depots during the day | take it from the stop, not the courier
all times of the Lisbon depots are an hour off | converted twice, once by us and once by the tool | UTC until the last step
the backfill stops at {month-5} | the token is only good for {80-100} days of history | asked for a longer one, rest by hand
the job is green and the table empty | it reads the wrong folder on the first of the month | fail when there is nothing to read

yesterday's revenue has {3-9} decimals | the currency table got a new source with its own idea of money | round at the source, cents are integers
the sheet for finance opens as text | a semicolon in one store's name | quoted now, and a test with that store
couriers with two names count twice | accent or no accent | by id, names are only for people
the new dashboard is empty for {customer} | their stores are in a group nobody may see | group has the right owner now
{city} has deliveries in the future | the depot's clock, {2-5} days ahead for an hour | rows from the future wait in a table of their own
the funnel adds up to {103-118} % | people go back and forward, each step counted again | first time per session
last month's numbers changed over night | late events of an offline phone, {300-900} stops | closed months stay closed, late ones are listed below
query of the weekly mail costs {20-70} euros | it reads all columns to count rows | reads one

=== pack pipeline
-- a=data b=data
a: [heads-up|fyi|morning]: {pipe.problem}. [looking|checking since {clock-20}|please don't use it until noon]
~40m a> [found it|reason|ok]: {pipe.cause}
b> [again?|ah|who would guess|that old thing]. [fix|so]: {pipe.fix}?
~1h a> [exactly, running|yes, done|yes, {pr}]. [numbers are right again|backfilled {3-11} days|everything since {day-2} recomputed|dashboards refreshed at {clock-4}]
?40 *> [thank you, reloading|my slide was wrong for an hour, fine|phew, {customer9} nearly got those|great, report to {customer9} goes out now]

-- a=product,support,sales b=data
a: is it possible that {pipe.problem}? [looks odd|found it by accident|a customer asked]
b> {looking}
~30m b> [yes, well spotted|sadly true|you have good eyes|hm, yes]. {pipe.cause}
b> {pipe.fix}, [live {day+1}|{pr}|give it two hours|runs again tonight]
?60 a> [thanks, I wait with {ticket9}|good to know, thanks|thank you {b}, telling {customer9}|thanks for being quick|ok, I use last week's until then]

-- a=data b=data
a: [cost|run time] of the [nightly|hourly] jobs is [down|up] by {8-41} %. [reason|because]: [half of the tables are incremental now|we keep {2-4} years where one is read|somebody sorts {300-900} million rows for fun]
?70 b> [x#nice. next: the photos?|oops, the sort is mine, fixing|good catch, can we drop the copies, too?|how much is left?]

=== table mod idea result reason
rain as a feature | error {4-9} % lower on wet days | couriers slow down before it rains, the forecast knows
the floor of the address | nothing | people write it in nine ways
time since the last break | {1-3} % better after 13:00 | tired is slow
own model for bikes | {11-17} % better for bikes | they take the paths cars can't
two years of history instead of one | slightly worse | last year's roads are not this year's
quantiles instead of one number | same error, honest "about" | people forgive wide, not wrong
dropping depots with fewer than {200-400} stops | {2-4} % better | they teach it noise
a feature for school hours | {3-6} % better around 15:00 near schools | parents park everywhere
the courier's own pace | {6-10} % better, but only after ten routes | before that it's a guess, we shrink it
smaller trees | a third of the memory, {0.2-0.9} % worse | worth it on the small machines

=== pack model
-- a=@chidi,@yara,@bence b=data,product
a: experiment of the week: {mod.idea}. [result|offline]: {mod.result}. [why, I think|my reading]: {mod.reason}
b> [nice|interesting|hm, good]. [x#on all depots?|is it stable over weeks?|what does it do to the tail?|bikes, too?]
a> [x#two are worse, small ones|over {6-12} weeks, yes|p95 improves even more|bikes a little less]
?60 b> [ship to {5-10} %?|online test?|want to try it live?]
& a> [on for {city} since {clock-10}|runs until {day+5}|needs the flag first, {ticket}]

-- a=product,support b=@chidi,@yara
a: [ETAs in {city} feel off|a store says ETAs got worse|are the ETAs ok?] [since {day-2}|today|in the afternoon]
b> [checked|looked]: error is {4.1-6.9} minutes there, {3.9-5.1} everywhere. [x#road works at the bridge|a new courier, it learns|real, two features were empty since {clock-240}|normal for a {day}|they moved the depot and nobody told the model]
a> [x#is there something to do?|will it fix itself?|what do I tell them?|ok, so no reason to worry?|can you tell it?]
b> [x#they can draw the closed street, then it knows|in {2-4} days, after ten routes|that it's fixed, backfilling now|none, I show you the graph {when}|told it, better from {day+1}]

-- a=@chidi b=@bence,@sofie,@yara
a: [retraining is done|new model is trained], {3.9-5.6} → {3.7-5.2} minutes on last week. [canary {day+1}|on staging|report in the folder] ## file=eta-report-{month}.html
?60 b> [x#which depots lose?|what about bikes?|the noon bump is smaller, why?]
& a> [x#{2-4} small ones|bikes win most|that was the shift fix]

=== pack finding
-- a=data b=product,sales,support
a: [found while looking for something else|curious fact|did you know]: [{20-44} % of all deliveries happen within {2-4} km of the store|the average courier climbs {30-90} floors a day|orders with a note are {11-19} % more often late|on rainy days tips go up by {6-14} %|{day}s have the fewest wrong addresses] ## 👀4
?70 b> [x#can I use that?|no way|is that causal or just so?|why, do we know?|that's a nice one for the newsletter]
& a> [x#yes, with "on average"|checked it twice|correlation, careful|no idea, theories welcome|then with the caveat, please: only {quarter}]

-- a=data b=data,product
a: notebook on [churn of small stores|cold starts|waiting at the door|second attempts] is [done|shared|ready]. [short version|tl;dr]: [first two weeks decide|{4-7} stores cause {31-48} % of it|waiting is {2-4} minutes, parking is the rest|a call before beats a text]
b> [reading it {when}|great, we discuss it {day+2}|that changes the plan for {quarter+1}|sent it to {customer}, they asked exactly that]
?40 b> [read it. two questions in the document|the third chart is the important one|convincing, and short!]

=== table mob symptom device cause fix
the list jumps when a stop is closed | Android, large text | we keep the index, not the stop | keep the stop
app asks for location each morning | iOS, since the update | permission is "once", the prompt hides the other choice | explain it one screen earlier
vibrates in the pocket all day | two Samsung models | each position is a notification update | update only when the text changes
scanner reads the neighbour's code | crates with two labels | first code wins | nearest to the middle wins
dark screen in the sun | all, auto brightness | scanner screen is dark by design | bright while scanning
photo rotates by 90° | Android 12 | orientation tag is lost when we shrink it | rotate before
battery empty at two | older phones | GPS every second, also when standing | every ten when standing
the keyboard covers "next" | small iPhones | new layout without insets | respect the insets
route is gone after a phone call | phones with 2–3 GB | the system kills us and we start at zero | store the screen, not only the data
offline queue stops at {40-60} photos | bad network, long days | one broken file blocks the rest | skip it, tell the depot
speech says "Saint" for "St" everywhere | English, streets | the voice guesses | write out by country
signature is mirrored | left-handed mode | mirrored twice | once is enough
"arrived" by itself at red lights | city routes | radius is {80-120} m | 35 m, and standing for 20 s

the map turns by itself while standing | cheap compass, three models | we follow the compass below walking speed | keep the last direction when standing
"offline" banner stays after the tunnel | Android, dual SIM | we hear of the first network only | ask the system, not the event
next stop is read aloud twice | iOS with a headset | two audio routes, both get it | one voice, the last route wins
cannot type an umlaut in a note | one keyboard app, popular in {city} | we filter while it composes | filter when done
photo is refused as too large | new iPhones, {11-19} MB | limit is on the file before we shrink it | shrink first
the done list shows tomorrow | phones set to Lisbon in a Dutch depot | day by phone, route by depot | day by depot
app is in the background and counts as offline | Android 14 | the heartbeat may run only every 15 minutes | do not call that offline
torch stays on after scanning | all | we close the scanner before the torch | other way round
big text hides the price on delivery | large text, small phone | two lines become three | let it wrap, price first
the tip screen shows in a country without tips | Poland only | country of the courier, not the store | the store's
scanner needs a second try in the cold | below {1-4} degrees, older phones | autofocus is slow when cold, says the maker | scan without waiting for focus
delivery code is asked twice | {city}, since build {build} | screen is restored after the keyboard closes | remember that it was right

=== pack mobilebug
-- a=mobile,qa,support b=mobile
a: {mob.symptom}. [seen on|devices]: {mob.device}, build {build}. [{2-14} couriers reported it|video in {case}|can reproduce it {7-10} times out of 10]
b> {looking}
~1h b> {mob.cause}
?60 a> [x#oh no|that explains the video|since when?|and on the other system?]
b> [x#fix|yes. fix|since build {build3}. fix|not there. fix]: {mob.fix}. [in the nightly|{pr}|build {build2}|{when}]
?70 ~3h a> [tested {build2}, works|good on {3-6} phones|verified on the old Samsung, too|works, with gloves and in the cold store|fine now, told {customer9}]

-- a=@wanjiru,@joao,@stellan b=@joao,@wanjiru,@stellan
a: [riddle|help me think]: {mob.symptom}, only {mob.device}
b: [x#does it happen in the emulator?|with battery saver on, too?|fresh install as well?|which languages?|with the debugger attached?]
a: [x#no, only on real phones|on or off, same|only after {2-5} hours of driving|all {6-9} I tried|then it's gone, of course]
~15m b: {mob.cause}?
a: [🤯 yes|how. yes|that's it|you must have been there|I was staring at it for {2-4} hours]. {mob.fix}, [then|and a test|{pr}], thanks

-- a=@femke,@priscila,@zofia b=mobile
a: courier from {city} [called|writes]: {mob.symptom}. [he's on the road now|what can she do today?|phone: {mob.device}]
b> [for today|now]: [restart the app|switch battery saver off|use the torch button|sign out and in, nothing is lost]. {mob.cause}, I think
?70 a> [works for now|passed on, happy courier|done, back on the road|passed on, {store} says thank you]
?60 ~1d b> [fixed|in build {build2}|for everybody from {day+2}]: {mob.fix}

=== pack appbuild
-- a=@joao,@wanjiru,@stellan b=qa,mobile
a: nightly {build} is up ([Android|iOS|both]). [please test|in it]: {mob.fix}; {area}
?80 b> [x#testing on {3-6} phones|ok so far, {8-20} of {22-30} checks|crash on start on Android 11|looks good, {12-30} checks green|{area} is blank with large text]
& a> [x#thanks, no hurry|good, the rest {when}|fixing, new one in an hour|then it goes to the {5-20} % group {day+1}|oh. fixed, build {build2}]

-- a=@joao b=qa,@zofia
a: store review of {build}: [x#approved in {2-9} hours, 5 % today, 100 % {day+3}|rejected, they want a better text for location. answer is sent|waiting since {day-2}, same as last time|approved, iOS only, Android tomorrow]
?60 b> [x#nice, support knows|why do they always ask that|shall I write to them?|ok, notes say so]

-- a=mobile b=mobile
a: crash-free is {99.2-99.8} % on {build}, [worst|top one] is {mob.symptom}
b> [mine|I have it open|seen it, too|that's on me]: {mob.cause}. {pr}

=== pack mobileask
-- a=mobile b=mobile,@farah
a: [what happens when|does the server mind if|is it ok when] [x#two closings of a stop arrive|a photo comes before its stop|the clock of the phone is wrong by an hour|we send positions in bulk after a tunnel|a courier is on two routes|the reason is a new one]?
b> [x#no problem, the first wins|fine, it waits {5-10} minutes|we take our own time and keep yours beside|up to {200-500} per request|yes it does, 409 with both ids|unknown ones are stored as text, nothing breaks]
?60 a> [good, simpler for us|then I can delete {60-200} lines|perfect, {pr}|that's what I hoped|ok, writing a test for it]

-- a=@anneke,@zofia b=mobile
a: can the app [x#show the next two stops while driving|read out the door code|remember the last reason|switch to big buttons in the rain 😄|tell the depot that the van is full|show who packed the crate]?
b> [x#yes, but not tappable|yes, with the phone locked even|easy, {1-3} days|big buttons for all, rain or not|yes, if the board has a place for it|if the label says so, it's only scanned]
?60 a> [drawing it {when}|into {ticket}|let's try with {6-12} couriers of {customer}|good, {ticket}, small]
?40 ~1d b> [nightly {build} has a first version|ready for a test ride, build {build}|in the nightly, behind {flagname}]

-- a=mobile b=mobile
a: minimum Android: still [8|9]? [{1.2-3.9} % of couriers|the tests for it cost {10-20} minutes|the camera library drops it]
b: [keep until {month+3}, those are the depot phones|drop, they get new phones anyway|ask Zofia, the depots bought {40-90} of them]
?50 a: [ok, {month+3} then|asked, they get replaced in {month+2}|ok, one more quarter|fine, note in {ticket}]
`;
