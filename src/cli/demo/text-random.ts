// Small talk: what is said in #random. Notation: script.ts.

export const smallTalk = `
=== table ban open r1 r2 r3
is a hot dog a sandwich? I need this settled before lunch | it's a taco, structurally | it is a sandwich with commitment issues | legally, in {city}, it's a cake
my neighbour practises the same four bars of the same song every evening | which song? | learn the fifth bar and play it back | mine drills. I would take the song
I bought a plant that "cannot die". it died | what did you do, read to it? | it could, it just needed you | try stones
which way round does the toilet paper go. think before you answer | over, and this is no discussion | under, I have a cat | there is a patent drawing. over
got a parking fine for my bike | how is that even possible | frame it | was it at least a nice spot
my kid asked what I do and I said I help vans. now I'm a van doctor | that is a promotion | put it on the card | mine tells people I type
just learned that the plural of "octopus" has three answers and all are wrong | octopodes and you know it | eight of them | squid, done
I have eaten the same lunch for {14-40} days and I feel nothing | what is it? | this is how legends begin | blink twice if it's the soup
somebody in my street names their Wi-Fi after the rest of us | what are you? | we have "Thursday bins" in ours | answer with yours, start the war
how do you pronounce "gif", wrong answers only | "yiff" 😬 | like "giraffe", but sad | "jay-eye-eff", one letter at a time
I walked {12-18} km because I was too proud to ask for directions | did you arrive? | that is a route without an optimiser | classic
my phone corrected "regards" to "regrets" in a mail to a customer | honest though | did they answer? | I sign like that from now on
we need to talk about people who put the milk in first | cereal or tea? it matters | first, and I'd do it again | I was not ready for this on a {day}
today I held the door for somebody {30-50} metres away and we both suffered | the jog of shame | I'd have moved house | you set the rules, you wait
found a recipe for "quick" bread. it takes {14-26} hours | quick by geological time | the waiting is the bread | send it please
the seagull on the roof knows my schedule | it's the same one as last year | it has a name, it's Frank | feed it once and you work for it
which superpower, but it must be useless | I can tell which lift comes first | I always know the time, four minutes off | parking spots appear when I walk
I said "you too" to the waiter who said enjoy your meal | happens to all of us | I said "love you" to the dentist | we don't talk about it
do you say "half nine" for 9:30 or 8:30? asking after I missed a train | 8:30, obviously | 9:30, obviously | this is why we use UTC
my smart lamp needs an update before it can be dark | the future is here and it's buffering | candles have no firmware | did it ask you to accept cookies?
spent an hour looking for my glasses. on my head. classic | wearing them while searching? champion | I did it with the phone, calling it from itself | glad you're ok
found a letter from {1987-1996} in a second-hand book | and?? | is it a love letter | find the people!
the self-checkout thanked me and I thanked it back | good manners are free | it will remember you when they rise | I apologise to doors
who invented the duvet cover and can we meet | inside-out method, changed my life | I sleep in the bag, like an astronaut | two people, one of them inside
a pigeon took the tram with me, two stops | did it pay? | it got off at the market, they always do | better manners than most
any tips against hiccups? it's been {20-60} minutes | spoon of sugar | think of seven bald men, old family trick | your invoices are due
my umbrella survived {3-6} years and today I left it on the train | rest in peace | it's travelling now | lost and found in {city}, it's a treasure cave
why do we say "the alarm goes off" when it goes on | English was a group project | stop, I had just accepted it | same with "shipping" by car
I can whistle the sound of our old door bell and the dog next door hates me | record it | do the stand-up bot next | the dog has filed a ticket
crossword: seven letters, "arrives late, means well" | courier | parcels | our CEO? sorry {root}
the barista wrote "Gary" on my cup. my name is nothing like it | morning, Gary | Gary has better coffee than me | we will never let this go, Gary
watched the moon over the harbour yesterday, huge | saw it too! took {30-70} photos, all of them a dot | was that the moon, I waved | supermoon, next in {month+3}
bought a trumpet at the flea market. nobody in my house is happy | which floor do you live on | video or it did not happen | my trombone and I would like to talk
tell me your most boring skill | I can fold fitted sheets | I know all the station abbreviations | I guess the weight of parcels, ±40 g

the office plant has grown toward the coffee machine | it knows what is good | same, honestly | promote it
I gave the delivery man my name and he said "I know" | are you famous | how many parcels is that? | he also knows mine, we should be afraid
my daughter put a sticker on my laptop, it says "boss" | she is not wrong | mine says "banana" | HR has been informed
who else reads the terms of the parking garage? | nobody has ever | what do they say? | a person after my heart
I found the end of the internet, it's a page about fence posts | link or it's a lie | I know a man who'd love that | were they good posts?
if you could delete one day of the week | the one after Sunday | Thursday thinks it's Friday | none, I'd add one
my oven has a button with a picture nobody understands | is it a fan in a cage? | press it and tell us | mine has a snowflake, in an oven
there's a chess game on the whiteboard. who is white? | me, don't touch it | black is better and not me | I moved the horse, sorry
I keep seeing the same dog on the ferry and we nod now | what kind of dog | that is friendship | it's probably Bram's
today I learned to juggle two things. it's called having two things | next week: three | show at the all-hands | respect
the museum in {city} has a room only for keys | how is it open? | my kind of museum | I lost mine there, ironically
somebody returned my bike lamp with a note: "sorry, was dark" | honest thief | frame it | he brought new batteries?
what's the best sandwich shape? triangle or rectangle | triangle, more edge | roll, you amateurs | it's how you cut, not what
my neighbours named their baby like my cat | who was first | don't call it from the balcony | the cat should get a card
I can't remember if I locked the door, {city} is two hours away | you did. you always did | send the neighbour | mine texts me that question daily
the quiz last night: which country has the most lakes | Finland, everyone says | Canada, by a lot | we lost on a question about cheese
I've been saying "ecstatic" for years when I meant "eclectic" | so your taste is ecstatic, fine | I say both, to be sure | my flat is ecstatic, too
the train had a piano today | anyone playing? | was it the 7:42? | the conductor, I hope
I printed a map and felt like an explorer | did you fold it right? | nobody can fold it right | my father keeps {9-30} of those
can we talk about how good toast is | finally someone says it | butter to the edge or go home | toast is a warm plate you can eat
my sister sent a parcel with our tracking page. I watched it for an hour | did it arrive on time? | that is love | I watched my own pizza like that
why is it "a pair of trousers" but "a shirt" | trousers are two, sewn in the middle | I'd like half a pair | shirts are lonely
tried the new bakery: queue of {12-30} people, all polite | what did you buy? | and was it worth it? | the walnut thing. trust me
the swan at the canal has a nest made of cable ties and a mask | recycling | it has better Wi-Fi than floor 2 | name it
somebody whistles in the stairwell and I will find you | it's the ventilation | it's me, sorry, good echo | request: something from this century
I have a favourite spoon and I'm {29-47} years old | everybody has | mine is for yoghurt only | we had a fight about that in our marriage
my grandfather sends letters with numbered pages and page 3 is always missing | he keeps you wanting more | what's on page 2? | collect all page threes one day
today: three people, same jumper, one meeting | did you take a picture | uniform by accident | the jumper is on sale, I know the shop
do you count the stairs? it's {41-58} to floor 2 | of course | now I will, thanks for nothing | it's two fewer on the way down
my weather app and my window do not agree | trust the window | the app is for people without windows | both are wrong about {day+1}

=== pack banter
-- a=eng,design,support,sales b=eng,support c=design,product,support,data d=eng,sales,people
a: {ban.open}
b: {ban.r1}
?80 c: {ban.r2}
?70 d: {ban.r3}
?40 a: {laugh}

-- a=eng,design,support,sales,people b=eng,support,data c=product,design,web
a: {ban.open} ## 😂4
b> {ban.r1}
c> {ban.r2}
?60 *> {ban.r3}
?50 *> {laugh}
?30 a> [I should have known better than to ask here|thank you all for nothing|this is why I love this place]

=== table club x y
crunchy peanut butter | smooth
the train | the ferry
the window seat | the aisle
mornings | evenings
paprika crisps | plain crisps
cold pizza for breakfast | cold pizza is a crime
mountains | the sea
tea first | coffee first
paper books | a screen
socks with sandals | no socks with sandals
{lun.where} | bringing your own lunch

=== list side
team {club.x}, [no doubt|always|since childhood|I can prove it with a chart]
{club.x}. [next question|my grandmother agrees|I married into it|only when it rains]
{club.y}, [obviously|and I'm not alone|fight me|I changed sides in {month-3} and regret nothing]
team {club.y}. [my whole family is|even in winter|since the incident|there I said it]
both. [fight me|I contain multitudes|depends who pays]
neither, [and I'm proud|I'm from {city}|ask me after lunch]
{club.x} on weekdays, {club.y} on holidays
it was {club.x} until I met {prev}
{prev} is right, {club.x}
{prev} is wrong, {club.y}
I read {club.y} and my heart said yes
wrong channel for such a serious matter. ({club.x})
who are these {club.y} people and do they work here
my whole street is {club.x}, we vote on it
{club.y}. I tried the other for {2-9} months, never again
I was going to say {club.x}, but now out of spite: {club.y}
{club.x}, and I will not explain myself on a {day}
can I abstain? no? {club.y}
{club.y}, like all good people in {city}
depends on the company. with {prev}: {club.x}
{club.x}!! how is this even close
{club.y}. source: {29-51} years of experience
my kids say {club.x}, and they run the house
asked the couriers: {5-9} of 10 say {club.y}
{club.x} for guests, {club.y} when nobody looks
{club.y}, but say it quietly, {root} can hear us

=== pack debateclub
-- a=eng,support,design b=eng c=support
a: {club.x} or {club.y}? [reply with your side, no fence-sitting|discuss|I need to know who I work with|settle it before {day+1}]
*>12-20 {side}
b> [let the record show that {prev} is wrong|I'm making a spreadsheet of this|we need a referee. not {prev}]
*>3-7 {side}
*>2-4 [the spreadsheet is biased|recount!|I demand a second round|how is this {20-30} messages|I came back from lunch and it's still going|can {prev} vote twice?|{customer9} would know]
a> final count: {9-14} to {7-11}. [the kitchen is divided|we'll never speak of it again|case closed until next {month}]

=== table rec q a b u
a series, not sad, at most two seasons | the one about the bakery in the north | seconded, and the second season is shorter | four episodes in one night, I'm not sorry
a podcast for ironing | "Small Ports", two old captains talk | that one put me to sleep, in a good way | shirts are done, two captains are my friends now
a game for two that is not chess | the one with the blue tiles | or the card game about lighthouses, {12-19} euros | lost three times, great game
a quiet place in {city} with big tables | the library café, back room | they closed the back room in {month-2}, try the old post office | old post office it is, wonderful
headphones for small ears | mine are eight years old, I send you the name | rubber rings help with any | rings were enough, {4-7} euros
a film for six tired adults | anything with trains in it | the one with the dog and the lighthouse keeper | we saw twenty minutes, all asleep, five stars
a present for a father-in-law who has everything | socks. good ones. always works | a day with you, says mine | he wore them at the table
a rain jacket that deserves the name | what the couriers of {customer} wear, ask them | the yellow ones from the sailing shop | dry since {day-1}, looks like a lemon
a barber near the office, no talking | the one under the bridge | she talks a little, but well | silence and a good cut, thank you
a recipe for {8-12} people, one pot | my mother's lentils, I write them down for you | chilli, and hide the beans | nothing left, not even for me
a good pen | the cheap one from the post office, seriously | anything you don't chew | chewed it on day one
a weekend by train, no plan | Namur, get off and walk uphill | {city}, and take the slow train back | uphill was right, knees disagree
a way to like running | don't run, walk fast and look at ducks | come with us {day+1}, talking pace | there were ducks
earplugs that work against a trombone | move | learn the trumpet, attack is best | we play duets now, help
a first book for a three-year-old about vans | "Ten Little Vans", it rhymes | any, if you make the sounds | we read it {9-40} times since
coffee beans that are not sour | the roaster at the canal, the dark one | grind coarser before you give up | coarser did it, no new beans needed
a dentist who explains nothing | mine hums | mine explains and then hums | humming it is, {day+5}
houseplants for a dark corner | plastic | the one that looks like plastic | it's alive. both of us are surprised
a museum for a rainy day with kids | the tram museum, they may ring the bell | bring earplugs | the bell, for two hours
a mattress, hard, not a life decision | try three in a shop, buy the second | whatever my back says it's the hard one | second one. sleeping like a parcel

=== pack recommend
-- a=eng,support,sales,design,data b=eng,support,product c=design,people,sales
a: [recommend me|I need|looking for|who knows] {rec.q}
b> {rec.a}
?70 c> {rec.b}
?50 a> [on the list, thanks|perfect, {day+1} then|you people are better than any search|trying {b}'s, it's nearer|{c} convinced me]
?40 ~1d a> [update|report]: {rec.u}

=== pack oddity
-- a=eng,support,sales,design b=eng,people,support
a: {odd}
?80 *> {oddreact}
?40 *> {oddreact}
?30 b> [x#this belongs in the newsletter|how is your {day} so much better than mine|and then?|did you ask why?]
& a> [x#only if you write it, {b}|I leave the house, that's the trick|there is no more to the story|some things one does not ask]

=== list oddreact
of course [it did|they did|you did], it's {day}
photo or it didn't happen[|, {root}]
what a time to be alive[|, {prev}]
I need more context. or less[|. less]
best thing [today|this {month}|I read since {day-1}]
same here, since {day-2}
this is how films begin
and you went on with your day?
{city} energy
I have so many questions, [first one: why|none about work|most of them for {root}]
nobody at {customer9} will believe me
{laugh}
putting it into the stand-up

=== list odd
a parcel came back with "moved to the sea" on it
the traffic light on my corner has been green since {clock-30}, people don't trust it
someone parked a boat in the bike rack, politely, with a lock
my neighbour waters a plastic tree. I think he knows
there is a queue at the ice cream place, it's {4-9} degrees
the radio played two songs at once and I liked it
two couriers of two customers race each other past the office every day at 11. the older one wins
the elevator says "floor two" with a Scottish accent since {day-1}
a kid at the museum asked whether the vans are sad
our step counter at the door says {300-900} people came in today. we are forty
the bakery sells "yesterday's" for half the price and calls it "experienced"
I got a birthday card for somebody called "Current Resident"
found my own handwriting in a library book
the pigeon is back and brought a friend
there is a heron on the bike rack. it has been there since {clock-50}
somebody in {city} ordered one single egg, next-day
my train stopped for a family of ducks and the whole carriage applauded
the printer printed a page that says only "hello"
the vending machine gave me two. I looked around like a thief
a man in the tram practised a wedding speech. it was good
the weather app says "feels like {month+4}"
today is the {100-340}th day of the year and I have used none of my gym card
the new keyboard has a key nobody can explain
overheard: "he's fine, he's just from the coast"
my grandmother sends voice messages that begin with "Dear {root}"
lunch place changed its soup after {6-9} years. the street is in mourning
our tracking page was on somebody's screen in the café. I said nothing and was very proud
someone left {3-7} left shoes at the depot in {city}
my fitness watch congratulated me on a nap
the moon and a plane and a crane made a triangle over the harbour just now
got a call from a number one digit away from mine. we talked for ten minutes
the neighbour's parrot says "delivered"
found a four-leaf clover and then stepped in something
the crossword has "logistics" at seven across, I felt seen
a customer's dog is registered as a store manager. it has good ratings
my shopping list and my to-do list got mixed up, I own {4-9} lemons and a migration plan
there's a song about a lorry in the charts and I'm not against it
the escalator at the station is a staircase again, some say it always was
I dreamt in UTC
`;
