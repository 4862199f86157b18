// Announcements, IT help, hiring, leadership, security, a finished project, and direct messages. Notation: script.ts.

export const office = String.raw`
=== pack notice
-- w=1.2 a=@renske b=support,design,eng
a: **Office:** [closed on {date+6}, the building gets new wiring|new opening hours from {month+1}: 7:30 to 19:00|the bike cellar moves to the north side on {date+4}|quiet rooms are bookable from today, one hour at a time|first-aid course on {date+7}, ten seats]. [Questions in the thread|Details are in the handbook] ## 👍9
?60 b> [does the badge work before eight?|can guests use it, too?|is there a waiting list?|and the plants?]
& a> [yes|with somebody of us, yes|there is, I put you on it|Thabo waters them]

-- w=1.2 a=@adaeze,@tomasz b=eng,product
a: **Engineering:** [on-call is paid per day from {month+1}, also when it stays quiet|we stop supporting API v1 in {month+5}|each team gets two days per quarter for repairs of their choice|no deploys from 23 December to 2 January|the architecture notes are public inside, please comment|interview loops become one hour shorter] ## 👏8 👍6
?70 b> [very welcome|does it count for half days?|who tells the three customers?|thank you, this was asked for a long time|where are the notes?]
& a> [it does|product does, texts are ready|in the wiki, "decisions"|thank you for pushing for it]

-- w=1.1 a=@helena b=support,sales,design
a: **Product:** [{feat.thing} is live for all stores|the roadmap for {quarter+1} is in the wiki, two pages, no surprises|we say goodbye to the old slot planner in {month+2}|user day is on {date+30}, {40-90} customers registered|from today ideas go into one list, open to everybody]. [Thank you to everybody who tested|One page to read, please do|Tell your customers] ## 🎉9 👏5
?70 b> [can I tell {customer}?|is there a video?|finally!|they will be so happy|which page?]
& a> [Yes|Video comes {day+2}|First link in the topic|Please do]

-- w=0.9 a=@ingrid b=eng,support,people
a: [We signed {customer}: {40-140} stores in {city} and around. Kickoff is {day+5}, Tamsin leads.|{customer} stays with us for three more years.|We open a small office in {city} in {month+3}, four desks and a view.|We close the year in the black, for the first time. Thank you.|The bank said yes. We can hire six people, the roles are on the site today.|I'm away until {day+5}, Adaeze decides in the meantime.] ## 🎉16 ❤️7
*>1-4 {cheer}

-- w=0.5 a=@renske,@ingrid b=support,eng
a: **People:** [holiday requests for the summer until {date+10}|the survey is open, ten questions, anonymous|new parental leave rules, better in every line|salary letters come on {date+3}|mentoring starts again in {month+1}, say if you want to give or get] ## ❤️6
?50 b> [done|how anonymous?|great change, thank you|I'd like to give]
& a> [groups under eight are not shown|noted, I write to you|thank you]

=== pack quarter
a: **{quarter} in short**\n\n- stores: {190-480} (+{8-19} %)\n- stops on time: {93-97}.{1-9} %\n- customers lost: {0-3}, all small\n- incidents with customer impact: {2-7}, median {19-46} minutes\n- we are {41-46} people plus four tireless bots\n\nWhat I am proud of: {area} went from complaint to praise. What worries me: we depend on two map providers. All-hands on Thursday, bring questions ## 👏14 🎉8 pin
*>2-5 [thank you for the openness|question: what is plan B for the maps?|the on-time number, wow|which three did we lose, and why?|proud of the support median, too|can we see it per country?]
?80 a> [Good question, Tomasz answers it on Thursday|Per country is in the sheet, link in the topic|Two closed their shops, one went to a cheaper one]

=== pack released
-- a=@helena,@adaeze,@tomasz b=support,sales
a: **Release {version}** is out. New: {area} and {area2}. Faster: {perf.what}, from {perf.before} to {perf.after}. Release notes are in the help centre, thank you to everybody on the train 🚂 ## 🎉12 🚂6
?70 b> [customers see it already, first smile at {clock-20}|is {area2} on for everybody?|notes are great this time|demo at {customer} {day+1}, perfect timing]
& a> [On for all|For stores created after spring, the rest next week|Tell us how it goes]

=== pack incsupport
-- a=support,infra b=support c=support
a: ⚠️ {incident} ({sev}): {inc.impact}. Text for customers: "{inc.say}"
b> [{4-15} cases already|phone is ringing|two on the phone|nobody noticed yet, I think]. [using the text|answering with it]
?70 c> [{customer} asks how long|can I promise an hour?|do we write to all or only to those who ask?]
& a> [no promises, next news at {clock+20}|only those who ask, for now|say we're on it and mean it]
~55m a> [over|resolved|fixed], {incident} is closed. [please answer the open ones|a short sorry is enough|macro "{incident}" has the details]
?60 b> [all {6-31} answered|done, one wants it in writing|the nicest one sent a cat picture]

=== table it problem answer ok
my second screen flickers since the update | unplug the dock for a minute, really a minute | minute helped, I had only tried ten seconds
the VPN asks for a code that never comes | the phone's clock is off, set it to automatic | that was it. four minutes off
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

=== pack ithelp
-- b=@renske,infra
a: {it.problem}
b> {it.answer}
a> {it.ok}

-- b=@nadia,@aylin,@gregor,@renske c=eng,support
a: [help please|small thing|probably me]: {it.problem}
?60 c> [same since {day-1}|had it last week|turn it off and on? sorry, had to]
b> [I know that one|I've seen it|ah]: {it.answer}
?80 a> {it.ok}

-- w=0.3 a=@renske,@nadia
a: [updates tonight, please leave laptops on and plugged in|new phones are here for those on the list|please return chargers that are not yours, no questions asked|phishing test was opened by {2-6} of us, the cake one works every time|Wi-Fi password for guests changes {day+1}] ## 👍4

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

=== names role
backend
frontend
SRE
data engineer
support
product designer
Android
account executive

=== pack hiring
-- a=@marisol b=@adaeze,@noor,@gregor,@yara,@joao,@mbali,@bram c=@tomasz,@lucia,@mbali,@matteo
a: {candidate} ({role}) [interview is {day+2} at 10|did the exercise|was here today]. [who joins?|your impressions, please|scorecards until {day+1}]
b> [I can|strong on basics, shy at first|clear yes from me|a maybe: great questions, thin on testing|would like to see them work with somebody]
?70 c> [yes. explained a mistake of theirs without being asked|same impression|second conversation about data modelling, then yes|no for senior, yes for the level below]
?70 a> [offer goes out {day+1}|inviting for a second round|writing a kind no today, with reasons|references are very warm]

-- a=@marisol b=@adaeze,@ingrid,@noor,@gregor,@bram
a: [{candidate} said yes! starts in {month+2}|{candidate} accepted, {role}, first of {month+2}|signed: {candidate} 🎉] ## 🎉8
?80 *> [great!|so happy|good news for the pager|finally a second one|who is the buddy?|desk by the window is free]

-- a=@marisol b=@adaeze,@tomasz,@yara
a: {candidate} [declined, took an offer in their town|withdrew, the commute|wants {5-12} % more]. [next best is {candidate2}|do we have room?|asking for feedback]
b> [pity|sad, they were good]. [{candidate2} is worth a call|a little room, not that much|can we offer two days from home more?]
?60 a> [calling {candidate2} now|offered, answer by {day+2}|feedback: process was "fast and human", at least]

-- a=@adaeze,@noor,@gregor,@yara,@bram,@joao b=@marisol
a: {role} ad: [{9-40} applications since {day-4}, {3-8} worth a call|too few, it reads like a law|can we drop the degree line?|new text in the document]
b> [dropped|calls are booked for {day+2}|posted it in three more places|text is better, "you will be woken at night" could be nicer]
?40 a> [it's true though 😄|thanks|made it "now and then"]

-- a=@marisol b=@adaeze,@mbali,@lucia,@noor
a: interviewers: [please write notes before you talk to each other|two of last week's scorecards are empty|new exercise is {90-120} minutes, not a whole Sunday|question 4 is out, it only tests nerves]
b> [done, sorry|like the shorter exercise|I'd keep 4 for SRE 😈|agree]

=== pack agenda
-- b=@adaeze,@renske c=@helena,@viktoria,@hendrik
a: **Monday notes.** 1. cash: {9-17} months 2. {customer} renewal 3. hiring: {1-4} open roles 4. [office lease|map providers|the board meeting|salary round|on-call pay]. Add yours, we start at ten
b> [5. holidays cover in {month+1}|5. on-call: two people are tired, I have a proposal|5. offsite budget|nothing from me]
?80 c> [2: they want {8-15} %, I'd give 6 and a third year|1: assumes {customer2} pays, second reminder is out|3: data engineer first, please|4: I spoke to the landlord, they'd paint]
~100m a> [Decided: 6 % and three years; two roles, data engineer and support; lease {day+3}|Decided: no new role before {quarter+1}; reminder by phone; on-call is paid from {month+1}|Notes are in the folder, three to-dos, none with me, thank you] ## 👍4

=== pack leadership
-- a=@viktoria,@hendrik,@helena b=@ingrid,@renske c=@adaeze,@tomasz
a: [{customer} asks for exclusivity in {city}|forecast for {quarter+1} is in the sheet, {92-108} % of plan|a competitor was bought, press release is out|one of the three big ones wants to talk to a founder|insurance asks {60-140} questions about security]
b> [my answer would be no, kindly|call me after three?|what does it change for us?|I take the call|thank you, read it]
?60 c> [security ones are answered, Gregor did 80 %|short term nothing, long term their customers look around|we can't promise that technically either|worth a sentence at the all-hands]
?50 a> [agreed|sending the kind no|call is {day+1} at 9]

-- a=@adaeze,@renske,@tomasz b=@ingrid,@helena
a: [two people told me they're tired of the pager|exit talk is done, main reason was the distance|survey is in: {72-88} % would recommend us, low: meetings|we're {3-5} people in one room for four, again]
b> [what do you need from me?|thank you for telling it straight|meetings is on us, let's cut two|which two?]
?70 a> [a yes to paid on-call days|Monday update and the status round|an hour on {day+2}|a second room by {month+2}]

-- w=0.5 a=@ingrid,@tomasz b=@adaeze,@renske,@viktoria
a: [board deck is done, please shoot at it until {day+1}|dinner with {customer} went well, they like the people more than the price|I'd like one of us at each retro from now on]
?70 b> [page 7 says stores and means depots|good, I'll write the follow-up|I go to the next]

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
photos can be guessed by number | high if true. tested: it needs a signature, no | number replaced by an id anyway
backup restore was last tried {5-9} months ago | medium | practised {day+1}, then each quarter

=== pack security
-- a=@sanne,@gregor,@mbali,@devika b=infra,@mbali,@devika,@tomasz
a: [finding|from the review]: {sec.finding}. [rating|risk]: {sec.risk}
b> [confirmed|agree with the rating|reproduced]. [fix|plan]: {sec.fix}, [{ticket}|this week|mine]
?70 ~1d b> [done|deployed|in production], {pr}. [can you verify?|please try again]
& a> [Verified, closing|Cannot reproduce any more|Good, and quicker than most]

-- a=infra,@thabo,@marcus b=infra,@tomasz,@mbali
a: [advisory for the image library|new CVE in the proxy|dependency alert, the archive package]: [do we use it?|are we affected?|score {7-9}.{1-8}]
b> [only in the build|yes, in {service}, not reachable from outside|no, removed in {month-2}|yes. patching now]
?60 ~2h b> [patched everywhere, restart of {service} was clean|pinned, note in {ticket}|scanner is green]

-- a=@sanne b=@gregor,@aylin,@nadia
a: Could I get [read access to the audit log for a week|the list of admins|a test store with two depots|the network drawing, even if it's old]?
b> [granted until {date+5}|in your folder|yes, store {700-980}, do what you like|old is right, updated it for you]
?60 a> [Thank you|Received|Perfect, that helps]

-- w=0.6 a=@gregor,@ravi,@aylin b=@tomasz,@mbali
a: [key rotation on {day+2}, 06:30|restore exercise done in {38-95} minutes|turned on re-login for payouts|phishing test: {88-96} % did not click]
?60 b> [good number|which step took longest?|I was one of the others 😳]

=== pack slipway
-- a=infra,@mbali b=@kenji,@devika,@lucia,infra
a: [step {2-9} of 11|next step]: [move {3-8} depots to the new cluster|copy the distance cache|run both planners side by side for {city}|switch reads of the board|drain the old node pool]. [tonight|{day+1} at 05:30|after the morning routes]
b> [checklist is ready|who watches?|rollback is one flag, tested|wait for the backup, please]
?70 ~1d a> [done|went well]. [differences: {0-12} of {800-3000} routes, all ties|{3-9} % faster|one depot back to the old one, {ticket}]
?40 *> [nice|🎉|one step closer|how is the memory?]

-- a=@kenji,@devika,@mbali b=infra
a: new cluster: [clock of one node is {40-90} ms off|different plan for the same query|the health check is too strict at start|one worker per node has no disk]. [looking into it|yours or mine?]
b> [mine|image is from last month, rebuilding|analyse after the copy, I forgot|fixed in the manifest]
?70 ~1h b> [solved|nodes are equal now|applied, {pr}]
?40 a> [confirmed|same numbers now, thanks]

-- a=@zofia,@tomasz b=@gregor,@mbali
a: [where are we?|short status for Monday, please|are we still on for {month+1}?]
b> {22-88} % of the depots, [no customer noticed|one noticed, because it's faster|a week late, on purpose]. [biggest open|risk]: [the map data licence|the two depots with own vehicles|holidays]
?60 a> [good|ok, thanks|rather a week late than at five in the morning]

=== pack dm
a: [coffee?|walk?|lunch later?|five minutes?]
b: [yes!|in ten|after {clock+30}|can't today, tomorrow?|meet you downstairs]

a: [how was the holiday?|are you better?|how did the talk go?|did you sleep?]
b: [good, thanks. [too short|rainy|I read three books]|better, still coughing|nobody threw anything|no. the baby has opinions]
?60 a: [glad to hear|take it slowly today|haha|we'll manage without you if needed]

a: [can we move our 1:1 to {day+1}?|I'm late for ours, ten minutes|skip ours today? nothing burning]
b: [sure|of course|yes, fine by me|ok, moved it]

a: [saw your message in {otherchannel}|about earlier]: [thank you for saying it|well put|you were right, I was tired]
b: [no worries|took me three tries to write|all good 🙂|anytime]

=== list otherchannel
#general
#random
the retro

=== pack dmops
a: [did you see|have you looked at] [the latency of {service}|the bill for {month-1}|what {service2} does at 03:00]?
b: [yes, ugly|just now|not yet, bad?]
a: [{12-40} % up|it retries like mad|a cron nobody owns]. [I'd turn it down|taking it {day+1}|shall we tell them or just fix it?]
b: [just fix it|tell them, kindly|I'm on call anyway, let me]
?50 a: [thanks, I owe you|ok 🙏|deal]

a: can you take the pager [tonight|from 18 to 20|{day+2}]? [concert|my parents are here|school thing]
b: [of course|sure, go|yes, but bring me something]
a: [you're the best|thank you!!|anything from the bakery]

a: draft of the retro for {ticket}, [too harsh?|did I get the times right?|before I post it]
b: [read it, line three sounds like blame|times are fine|I'd put the lesson first|good. really good]
?70 a: [changed|true, softened it|posting]

a: [new node image is ready|quota request went through|they answered about the leased line]. [{day+1} at six?|finally|{20-60} % cheaper]
b: [ok for me|I bring coffee|set an alarm for both of us]

=== pack dmsupport
a: {case}: [how would you answer this?|I wrote three drafts, all too long|he is right, but rude]
b: [short, warm, one step|say sorry once, then the solution|call him, he's nice on the phone|let me, I know the shop]
?60 a: [called, you were right|sent, thanks|he apologised 😮]

a: [can you cover chat at {clock+30}?|lunch swap?|you or me on Saturday?]
b: [I can|me, I had last week off|you choose, I'm easy]
?50 a: [thanks!|deal|you're kind]

a: [how do we count {case}, bug or question?|the macro for {area} is wrong|{customer} called twice while you were away]
b: [question, until engineering says bug|which line?|what did they want?]
a: [ok|the second, menu is elsewhere now|to say thank you. twice]

a: numbers for {month-1}: {940-1900} cases, [best median ever|{day}s are the worst|you alone did {180-420}]
b: [wow|let's not tell them or they'll ask for more|that's because of {customer}]

=== pack dmproduct
a: [before the meeting|quick alignment]: [do we want {feat.thing} this quarter?|I'd drop {area} from the list|are you ok with me telling sales no?]
b: [yes, small|please do, I wanted to say the same|no is fine, give them a date for the next look]
?60 a: [good, then we agree|writing it like that|thanks]

a: [read your draft on {feat.thing}|comments are in the document]. [strong|page two is the real page one|where is the number?]
b: [swapping|the number is {feat.signal}|thank you, that stung and helped]

a: [how did {customer} go?|how was the interview at {store}?|is Dylan back?]
b: [they want everything and tomorrow|eye-opening, tell you {day+1}|back {day+2}]
?50 a: [as always|looking forward|ok]

=== pack dmgroup
-- w=2
a: [{lun.where}?|usual place?|{lun.where} before the queue?]
*:1-3 [in|yes|12:10?|meeting till half past|only if we walk|+1|starving|can't, sandwich diet]
?40 a: [stairs in five|go go go|ordering for {3-4}]

a: [plan for {day+2}|game night]: [my place|the usual bar|kitchen, after six]. [I cook|everybody brings one thing|expansion pack arrived]
*:2-3 [in|I bring dessert|can I come at seven?|yes!|bringing the good crisps|only if {prev} does not win again]

a: [who won yesterday?|rematch?|I demand a recount]
*:1-3 [me|not you|beginner's luck|the rules say otherwise, page 6|{5-9} points, FIVE|never again with the blue cards]

=== pack dmoffsite
-- w=2
a: offsite: [house answered, free on both dates|bus company wants {900-1900} euros|{38-45} yes, {1-4} maybe|kitchen has two ovens]
*:1-2 [great|take the first date?|{prev}, can you call them?|I'd book today|what do the maybes need?|who cooks on the first night?]
?60 a: [booked|calling now|done, deposit is paid|waiting until {day+1}]

a: [programme idea|for the afternoon]: [walk, then small groups|no slides at all|a question per table|treasure hunt in the village]
*:1-3 [love it|with a rain plan|max two hours|yes, and dinner early|can I do the hunt?|no slides, hurrah]

a: [allergies list|room list|train list] is [done|nearly complete|in the folder]. [{2-5} vegans, {1-3} nuts|three snorers volunteered for one room|two need an early train]
*:1-2 [heroes|noted|telling the cook|I'm one of them, fair|thanks]
`;
