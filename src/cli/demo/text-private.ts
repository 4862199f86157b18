// IT help, hiring, leadership, security, a finished project, and direct messages. Notation: script.ts.

export const closedRooms = `
=== table it problem answer ok
my second screen flickers since the update | unplug the dock for a minute, really a minute | minute helped, I had only tried ten seconds
the VPN asks for a code that never comes | the phone's clock is off, set it to automatic | that was it, {3-6} minutes off
the printer on floor 2 prints pink | it's the magenta, new one is in the cupboard | changed, everything has its colour again
I can't open the wiki from home | you are in the old group, moved you | works, thanks
calendar shows meetings in New York time | your profile says New York, somebody was travelling | it was me in {month-2} 🙈
laptop fan sounds like a plane | the search indexer, let it finish over lunch | quiet now
I need the drawing software for {2-4} weeks | licence is yours until {date+15} | thank you, it's there
new phone, codes are gone | come by with your badge, I reset them | done, backup codes are in my wallet now
lost my badge, maybe in the tram | blocked it, new one is at reception | thanks, it was in the other coat of course
the big room's camera shows only the plant | it follows who speaks, and the plant is on the microphone | moved the plant
mails to {customer} come back | their server thinks we are spam, writing to them | first one went through at {clock-5}
keyboard types two letters for one | crumbs or firmware, bring it | crumbs. so many
can I have admin rights for an hour? printer driver | one hour from now, the log watches | installed, take them back
Wi-Fi drops in the corner by the window | new access point comes {day+3}, sit elsewhere till then | the sofa it is
password manager does not fill in the portal | the address changed with the new login, edit the entry | edited, fills again
my disk is full and I deleted everything I know | ‹docker system prune› gives you {40-90} GB | {38-88} GB. I'm speechless
headset is only on one ear | balance slider, system settings, sound, far right | it was at 100 % left. my cat?
the scanner sends to somebody who left in {month-4} | default address, changed it to the shared folder | arrives now, with {30-60} old pages
I get invited to meetings of a "Room 4" that we don't have | a copy of Room 3 in the calendar, deleted | gone, I'll miss it
bike cellar door is locked at 18:50 | it locks at 19, its clock is ten minutes fast | corrected? it let me out today
screen sharing shows a black window | grant it under privacy, then restart the call app | two restarts, works
too many passwords after the holiday, none of them right | reset link is in your private mail, ten minutes valid | in. feeling new
the label printer in the demo room only beeps | paper is the wrong way round, happens to all | beep is gone
my laptop wants to update since {day-3} and never does | needs 20 GB free, you have {4-11} | deleted holiday films, updating
access to the shared mailbox of finance, please, for the audit | Hendrik has to say yes, asked him | he said yes at {clock-2}, I see it
phone in the kitchen rings and nobody is there | the door bell is routed to it since the move | that explains the pizza man
monitor arm sinks slowly, like a sunset | allen key size 5, I bring mine {later} | up again
the wall clock in the big room is on summer time | ladder is booked for {day+1} | we will miss the extra hour

=== pack ithelp
-- b=@renske,infra
a: {it.problem}
b> {it.answer}
a> {it.ok}

-- b=@nadia,@aylin,@gregor,@renske c=eng,support
a: [help please|small thing|probably me|not urgent]: {it.problem}
?60 c> [same since {day-1}|had it last week|turn it off and on? sorry, had to|not me this time|it's always {day}s]
b> [I know that one|I've seen it|ah|easy]: {it.answer}
?80 a> {it.ok}

-- w=0.5 b=@renske,@nadia
a: {it.problem} [and I have a call in ten minutes|since {clock-45}|, third time this month]
b> {it.answer}
?50 b> [better?|did it help?|and?]
& a> {it.ok}

-- w=0.3 a=@renske,@nadia
a: [updates tonight, please leave laptops on and plugged in|new phones are here for {3-9} of you, list is at my desk|please return chargers that are not yours, no questions asked|phishing test was opened by {2-6} of us, the cake one works every time|Wi-Fi password for guests changes {day+1}|{city} trip: who has the travel router?|the door system restarts at {clock+45}, doors stay open] ## 👍4

=== names candidate
Amira
Lennart
Chiara
Tendai
Ewa
Rahul
Solene
Mirek
Beatriz
Joris
Hana
Kofi
Linnea
Idris
Marta
Pim
Aoife
Tarek
Yuki
Rosa
Vito
Sunniva
Emre
Ottilie
Duarte
Nkechi

=== names role
backend
frontend
SRE
data engineer
support
product designer
Android
account executive

=== list impression
[strong on basics, shy at first|explained a mistake of theirs without being asked|asked better questions than I did]
great at [saying "I don't know"|drawing it first|listening], thin on [testing|databases|writing]
clear yes from me, [mainly for how they took the hint|would love to review their code|they calmed ME down]
a maybe: [fast and careless|all theory, good theory|needs a team that talks more than we do]
no for senior, yes for the level below[|, and they might take it|, with a mentor]
yes. [the exercise was short and had tests|found a bug in our exercise|talked about users before tables]
I'm torn, [kind and slow|brilliant and loud|the second hour was much better than the first]
would like to see them work with somebody, an hour of pairing before we decide
no, with regret. [wanted to lead from day one|did not read the task|we'd argue about everything]

=== pack hiring
-- a=@marisol b=@adaeze,@noor,@gregor,@yara,@joao,@mbali,@bram c=@tomasz,@lucia,@matteo,@ingrid
a: {candidate} ({role}) was here [today|{day-1}]. [your impressions, please|scorecards until {day+1}|thumbs?]
b> {impression}
?80 c> {impression}
?70 a> [offer goes out {day+1}|inviting for a second round {day+3}|writing a kind no today, with reasons|calling a reference first|thank you both, I sleep on it]

-- a=@marisol b=@adaeze,@noor,@gregor,@yara,@joao,@mbali,@bram
a: {candidate} ({role}) [interview is {day+2} at {9-15}|wants to come {day+3}|finished the exercise, it's in the folder]. who joins?
b: [x#me, if it's an hour|me and one more from the team|not me, I know {candidate} from before|I can, what should I look at?]
?60 a: [x#an hour, promise|perfect, room 2|fair, thank you for saying it|data modelling, the rest is covered]

-- a=@marisol b=@adaeze,@ingrid,@noor,@gregor,@bram
a: [{candidate} said yes! starts in {month+2}|{candidate} accepted, {role}, first of {month+2}|signed: {candidate} 🎉 {role}] ## 🎉8
?80 *> [great, {role} was the hardest one|so happy, that talk was fun|good news for the pager|finally a second one|who is the buddy?|desk by the window is free|worth the {6-14} weeks]

-- a=@marisol b=@adaeze,@tomasz,@yara
a: {candidate} [x#declined, took an offer in their town|withdrew, the commute|wants {5-12} % more|asks for four days a week]. [next best is {candidate2}|what do you think?|deadline is {day+2}]
b> [x#pity. {candidate2} is worth a call|sad, could they start remote?|a little room, not that much|four is fine for me, many here do]
?70 a> [x#calling {candidate2} {later}|asked, they think about it|offered the half of it, answer by {day+2}|they said yes to four 🎉]

-- a=@adaeze,@noor,@gregor,@yara,@bram,@joao b=@marisol
a: {role} ad: [x#{9-40} applications since {day-4}, {3-8} worth a call|too few, it reads like a law|can we drop the degree line?|new text in the document|where do we post it?]
b> [x#calls are booked for {day+2}|rewriting it with you {later}?|dropped|better, "you will be woken at night" could be nicer|in {3-5} places, and the meetup in {city}]
?50 a> [x#you're fast|gladly, bring coffee|thanks|it's true though 😄 made it "now and then"|the meetup brought us two last year]

-- a=@marisol b=@adaeze,@mbali,@lucia,@noor
a: interviewers: [x#please write notes before you talk to each other|{2-4} of last week's scorecards are empty|the new exercise is {90-120} minutes, not a whole Sunday|question 4 is out, it only tests nerves|candidates say we are "warm and a bit late". please be on time]
b> [x#good rule|one is mine, done now|like it, tried it, took me {70-110}|I'd keep 4 for SRE 😈|guilty, sorry]

-- w=0.6 a=@adaeze,@yara,@noor,@bram b=@marisol,@ingrid
a: {candidate}'s first [two weeks|month]: [already ships alone|asks the right things|fixed a bug older than the company|runs the stand-up when I'm late]. [good hire|thank you for insisting|more like that]
?70 b> [lovely to hear|and you had doubts 😄|tell them, too!|I pass it on]

-- apart=27 w=0.5 a=@marisol b=@ingrid,@adaeze
a: pipeline {month}: {14-60} applications, {5-12} calls, {2-5} visits, {0-2} offers. slowest step is [us, {4-9} days for an answer|the exercise|finding a date with three of us]
?70 b> [let's get that under three|{day}s are free for interviews from now on|better than {month-2}|what would help you most?]

=== pack agenda
-- b=@adaeze,@renske c=@helena,@viktoria,@hendrik
a: **Monday notes.** 1. cash: {9-17} months 2. {customer} renewal 3. hiring: {1-4} open roles 4. [office lease|map providers|the board meeting|salary round|on-call pay|prices for {quarter+1}]. Add yours, we start at ten
b> 5. [holidays cover in {month+1}|on-call: two people are tired, I have a proposal|offsite budget|the survey|what {customer2} told me on {day-1}|nothing from me, surprisingly]
?80 c> [x#2: they want {8-15} %, I'd give 6 and a third year|1: assumes {customer2} pays, second reminder is out|3: data engineer first, please|4: I did the numbers, page 2 of the sheet]
~100m a> Decided: [x#6 % and three years for {customer}|I call {customer2}'s owner myself|data engineer first, then support|we go with Hendrik's version]; [no new role before {quarter+1}|on-call is looked at in {month+1}|two meetings fewer, starting now|offsite stays as planned]. Notes are in the folder ## 👍4

=== pack leadership
-- a=@viktoria,@hendrik,@helena b=@ingrid,@renske c=@adaeze,@tomasz
a: [x#{customer} asks for exclusivity in {city}|forecast for {quarter+1} is in the sheet, {92-108} % of plan|a competitor of ours was bought, press release is out|{customer} wants to talk to a founder before they sign|insurance asks {60-140} questions about security|{customer} would pay for a feature, {15-60}k]
b> [x#my answer would be no, kindly|thank you, what is the soft spot in it?|what does it change for us?|I take the call, when?|who can answer those?|only if we'd build it anyway]
?70 c> [x#we can't promise that technically either|{2-3} renewals in one week of {month+1}|short term nothing, long term their customers look around|{day+2} at nine works, I'd join|Gregor did 80 % for another one|we would, in half a year]
?50 a> [x#sending the kind no|I watch those closely|worth a sentence at the all-hands then|booked, thank you|perfect, done by {day+3}|then I offer "sooner", not "specially"]

-- a=@adaeze,@renske,@tomasz b=@ingrid,@helena
a: [x#two people told me they're tired of the pager|exit talk is done, main reason was the distance|survey is in: {72-88} % would recommend us. low: meetings|we're {3-5} people in one room for four, again|one team got no feedback on anything for a month|sick days are up {10-30} % on last year]
b> [x#what do you need from me?|thank you for telling it straight. could we have known?|meetings is on us, let's cut two|by when does it hurt?|which one, and what would fix it?|a bug going round or something else?]
?70 a> [x#a yes to paid on-call days|in hindsight yes, I'll ask earlier|Monday update and the status round, gone from {month+1}|{month+2} at the latest|design. an hour a week with product, agreed already|both, I think. talking to the leads {day+1}]

-- w=0.6 a=@ingrid,@tomasz b=@adaeze,@renske,@viktoria
a: [x#board deck is done, please shoot at it until {day+1}|dinner with {customer} went well, they like the people more than the price|I'd like one of us at each retro from now on|I'm at {customer} on {day+2}, what should I not promise?|thinking about prices, current ones are from {2021-2023}]
?80 b> [x#page {3-9} says stores and means depots|good, I'll write the follow-up|I go to the next|no dates for returns, please|+{4-9} % would be accepted, below {15-30} stores no change]
?40 a> [x#fixed, thank you|thank you, by {day+1}?|👍|understood, no dates|then let's do that in {quarter+1}]

-- apart=27 w=0.6 a=@hendrik b=@ingrid,@viktoria,@renske
a: [cash at the end of {month-1}|books of {month-1} are closed]: {9-17} months, [two late payers|slightly better than planned|costs of maps up by {6-19} %|travel is down, cloud is up]. [sheet is updated|questions welcome|one page, promised]
?60 b> [thank you, clear as always|who are the late ones?|maps: I have an idea, {day+2}|cloud: asked Gregor, he has a list]

=== table sec finding risk fix
invite links could be used twice | low, needs the same mailbox | used up at the first POST
an old sandbox key was in a public gist | sandbox only, no personal data | revoked {clock-30}, scanner runs daily
the label bridge accepts any printer on the network | medium, inside only | pairing with a code
export links have no end | medium, they can be forwarded | 14 days, and visible who opened
admin pages lack a re-login for payouts | medium | asks again after 15 minutes
two people who left still had VPN profiles | low, accounts were closed | leaving list has a second pair of eyes
the map widget loads a font from outside | low, tells them our addresses | served by us
rate limit counts per address, offices share one | low | per account and address
the debug header shows the build path | info | gone in production
webhook secrets are readable by all admins | medium | shown once, then only replaced
photos can be guessed by number | would be high, but it also needs a signature | number replaced by an id anyway
backup restore was last tried {5-9} months ago | medium | practised {day+1}, then each quarter
the search accepts queries of any length | low, costs us CPU | 200 letters
a preview environment had production's mail key | medium, no mail went out | own key, and the deploy checks
session survives a password change on other devices | medium | all others are signed out
error pages tell whether an address has an account | low | the same text for both
CSV export can carry formulas | medium for those who open it in a spreadsheet | cells are quoted, with a leading mark
the status endpoint lists versions | info | only inside

=== list advisory
advisory for the image library
new CVE in the proxy
dependency alert, the archive package
the XML parser again
a bug in the TLS library
something in the PDF renderer
the base image has a new kernel hole
a prototype pollution in the form helper
ReDoS in the phone number library
the log shipper, of all things
a path traversal in the zip reader
an advisory for the Postgres extension we use
the mail catcher on staging
the map widget's vendor wrote to us
a certificate bug in the Android HTTP library

=== pack security
-- a=@sanne,@gregor,@mbali,@devika b=infra,@mbali,@devika,@tomasz
a: [finding|from the review|new one|found today]: {sec.finding}. [rating|risk]: {sec.risk}
b> [confirmed|agree with the rating|reproduced|ouch, yes]. [fix|plan]: {sec.fix}, [{ticket}|this week|mine|{when}]
?70 ~1d b> [done|deployed|in production], {pr}. [can you verify?|please try again|build {build}]
& a> [Verified, closing|Cannot reproduce any more|Good, and quicker than most|Closed. {ticket} is the last medium one]

-- a=infra,@thabo,@marcus b=infra,@tomasz,@mbali
a: {advisory}, score {7-9}.{1-8}. [do we use it?|are we affected?|who looks?]
b> [x#only in the build|yes, in {service}, not reachable from outside|no, removed in {month-2}|yes, patching now|looking {when}]
?70 ~2h b> [x#updated it anyway, {pr}|patched, restart of {service} was clean|scanner agrees, green|patched everywhere, note in {ticket}|not affected, we don't use that part. pinned anyway]

-- a=@sanne b=@gregor,@aylin,@nadia
a: Could I get [x#read access to the audit log for a week|the list of admins|a test store with two depots|the network drawing, even if it's old|an hour with the person who knows {service}|the export of firewall rules|a courier account that was deactivated|last year's report, for comparison]?
b> [x#granted until {date+5}|in your folder|yes, store {700-980}, do what you like|old is right, updated it for you|that's me, {day+1} at ten?|uploaded, {140-310} lines, {3-9} I can't explain either|yes, handle is in your mail|found it, be kind]
?60 a> [x#Thank you, I see it|Received. {4-9} is a good number|Perfect, that helps|Much clearer, thank you|Works, I bring questions|Then we begin with those|It can still download its own photos. Finding follows|Half of it is fixed, that is rare]

-- w=0.7 a=@gregor,@ravi,@aylin b=@tomasz,@mbali
a: [x#key rotation on {day+2}, 06:30|restore exercise done in {38-95} minutes|turned on re-login for payouts|phishing test: {88-96} % did not click|all laptops are encrypted now, {41-46} of {47-48}]
?70 b> [x#I watch {service}, it missed the last one|which step took longest?|good, support knows|I was one of the others 😳|who is missing?]
& a> [x#good, thank you|finding the right backup. labels are better now|told them {day-1}|it had cake in it, nobody blames you|two old ones in a drawer, wiping them]

=== pack slipway
-- w=2 a=infra,@mbali b=@kenji,@devika,@lucia,infra
a: [step {2-9} of 11|next step|tonight's step]: [x#move {3-8} depots to the new cluster|copy the distance cache|run both planners side by side for {city}|switch reads of the board|drain node pool blue|move the queue of {city}]. [{day+1} at 05:30|after the morning routes|at {clock+90}]
b> [x#checklist is ready, rollback is one flag|{60-140} GB, takes {20-50} minutes|comparing by cost or by order?|who watches the lag?|it still has two jobs of {customer} on it|wait for the backup, please]
?70 ~1d a> [x#done. {0-12} of {800-3000} routes differ, all ties|copied, {18-44} minutes|by cost: {0.1-0.6} % better on the new one|switched, lag {0-2} s|drained, jobs moved by hand|moved at {clock-60}, after the backup]
?40 *> [one step closer|nice, {3-9} to go|how is the memory?|{city} planner says it feels faster|boring. best compliment]

-- a=@kenji,@devika,@mbali b=infra
a: new cluster: [x#clock of one node is {40-90} ms off|different plan for the same query|health check is too strict at start|one worker per node has no disk|logs of {service} are missing|DNS answers after {2-5} s on node {3-9}]. [looking into it|yours or mine?|since {clock-30}]
b> [x#image is from last month, rebuilding|analyse after the copy, I forgot|relaxed it, 90 s now|mount was in the wrong order|agent had the old address|file limit, again. raised]
?60 ~1h b> [applied, {pr}|all nodes are equal now|in the image, so it stays]
?40 a> [confirmed|same numbers now, thanks|looks right since {clock-5}]

-- a=@zofia,@tomasz b=@gregor,@mbali
a: [where are we?|short status for {day+1}, please|are we still on for {month+1}?]
b> {22-88} % of the depots, [no customer noticed|one noticed, because it's faster|a week late, on purpose|{2-5} depots a day]. [biggest open|risk]: [the map data licence|the two depots with own vehicles|holidays in {month+1}|the export of {customer}]
?60 a> [good, that's what I tell them|ok, thanks|rather a week late than at five in the morning|anything I can clear away?]

-- w=0.6 a=infra b=@kenji,@mbali,@thabo
a: [decision|note]: [we keep the old cluster for {10-20} days after the last move|no moves on Fridays|{city} goes last, their season ends in {month+1}|both clusters share the object store]. [objections?|reason is in {ticket}|costs {300-900} euros, worth it]
?70 b> [none|fine, put it into the plan|good. who switches it off in the end?|yes, and a date for the end please]

-- w=0.6 a=@thabo,@lucia b=@kenji,@devika,infra
a: tested {city} on the new cluster: {40-120} routes, [all the same|{1-4} differ, see sheet|faster by {20-60} %|one hangs]
b: [x#great, tick it off|{1-4} are ties, I look at the rest|that's the new disks|which one? ... found it, two windows on one stop]
`;
