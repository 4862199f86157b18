// Data pipelines, the ETA model and the courier app. Notation: script.ts.

export const dataAndMobile = String.raw`
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

=== pack pipeline
-- a=data b=data
a: [heads-up|fyi|morning]: {pipe.problem}. [looking|checking since {clock-20}|please don't use it until noon]
~40m a> {pipe.cause}
b> [again?|ah|who would guess]. fix: {pipe.fix}?
~1h a> [exactly, running|yes, done]. [numbers are right again|backfilled {3-11} days|everything since {day-2} recomputed]
?40 *> [thank you|my slide was wrong for an hour, fine|great, reloading]

-- a=product,support,sales b=data
a: is it possible that {pipe.problem}? [looks odd|found it by accident|a customer asked]
b> {looking}
~30m b> [yes, well spotted|sadly true|you have good eyes]. {pipe.cause}
b> {pipe.fix}, [live {day+1}|{pr}|give it two hours]
?60 a> {thanks}

-- a=data b=data
a: [cost|run time] of the [nightly|hourly] jobs is [down|up] by {8-41} %. [reason|because]: [half of the tables are incremental now|we keep {2-4} years where one is read|somebody sorts {300-900} million rows for fun]
?70 b> [nice|oops, that's mine|good catch]. [next: the photos|I'll fix the sort|can we drop the copies, too?]

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
b> [nice|interesting]. [on all depots?|is it stable over weeks?|what does it do to the tail?]
a> [two depots worse, small ones|stable over {6-12} weeks|p95 improves even more|tail unchanged, which is a pity]
?60 b> [ship to {5-10} %?|online test?|go for it]
& a> [on for {city} since {clock-10}|runs until {day+5}|needs the flag first, {ticket}]

-- a=product,support b=@chidi,@yara
a: [ETAs in {city} feel off|a store says ETAs got worse|are the ETAs ok?] [since {day-2}|today|in the afternoon]
b> [checked|looked]: error is {4.1-6.9} minutes there, {3.9-5.1} everywhere. [road works at the bridge|a new courier, it learns|real, two features were empty since {clock-240}|normal for a {day}]
a> [is there something to do?|will it fix itself?|what do I tell them?]
b> [it adapts in {2-4} days|fixed, was an empty feature|say "about", we switched it on for them]

-- a=@chidi b=@bence,@sofie,@yara
a: [retraining is done|new model is trained], {3.9-5.6} → {3.7-5.2} minutes on last week. [canary {day+1}|on staging|report in the folder] ## file=eta-report-{month}.html
?60 b> [which depots lose?|bikes?|looks good, the noon bump is smaller]
& a> [three small ones|bikes win most|yes, that was the shift fix]

=== pack finding
-- a=data b=product,sales,support
a: [found while looking for something else|curious fact|did you know]: [{20-44} % of all deliveries happen within {2-4} km of the store|the average courier climbs {30-90} floors a day|orders with a note are {11-19} % more often late|on rainy days tips go up by {6-14} %|{day}s have the fewest wrong addresses] ## 👀4
?70 b> [can I use that?|no way|is that causal or just so?|why, do we know?|that's a nice one for the newsletter]
& a> [correlation, careful|use it, with "on average"|no idea, theories welcome|ask me after the weekend]

-- a=data b=data,product
a: notebook on [churn of small stores|cold starts|waiting at the door|second attempts] is [done|shared|ready]. [short version|tl;dr]: [first two weeks decide|{4-7} stores cause {31-48} % of it|waiting is {2-4} minutes, parking is the rest|a call before beats a text]
b> [reading|great, we discuss it {day+2}|that changes the plan for {quarter+1}]
?40 b> [two questions in the document|the third chart is the important one|convincing]

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

=== pack mobilebug
-- a=mobile,qa,support b=mobile
a: {mob.symptom}. [seen on|devices]: {mob.device}, build {build}. [{2-14} couriers reported it|video in {case}|can reproduce it {7-10} times out of 10]
b> {looking}
~1h b> {mob.cause}
?60 a> [oh no|that explains the video|since when?]
b> [fix|will do]: {mob.fix}. [in the nightly|{pr}|build {build2}]
?70 ~3h a> [tested, works|good on three phones|verified on the old Samsung, too]

-- a=@wanjiru,@joao,@stellan b=@joao,@wanjiru,@stellan
a: [riddle|help me think]: {mob.symptom}, only {mob.device}
b: [does it happen in the emulator?|with battery saver on?|fresh install too?]
a: [no, only real phones|yes and yes|only after {2-5} hours]
~15m b: {mob.cause}?
a: [🤯 yes|how. yes|that's it]
a: {mob.fix}, [then|and a test], thanks

-- a=@femke,@priscila,@zofia b=mobile
a: courier from {city} [called|writes]: {mob.symptom}. [he's on the road now|what can she do today?|phone: {mob.device}]
b> [for today|now]: [restart the app|switch battery saver off|use the torch button|sign out and in, nothing is lost]. {mob.cause}, I think
?70 a> [works for now|she's happy|passed on]
?60 ~1d b> fixed: {mob.fix}

=== pack appbuild
-- a=@joao,@wanjiru,@stellan b=qa,mobile
a: nightly {build} is up ([Android|iOS|both]). [please test|in it]: {mob.fix}; {area}
?80 b> [testing on {3-6} phones|ok so far|crash on start on Android 11|looks good, {12-30} checks green]
?60 a> [thanks|fixing, new one in an hour|then it goes to the {5-20} % group {day+1}]

-- a=@joao b=qa,@zofia
a: store review: [approved in {2-9} hours|rejected, they want a better text for location|waiting since {day-2}]. [rollout 5 % today, 100 % {day+3}|answer is sent|same picture as last time]
?60 b> [🎉|why do they always ask that|ok, support knows]

-- a=mobile b=mobile
a: crash-free is {99.2-99.8} % on {build}, [worst|top one] is {mob.symptom}
b> [mine|I have it open], {mob.cause}. {pr}

=== pack mobileask
-- a=mobile b=mobile,@farah
a: [does the server care if|may the app|what happens when] [two closings of a stop arrive|a photo comes before its stop|the clock of the phone is wrong by an hour|we send positions in bulk after a tunnel]?
b> [no, the first wins|fine, it waits {5-10} minutes|we take our own time and keep yours beside|up to {200-500} per request]
?60 a> [good, simpler for us|then I can delete {60-200} lines|perfect]

-- a=@anneke,@zofia b=mobile
a: can the app [show the next two stops while driving|read out the door code|remember the last reason|switch to big buttons in the rain 😄]?
b> [driving: yes, but not tappable|yes, with the phone locked even|easy, {1-3} days|big buttons for all, rain or not]
?60 a> [drawing it|into {ticket}|let's try with {6-12} couriers]
?40 b> [nightly has a first version|ready for a test ride]

-- a=mobile b=mobile
a: minimum Android: still [8|9]? [{1.2-3.9} % of couriers|the tests for it cost {10-20} minutes|the camera library drops it]
b: [keep until {month+3}, those are the depot phones|drop, they get new phones anyway|ask Zofia, the depots bought {40-90} of them]
?50 a: [ok, {month+3}|asked, they are replaced in {month+2}|staying then]
`;
