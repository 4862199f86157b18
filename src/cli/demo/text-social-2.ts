// Small talk: random, lunch, books, animals, running. Notation: script.ts.

export const smallTalk = String.raw`
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

=== pack debateclub
-- a=eng,support,design b=eng c=support
a: {club} [reply with your side, no fence-sitting|discuss|I need to know who I work with]
*>12-22 [first, no doubt|second, and I'm not alone|first. next question|the second, obviously|both, fight me|first since childhood|second, but only in winter|I married into the second|depends who pays|my grandmother would say first|second!!|wrong channel for such a serious matter|first on weekdays|neither, and I'm proud|I changed sides last year and regret nothing|strong second|first, I can prove it with a chart]
b> [let the record show that {prev} is wrong|I'm making a spreadsheet]
*>4-9 [the spreadsheet is biased|recount!|I demand a second round|{prev} is right for once|how is this {20-40} messages|I came back from lunch and it's still going|can we get a bot for this|ok, ok, second]
a> final count: {9-14} to {7-11}. [the kitchen is divided|we'll never speak of it again|case closed until next {month}]

=== list club
crunchy or smooth?
train or ferry, same price, same time?
window or aisle?
mornings or evenings, if you had to choose for life?
crisps: plain or paprika?
cold pizza: breakfast or crime?
mountains or sea?
tea before coffee or coffee before everything?
dogs that look like people or people who look like dogs?
books: paper or screen?
socks with sandals: comfort or no?

=== pack recommend
-- a=eng,support,sales,design,data b=eng,support,product c=design,people,sales
a: [recommend me|I need|looking for] [a series, not sad, not longer than two seasons|a podcast for ironing|a game for two that is not chess|a quiet place in {city} with big tables|headphones for small ears|a film for six tired adults|a present for a father-in-law who has everything|a rain jacket that deserves the name|a good barber near the office]
b> [the one about the bakery in the north|there is a small one behind the market, no sign|mine are eight years old and still fine, I'll send you the name|anything with trains in it|ask at the shop with the green door|socks. good ones. always works]
?70 c> [seconded|that one put me to sleep, in a good way|also good: the one with the lighthouse|I have one to lend, come by|they closed in {month-2} 😢|listen to the first ten minutes, then decide]
?50 a> [on the list, thanks|ordered|perfect, tonight then|you people are better than any search]
?40 ~1d a> [update: loved it|update: it was wonderful, thank you {b}|update: asleep after eight minutes, mission accomplished]

=== pack oddity
-- a=eng,support,sales,design b=eng,people,support
a: {odd}
?80 *> [{laugh}|of course it did|no.|photo or it didn't happen|what a time to be alive|I need more context. or less|that's the best thing today|same here, since {day-2}]
?30 b> [this belongs in the newsletter|how is your {day} so much better than mine|and then?]
& a> [there is no more to the story|that's all I know|to be continued]

=== list odd
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

=== table lun where dish
the noodle place | dan dan, number 14
Mama Sarmale's | the soup with everything
the fish stall at the quay | kibbeling, large
the Surinamese corner | bara and a roti
the market | whatever has the longest queue
the falafel bike | extra pickles
the Portuguese bakery | a bifana and two natas
the canteen of the town hall | Thursday is pancake day
the dumpling window | twelve, fried
the pita man | aubergine, no discussion
the kitchen, leftovers | yesterday's chilli
the new bento place | salmon, miso on the side
the old ferry | grilled sandwich with a view
the soup bus | two halves of two soups
the pizza oven in the yard | marinara, cheap and perfect

=== pack lunch
-- w=2 a=@kenji,@elif,@samir,@bram,@matteo,@noor,@mbali,@zofia,@jerome b=@bence,@femke,@gregor,@aylin,@thabo,@stellan c=@yara,@anneke,@sofie,@renske,@tomasz
a: [{lun.where} today?|who's for {lun.where}?|I vote for {lun.where}|{lun.where}, 12:15?]
b: [in|me|yes!|+1|in, if we leave on time|meeting until 12:30, save me a chair]
?60 c: [also me|in|not today, I brought mine|what do you take there?|we were there on {day-2}]
& a: [{lun.dish}, trust me|{lun.dish}|leaving in five|at the stairs in ten]

-- a=@kenji,@elif,@femke,@jerome,@noor,@bence,@pavel b=@bram,@samir,@aylin,@matteo,@gregor
a: [review of|verdict on] {lun.where}: {lun.dish}. [{6-9}/10, would queue again|portion for two|better than last time|they remember us now|too much coriander, I'm told that's my problem|price went up {20-60} cents, quality did not go down]
?60 b> [the {lun.where} people know your name|noted for {day+1}|coriander is never the problem|last time you gave it {5-8}]

-- a=@renske,@zofia,@anneke,@sofie,@mbali b=@thabo,@femke,@noor,@bram
a: [is anybody|who is] [eating in|cooking in the kitchen|up for a walk and a sandwich] [today|at 12:30]? [I have too much salad|somebody left rice|it stopped raining]
b> [me, I bring bread|walk!|gladly|salad sounds good|give me ten minutes]

-- a=@gregor,@hendrik,@bram,@tomasz,@stellan b=@kenji,@elif,@matteo
a: [is it normal that|why is] {lun.where} [closed on {day}s|full at 11:50|out of {lun.dish} again]?
b: [it's {month}|the school class|arrive earlier, grasshopper|they post it on the door and only there]
?50 a: [plan B then: the market|soup bus it is|sandwich at my desk, like an animal]

=== pack lunchcall
-- a=@kenji,@elif,@samir,@matteo,@jerome,@bram b=@zofia,@noor,@gregor,@aylin c=@femke,@bence,@thabo
a: [{day} poll|lunch vote]: 🍜 {lun.where} or 🥪 something else? ## 🍜6 🥪4
?70 b: 🍜
?60 c: [🥪, I had noodles yesterday|🍜 and I don't need to think|either, but before 12:30|count me out, {customer} brings sandwiches]
?50 a: [🍜 it is, stairs at 12:15|draw, so I decide: {lun.where}|everyone follow me]

=== table book title about
The Salt Ledger | a harbour clerk who finds a second set of books
Nine Winters in Tarn | a village and a road that never comes
The Cartographer's Aunt | maps, lies and a very good aunt
A Short History of Waiting | essays, mostly funny
Glass Orchard | a family, apples, a secret
The Night Postman | letters delivered fifty years late
Low Tide, High Court | a trial on an island
Everyone at the Lighthouse | nine people, one storm

=== pack booknight
-- a=@marisol,@lucia b=@devika,@ikram,@hendrik,@anneke c=@tamsin,@priscila,@chidi,@oisin
a: 📚 tonight: "{book.title}" ({book.about}). 17:30 UTC, link in the calendar. First question to warm up, in the thread: which character would you lend money to?
*>3-7 [nobody in this book|the aunt, with a contract|the clerk, he'd write it down|none, and especially not the narrator|the dog|the storm. it's the only one who keeps promises|depends on the chapter|the neighbour, she has nothing to lose]
?80 ~3h a: good evening everybody, {6-10} of us, [two who did not finish and were brave enough to say so|a lot of disagreement about the ending|one cat on camera]. the next book gets voted on {day+2}
?50 b> [that was lovely|the ending is still wrong|I changed my mind on the train home]

=== pack books
-- a=@lucia,@devika,@marisol,@hendrik,@priscila b=@anneke,@yara,@tamsin,@oisin,@ikram
a: page {40-320} of "{book.title}" and [I'm hooked|I don't trust anybody|I have to put it away at night|I need to talk to someone]
b> [no spoilers, I'm at {20-39}!|wait for the boat|it gets better|same, read {40-90} pages on the train and missed my stop|oh, THAT page]
?50 a> [the boat??|missed my stop, too|ok I wait|you were right]

-- a=@ikram,@chidi,@tamsin,@oisin,@adaeze b=@marisol,@lucia,@devika c=@hendrik,@priscila,@yara
a: [suggestion|for the next round]: [something short|a thriller for once|poems? only an idea|essays|something from Portugal|a book with a map in front|a re-read of a childhood book]
b: [yes, after {month+1}|I'm for short|poems!!|map books are the best books]
?60 c: [depends how short|as long as nobody dies on page one|my library has it in {city}]

-- a=@anneke,@devika,@marisol,@yara b=@lucia,@hendrik,@tamsin
a: quote from "{book.title}": "[The sea keeps no receipts.|He was late the way others are tall.|We had one clock and nobody believed it.|A door is a question with hinges.|She folded the map until it agreed.|Nothing is as patient as a debt.]" ## ❤️4
?70 b> [underlined that too|that's the whole book in a line|in Portuguese it's even better|the translator deserves a prize]

-- a=@hendrik,@oisin,@priscila,@chidi b=@marisol,@ikram
a: who has the [paper copy|office copy] of "{book.title}"? [shelf is empty|I'd read it {day+3} on the train]
b: [me, bringing it {day+1}|at home, sorry, two chapters left|under the plant, don't ask]

=== names pet
Mochi
Pixel
Olga
Biscuit
Captain
Waffle
Tofu
Nelson
Frida
Pickle
Bagel
Moss

=== pack pets
-- w=2 b=@tamsin,@elif,@sofie,@gregor,@oisin
a: {pet} [found the sun|has opinions about my keyboard|went to the vet and charmed everybody|sleeps in the printer box now|learned to open the drawer|met a hedgehog|is three today|pretends not to know me|stole half a croissant|watched the whole stand-up] ## ❤️7 😍4 file={pet}.jpg
?70 *> [those ears!|hello {pet}|is {pet} hiring?|the face of somebody who did it|give {pet} a biscuit from me|I needed this today|look at those paws|mine would never. mine did worse]
& b> [how old is {pet} now?|what a beauty|is that my scarf?]
& a> [{2-14} years, acts like one|yes. sorry|{pet} says thanks]

-- w=0.5
a: ## ❤️6 😂3 file={pet}.jpg
?80 *> [no caption needed|caption: "about last night"|the look!|I can hear this picture|who allowed this]

-- b=@femke,@aylin,@dylan,@renske
a: [who can|anybody free to] [look after {pet} on {day+4}?|water fish for a week?|tell me why {pet} eats the ficus|recommend a vet near {city}?]
b> [me! please let it be me|gladly|boredom, or he's a botanist|the one at the canal, kind and on time]
?60 a> [you're wonderful|moved the ficus, now it's the fern|booked, thanks]

-- w=0.6
a: [rescue|foster] news: [the small grey one found a home|we keep him. of course we keep him|she ate from my hand today] ## ❤️8 🥹4
?70 *> [happy tears|I knew you'd keep him|best news of the week|give updates please]

=== pack running
-- w=1.5 b=@wanjiru,@thabo,@samir
a: {5-21} km [before breakfast|along the river|in the rain|with the stroller|on the track], {4-6}:{10-59}/km. [legs say no|felt easy for once|new shoes, old lungs|the wind was against me both ways|saw two herons and no people]
?60 *> [strong!|in this weather, respect|the wind is always against you there|kudos 👏|rest day tomorrow, yes?|saw you from the tram!]

-- b=@noor,@bence,@joao
a: [lunch run|easy round|hill repeats] {day+1}, [12:10 from the back door|6:45 at the bridge|17:30, rain or not]? [{5-9} km, talking pace|all welcome|I bring bananas]
?80 b: [in|yes, if my knee agrees|me|slow group too?|can't, next time]
?50 *: [in|count me in|I'll cycle next to you]

-- b=@nadia,@adaeze,@viktoria
a: [signed up for|registered for|thinking of] [the {city} half|the harbour 10k|the relay, we need five|a trail run with {600-1200} m up]. [who else?|talk me out of it|{8-15} weeks to train]
?70 b> [I'm in|relay: yes, the shortest leg|do it, you'll hate it and love it|no, no, ok, yes]
?50 *> [I'll cheer|I bring the cowbell|who takes the hill?]

-- w=0.7
a: [finished!|done!] [{city} half in 1:{38-59}:{10-59}|10k in {44-58}:{10-59}, a minute faster|did not walk. not once. well, once] 🏅 ## 🎉6 🔥4
*>1-3 [{cheer}|what a time|medal on the desk please|how are the stairs today?]
`;
