// The company's common room: arrivals and farewells, thanks, questions. Notation: script.ts.

export const general = `
=== pack welcome
a: 👋 Please welcome **{newname}** ({newhandle}), our new {newtitle}! Today is day one. {newfirst}, tell us a little about yourself? ## 🎉14 👋10
*>3-6 {welcomes}
~25m z> hi everybody, thanks for the kind words! [I come from a company that made lifts, so I know about ups and downs|before this I planned trains, vans should be easier|six years in a bank, now something people can touch|I studied geography and ended up here, somehow it fits]. [when I'm not here I bake|I have two cats and no plants left|I cycle, slowly|I play the trombone, my neighbours know] ## ❤️7 😄3
*>1-3 {welcomes}
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
a: [x#the lift|the coffee machine|the second meeting room|the heating on floor 2|the dishwasher] is [out of order|being repaired|on strike] [until {day+1}|today|for the week]. [x#please use the stairs|there is one on floor 3|please use the small one|bring a jumper|cups by hand, please][|. the technician comes at {clock+90}|. sorry]
?70 *> [it knew it was {day}|again? third time since {month-2}|noooo, not on a {day}|thanks for telling, I was already blaming myself|{customer9} will be here at {clock+90}, just saying|is there a ticket for it? 😇]
?40 ~4h a> [works again|repaired|alive] since {clock-5}. [a spoon. there's always a spoon|no one knows what it was|it only wanted attention|the technician laughed, which I don't like]

-- a=@renske,@marisol b=support,web,design,data c=backend,infra
a: [reminder|please|small thing]: [x#expenses for {month-1} until {day+2}|holiday plans for {month+1} into the calendar by {day+3}|tell me about allergies before the {day+4} dinner|the desk plan for {month+1} is open|badge photos are taken {day+1} from 10 to 12|the fridge gets emptied {day+1} at 16:00|timesheets of {month-1}, {4-9} are missing|fire drill {day+1}, some time before noon]
?70 b> [x#do taxi receipts count?|done, two weeks in the sun|nuts, as every year|window seat please|do I have to smile?|the cheese is mine and will stay mine|one of them is me, done now|which way is out again?]
& a> [x#if there was no train, yes|jealous, noted|on the list since your first day|first come, first sun|a little|it has a beard, that cheese|thank you, {3-8} left|follow the noise and Bram]

-- a=people,lead b=sales,support,product
a: visitors [tomorrow|on {day+2}|today at {clock+60}]: [{customer}, four people|a school class, 14 year-olds|two people from the city|our accountants]. [x#please keep the big room free|wear shoes|please clear the whiteboards, there are numbers on them|say hello, they like to see people]
?60 *> [x#moved my call out of it|shoes. noted.|whiteboards are clean|I give them the tour if you like]
?30 *> [will there be cake?|how many are they?|which language do they speak?|I can show them {area} live]

-- a=people b=backend,data,support
a: found in the [big room|lift|kitchen|bike cellar]: {found}. [whose is it?|anyone?|free after a week|it's at reception]
?80 b> [mine! thank you, lost it {day-2}|I think it belongs to the visitors of {day-1}|been looking for it since {day-3}|not mine, but I'd adopt it|I saw Hendrik with that in {month-1}]

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
a thermos, still warm
a tie with ducks
a book about knots, page 112 marked
one running shoe, size 43
a birthday card without a name
a bag of screws with "don't lose" on it
reading glasses, red
a tiny wooden giraffe
a bicycle pump
a dentist's appointment for {day+1} at 9

=== list praise
so well deserved
respect, {b}[| 🎩| 👏]
{b} did the same for me in {month-1}, [can confirm|still grateful|I never said thank you enough]
{b} for president
👏👏[| {b}]
that's {b} for you
seen it happen, [impressive|and they even smiled|I took notes]
every team should have [a|one] {b}
[+1|same|agreed], [best neighbour on the floor|{b} saves {customer9} for me once a week|and always so calm]
{b} ❤️
I want to be {b} when I grow up
well said, {root}
[well done|great work|bravo], {b}
and {b} won't even put it into the stand-up
this is why I like {day}s

=== pack kudos
-- a=support,product,sales,people,lead b=eng,design,support
a: [kudos to|shout-out to|a big thank you to] {@b}: [stayed with {customer} on the phone until it printed|made the board load before I can blink|explained VAT to me without sighing|found the missing {20-60} parcels in a spreadsheet|fixed {ticket} on the day it was reported|rewrote the guide about {area} and suddenly nobody asks me any more|went to {store} at five in the morning to see it with own eyes|translated {30-90} texts for {customer} over lunch|noticed that {customer}'s numbers were too good to be true|drew {area} on a napkin and now I get it|closed {case} with a phone call and a joke|ran the drill so calmly that I forgot it was one] ## ❤️8 👏7
?60 b> [thank you 🙏 the others did half of it|oh, that's kind, thank you {root}|it was nothing, really. well, it was something|blushing on floor 2|couldn't have done it without {service9} being up for once|happy to, {root}]
?60 *> {praise}

-- a=eng,design b=support,people,qa
a: {@b} [saved my day|deserves a medal|is the best]: [tried my mess on {6-14} phones|turned {customer}'s manager into a fan|found the mistake by reading the question twice|got me a chair that fits|knew by heart which store it was|stayed until {case} was solved|wrote the one sentence that was missing in {area}|lent me a charger, a jumper and an idea] ## 👏9
?50 *> {praise}
?40 b> [☺️|any time|now I have to live up to it|you owe me a coffee, but thanks]

=== pack question
-- a=support,sales,people,design b=eng,product
a: [does anybody know|who knows|question|I should know this, but]: [x#where is the big screen's remote?|how do I book the room on floor 2?|who has the key for the bike cellar?|what is our VAT number?|which train goes back after nine?|how do I get a second monitor?|what is the Wi-Fi for guests?|do we have a projector that travels?|who orders the fruit?|where are the name badges for visitors?|is there a first-aid box on floor 2?|which of us speaks Polish?|how do I get reimbursed for a customer lunch?|what's the address of the depot in {city}?]
b> [x#behind the plant, as always|it's in the calendar as a person, oddly|Thabo, second hook|bottom of every invoice|the 21:{10-40}, platform {2-9}|ask Renske, she has {2-5}|on the back of the door, changes {day+1}|yes, in my car until {day+1}|a nice man called Ruud, by phone|top drawer, left|yes, left of the sink|Zofia, and Tomasz when he's angry|photo of the receipt to Hendrik, names on it|"behind the fish hall", really, the couriers find it]
a> [thanks|thank you {b}|found it, thanks|ah. thanks!|you know everything|great, saved my {day}|🙏|and I asked three people]

-- a=product,sales,people b=support,eng,design
a: who [would like|wants|has time] to [x#talk at the {city} meetup on {date+9}|join a customer visit at {customer} on {day+4}|help at the careers fair in {city}|test the onboarding as a new store, 40 minutes|be in a photo for the website|be a pretend angry customer for our training]?
?90 *> [x#me, if ten minutes are enough|I'd love to see their depot|I can, if it's after lunch|me, I have not seen it since {month-4}|not my face, but I hold the lamp|I have trained for this all my life]
?60 b> [x#I did it last year, great audience|if there's a train, yes|they have good sandwiches, me too|count me in, {clock+120}?|if I may wear the van costume|how angry?]
?50 a> [wonderful, writing you|great, that's enough people|you're the best]

-- apart=45 w=0.4 a=data,eng,people b=sales,support,product
a: [for the annual report|for a talk|out of curiosity]: what is the [smallest|strangest|heaviest|farthest] thing we ever delivered?
*>2-4 {delivered}
?50 a> [the report will be great|I'll go with that one|you people]

=== list delivered
one lemon, next-day, to {city}
a wedding dress, on a bike, in the rain, dry
an organ, in {9-40} parts
a letter to a lighthouse
{120-260} kg of ice
a tortoise, by mistake, it was fine
the same sofa, three times
{9-14} Christmas trees in one van
a cake with our logo, to us
a left shoe. the right one came a week later
{40-90} garden gnomes to one address
a bowl of soup that crossed a border
somebody's keys, to somebody who was locked in
a swarm of bees, labelled "alive, obviously"
one postcard to each of our {190-260} stores
a door, to a house without one

=== pack small
-- a=eng,support,sales,design b=people,product,support
a: [in late today|home today|offline from {clock+120}|working from {city} today], [x#the plumber comes between eight and infinity|kid is ill|train is stuck at {city2}|dentist|parents' evening|the cat ate something|bike had a flat, so did I|moving boxes until {day+1}]
?60 b> [x#he comes at 17:59, I know him|get well soon to the small one|I'm in the one behind you, wave|good luck, be brave|take the small chair, bring water|what was it? asking as an owner|ok, moving our call|which floor? I know people with backs]

-- a=people,product,sales b=support,eng
a: [there is|somebody brought|we have] [cake|leftover sandwiches|stroopwafels|fruit|pastéis de nata] [in the kitchen|on floor 2|next to the printer], [from {customer}|from yesterday's visit|for {month}'s birthdays|no reason] ## 🎂6 😋4
?70 *> [running|gone in {3-9} minutes, I bet|save me one please, in a call until {clock+20}|cries in remote|I smelled it before I read it|is there one without nuts?|best thing since {day-1}|{prev}, leave some|took two, one is for {root}]
& ~30m b> [it's over|crumbs only|one left, and we all pretend not to see it]

-- a=support,eng,data,web b=eng,sales
a: [anyone else|is it just me]: [x#no internet on floor 2|the calendar shows everything twice|the door does not like my badge|calls have an echo today|it's {13-16} degrees in the big room]?
b> [x#same since {clock-10}|here too, two of each|mine neither, went in with Yara|only with you, sorry 😄|jackets on, all of us]
?60 *> [x#rebooted the access point, better?|it's the update, reload twice|Renske knows, on it|wear the headset, the laptop hears itself|valve was closed for the painters, open now]
& a> [x#better, thanks|once was enough, thanks|opened at {clock-2}|much better. sorry to all who heard me twice|🙏 fingers are back]

-- a=lead,people,product b=eng,support,sales
a: [nice article|podcast|a page in the city paper|a short film] about [our customers in {city}|bike couriers and us|small shops and same-day|{customer} and their vans]: https://example.com/news/{city}-{300-990} ## 🎉5
?60 *> [they spelled our name right!|great photo of the van|sent it to my mum|the second half is really good|is that our old logo?|{customer9} is in it, too|page {2-9}, bottom, that's my bike|who said the sentence with the cheese?]

-- a=support,sales,product b=support,eng c=product,web
a: [customer quote of the day|heard from {customer}|a mail made me smile]: "{quote}" ## 😂7 ❤️6
?60 *> [this goes on the wall|aww, I know her|best one of {month}|may I use it in the demo?|I heard the same in {city}|{root}, you attract them]

=== list quote
you're the only software I don't swear at
the map is like television for us
my couriers fight over who closes the last stop
we threw the fax away, with a small ceremony
my husband thinks you're a person called Pinewharf
I don't know what a webhook is, but ours is happy
since {month-3} I eat lunch
the board knows my shop better than my brother
our oldest courier printed the app
it beeps less than my old one and I miss it
I told the tax office to ask you
you answered before I finished being angry
the dog barks when the ETA says two minutes
I only opened it to complain and then it was fixed
my daughter draws vans now, thank you, I think
if you ever come to {city} there's bread for you

=== pack milestone
-- a=lead,sales,product b=support,eng
a: [this morning|yesterday|last night] we passed [{3-9} million stops|{storecount} stores|{depots} depots|{1000-3000} couriers on one day|one full week without a page|{100-180} stores in Portugal] 🎉 [thank you all|remember when it was a spreadsheet?|onwards] ## 🎉12 🚀6
*>2-5 {cheer}

-- a=people b=eng,support,design c=lead
a: {@b} is with us for [one year|two years|three years|five years] today! 🎂 ## 🎂9 ❤️5
?80 c> [what would we do without you|thank you, {b}. for all of it|I still remember your first question|{b}, you make {day}s better|one of the best decisions of that {month}]
?70 *> {cheer}
?60 b> [thank you!! time flies|I came for the maps and stayed for the people|wait, really? already?|cake at three, kitchen|you all make it easy|then I know where the good mugs are by now]

=== pack incgeneral
-- a=lead b=support,sales
a: as some of you noticed, we have a serious problem right now: {inc.impact}. [the team is on it|the people who can fix it are on it] in #incidents, please read there and don't ask there. If a customer calls: "{inc.say}"
?70 b> [thanks, using that text|clear, thank you|telling my customers]
~2h a> [solved|over]. [thank you to everybody who kept calm|a write-up follows|thanks for the patience, the retro will be public] ## 🙏9
`;
