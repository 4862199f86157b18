// The company's common rooms: general, random, lunch, books, animals, running. Notation: script.ts.

export const social = String.raw`
=== pack welcome
a: 👋 Please welcome **{newname}** ({newhandle}), our new {newtitle}! Today is day one. {newfirst}, tell us a little about yourself? ## 🎉14 👋10
*>3-6 {welcomes}
~25m z> hi everybody, thanks for the kind words! [I come from a company that made lifts, so I know about ups and downs|before this I planned trains, vans should be easier|six years in a bank, now something people can touch|I studied geography and ended up here, somehow it fits]. [when I'm not here I bake|I have two cats and no plants left|I cycle, slowly|I play the trombone, my neighbours know] ## ❤️7 😄3
*>1-4 {welcomes}
?60 z> [my laptop works, I have a chair, and I found the coffee. good first day|already lost in the wiki, but happy|thank you all!! see you at lunch]

=== pack farewell
a: hi all, today is my last day. [thank you for the patience, the laughs and the code reviews|I learned more here than anywhere|I'll miss the stand-up bot, and you]. [I start something of my own in autumn|back to university, at my age|a year of travelling, finally]. [stay in touch|my door is open|I'll order from our customers] 🧡 ## ❤️15 😢9
*>6-10 {bye}

=== list bye
[thank you for everything|thanks for all of it], {root}, [it was fun|you taught me a lot|we'll miss you]
noooo 😢 [all the best|good luck]
[good luck|all the best] with what comes, {root}
who will [now review my dates|explain Belgium to me|bring the good biscuits|answer before I finish the question]?
come back for [cake|the summer party|the user day]
it was a pleasure, {root}. [take care|be well|the door is open]
[sad for us, great for you|enjoy it|so happy for you]
thank you for [that night with the invoices|sitting next to me on my first day|every kind no]
🧡

=== pack office
-- a=people b=product,support,web,backend
a: [the lift|the coffee machine|the second meeting room|the heating on floor 2|the dishwasher] is [out of order|being repaired|on strike] [until {day+1}|today|for the week]. [sorry|please use the other one|the technician comes at {clock+90}]
?70 *> [it knew it was {day}|the stairs are good for us|tea it is|again?|noooo|thanks for telling, I was already blaming my card]
& ~4h a> [works again|repaired|alive]. [somebody had put in beans with chocolate|a spoon. there's always a spoon|no one knows what it was]

-- a=@renske,@marisol b=support,web,design,data c=backend,infra
a: [reminder|please]: [expenses for {month-1} until {day+2}|holiday plans for {month+1} into the calendar by {day+3}|tell me about allergies before the {day+4} dinner|the desk plan for {month+1} is open|badge photos are taken {day+1} from 10 to 12|the fridge gets emptied {day+1} at 16:00]
?60 b> [done|thanks, nearly forgot|can I do it from home?|where was the link?]
& a> [pinned above|in the handbook, first page|yes, from home too|yes, until midnight]
?30 c> [the cheese is mine and will stay mine|I object to the fridge deadline|done before the reminder, write that down]

-- a=people,lead b=sales,support,product
a: visitors [tomorrow|on {day+2}|today at {clock+60}]: [{customer}, four people|a school class, 14 year-olds|two people from the city|our accountants]. [please keep the big room free|wear shoes|clear the whiteboards, there are numbers on them|say hello, they like to see people]
?60 *> [will there be cake?|I can show the board|whiteboards are clean|shoes. noted.|I give them the tour if you like]

-- a=people b=backend,data,support
a: {found} [was found in the big room|is at reception|was in the lift]. [whose is it?|anyone?|free after a week]
?80 b> [mine! thank you|that's {prev}'s, no? no. then mine|I think it belongs to the visitors|been looking for it since {day-3}]

=== list found
a single glove, left, grey
a phone charger with a yellow cable
a very small umbrella
a badge without a name
a notebook full of bicycles
one earring, silver, shaped like a fish
a lunch box with somebody's whole lunch
keys with a wooden boat
a blue scarf that smells of bonfire
half of a chess set

=== pack kudos
-- a=support,product,sales,people,lead b=eng,design,support
a: [kudos to|shout-out to|a big thank you to] {@b}: [stayed with {customer} on the phone until it printed|made the board load before I can blink|explained VAT to me without sighing|found the missing {20-60} parcels in a spreadsheet|fixed {ticket} on the day it was reported|rewrote the guide and suddenly nobody asks me any more|went to {store} at five in the morning to see it with own eyes] ## ❤️8 👏7
?60 b> [thank you 🙏|oh, that's kind|it was nothing, really. well, it was something|{store} had good coffee, so|team work, as always]
?50 *> {cheer}

-- a=eng,design b=support,people,qa
a: {@b} [saved my day|deserves a medal|is the best]: [tested my mess on eleven phones|turned an angry customer into a fan|found the bug by reading the question twice|got me a chair that fits|knew by heart which store it was] ## 👏9
?50 *> {cheer}
?40 b> [☺️|any time|now I have to live up to it|you owe me a coffee, but thanks]

=== pack question
-- a=support,sales,people,design b=eng,product
a: [does anybody know|who knows|question]: [where the big screen's remote is|how to book the room on floor 2|who has the key for the bike cellar|what our VAT number is|which train goes back after nine|how to get a second monitor|the Wi-Fi for guests]?
b> [behind the plant|ask Renske|in the handbook under "office"|on the back of the door|top drawer, left|it's in the calendar as a person, oddly]
a> {thanks}

-- a=product,sales,people b=support,eng,design
a: [who would like|anybody up for|two people wanted] to [talk at the {city} meetup on {date+9}|join a customer visit at {customer} on {day+4}|help at the careers fair|test the onboarding as a new store, 40 minutes|be in a photo for the website]?
?80 *> [me!|I can, if it's after lunch|not a photo, but the rest gladly|count me in|what would I have to say?|if there's a train, yes]
& b> [did it last year, great fun|they have good sandwiches|bring stickers]
?50 a> [wonderful, writing you|great, that's enough people|you're the best]

-- a=data,eng b=sales,support,product
a: [for the annual report|for a talk|out of curiosity]: what is the [smallest|strangest|heaviest|farthest] thing we ever delivered?
?90 *> [one lemon|a wedding dress, on a bike|an organ. in parts|a letter to a lighthouse|240 kg of ice|a tortoise, by mistake, it was fine]
?70 *> [the lemon was for {city}, I remember|we have a photo of that|the same sofa, three times|eleven Christmas trees in one van|a cake with our logo, to us]
?50 a> [the report will be great|I'll go with that one|you people]

=== pack small
-- a=eng,support,sales,design b=people,product,support
a: [in late today|home today|offline from {clock+120}], [the plumber comes between eight and infinity|kid is ill|train is stuck at {city}|dentist|parents' evening|the cat ate something]
?50 b> [get well soon to the small one|good luck|the plumber comes at 17:59, I know him|ok, moving our call|take your time]

-- a=people,product,sales b=support,eng
a: [there is|somebody brought|we have] [cake|leftover sandwiches|stroopwafels|fruit|pastéis de nata] [in the kitchen|on floor 2|next to the printer], [from {customer}|from yesterday's visit|for {month}'s birthdays|no reason] ## 🎂6 😋4
?70 *> [running|gone in 3, 2, 1|save me one please!|cries in remote|I smelled it before I read it|is there one without nuts?|best channel]
& ~30m b> [it's over|crumbs only|one left, and we all pretend not to see it]

-- a=support,eng,data,web b=eng,sales
a: [anyone else|is it just me or] [no internet on floor 2|the calendar shows everything twice|the door does not like my badge|calls have an echo today]?
b> [same|here too|only floor 2|works on mine]
?60 *> [rebooted the access point, better?|it's the update, reload twice|Renske knows, on it]
& a> [better|works again|still, but I moved to the sofa]

-- a=lead,people,product b=eng,support,sales
a: [nice article about|we are mentioned in|podcast with] [our customers in {city}|bike couriers and us|small shops and same-day]: https://example.com/news/{city}-{300-990} ## 🎉5
?60 *> [they spelled our name right!|great photo of the van|sent it to my mum|the second half is really good|is that our old logo?]

-- a=support,sales,product b=support,eng c=product,web
a: [customer quote of the day|heard from {customer}|a mail made me smile]: "[you're the only software I don't swear at|the map is like television for us|my couriers fight over who closes the last stop|we threw the fax away, with a small ceremony|my husband thinks you're a person called Pinewharf]" ## 😂7 ❤️6
?60 *> [this goes on the wall|aww|{laugh}|best one yet|can marketing have it?]

=== pack milestone
-- a=lead,sales,product b=support,eng
a: [this morning|yesterday|last night] we passed [{3-9} million stops|{200-480} stores|{40-90} depots|{1000-3000} couriers on one day|one full week without a page|{100-180} stores in Portugal] 🎉 [thank you all|remember when it was a spreadsheet?|onwards] ## 🎉12 🚀6
*>2-5 {cheer}

-- a=people b=eng,support,design c=lead
a: {@b} is with us for [one year|two years|three years|five years] today! 🎂 ## 🎂9 ❤️5
?80 c> [what would we do without you|thank you, {b}. for all of it|five more?|I still remember your first question]
?70 *> {cheer}
?60 b> [thank you!! time flies|I came for the maps and stayed for the people|wait, really? already?|cake at three, kitchen]

=== pack poll
-- a=@marisol,@renske b=support,design c=eng
a: **Summer party**: what shall we do? Write your idea in the thread, vote with 👍 until {day+3} ## 🎉6
*>14-26 {idea}
c> [we could|or] just [sit by the water and talk|cook together|repeat last year, it was perfect]
*>6-12 [+1|yes to {prev}'s idea|that!|please not karaoke|I'm allergic to boats|anything with shade|vegetarian options and I'm in|can partners come?|{prev} gets my vote|with a rain plan please|yes!!|last year's place was good, too]
a> closing the list. [boats win, sorry to the allergic|cooking wins by two votes|the island wins]. date follows

-- a=@marisol,@renske b=people,lead
a: **Offsite {month+2}**: where shall we go? One place each, reachable by train from Rotterdam, please. All answers in this thread ## 👀5 pin
*>26-34 {place}
b> [budget says: no aeroplanes|budget is as last year|two nights, for the planners among you]
*>14-22 [+1 for {prev}|{prev} yes!|I was there in spring, lovely|too far for two nights|which of these has a kitchen?|no hostels please, my back|as long as there is coffee|{city}, because I'd be home in ten minutes|I second {prev}|sauna?|can we walk there from the station?|anything but the place with the peacocks|the train at 9 is direct|vote: {prev}|does it have tables outside?|hills! please hills]
a> thank you all! {52-60} answers, three places go into the poll {day+1}

-- a=people,support b=eng
a: what did you want to become when you were eight? [for the all-hands quiz|asking for the newsletter] ## 😄4
*>16-30 {dream}
?80 a> [this is gold|we have three astronauts and nobody flew|I'll make a quiz of it]

=== list idea
canoes, then a barbecue
a day on the island, with the slow ferry
cooking class, teams of five
bike tour to the windmills, easy pace
harbour tour on an old tug
outdoor cinema in the yard
a quiz, and pizza from the oven place
mini golf, it's more dangerous than it sounds
picnic in the park with too much cheese
pottery. I'm serious
a treasure hunt along our own delivery routes
rent the beach house again
volleyball, badly
a day at a depot, then dinner with the couriers
stargazing and soup
board games from noon, grill from six
kite festival at the coast
karaoke
swimming in the lake and pancakes
the museum of the printing press, it has a garden
an escape room with {3-5} teams
learn to sail in one afternoon
open-air theatre, there is one in {month+1}
bouldering, easy walls
visit a goat farm
the allotment of my aunt, forty people, one tap

=== list place
the Ardennes, there's a house for forty with a big kitchen
Ghent
Texel, ferry included
a castle near Maastricht, cheaper than it sounds
Bruges in the quiet season
the lakes in Friesland
Luxembourg, trams are free
Cologne, two hours by train
Antwerp, if we want to be home early
Terschelling, for the stars
a farm near Zwolle with a pizza oven
Lille, for the bakeries
the dunes at Schoorl
Aachen, hot springs
Brussels, but the nice part
a boat. the whole offsite on a boat
Namur and the citadel
Nijmegen, by the river
Durbuy, smallest town ever
Münster, bikes everywhere
the monastery that takes groups, silence optional
Paris is 2:40 by train, just saying
Middelburg and the sea
Hoge Veluwe, white bikes
Leuven
a cabin village near Arnhem
Ameland in the wind
Groningen, I'd be the guide
Düsseldorf for the noodles
Spa. it's in the name
Haarlem, underrated
Vlieland, no cars at all
a lighthouse hotel in Zeeland
Dinant, kayaks
Bonn, it's on the way to nowhere and nice
Wadden mudflat walk, bring socks

=== list dream
astronaut
the person who drives the street sweeper
marine biologist, then I saw a jellyfish
baker, because of the smell
a horse
inventor of a machine for homework
bus driver, the one with the microphone
{7-9} different things a week, I had a list
pirate, the kind sort
librarian with a ladder on wheels
postman. look at me now
vet for snails
goalkeeper
taller
detective, I had cards printed
ice cream tester
lighthouse keeper, still might
the voice in the station
archaeologist, dug up the garden
drummer, my parents said flute
teacher, but only for the bell
a train. not the driver, the train
cook on a ship
weather presenter
judge, for the hammer
zookeeper at night
the one who names colours
composer of ringtones
mayor of our street
the moon's first gardener
a spy, but with holidays
crane operator, I can see one from my desk now

=== pack allhands
-- a=lead,people b=product,support,eng
a: all-hands in [half an hour|20 minutes|15 minutes]: [numbers, the new depots, and {customer} as a guest|roadmap, questions, and a live demo, wish us luck|what we learned from {month-1}, then the quiz]. Link is in the calendar, questions into this thread
*>2-5 [what happened to {area}?|when do we get {area} on phones?|are we hiring in {city}?|how is the runway, honestly?|what did {customer} say after the outage?|will trains stay fortnightly?|which competitor worries you?|can the office be colder in {month+3}?]
?70 ~70m a> [answered all but one, that one in writing|recording is in the folder|thanks for the questions, the best ones are always anonymous] ## 👏6

=== pack weekend
-- a=people,support,design,data b=eng,support,sales c=eng,product
a: [plans for the weekend?|what's everybody up to?|weekend! what do you do?]
*:2-5 [garden, if the rain lets me|moving a friend to the fourth floor, pray for me|bread. day three of the sourdough|absolutely nothing|{city} by train|a wedding in a barn|painting the hall, third attempt|flea market at seven in the morning|sleeping until the kids win|sea|football with the under-nines, as the referee|new bike, old knees|my sister visits with four suitcases|finishing that book|mushrooms]
?60 *: [enjoy everyone|have a good one all|see you Monday|nice ones 👋]

=== pack demoday
-- a=product,@noor,@matteo b=eng,design c=eng,data
a: demo hour starts [now|in 10 minutes|at {clock+10}]: {@b} with {area}, {@c} with {area2}, [then open floor|and a surprise from support]. [bring coffee|link as always|five minutes each, I have a bell]
?80 *> [the {area} one was great|{cheer}|applause for the live bug|can we ship it today?|recording?|the bell is too kind]
& ~60m a> [recording is in the folder|thanks, that was a good one|three demos, one crash, as tradition wants]

=== pack incgeneral
-- a=lead b=support,sales
a: as some of you noticed, we have a serious problem right now: {inc.impact}. [the team is on it|the people who can fix it are on it] in #incidents, please read there and don't ask there. If a customer calls: "{inc.say}"
?70 b> [thanks, using that text|clear, thank you|telling my customers]
~2h a> [solved|over]. [thank you to everybody who kept calm|a write-up follows|thanks for the patience, the retro will be public] ## 🙏9
`;
