// Announcements, and what support hears of incidents. Notation: script.ts.

export const office = String.raw`
=== pack notice
-- w=1.2 a=@renske b=support,design,eng
a: **Office:** [closed on {date+6}, the building gets new wiring|new opening hours from {month+1}: 7:30 to 19:00|the bike cellar moves to the north side on {date+4}|quiet rooms are bookable from today, one hour at a time|first-aid course on {date+7}, ten seats]. [Questions in the thread|Details are in the handbook] ## 👍9
?60 b> [x#does the badge work there?|can guests come, too?|is it in the calendar?|and the plants?]
& a> [x#yes, tested it|with somebody of us, yes|it is now|Thabo has a plan for the plants]

-- w=1.2 a=@adaeze,@tomasz b=eng,product
a: **Engineering:** [on-call is paid per day from {month+1}, also when it stays quiet|we stop supporting API v1 in {month+5}|each team gets two days per quarter for repairs of their choice|no deploys from 23 December to 2 January|the architecture notes are public inside, please comment|interview loops become one hour shorter] ## 👏8 👍6
?70 b> [very welcome|thank you, this was asked for a long time|good, that makes {quarter+1} easier|read it twice, like it|fair. does it start at once?]
?30 a> [thank you for pushing for it|details are in the wiki, "decisions"|questions to me, any time]

-- w=1.1 a=@helena b=support,sales,design
a: **Product:** [{feat.thing} is live for all stores|the roadmap for {quarter+1} is in the wiki, two pages, no surprises|we say goodbye to the old slot planner in {month+2}|user day is on {date+30}, {40-90} customers registered|from today ideas go into one list, open to everybody]. [Thank you to everybody who tested|One page to read, please do|Tell your customers] ## 🎉9 👏5
?70 b> [x#can I tell {customer}?|is there a video?|finally! {customer} asked on {day-1}|is there something on paper?]
& a> [x#Please do|Video comes {day+2}|Then you make somebody happy today|First link in the topic, two pages]

-- w=0.9 a=@ingrid b=eng,support,people
a: [We signed {customer}: {40-140} stores in {city} and around. Kickoff is {day+5}, Tamsin leads.|{customer} stays with us for three more years.|We open a small office in {city} in {month+3}, four desks and a view.|We close the year in the black, for the first time. Thank you.|The bank said yes. We can hire six people, the roles are on the site today.|I'm away until {day+5}, Adaeze decides in the meantime.] ## 🎉16 ❤️7
*>1-4 {cheer}

-- w=0.5 a=@renske,@ingrid b=support,eng
a: **People:** [holiday requests for the summer until {date+10}|the survey is open, ten questions, anonymous|new parental leave rules, better in every line|salary letters come on {date+3}|mentoring starts again in {month+1}, say if you want to give or get] ## ❤️6
?50 b> [great, thank you|put it into my calendar|done in four minutes|where do I find it?|good change compared with last year]
?30 a> [it's the first page of the handbook|thank you, {prev}|that is what we hoped for]

=== pack quarter
a: **{quarter} in short**\n\n- stores: {190-480} (+{8-19} %)\n- stops on time: {93-97}.{1-9} %\n- customers lost: {0-3}, all small\n- incidents with customer impact: {2-7}, median {19-46} minutes\n- we are {41-46} people plus four tireless bots\n\nWhat I am proud of: {area} went from complaint to praise. What worries me: we depend on two map providers. All-hands on Thursday, bring questions ## 👏14 🎉8 pin
*>2-5 [thank you for the openness|question: what is plan B for the maps?|the on-time number, wow|which three did we lose, and why?|proud of the support median, too|can we see it per country?]
?80 a> [Good question, Tomasz answers it on Thursday|Per country is in the sheet, link in the topic|Two closed their shops, one went to a cheaper one]

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
