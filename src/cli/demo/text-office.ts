// Announcements, and what support hears of incidents. Notation: script.ts.

export const office = String.raw`
=== table newsoffice text q a
closed on {date+6}, the building gets new wiring. Work from home or from a café, coffee on us | does the VPN stay up? | Yes, the servers are elsewhere
new opening hours from {month+1}: 7:30 to 19:00 | does the badge work before that? | From 7:15, for the early birds
the bike cellar moves to the north side on {date+4}. Please take out what is yours | and the abandoned ones? | They get a ribbon, and go to the repair café
quiet rooms are bookable from today, one hour at a time | can I book for a guest? | Yes, under your name
first-aid course on {date+7}, ten seats, half a day | is there a waiting list? | There is, you are second
the big room has a new screen. One cable, no adapter, no prayer | and for old laptops? | One adapter, on a chain
we separate glass from today, the bins are next to the stairs | where do the batteries go? | Box at reception
painters on floor 2 from {date+3} until {date+5}, please clear your desk | which colour? | Sea. You may argue until Thursday
the lift is certified for ten again, thank you for the exercise | can it be only for parcels? | No, but I understand
the phone booth by the window has air now | and light? | And light
the alarm code changes on {date+2}, you find it where the old one was | who can I ask on Saturday? | Me, always
the plants have names and a watering plan, see the door of the kitchen | who is Gerald? | The one that does not need you
desks by the window rotate from {month+1}, draw your ticket at reception | may I swap? | With anyone who agrees
kitchen rules, short version: if it is empty, fill it, if it is full, empty it | does that hold for the cake? | Especially for the cake

=== table newseng text q a
on-call is paid per day from {month+1}, also when it stays quiet | does it count for half days? | It does
we stop supporting API v1 in {month+5}. Three customers have a plan, the rest have moved | who tells them? | Product, the texts are ready
each team gets two days per quarter for repairs of its own choice | do they have to be in one piece? | No, but they have to be taken
no deploys from 23 December to 2 January, hotfixes with two signatures | does staging count? | Staging is free
the architecture notes are public inside. Please comment where you disagree | also the old ones? | The old ones first
interview loops become one hour shorter, the exercise gets smaller | who updates the guide? | Marisol did it already
we have a budget for conferences again, two per person and year | does remote count? | Half
incidents get a public status page from {month+1} | who writes there at night? | The lead, one sentence
every service has an owner from today, the list is in the wiki and fits on one page | what if I see my name twice? | Then you may give one away
staging gets its own database machine on {date+5}, the slow mornings end | do we lose data there? | Yes, back up what you love
all repositories use the same checks from {date+8}, your build may ask for a comma | is there a codemod? | In the wiki, one command
we finished the migration of the routing engine. Nobody noticed, which was the plan | may the old cluster die now? | In two weeks, with a small ceremony

=== table newsprod text q a
{feat.thing} is live for all stores. Why we built it: {feat.why} | can I tell {customer}? | Please do, today
the roadmap for {quarter+1} is in the wiki, two pages, no surprises | which of the two is safe to show customers? | The first
we say goodbye to the old slot planner in {month+2} | how many still use it? | Nine stores, we call each of them
user day is on {date+30}, {40-90} customers have registered | do we need helpers? | Six, and somebody for the door
from today ideas go into one list, open to everybody. Old lists are frozen | can customers vote? | Not yet, support votes for them
the help centre speaks Polish and Portuguese now | and French? | {month+2}
{feat.thing} goes into a trial with {4-9} stores, for six weeks | who are they? | Volunteers, {customer} among them
we said no to {3-7} ideas this month and wrote down why, see the wiki | is mine among them? | Yes, with a good reason, I promise
the courier app passed {4-9}.{1-8} stars for the first time | what changed? | Big buttons and fewer bugs
we stop asking for a phone number at booking. {4-7} % of people have none | what about the texts? | They get a card with a code

=== table newsceo text q a
we signed {customer}: {40-140} stores in {city} and around. Kickoff is {day+5} | who leads it? | Tamsin, with Zofia
{customer} stays with us for three more years | same price? | A little higher, and they smiled
we open a small office in {city} in {month+3}, four desks and a view | may we visit? | Bring cake
last year closed in the black, for the first time. Thank you | so, a party? | In {month+1}, Marisol has a plan
the bank said yes. We can hire six people, the roles are on the site today | which come first? | Support and data
I am away until {day+5}, Adaeze decides in the meantime | on everything? | On everything
a fund asked to buy a part of us and we said no, kindly. You should hear it from me | why no? | Because of how they treat the ones they have
we were named among the ten calmest places to work, whatever that is | do we get a sticker? | A candle, I'm told
the price for small shops stays as it is for another year | and for the big ones? | They pay a little more from {month+2}
I spent Tuesday on a delivery bike. I will be slower with promises and faster with rain jackets | how many stops? | Thirty-one, and one dog

=== table newspeople text q a
holiday requests for the summer until {date+10}, please | what if two want the same week? | Then you talk, then I draw
the survey is open, ten questions, anonymous | how anonymous? | Groups under eight are not shown
new parental leave rules, better in every line | also for those who are already on leave? | Yes, from today
salary letters come on {date+3}. Read them with the guide next to them | who do I ask? | Your lead, then me
mentoring starts again in {month+1}, say if you want to give or get | can I do both? | The best ones do
language classes restart: Dutch on Mondays, Portuguese on Wednesdays | beginners? | Always
we have {2-4} new roles, recommendations are welcome and paid | also for guests? | Also for guests
training budgets end with the year, {40-60} % are unused | does a book count? | Ten do
our accident report is online, one page: {1-3} paper cuts, one stapler | who was the stapler? | We don't name people here

=== pack notice
-- w=1.2 a=@renske b=support,design,eng
a: **Office:** {newsoffice.text}. [Questions in the thread|Details are in the handbook|Thank you] ## 👍9
?70 b> {newsoffice.q}
& a> {newsoffice.a}

-- w=1.2 a=@adaeze,@tomasz b=eng,product
a: **Engineering:** {newseng.text} ## 👏8 👍6
?75 b> {newseng.q}
& a> {newseng.a}
?40 *> [very welcome|thank you, this was asked for since {month-4}|good, that makes {quarter+1} easier|read it twice, like it]

-- w=1.1 a=@helena b=support,sales,design
a: **Product:** {newsprod.text}. [Thank you to everybody who tested|One page to read, please do|Tell your customers|Questions here] ## 🎉9 👏5
?80 b> {newsprod.q}
& a> {newsprod.a}
?50 *> {cheer}

-- w=1 a=@ingrid b=eng,support,people
a: [Good morning.|A short one.|From me:|News:] {newsceo.text}. ## 🎉16 ❤️7
?75 b> {newsceo.q}
& a> {newsceo.a}
?50 *> {cheer}
?40 *> {cheer}

-- w=0.9 a=@renske,@ingrid b=support,eng
a: **People:** {newspeople.text} ## ❤️6
?75 b> {newspeople.q}
& a> {newspeople.a}

=== pack quarter
a: **{quarter} in short**\n\n- stores: {storecount} (+{8-19} %)\n- stops on time: {93-97}.{1-9} %\n- customers lost: {0-3}, all small\n- incidents with customer impact: {2-7}, median {19-46} minutes\n- we are {staff} people plus four tireless bots\n\nWhat I am proud of: {area} went from complaint to praise. What worries me: we depend on two map providers. All-hands on Thursday, bring questions ## 👏14 🎉8 pin
*>2-4 [thank you for the openness|question: what is plan B for the maps?|the on-time number, wow|whom did we lose, and why?|proud of the support median, too|can we see it per country?]
?80 a> [Tomasz answers that on Thursday|The details are in the sheet, link in the topic|Good questions, keep them coming until Thursday]

=== pack released
-- a=@helena,@adaeze,@tomasz b=support,sales
a: **Release {version}** is out. New: {area} and {area2}. Faster: {perf.what}, from {perf.before} to {perf.after}. Release notes are in the help centre, thank you to everybody on the train 🚂 ## 🎉12 🚂6
?70 b> [x#customers see it already, first smile at {clock-20}|is {area2} on for everybody?|notes are great this time|demo at {customer} {day+1}, perfect timing]
& a> [x#Lovely, who was it?|On for all since {clock-40}|Zofia wrote them|Tell us how it goes]

=== pack incsupport
-- a=support,infra b=support c=support
a: ⚠️ {incident} ({sev}): {inc.impact}. Text for customers: "{inc.say}"
b> [{4-15} cases already|phone is ringing|two on the phone|nobody noticed yet, I think]. [using the text|answering with it]
?70 c> [x#{customer} asks how long|can I promise an hour?|do we write to all or only to those who ask?]
& a> [x#say we're on it and mean it, next news at {clock+20}|no promises, next news at {clock+20}|only those who ask, for now]
~55m a> [over|resolved|fixed], {incident} is closed. [please answer the open ones|a short sorry is enough|macro "{incident}" has the details]
?60 b> [all {6-31} answered|done, {customer} wants it in writing|done, the nicest one sent a cat picture|{6-31} answered, {1-3} phone calls left]
`;
