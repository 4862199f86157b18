// Direct messages: two people, or a few, who know each other well. Notation: script.ts.

export const direct = `
=== pack dm
a: [x#coffee?|walk around the block?|lunch later?|five minutes?|are you in today?]
b: [x#yes! two minutes|in ten, need air|12:15 at the stairs|after {clock+30}|home today, call me]

a: [x#how was the holiday?|are you better?|how did the talk go?|did you sleep?|how is the new flat?]
b: [x#too short, rainy, I read three books|better, still coughing|nobody threw anything|no. the baby has opinions|boxes. {20-60} boxes]
?60 a: [x#sounds perfect to me|take it slowly today|then it was good|home today?|I bring tape {day+1}]

a: can we move our 1:1 to {day+1}? [{clock+60} clashes with {customer}|I'm no use today|dentist]
b: [sure|of course|yes, fine by me|ok, moved it to {10-16}:00|{day+1} is full, {day+2}?]

a: about earlier in [#general|#random|the retro|the call]: [x#thank you for saying it|you were right, I was tired|well put|did I sound harsh?]
b: [x#somebody had to|no worries, happens|took me three tries to write|a little. they took it well]

a: [x#your headphones are on my desk|your {day-1} joke made it into a slide|you left the oven of the kitchen on 😄|happy birthday, a day early, so I'm first]
b: [x#they travel without me|I deny everything|the pizza! is it still...|🥹 you always remember]

a: [did you read|have you seen] the [survey|plan for {quarter+1}|mail from Ingrid|new rules]?
b: [half of it|yes, twice|not yet, is it good news?|reading it {later}]
?50 a: [page two is the interesting one|no drama|let's talk over coffee|it's better than I feared]

=== pack dmremote
a: [x#how is the weather there?|are you up?|late for you, no?|good morning from here]
b: [x#34 degrees and I have a jumper on, the AC...|first coffee, so half|last thing today, promise|good afternoon from here 🙂]

a: can we move our 1:1 to {day+1}? [{clock+60} clashes with {customer}|I'm no use today|dentist]
b: [sure|of course|ok, moved it|{day+1} is full, {day+2}?|yes, and bring the {area} numbers]

a: how was [{customer}|the visit|the board call|the interview at {store}]?
b: [they want everything and tomorrow|eye-opening, tell you {day+1}|long. good. long|better than the mails sound|{3-6} ideas, two of them good]
?50 a: [as always|looking forward|write the two down before lunch|send me the notes?]

a: [x#is Dylan back?|who speaks for us at {customer}?|did Ingrid answer?|have you seen the survey?]
b: [x#{day+2}|you, if you want it|yes, one word: yes|yes. we should talk about meetings]
?40 a: [x#ok, I wait for him|gladly, {day+3} works|best mail of the {month}|with less than one meeting 😄]

=== pack dmops
a: [did you see|have you looked at] [x#the latency of {service}|the bill for {month-1}|what {service2} does at 03:00|the disk of db-{2-7}|the pages of {day-1}]?
b: [yes, ugly|just now|not yet, bad?|saw it, hoped it would go away]
a: [x#it retries like mad, I'd turn it down|{12-40} % up, half of it is logs|a cron nobody owns. shall we own it?|{2-5} % a day, full by {date+9}|{9-17}, nearly all the same one]
b: [x#just do it|logs to 14 days?|own it and kill it|I order the bigger one {when}|raise the threshold or fix it?]
?50 a: [x#done, {pr}|14 it is, {pr}|killed, nobody cried so far|thanks|fix it. {ticket}]

a: can you take the pager [tonight|from 18 to 20|on {day+2}]? [concert|my parents are here|school thing|I'm at {city}|I slept two hours]
b: [x#of course|sure, go|yes, but bring me something|I have it until {clock+180}, then Ravi]
?60 a: [x#you're the best|thank you!!|anything from the bakery|perfect, asked him]

a: draft of the retro for {ticket}: [x#too harsh?|did I get the times right?|is the lesson clear?|do I have to name {service}?]
b: [x#line three sounds like blame, rest is good|second one was {clock-200}, not later|second read, yes|yes, it has earned it]
?70 a: [x#softened it|corrected, thanks|posting it {when}|ha. posting]

a: [x#new node image is ready|quota request went through|they answered about the leased line|the {service} test is green, all night]
b: [x#{day+1} at six?|finally, only {11-26} days|and? cheaper?|all night? suspicious]
a: [x#six. I bring coffee|frame the mail|{20-40} % cheaper and a better exit|I know. checking that it ran]

a: I wrote {oldcase} into my calendar as "never again". [{service}, obviously|you know why|the restore one]
b: [mine says that since {month-3}|put me down, too|want me to automate it?|it needs {2-3} evenings and pizza]

a: who broke the [graph of {service}|dashboard|wall screen]? [asking as a friend|it shows last {month}|all zeroes]
b: [x#me, at {clock-30}, mending it|the upgrade, one query changed its name|nobody, the unplugged one in the corridor 😇]

=== pack dmsupport
a: {case}: [x#how would you answer this?|I wrote three drafts, all too long|he is right, but rude|she wants a person, not a text|is this the same one as {case2}?]
b: [x#short, warm, one step|say sorry once, then the solution|call him, he's nice on the phone|give her mine, I know the shop|same store, other till]
?60 a: [x#sent, {3-6} lines|sent, thanks|he apologised 😮|thank you, she'll like you|merged them]

a: [x#can you cover chat from {clock+30}?|lunch swap?|you or me on Saturday?|can I leave at {clock+60}?]
b: [x#I can|yes, 12:30 is fine|me, I had last week off|go, it's quiet]
?50 a: [x#thanks!|deal|you're kind|inbox is at {2-9}]

a: [x#how do we count {case}, bug or question?|the macro for {area} is wrong|{customer} called twice while you were away|somebody answered {case} in Spanish]
b: [x#question, until engineering says bug|which line?|what did they want?|that was me, they're from Valencia]
a: [x#ok, question|the second, menu is elsewhere now|to say thank you. twice|😂 of course]

-- apart=27
a: numbers for {month-1}: {940-1900} cases, [best median ever|{day}s are the worst|you alone did {180-420}|{12-31} % are {area}]
b: [x#wow|let's not tell them or they'll ask for more|that's because of {customer}|frame it]

a: [x#{customer} sent us a cake|one of mine was a 5 of 5 with a poem|I said "we" instead of "engineering" and it felt good|I fixed a printer by phone, in French]
b: [x#which floor??|forward it!|that's how it starts|you don't speak French]
?60 a: [x#three, hurry|forwarded. it rhymes "parcel" with "castle"|next I'll say "our bug"|the printer does]

a: is it ok if I [x#take {day+3} off?|tell {customer} the truth about {area}?|give the new ones the easy cases first?|write a macro that says "we don't know yet"?]
b: [x#yes, I've got the phone|please, in our words|two days, then a hard one with you beside|best macro ever, yes]

a: [x#could you read {case} before I send it?|what's the word for "cut-off" in Dutch again?|did {customer2} ever answer you?|where did we put the {area} video?]
b: [x#read it, drop the second "sorry"|sluitingstijd, they say it anyway in English|{day-1}, two words and a thumb|help centre, last page, bottom. needs moving]

=== pack dmproduct
a: [before the meeting|quick alignment|between us]: [x#do we want {feat.thing} this quarter?|I'd drop {area} from the list|are you ok with me telling sales no?|who presents {feat.thing}, you or me?]
b: [x#yes, small: {feat.small}|please do, I wanted to say the same|no is fine, give them a date for the next look|you, it's your baby]
?60 a: [x#good, then we agree|writing it like that|{date+14}, I'll say|ok, {4-7} slides, no animation]

a: [read your draft on {feat.thing}|comments are in the document about {feat.thing}]. [x#strong|page two is the real page one|where is the number?|too kind to {feat.no}]
b: [x#thank you, that took three evenings|swapping them|{feat.signal}|ha. less kind now]

a: [did you see|heard] what {customer} said about {area}? [ouch|I'm still smiling|fair, I'd say|they drew it on paper]
b: [yes, put it into {ticket}|no! tell me|they said the same in {month-4}|Anneke has the picture]

=== pack dmgroup
-- w=0.7
a: [{lun.where}?|usual place?|{lun.where} before the queue?|hungry. {lun.where}?|{lun.dish} is calling]
*:1-3 {groupyes}
?40 a: [stairs in five|go go go|ordering for {3-4}|table is free, RUN|{lun.dish} for all?]

a: [plan for {day+2}|game night {day+2}|{day+2}, eight o'clock]: [my place|the usual bar|kitchen, after six]. [I cook {lun.dish}|everybody brings one thing|expansion pack arrived|teams or all against {prev}?]
*:2-3 {groupyes}

a: [who won {day-1}?|rematch?|I demand a recount of {day-1}|the score sheet of {day-1} has coffee on it]
*:1-3 [me by {2-9}|not you, {root}|beginner's luck|the rules say otherwise, page {3-11}|{5-9} points, FIVE|never again with the blue cards|{prev} counted the sheep twice|photo exists, it's 41 to {31-40}]

a: [x#look at my {lun.dish} picture|I found a place with {lun.dish} for {7-9} euros|don't go to {lun.where} today|they know my order at {lun.where}] ## 😂2
*: [x#you photograph every plate|address, now|thanks for the warning|they know it because you shout it]

a: [x#whose turn is it to pick?|I have {2-4} tickets for the {city} concert, {day+3}|who has the big pot?|the {day-1} leftovers are in the fridge]
*: [x#{prev}'s, and {prev} knows it|me me me|at mine, since {month-2}|were]

a: the [quiz|league|table football table] [x#starts {day+1}, we are "Late Parcels"|moved to {day+3}|needs a fourth|standings: second place, {3-9} points behind support]
*: [x#still a great name|then I can!|me, I only foul a little|they train in secret, I saw it]

=== list groupyes
[in|yes|me|count me in], [12:10?|leaving now|after {pr9}|if we walk|two minutes|starving]
meeting till [half past|quarter past|forever], [save me a seat|start without me|order me {lun.dish}]
can't, [sandwich diet|dentist|{customer9} on the phone|my mother visits]
only if [{prev} does not win again|we sit outside|I may choose the music|it's before the rain]
I bring [dessert|the good crisps|the dice|my appetite|{lun.dish}]
+1[|, and {lun.dish}|, no coriander|, late]

=== pack dmoffsite
-- w=2
a: offsite: [x#house answered, free on both dates|bus company wants {900-1900} euros|{38-45} yes, {1-4} maybe|kitchen has two ovens|they ask for a deposit until {day+2}|second house is {200-600} euros cheaper]
*: [x#take the first date?|trains are cheaper, I counted|what do the maybes need?|then we cook ourselves?|pay it, dates are nearly gone|and twenty minutes farther, I looked]
?60 *: [x#first date, yes|trains then, group ticket?|a yes from their parents-in-law 😄|first night yes, second no|agreed|then no]
?60 a: [x#booked|buying tickets for {38-45}|asking each of them {later}|good, shopping list is in the folder|paid|staying with the first]

a: [programme idea|for the afternoon|second morning]: [x#walk, then small groups|no slides at all|a question per table, written by somebody else|treasure hunt in the village|two hours of nothing, on purpose]
*:1-2 [love it, [with a rain plan|max two hours|and dinner early]|can I do it?|asked {3-5} people, all for it|yes, but after coffee|who explains it to Hendrik? 😄]

a: [allergies list|room list|train list] is [done|nearly complete|in the folder]. [{2-5} vegans, {1-3} nuts|{2-4} snorers volunteered for one room|{2-4} need an early train|{1-3} have not answered]
*:1-2 [calling them {later}|noted for the cook|I'm one of them, fair|heroes|put me where nobody else wants|thanks, printing it]

a: [x#what do we say about kids?|do we need a microphone?|who greets people at the station?|is there somebody who takes pictures?|do we give a present to the house?]
*: [x#welcome on the second day|for forty? yes|me, with a sign|Femke has an eye|a print from Otto?]
?50 a: [x#perfect, writing that|borrowing the one from the meetup|bring the silly hat|asked, she's happy|asking him {later}]
`;
