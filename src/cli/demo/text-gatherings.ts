// Where many speak at once: polls, all-hands, demo hour, plans for the weekend. Notation: script.ts.

export const gatherings = `
=== pack poll
-- apart=200 a=@marisol,@renske b=support,design c=eng
a: **Summer party**: what shall we do? Write your idea in the thread, vote with 👍 until {day+3} ## 🎉6
*>14-26 {idea}
c> [we could|or] just [sit by the water and talk|cook together|repeat last year, it was perfect]
*>6-12 {ideareact}
a> closing the list. [boats win, sorry to the allergic|cooking wins by two votes|the island wins]. date follows

-- apart=150 a=@marisol,@renske b=people,lead
a: **Offsite {month+2}**: where shall we go? One place each, reachable by train from Rotterdam, please. All answers in this thread ## 👀5 pin
*>26-34 {place}
b> [budget says: no aeroplanes|budget is as last year|two nights, for the planners among you]
*>14-20 {placereact}
a> thank you all! {52-60} answers, three places go into the poll {day+1}

-- apart=300 a=people,support b=eng
a: what did you want to become when you were eight? [for the all-hands quiz|asking for the newsletter] ## 😄4
*>16-30 {dream}
?80 a> [this is gold|we have three astronauts and nobody flew|I'll make a quiz of it]

=== list ideareact
yes to {prev}'s idea[|, and I bring the music|, with shade]
please not karaoke[|, my neighbours still talk about {year-1}]
I'm allergic to boats, [but I'd watch from the shore|the rest is fine]
anything with shade
vegetarian options and I'm in
can partners come?
{prev} gets my vote
with a rain plan please, it's {month+1}
last year's place was good, too
{prev} and the one before can be combined
how far is it by bike?
is there a version of that for people with knees?
what {prev} said, but after four
I know somebody who rents exactly that

=== list placereact
+1 for {prev}[|, I know a good bakery there|, {2-3} hours is fine]
I was there in {month-5}, lovely[|, take a jacket]
too far for two nights, {prev}
which of these has a kitchen?
no hostels please, my back
as long as there is coffee
home would be ten minutes away for me, so: yes
I second {prev}, [we were there on a school trip|the light in {month+2} is great]
sauna?
can we walk there from the station?
anything but the place with the peacocks
the train at 9 is direct
my vote goes to {prev}
does it have tables outside?
hills! please hills
can we split, half and half, and meet for dinner?
I can ask my cousin, she runs a house near there
is there water? I'd come for water
{prev}, does your place take forty?
three of these are on the same line, we could do all

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

=== list askall
what happened to {area}?
when do we get {area} on phones?
are we hiring in {city}?
how is the runway, honestly?
what did {customer} say after the outage of {month-1}?
will trains stay fortnightly?
which competitor worries you, and why?
can the office be colder in {month+3}?
what is the one thing you'd stop doing?
why did {customer} choose us in the end?
is {area} still planned for {quarter+1}?
what do we learn from the last big incident?
how many stores would be too many for this team?
could we hear from a courier next time?
does support get a say in {quarter+1}?
is there news about the small office in {city}?

=== pack allhands
-- a=lead,people b=product,support,eng
a: all-hands in [half an hour|20 minutes|15 minutes]: [numbers, the new depots, and {customer} as a guest|roadmap, questions, and a live demo, wish us luck|what we learned from {month-1}, then the quiz]. Link is in the calendar, questions into this thread
*>2-5 {askall}
?70 ~70m a> [answered all but one, that one in writing {later}|recording is in the folder, {40-75} minutes|thanks for the questions, {9-22} this time|{31-44} of us were there, thank you] ## 👏6

=== list weekendplan
repairing a chair I broke while repairing it
the long queue at the garden centre, voluntarily
my parents, the good china, and politics avoided
a play in which a friend plays a tree
sorting photos of {year-2}, I am at {month+4}
cleaning the boat, which is not a metaphor
teaching my father video calls, part {3-9}
jam. {6-14} kilos of plums are waiting
a race, as the one who hands out bananas
the zoo, we have a season ticket and two penguins by name
garden, if the rain lets me
moving a friend to the {2-6}th floor, pray for me
bread. day three of the sourdough
absolutely nothing[|, and twice]
{city} by train[|, the slow one|, with my mother]
a wedding in a barn[|, I'm the driver|, speech included]
painting the hall, {2-5}th attempt
flea market at seven in the morning[|, I need a lamp|, selling this time]
sleeping until the kids win
the sea, [any weather|with thermos|and chips]
football with the under-nines, as the [referee|goalpost|taxi]
new bike, old knees
my sister visits with four suitcases
finishing that book[|, {60-190} pages to go]
mushrooms, [if the forest has read the calendar|and only those I know]
choir, we do {month+1}'s concert in full for the first time
assembling a wardrobe, marriage permitting
a birthday party for {9-20} six-year-olds
ferry, island, soup, ferry
on call, so: cleaning near a laptop
dancing lessons, lesson {2-9}, still counting aloud
visiting the depot in {city}, privately, don't tell anyone
a museum if it rains, a canoe if not

=== pack weekend
-- a=people,support,design,data b=eng,support,sales c=eng,product
a: [plans for the weekend?|what's everybody up to tomorrow?|{day}! who does what?|weekend reports, in advance please|last one in the office asks: plans?|{month} weekends are short, what do you do with yours?]
*:2-5 {weekendplan}
?40 *: [enjoy everyone|have a good one all 👋|see you Monday|{prev} wins|rest well, {quarter} is long]

=== pack demoday
-- a=product,@noor,@matteo b=eng,design c=eng,data
a: demo hour starts [now|in ten minutes|in five]: {@b} with {area}, {@c} with {area2}, [then open floor|and a surprise from support]. [bring coffee|link as always|five minutes each, I have a bell]
?80 *> [{area} was great|applause for the live bug|can we ship {area2} today?|recording for {city} please|{b}, how long did that take you?|the bell was too kind to {c}|that would have saved {customer9} a week]
?50 ~60m a> [recording is in the folder, {31-58} minutes|thanks, {18-34} people, a good one|three demos, one crash, as tradition wants|{b} wins the golden parcel this time]
`;
