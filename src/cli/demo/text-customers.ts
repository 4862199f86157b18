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
wants a proof that {store} never leaves the cold chain | we record the time outside the van, not the temperature | the time is in the export, column "door" | good enough for their inspector, this year
has a courier who left, and his phone with the app is gone, too | sign-out from the portal works at once, also offline after an hour | nothing is stored on it but today's route | done while we talked
says the tracking page of one order shows another city | the customer typed the postcode of her mother | page is right, address is wrong | they call her, the cake is on its way
asks how to split {40-90} stops between two vans by hand | draw a line on the map, hold shift | they found the button, not the shift | sent a ten second video
needs all times in the export in local time | there's a switch since {month-2}, off for old stores | switched it on for {3-9} stores | they check tomorrow's file
wants to move from weekly to daily invoices | finance can, from the next Monday | minimum is {50-100} euros per invoice | Hendrik confirmed
cannot delete a store, button is grey | it has open routes from {month-3} | close them and it turns red | done, they had forgotten the test van
asks for a smaller label, {40-50} millimetres | the bridge can, the template can't yet | Anneke has a draft | they test it from {day+3}
gets a mail for each single order, hundreds | "each" was ticked instead of "daily" | one click in the profile | ticked, and apologised to their inbox
finds the word "parcel" wrong for fish | it's a text they can change themselves | up to {18-30} letters | it says "catch" now, they are delighted
has {3-8} couriers who cannot read Latin letters well | app has Cyrillic and Arabic for the buttons, not for the notes | icons are on the roadmap | told them honestly
wants the board on a TV in the packing room | there's a read-only link with big letters | needs a browser from the last two years | runs, picture attached to the case
asks whether a courier may refuse a stop | yes if the store allows reasons, off by default | refused ones go back to the board | switched on with four reasons
sees negative minutes in the report | routes that ended before they began, a phone with a wrong clock | {2-5} rows, marked in the sheet | phone is set to automatic
cannot find yesterday's late orders | filter "late" is by window, theirs are late by route | "late route" is the other filter | wants both in one, added to the idea
asks for our bank details, in answer to a mail that is not from us | it's phishing | reported, all customers get a note {day+1} | they did not pay, good people
needs to know which courier had order {order} in {month-5} | history keeps it for 400 days | a claim, the insurance asks | sent the line
wants to test the holiday setting without real customers seeing it | use the test store, it's free | customers never see it | made one for them
says the bell on new orders is too quiet in a bakery | volume is the till's, but there's a long ring since {month-1} | under "sounds" | they call it "the ship"
uses two browsers and gets two sorts of numbers | one had last week's filter | filters are per browser | reset, laughed

=== list supack
[mine|I take it|taking|got it|yes, mine], [answer goes out {later}|I know the shop|had the same on {day-1}|calling them]
[taking|mine], [as soon as {oldcase} is done|between two calls|it's quick]
[I have their other case, too|same person as {oldcase}|long-time customer], taking it
on it[, {later}|. does anyone speak their language?|, like {oldcase} I think]

=== pack escalation
-- a=support b=eng,product,support
a: {case} {customer} {ask.q}. [can we?|what do I tell them?|is that possible today?|who knows?]
b> {ask.answer}
?50 a> [and is there a catch?|anything I should warn them about?|anything else I should know?|they will ask for details]
& b> {ask.detail}
a> [thanks, answered|great, told them|perfect|thanks {b}|thank you, closing {case}]. {ask.next}

-- a=support b=support
a: {case}: {customer} {ask.q}
b: [had that one|I had it last week|know that one]: {ask.answer}
?60 b: [also|and] {ask.detail}
a: [thanks, copying your answer|ta, {ask.next}|you're faster than our search. {ask.next}|great. {ask.next}|saved me a ticket, {ask.next}]

-- a=support b=product,eng c=support
a: [urgent-ish|today, please]: {case} {customer} [waits since {day-1}|has asked twice|called]. [It|the customer] {ask.q}
b> [why did it wait?|sorry, missed it|now I see it]. {ask.answer}
b> {ask.detail}
?60 c> [I can call them, I speak the language|they like a call more than a mail|same people as in {case2}, be gentle|they were at the user day, very nice|I'd answer in their language, it's short]
a> {ask.next}. [closing|thanks both|thank you]

-- a=@intake b=support c=support,product
a: **{case}** · {customer} · [normal|low|high]\n> [Hello,|Good day,|Dear team,] [one of our colleagues|our planner|our store manager] {ask.q}. [Thank you in advance.|Could you advise?|Best regards]
b> {supack}
?60 b> [does anybody know|before I search|help me]: [is there a setting for that?|is it in the help centre?|did that change in the last train?|who had this one before?]
& c> {ask.answer}
~40m b> {ask.next}. [solved in {2-4} answers|waiting for their ok|done|closing {case}|they were quick]

-- w=0.7 a=@tamsin,support b=product,eng
a: [on the phone with|just off a call with] {customer}: [they|the shop] {ask.q}
b> [live?|now?]. {ask.answer}
a> [told them, they are happy|you saved the call|typed it while they talked 😅|perfect timing, they were about to get loud|good, {ask.next}]

=== pack intake
-- w=2 a=@intake b=support
a: **{case}** · {customer} · [normal|low]\n> [Hello|Hi|Good morning|Hi {b}], [our manager|our new colleague|one of our stores] {ask.q}.
b> [answered with the macro|answered after {4-18} minutes|done|short call|one mail was enough]. {ask.next}

-- a=@intake b=support
a: 📊 {day-1}: {38-120} new cases, {35-118} solved, median first answer {6-31} min, {1-9} waiting for engineering
?60 b> [good day|above average because of {customer}|the waiting ones: {ticket}, {ticket2}|a {day} like from a book|best median of {month}|{9-30} of them are one customer, sigh|the macro for {area} paid off]

-- a=@intake b=support,product c=support
a: ⭐ {customer} rated {case} with 5 of 5: "[quick, friendly and it worked|I did not expect an answer on a {day}|finally somebody who reads the question|the video helped|better than last year]"
?60 b> [that was {c}, wasn't it?|aww, {customer} of all people|framing it|and it was a hard one|{customer} gave us a 2 in {month-2}, so: progress ❤️]

=== pack macro
-- a=support b=support
a: new macro "{area}": [first question is always the store|asks for the build of the app|explains it in four lines]. [please use it|tell me what is missing|replaces three old ones]
?70 b> [x#used it twice already, works|can we have it in Portuguese?|what if they use the API?|the link goes to staging|the second step is another menu now]
& a> [x#that's quick|Priscila has the text, {day+1}|added a line for them|oops. fixed|right, changed, thank you]

-- a=support b=support
a: [who can|can somebody] take the [phone|chat|inbox] from {clock+60} to {clock+150}? [interview|dentist|training|visit at {store}|school play]
b: [x#I can, for cake|me, you did mine {day-3}|sure, it's a slow {day}|if you take my {day+1} inbox]
?60 a: [x#cake it is|fair trade, thanks|don't say that word, now it rings|deal, {day+1} is yours]

-- a=support b=support
a: {case}, {case2} and {case3} are waiting for a customer since [a week|ten days|{day-4}]. [closing with the friendly text|one more reminder?|I'd call the first]
b> [close, they come back if it matters|call the second, I know the owner|one reminder, then close|{case2} is on holiday until {day+3}, it says so in the footer|leave {case3} open, their IT is slow but kind]

-- a=support b=product
a: help centre page about {area} is [out of date|wrong since the train|for the old screens]. [who writes it?|shall I?|I have new pictures]
b> [please do, I review|please do, I send you the new screens|yes, and the Dutch one as well?|yours, I add the part on phones]
?60 ~1d a> [published|it's up|online since {clock-10}], [twelve pictures fewer than before|with a short video|thanks for the corrections|in four languages|half as long]

=== pack trend
-- a=support b=product c=support,data
a: pattern of the week: {7-22} cases about {area}, [usually {2-4}|twice as many as last week|all since the train]. [examples|e.g.] {case}, {case2}, {case3}
b> [x#is it the text or the behaviour?|what do they expect?|all stores or new ones?|phone or desktop?]
a> [x#the text, I think|they expect that it saves by itself|nearly all in their first week|phones, the hint is below the fold]. [one sentence there would save us an hour a day|a screenshot is in {case}|I can show you {later}]
?60 c> [the numbers agree: {14-38} % leave the page there|same for phone calls]
b> [I take it into refinement|small enough for this week, {ticket}|talking to design {later}|{ticket}, and thank you for counting]

=== table deal stage note next
first meeting with {customer} | {12-80} stores, today on paper and phone | demo {day+3}
demo for {customer} done | they loved the board, asked twice about offline | trial with {2-4} stores from {month+1}
{customer} signed 🎉 | {24-36} months, {18-140} stores | kickoff {day+4}, invitation follows
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
?60 b> [great|good|nice|ok]. [x#who decides there?|what was the hardest question?|is the timeline theirs or ours?|how many of them in the room?|what do they use today?]
& a> [x#[the operations manager, she used us at her last job|the owner, in person, with dog|a committee of {3-7}, sadly]|["what happens when it rains"|"who is Pinewharf"|what we do on the day of an outage]|[theirs, before the season|ours, they'd sign in spring|theirs, there's a fair in {month+2}]|[{2-7}, two of them couriers, which was great|one, and she knew everything]|[paper and a whiteboard|a spreadsheet with {9-30} colours|a competitor, in its last year]]
?30 *> {cheer}

-- a=sales b=@helena,@dylan,@lucia
a: {deal.stage}, but they need one thing: [x#slots of 30 minutes|sign-on with their own provider|data only in the EU, in writing|an import from their old system|a second language on labels|prices per weight]. [possible?|when?|can I say {quarter+1}?]
b> [x#not before {quarter+1}, please don't promise|exists, their IT needs an hour|yes, today, the paper is in the folder|we did one like it for {customer3}, two weeks|{ticket} exists, {3-9} customers want it|no, and I'd rather lose that one]
a> [x#ok, I'll say it as it is|lovely, that was their only condition|sent it, thank you|two weeks is fine for them|"planned" is what I say, no date|understood, I tell them early]. {deal.next}

-- a=sales b=sales
a: {deal.stage}. {deal.note}
b: [x#good sign or bad sign?|and?|what did you say?|who called, the boss?]
a: [x#good, I think|and now I need a quiet hour|that we'll come by train and bring cake|no, the one who will use it. better]. {deal.next}

=== pack salesweek
-- a=sales b=sales c=sales,lead d=@hendrik,@helena
a: **Pipeline, week of {date}**: {14-26} open, {3-6} in contract, {260-940}k weighted. [Focus|This week]: {customer}, {customer2}, {customer3}. Please add yours
b> {deal.stage}: {deal.note}. {deal.next}
c> {customer2}: [contract is back with red marks|silence since {day-3}|signature {day+1}, if the printer works there|they want to meet the founders]
?60 d> [x#two invoices of {customer3} are open, be aware|forecast says {91-108} % of the plan|which of these need product this month?|{customer} asked about returns again]
& a> [x#I will mention it, gently|good, then I sleep|only {customer2}, and only a sentence|I know. I say "next year" and smile]

=== pack demo
-- a=sales b=sales,product
a: demo [environment|store] is [broken|slow|full of somebody's tests], I'm on in {20-50} minutes 😬
b> [x#reset it, two minutes|empty the cache, it's yesterday's build|use the second one, I prepared it for {customer2}|give me five, I clean it]
a> [x#reset did it, thank you|that was it 😮‍💨|second one is lovely|spotless, you're an angel]
~2h a> [demo went well|they laughed at the right places|good one]: [asked for prices before slide three|wanted to click themselves|the app won it, as always]

-- a=sales b=sales
a: what do you show first, board or app?
b> [app. put the phone into their hand|board for planners, app for owners|neither, ask about their worst {day} first|the map, and then say nothing for a minute]
?50 a> [trying that {day+1} with {customer}|that explains your numbers|writing it down|did it with {customer}. you were right]

=== pack salesask
-- a=sales b=product,support,@lucia,@yara,@hendrik
a: can [x#our API do bulk cancels?|the app run on rugged scanners?|we bill in złoty?|a customer bring their own map?|we show a store its CO2 per stop?|we do next-day and same-day in one plan?|couriers work for two customers at once?|a store see only its own shelf?] [{customer} asks|for an offer to {customer}|question from the fair]
b> [x#yes, up to {200-500} at once|Android ones yes, the grey Windows ones no|since {month-2}, Hendrik has to switch it|no, and I would not promise it|half: the export has it, the screen does not|yes, that's what the evening plan is for|yes, two profiles, one login|with a role, takes support five minutes]
?60 a> [good enough|ok, honest answer it is|great, that was the last open question]

-- a=sales b=sales,people
a: one-pager for [pharmacies|bakeries|flower shops|pet food|book shops] is [in the folder|new|updated]. [numbers are from {customer}, with permission|please use this one, not the old PDF] ## file=one-pager-{month}.pdf
?50 b> [looks good|typo on the back, "deliverly"|can I have it in French?|sent it to {customer} and {customer2}|finally one without the old logo]

-- a=sales b=@hendrik,@ingrid
a: ok to offer {customer} [x#{5-12} % for three years|two months free|setup for free|the small plan with big limits]? [{30-90} stores|they decide {day+2}|last word before the contract]
b> [x#for three years, yes|rather free setup than free months|yes, it costs us a day|no, then everybody wants it]
a> [offer is out|sent|understood], [{customer} answers by {day+2}|fingers crossed|thanks for being quick]

=== pack bramblesstart
-- b=@bram d=@lowell
a: welcome {@z} and {@d} to this channel! Here we plan the rollout at Brambles Market and solve what comes up. We read it from 8 to 18, in urgent cases please use the phone number in the topic ## 👋6 pin
z> Thank you! Glad to have one place for it. We begin with three stores, I will post the list tomorrow
d> hi all, I'm the one to ask about network, tills and printers
b> welcome both. [ask anything, there's no silly question|support is five of us, you'll meet all]

=== pack bramblesweek
-- b=@petra c=@zofia,@bram
a: weekly notes, Brambles rollout:\n\n- live: {live} stores, {2-4} more this week\n- on time: {91-98} %\n- open with us: {ticket}, {ticket2}\n- open with you: [addresses of the new stores|printers in {city}|names of the planners|training date] ## pin
b> [thanks|thank you|good morning]. [x#The addresses come by {day+1}|Training is on {day+3}, {8-19} people|The planners are {2-4}, I send the names|The managers like the board, the bakers do not read mails|{city} wants to start a week later|Printers in {city} are installed, Lowell was there]
?70 c> [x#by noon would be great, then they go live with the rest|training material in English and Dutch is ready|I invite them {later}|then we print it, big letters, one page|no problem, {ticket} fits that date|saw the first labels from there, sharp]
?50 b> [Very good|Wonderful, thank you|That helps|Thank you, until {day+1}|Good, I tell the stores]

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

One order shows two ETAs, in the mail and on the page | the mail is from the morning, the page is live | Could the mail say so? That would be enough
Can we name the slots "early" and "late" instead of hours? | per store, yes, it's only the label | We try it in {city}
A customer wants us to delete everything about her | there's a button under privacy, it takes a day | Done, thank you for making it simple
Our accountant needs routes per cost centre | put the cost centre into the store's reference, it's in every export | He says thank you, in his way
The training store has real customers in it? | those are invented, "A. Example" is no real person | Then A. Example has a very hard week
May the night guard open the board on his phone? | yes, guest link, read only, 24 hours | He feels important now
We had {3-9} wrong addresses this week, all from the phone orders | the form has a check, it's off for your stores | Please turn it on, our staff will grumble for two days
Is there a way to tell couriers about a dog? | a note on the address, it stays for the next time | We have eleven dogs already
The summary mail comes at six, the managers start at five | we can send it at 04:30 | Please do
{city} has road works for {3-9} weeks, routes are too optimistic | draw the closed street on the map, under depot | Much better today
Two of our couriers are brothers with the same initials | show first names, or a colour | Colours. They love it
Can I see which stores use the packing list at all? | {4-9} of {10-38} print it every day, I send you the list | I visit the others

=== pack brambles
-- a=@petra,@lowell b=support,sales,@zofia,@farah
a: {bram.ask}
b> [good morning!|hi!|thanks for asking.|] {bram.why}
a> {bram.ok}
?40 b> [great 👍|perfect, closing {ticket}|glad to hear it|done on our side as well|good, I look again on {day+2}|if anything is odd, just write here]

-- w=0.6 a=@petra b=support,sales c=@zofia,@farah
a: {bram.ask}
b> [let me ask the team|checking with a colleague, answer {later}|one moment, asking engineering|good question, {c} knows]
c> {bram.why}
a> {bram.ok}

-- w=0.5 a=@tamsin,support b=@petra,@lowell
a: {day+1} between 05:00 and 05:{15-40} the portal is read-only, [we upgrade a database|planned work|a restart]. [deliveries are not affected|nothing to do for you]
?70 b> [Thank you, I told the stores|Noted for {day+1}|Fine, we start at six|Good that you say it before]

-- w=0.4 apart=25 a=@lowell b=@farah,support
a: our firewall logs {20-90} blocked calls to a new host of yours, ‹[x#tiles|push|files|labels|status].example.com›. [expected?|allow it?|since {day-1}]
b> [x#yes, map tiles moved there|expected, push messages for the couriers|yes, the photos come from there now|yes please, port 443 only, for the printers|that's our new status page, optional]
a> [open now|allowed for all stores|done, works again|opened in {city}, the others tonight]

-- w=0.3 apart=40 a=@petra b=@tamsin
a: [One year ago we did this on paper.|Small story:] [A store manager told me she leaves on time now|Our oldest courier, 63, explains the app to the young ones|We had a {day} without one single phone call] ## ❤️5 😄3
b> [this makes our week, thank you|may I share it with the whole company?|🥹]
`;
