// Support, sales and the channel shared with a customer. Notation: script.ts.

export const customers = String.raw`
=== table ask q answer detail next
wants to move a whole route to another courier after it has started | bulk reassign does that, since {month-1} | only stops that are not yet picked up move along | sent them the two-minute video
asks why {store} sees no slots for {day+2} | the store is marked as closed that day, in the holiday calendar | somebody of theirs set it {day-2} at {clock-300} | they opened it again themselves
needs all proofs of delivery of {month-1}, for a dispute | the export has links to the photos, valid for 14 days | {1200-6400} photos, about {2-9} GB | prepared, they got a link
says a courier sees the orders of another shop | the courier is invited to both, so that's intended | they can limit it in the courier's profile | showed them where
gets {3-9} % "address not found" since their new web shop | the shop sends the street and the number in one field | we split it for Dutch addresses only | their developer changes it, we wrote down how
wants invoices per store and not one for all | possible, finance has to switch it | from the first of {month+1} | Hendrik has the list of stores
asks whether photos show customers' faces, their lawyer wants to know | they can, we blur nothing, but photos are deleted after the period they chose | theirs is {30-90} days | sent the privacy sheet
cannot print since this morning | the bridge on their PC is not running after an update | needs a restart by somebody with rights | their IT did it, prints again
wants a slot of 30 minutes for flowers | smallest is one hour, by design | product has it on the list, {4-11} customers ask | linked their case to the idea
was billed for {40-160} stops that were test orders | the test store was never marked as one | finance credits it | credit note goes out {day+1}
asks for a webhook when the courier is five minutes away | exists: ‹stop.approaching›, they set the minutes | off by default | turned it on together
has a courier who cannot sign in on a new phone | the old phone is still bound | the depot can release it, or we | released, works
says the map shows {store} on the wrong side of the river | the pin comes from the first import | they can drag it in the settings | dragged
wants to pay couriers per kilogram | not possible, per stop, hour or kilometre only | kilograms are in the export though | they compute it in their payroll
wants the tracking page in Turkish and Arabic | {9-13} languages, those two not yet | texts are with the agency | told them {month+1}, not earlier
gets the daily report twice | two people made the same subscription, one from an alias | can be removed in the profile | removed one
asks why ETAs are worse in the rain | the model knows rain only since {month-2} and not on bicycles | data is on it | explained, they were nice about it
needs a list of everyone who has access, for an audit | the admin has it under "people", with last sign-in | export as CSV | sent where to click
wants to stop texts after 21:00 | quiet hours, per store | texts wait until the morning, unless the parcel comes the same night | they set 20:30
complains that two couriers went to the same address | two orders, one with a typo in the house number | merging is by exact address | suggested the address check, it is free
imported {2000-9000} customers twice | there is a merge tool, by phone number | it keeps the newer address | ran it with them, {30-90} leftovers by hand
wants to know what happens to orders when we are down | the app works offline, the board is read-only, new orders wait at their side | nothing is lost | sent the page about it
asks for a discount because of the outage | not for me to decide | Tamsin talks to them | handed over with the numbers
cannot find the button for a second delivery attempt | it shows after "not home" is chosen, not before | three others missed it as well | told design

=== pack escalation
-- a=support b=eng,product,support
a: {case} {customer} {ask.q}. [can we?|what do I tell them?|is that possible today?|who knows?]
b> {ask.answer}
?70 a> [and is there a catch?|anything I should warn them about?|for all of their stores?|details?]
?70 b> {ask.detail}
a> [thanks, answered|great, told them|perfect]. {ask.next}

-- a=support b=support
a: {case}: {customer} {ask.q}
b: [had that one|I had it last week|know that one]: {ask.answer}
?60 b: [also|and] {ask.detail}
a: [thanks, copying your answer|ta|you're faster than our search]

-- a=support b=product,eng c=support
a: [urgent-ish|today, please]: {case} {customer} [waits since {day-1}|has asked twice|called]. [It|the customer] {ask.q}
b> [why did it wait?|sorry, missed it|now I see it]. {ask.answer}
b> {ask.detail}
?60 c> [I can call them, I speak their language|they like a call more than a mail|same customer as {case2}, I think]
a> {ask.next}. [closing|thanks both|thank you]

-- a=@intake b=support c=support,product
a: **{case}** · {customer} · [normal|low|high]\n> [Hello,|Good day,|Dear team,] [one of our colleagues|our planner|our store manager] {ask.q}. [Thank you in advance.|Could you advise?|Best regards]
b> [mine|I take it|taking]
?60 b> [does anybody know|before I search]: [is there a setting?|is it in the help centre?|new or old behaviour?]
?60 c> {ask.answer}
~40m b> {ask.next}. [solved in {1-3} answers|waiting for their ok|done]

-- w=0.7 a=@tamsin,support b=product,eng
a: [on the phone with|just off a call with] {customer}: [they|the shop] {ask.q}
b> [live?|now?]. {ask.answer}
a> [told them, they are happy|you saved the call|typed it while they talked 😅]

=== pack intake
-- w=2 a=@intake b=support
a: **{case}** · {customer} · [normal|low]\n> [Hello|Hi|Good morning], [a courier|our new colleague|one store] {ask.q}.
b> [answered with the macro|answered, {4-18} minutes|done]. {ask.next}

-- a=@intake b=support
a: 📊 {day-1}: {38-120} new cases, {35-118} solved, median first answer {6-31} min, {1-9} waiting for engineering
?60 b> [good day|above average because of {customer}|the waiting ones: {ticket}, {ticket2}|Monday as Mondays are|best median this month]

-- a=@intake b=support,product
a: ⭐ {customer} rated {case} with 5 of 5: "[quick, friendly and it worked|I did not expect an answer on a {day}|finally somebody who reads the question|the video helped|better than last year]"
?60 b> [that's Femke's|aww|framing it|send that to design, the video is theirs|❤️]

=== pack macro
-- a=support b=support
a: new macro "{area}": [first question is always the store|asks for the build of the app|explains it in four lines]. [please use it|tell me what is missing|replaces three old ones]
?70 b> [used it twice already|can we have it in Portuguese?|what if they use the API?|the link goes to staging]
?60 a> [added|fixed|on my list for {day+1}|yes, translated]

-- a=support b=support
a: [who can|can somebody] take the [phone|chat|inbox] from {clock+60} to {clock+150}? [interview|dentist|training]
b: [I can|me|sure], [cake, please|you did mine last week|no problem]
?50 a: [thanks 🙏|you're a gem|cake it is]

-- a=support b=support
a: {case}, {case2} and {case3} are waiting for a customer since [a week|ten days|{day-4}]. [closing with the friendly text|one more reminder?|I'd call the first]
b> [close, they come back if it matters|call, I know the owner|reminder, then close]

-- a=support b=product
a: help centre page about {area} is [out of date|wrong since the train|for the old screens]. [who writes it?|shall I?|I have new pictures]
b> [please do, I review|I can {day+1}|yes, and the Dutch one as well]
?60 ~1d a> [published|it's up], [twelve pictures fewer than before|with a short video|thanks for the corrections]

=== pack trend
-- a=support b=product c=support,data
a: pattern of the week: {7-22} cases about {area}, [usually {2-4}|twice as many as last week|all since the train]. [examples|e.g.] {case}, {case2}, {case3}
b> [is it the text or the behaviour?|what do they expect?|all stores or new ones?]
a> [text, I think|they expect that it saves by itself|mostly people who use it for the first time]. [one sentence there would save us an hour a day|a screenshot is in {case}]
?60 c> [the numbers agree: {14-38} % leave the page there|same for phone calls]
b> [I take it into refinement|small enough for this week, {ticket}|talking to design today]

=== table deal stage note next
first meeting with {customer} | {12-80} stores, today on paper and phone | demo {day+3}
demo for {customer} done | they loved the board, asked twice about offline | trial with {2-4} stores from {month+1}
{customer} signed 🎉 | {24-36} months, {18-140} stores | kickoff {day+4}, Tamsin leads
lost {customer} | price, and a cousin who writes software | ask again in {month+6}
{customer} wants a pilot in {city} only | good for us, the depot there is easy | contract is with their lawyer
renewal of {customer} | they want {8-15} % off, we want the second country | call {day+2} with the owner
{customer} asks for an offer for {40-220} more couriers | they bought a competitor | numbers by {day+1}
procurement of {customer} sent {90-210} questions | half about security | Gregor and Sanne have a ready answer for most
{customer} moved the decision | new manager since {month-1} | introduction {day+5}
reference call between {customer} and {customer2} | {customer2} was kinder than our own slides | offer goes out today
{customer} compares us with two others | one is cheaper, one has a nicer map | bring the courier app to the meeting, it wins
tender in {city} | {300-900} stops a day, bikes only | bid or no bid by {day+2}
{customer} pays late again | {31-58} days, second reminder is out | Hendrik calls, I stay the good cop
{customer} asks for a slot at our user day | wants to show their depot | yes, gladly

=== pack deal
-- a=sales b=sales,lead,product
a: {deal.stage}. {deal.note}. [Next|next step]: {deal.next}
?60 b> [great|good|nice]. [who decides there?|what was the hardest question?|is the timeline theirs or ours?]
?60 a> [the operations manager, she used us at her last job|"what happens when it rains"|theirs, before the season|the owner, in person, with dog]
?30 *> {cheer}

-- a=sales b=@helena,@dylan,@lucia
a: {deal.stage}, but they need one thing: [slots of 30 minutes|an SSO with their own provider|data only in the EU, in writing|an import from their old system|a second language on labels]. [possible?|when?|can I say {quarter+1}?]
b> [EU: yes today|not before {quarter+1}, please don't promise|import: we did one like it for {customer3}|{ticket} exists, {3-9} customers want it|on the list, no date]
a> [ok, I'll say it as it is|that is enough for them|fine, "planned" is what I say]. {deal.next}

-- a=sales b=sales
a: {customer} [just called|wrote]. {deal.note}
b: [good sign or bad sign?|and?|what did you say?]
a: [good, I think|I promised a number today|that we will come by train]. {deal.next}

=== pack pipeline
-- a=sales b=sales c=sales,lead d=@hendrik,@helena
a: **Pipeline, week of {date}**: {14-26} open, {3-6} in contract, {260-940}k weighted. [Focus|This week]: {customer}, {customer2}, {customer3}. Please add yours
b> {deal.stage}: {deal.note}. {deal.next}
c> {customer2}: [contract is back with red marks|silence since {day-3}|signature {day+1}, if the printer works there|they want to meet the founders]
?60 d> [two invoices of {customer3} are open, be aware|forecast says {91-108} % of the plan|which of these need product this month?]
?60 a> [will mention it|good|only {customer2}, and only a sentence]

=== pack demo
-- a=sales b=sales,product
a: demo [environment|store] is [broken|slow|full of somebody's tests], I'm on in {20-50} minutes 😬
b> [reset it, two minutes|what do you see?|use the second one, I prepared it for {customer2}]
a> [works again, thank you|second one is lovely|reset did it]
~2h a> [demo went well|they laughed at the right places|good one]: [asked for prices before slide three|wanted to click themselves|the app won it, as always]

-- a=sales b=sales
a: what do you show first, board or app?
b> [app. put the phone into their hand|board for planners, app for owners|neither, ask about their worst {day} first]
?50 a> [trying that {day+1}|that explains your numbers|writing it down]

=== pack salesask
-- a=sales b=product,support,@lucia,@yara,@hendrik
a: [does|can] [our API do bulk cancels?|the app run on rugged scanners?|we bill in złoty?|a customer bring their own map?|we show a store its CO2 per stop?|we do next-day and same-day in one plan?] [{customer} asks|for an offer|question from the fair]
b> [yes, since {month-2}|yes, up to {200-500} at once|not today|with a small setting, ask support|no, and I would not promise it|half: the export has it, the screen does not]
?60 a> [good enough|ok, honest answer it is|great, that was the last open question]

-- a=sales b=sales,people
a: one-pager for [pharmacies|bakeries|flower shops|pet food|book shops] is [in the folder|new|updated]. [numbers are from {customer}, with permission|please use this one, not the old PDF] ## file=one-pager-{month}.pdf
?50 b> [looks good|typo on the back|can I have it in French?|sent it to two already]

-- a=sales b=@hendrik,@ingrid
a: [can I offer|ok to offer] {customer} [{5-12} % for three years|two months free|setup for free]? [{30-90} stores|they decide this week]
b> [for three years, yes|yes, if they pay yearly|rather free setup than a lower price]
a> [done|offer is out|understood]

=== pack bramblesstart
-- b=@bram d=@lowell
a: welcome {@z} and {@d} to this channel! Here we plan the rollout at Brambles Market and solve what comes up. We read it from 8 to 18, in urgent cases please use the phone number in the topic ## 👋6 pin
z> Thank you! Glad to have one place for it. We begin with three stores, I will post the list tomorrow
d> hi all, I'm the one to ask about network, tills and printers
b> welcome both. [ask anything, there's no silly question|support is five of us, you'll meet all]

=== pack bramblesweek
-- b=@petra c=@zofia,@bram
a: weekly notes, Brambles rollout:\n\n- live: {6-38} stores, {2-5} more this week\n- on time: {91-98} %\n- open with us: {ticket}, {ticket2}\n- open with you: [addresses of the new stores|printers in {city}|names of the planners|training date] ## pin
b> thanks. [The addresses come by {day+1}|Training is on {day+3}, 12 people|Planners are two, I send the names|The managers like the board, the bakers do not read mails]
?60 c> [training material in English and Dutch is ready|{ticket} goes with the next train|I'd join the training if I may]
?50 b> [Please do|Very good|Wonderful, thank you]

=== table bram ask why ok
Our store in {city} has no slots after 16:00, is that on purpose? | capacity there is set to {2-4} couriers, they are full by then | We add a fifth courier from {day+2}
Two customers got "delivered" while the parcel was still in the van | the courier scanned the whole crate at once | We will remind them; can the app warn? 
The morning list is sorted by number and our people pack by shelf | the packing list can be sorted by shelf, it's in the store settings | Found it, that will save us an hour
A label roll in {city} prints half a millimetre low | printer offset, page 2 of the sheet Lowell has | Better. Lowell has adjusted all four
Can our night shift see {day+1}'s routes already at 20:00? | yes, if you set the planning to 19:30, orders after that wait | We take 19:30 for three stores as a trial
Photos from one courier are all black | camera protection film, had it before | It was the film. We laughed
Why do bikes get the heavy crates? | weights are missing for {20-60} of your products | We send the weights as a file
The report says {93-97} %, our own count says {88-92} %. Who is right? | we count from the promised window, you from the order | Then we use yours and explain it inside
May two planners work on one depot at the same time? | yes, they see each other's changes at once | Good, they were afraid of it
We close on {date+8} for stock taking, all stores | put in for all, customers see it from today | Thank you, I see it
Network in {city} is down, what happens to the deliveries? | couriers go on offline, the board catches up when it's back | It was forty minutes, nothing lost. Impressive
The substitute courier has no account | you can make one under "people", it takes a minute | Done, he is on the road
Some customers ask for the name of the courier | first name can be shown, off by default | Our council says first name is fine, please turn it on
The ETA says "about 14:20", customers ask what about means | within twelve minutes either way, we can show a window instead | A window, please

=== pack brambles
-- a=@petra,@lowell b=support,sales,@zofia,@farah
a: {bram.ask}
b> [good morning!|hi!|thanks for asking.|] {bram.why}
a> {bram.ok}
?40 b> [great 👍|perfect|glad to hear it|done on our side as well]

-- a=@petra b=support,sales c=@zofia,@farah
a: {bram.ask}
b> [let me ask the team|checking with a colleague|one moment, asking engineering]
c> {bram.why}
a> {bram.ok}

-- w=0.5 a=@tamsin,support b=@petra,@lowell
a: [tonight|{day+1}] between 05:00 and 05:20 the portal is read-only, [we upgrade a database|planned work]. [deliveries are not affected|nothing to do for you]
?70 b> [Thank you, I told the stores|Noted|Fine, we start at six]

-- w=0.5 a=@lowell b=@farah,support
a: our firewall logs {20-90} blocked calls to a new host of yours, ‹tiles.example.com›. [expected?|allow it?]
b> [yes, map tiles moved|expected, it's on the list we sent {day-3}|yes please, port 443 only]
a> [open now|allowed for all stores|done, map is back]

-- w=0.4 a=@petra b=@tamsin
a: [One year ago we did this on paper.|Small story:] [A store manager told me she leaves on time now|Our oldest courier, 63, explains the app to the young ones|We had a {day} without one single phone call] ## ❤️5 😄3
b> [this makes our week, thank you|may I share it with the whole company?|🥹]
`;
