// Lunch, books, animals, running. Notation: script.ts.

export const clubs = `
=== table lun where dish
the noodle place | dan dan noodles
Mama Sarmale's | the soup with everything
the fish stall at the quay | a large kibbeling
the Surinamese corner | bara and a roti
the market | whatever smells best
the falafel bike | falafel with extra pickles
the Portuguese bakery | a bifana and two natas
the town hall canteen | pancakes
the dumpling window | a dozen dumplings
the pita man | aubergine pita
the new bento place | salmon bento
the old ferry | grilled sandwich with a view
the soup bus | two halves of two soups
the pizza oven in the yard | a marinara
the corner with the red chairs | shakshuka
the museum café | the tart of the day

=== list lunin
in[|, if we leave on time|, stairs at 12:15|, but I must be back at 13:00]
me[|, and I have a card with one stamp missing|, starving since ten|, it's {day}]
yes, [if {prev} pays|but outside|I need {lun.dish}|only a small one|anything but my own cooking]
meeting until 12:{20-40}, [save me a chair|order me {lun.dish}|I come after]
not today, [I brought mine|{customer9} is here|half a day off|two calls back to back]
+1[|, and I bring {prev}|, long queue or not|, late]
is it the one with the [stairs|cat|loud radio]? then yes
we were there on {day-2}, [so obviously yes|something else?|I could go every day]
what do you take there[?|, {root}?]
only if it stopped raining[|. did it?|, my shoes are wet from {day-1}]

=== pack lunch
-- w=3 a=@kenji,@elif,@samir,@bram,@matteo,@noor,@mbali,@zofia,@jerome
a: [{lun.where} today?|who's for {lun.where}?|I vote for {lun.where}|{lun.where}, 12:15?|it's a day for {lun.dish}|{lun.where}, or do we try something new?|thinking of {lun.dish} since {clock-90}]
*:1-4 {lunin}
?40 a: [{lun.dish}, trust me|leaving in five|at the stairs in ten|{3-7} of us then, I call ahead|going, with or without you]

-- a=@kenji,@elif,@femke,@jerome,@noor,@bence,@pavel b=@bram,@samir,@aylin,@matteo,@gregor
a: [review of|verdict on|been to] {lun.where}: {lun.dish}. {verdict}
?70 b> [x#the {lun.where} people know your name|noted for {day+1}|last time you gave it {5-8}|and the soup?|did you have to wait?]
& a> [x#and my order, yes|I'd come again|I was young|lukewarm, like my will to go back|{4-19} minutes, worth it]

-- a=@renske,@zofia,@anneke,@sofie,@mbali b=@thabo,@femke,@noor,@bram
a: [is anybody|who is] [eating in|cooking in the kitchen|up for a walk and a sandwich] [today|at 12:30]? [I have too much salad|somebody left rice|it stopped raining|there's half a quiche from {day-1}|my meeting was cancelled]
b> [me, I bring bread|walk! I sat since eight|gladly, give me ten minutes|salad sounds good, I have eggs|count me in, I do the dishes]

-- a=@gregor,@hendrik,@bram,@tomasz,@stellan b=@kenji,@elif,@matteo
a: [x#{lun.where} is closed?!|{lun.where} was full at 11:50|no {lun.dish} again at {lun.where}|{lun.where} raised the price by {20-90} cents]
b: [x#until {day+2}, it's on the door and only there|the school class, always {day}s|they run out at noon, arrive earlier, grasshopper|worth it. still]
?50 a: [soup bus it is|sandwich at my desk, like an animal|the market then, who comes?|I take it personally]

-- w=0.7 a=@matteo,@elif,@kenji,@jerome b=@noor,@samir,@aylin,@bence
a: new: [a place for arepas next to the bridge|a van with Ethiopian food, {day}s only|the old bank is a ramen bar now|the florist sells soup. good soup|a bakery that does pizza by the metre]. [who tests it with me?|queue is {5-20} people|smelled it from the tram]
b: [me, {day+1}?|tested it {day-1}: {6-9}/10|finally something between noodles and noodles|I go for the team]
?50 ~1d a: [report|verdict]: {verdict}

-- w=0.6 a=@bram,@femke,@yara,@anneke
a: [leftovers of|remains of|rest of] [the workshop|{customer}'s visit|the board lunch] in the kitchen: [sandwiches|fruit and something green|too many wraps|half a cake]. [first come|not for the fridge|{8-20} pieces]
?80 *: [coming|took the last cheese one, sorry|is the green thing food?|saving one for {root}|already gone by {clock+1}, you people]

=== list verdict
{6-9}/10, [would queue again|nothing for a short break|better than last time|the sauce makes it]
portion for two, price for one and a half
too much coriander, I'm told that's my problem
price went up {20-60} cents, quality did not go down
they remember us now, which is good and a little worrying
{5-9} euros, {10-25} minutes, happy
good bread. everything else is decoration
spicy in a way that ends meetings
fine, but the queue has its own climate
would marry the cook

=== pack lunchcall
-- a=@kenji,@elif,@samir,@matteo,@jerome,@bram
a: [{day}|lunch vote|{day} vote]: 🍜 {lun.where} or 🥪 [something else|the leftovers|sandwiches in the park|the kitchen|a surprise]? ## 🍜6 🥪4
*:1-3 [🍜, no need to think|🥪, I had noodles {day-1}|either, but before 12:30|🍜 and then ice cream|count me out, {customer9} brings sandwiches|🥪 with a view|🍜 if {prev} comes|{lunin}]
?50 a: [🍜 wins, stairs at 12:15|🥪 wins, {3-6} to {1-2}|draw, so I decide: {lun.where}|everyone follow me]

=== table book title about
The Salt Ledger | a harbour clerk who finds a second set of books
Nine Winters in Tarn | a village and a road that never comes
The Cartographer's Aunt | maps, lies and a very good aunt
A Short History of Waiting | essays, mostly funny
Glass Orchard | a family, apples, a secret
The Night Postman | letters delivered fifty years late
Low Tide, High Court | a trial on an island
Everyone at the Lighthouse | nine people, one storm

=== list lend
nobody in this book[|, sadly|, and I'd ask for my pen back]
the aunt, with a contract
the clerk, he'd write it down twice
none, and especially not the narrator
the dog[|, he has assets]
the storm, it's the only one who keeps promises
depends on the chapter, in {3-9} yes, in {12-19} no
the neighbour, she has nothing to lose
the sister who leaves on page {20-60}, she'd send it back with interest
the priest, but only coins
whoever wrote the letters
the mother. mothers pay

=== list bookline
The sea keeps no receipts.
He was late the way others are tall.
We had one clock and nobody believed it.
A door is a question with hinges.
She folded the map until it agreed.
Nothing is as patient as a debt.
The village was three houses and an argument.
You can hear a lie by the way it sits down.
They had been married so long that they shared a cold.
Winter came in without wiping its feet.
I was the kind of child who alphabetised the stones.
He wrote to the sea, and the sea, for once, wrote back.
There are only two ways out of a harbour, and one is waiting.
Grief is a guest that rearranges the furniture.

=== pack booknight
-- a=@marisol,@lucia b=@devika,@ikram,@hendrik,@anneke c=@tamsin,@priscila,@chidi,@oisin
a: 📚 tonight: "{book.title}" ({book.about}). 17:30 UTC, link in the calendar. First question to warm up, in the thread: which character would you lend money to?
*>3-7 {lend}
?80 ~3h a: what a good evening, {6-10} of us, [two who did not finish and were brave enough to say so|a lot of disagreement about the ending|one cat on camera|and one who read the wrong book, very well]. the next book gets voted on {day+2}
?50 b> [that was lovely|the ending is still wrong|I changed my mind on the train home|{c} was right about the boat, it pains me]

=== pack books
-- a=@lucia,@devika,@marisol,@hendrik,@priscila b=@anneke,@yara,@tamsin,@oisin,@ikram
a: page {40-320} of "{book.title}" and [I'm hooked|I don't trust anybody|I have to put it away at night|I need to talk to someone|I had to make tea]
b> [x#no spoilers, I'm at {20-39}!|wait for the boat|it gets better|same, read {40-90} pages on the train and missed my stop|oh, THAT page]
?60 a> [x#then hurry|the boat??|it's already good, I just need company|that's a review for the cover|I went back and read it twice]

-- a=@ikram,@chidi,@tamsin,@oisin,@adaeze b=@marisol,@lucia,@devika c=@hendrik,@priscila,@yara
a: [suggestion|for the next round|after "{book.title}"]: [x#something short|a thriller for once|poems? only an idea|essays|something from Portugal|a book with a map in front|a re-read of a childhood book]
b: [x#under {150-220} pages, I second|with a train in it, please|poems!! one a day|essays are poems for adults, yes|I ask my aunt in Braga|map books are the best books|mine had a talking goose, be warned]
?60 c: [yes, after {month+1}|as long as nobody dies on page one|my library has {4-9} of that kind|I could live with it|my vote, too]

-- a=@anneke,@devika,@marisol,@yara b=@lucia,@hendrik,@tamsin
a: quote from "{book.title}": "{bookline}" ## ❤️4
?70 b> [underlined that too|that's the whole book in a line|in Portuguese it's even better|the translator deserves a prize|page {20-290}, isn't it?|put that on the wall of floor 2]

-- a=@hendrik,@oisin,@priscila,@chidi b=@marisol,@ikram
a: who has the [paper copy|office copy] of "{book.title}"? [shelf is empty|I'd read it {day+3} on the train]
b: [me, bringing it {day+1}|at home, sorry, {2-5} chapters left|under the plant, don't ask|lent it to my mother, she won't give it back]

-- w=0.7 a=@marisol,@adaeze,@yara b=@lucia,@devika,@oisin,@tamsin
a: [finished "{book.title}"|done with "{book.title}"]. [I need a day|what was that ending|I closed it and sat there|five stars, one for each time I cried]
b> [no words until {day+2}, please|the ending is a beginning, that's my theory|told you|which was your favourite part?|I hated it and I'd read it again]

=== names weather
drizzle
fog
a tailwind for once
the first sun
half the path under water
a dog that wanted to come along

=== owns pet
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

=== list petdoes
found the sun and won't share it
has opinions about my keyboard: ‹;;;;;;kkk›
went to the vet and charmed everybody
sleeps in the printer box now
learned to open the drawer with the scarves
met a hedgehog, both left
has a birthday today, no cake, sadly
pretends not to know me
stole half a croissant
watched the whole stand-up and sighed at the end
brought me a sock, not mine
complains at the word "deploy"
is in love with the robot cleaner
lost a fight with a paper bag
sits on {pr9}, so the review has to wait
discovered the top shelf
has a new coat and hates the attention
knows the sound of the fridge from two floors away
learned "paw", forgot "no"
sleeps on the warm laptop, so I'm on my phone

=== list petreact
those ears!
hello {pet} [👋|❤️|, you legend|, king of {day}]
is {pet} hiring?
the face of somebody who did it
give {pet} a biscuit from me
I needed this today, [thank you|thanks {pet}|bad {day}]
look at those paws
mine would never. mine did worse on {day-1}
{pet} for employee of the month
the dignity
same pose as {root} in the retro
I'd follow {pet} into {city}
more {pet} content please
can {pet} join the all-hands?

=== pack pets
-- w=2.5 b=@tamsin,@elif,@sofie,@gregor,@oisin
a: {pet} {petdoes} ## ❤️7 😍4 file={pet}.jpg
?80 *> {petreact}
?40 *> {petreact}
?25 b> [x#how did {pet} get up there?|is that my scarf?|who taught {pet} that?|where was that?]
& a> [x#we don't know. we never know|yes. sorry|not me, I teach nothing|{city}, at my sister's]

-- w=0.4
a: ## ❤️6 😂3 file={pet}.jpg
?80 *> [no caption needed|caption: "about last {day}"|the look!|I can hear this picture|who allowed this|caption: "{laugh}"]

-- b=@femke,@aylin,@dylan,@renske
a: [x#who can look after {pet} on {day+4}?|anybody free to water fish for a week?|why does {pet} eat the ficus?|which vet near {city} is kind?|{pet} is afraid of the new bin, ideas?]
b> [x#me! please let it be me|gladly, I know the fish by name|boredom, or {pet} is a botanist|the one at the canal, kind and on time|put a biscuit on it, and be brave first]
?60 a> [x#you're wonderful, bringing food and a list|they're called One, Two and Gregor|moved the ficus, now it's the fern|booked for {day+2}, thanks|biscuit gone, fear gone]

-- w=0.6
a: [rescue|foster] news: [the small grey one found a home in {city}|we keep {pet}. of course we keep {pet}|{pet} ate from my hand today|{3-6} kittens, all names must begin with P] ## ❤️8 🥹4
?70 *> [happy tears|I knew you'd keep {pet}|best news of {month}|give updates please|Parcel. Pallet. Postcode.|can I visit?]

=== pack running
-- w=1.5 b=@wanjiru,@thabo,@samir
a: {5-21} km [before breakfast|along the river|in the rain|with the stroller|on the track|home from {city}], {4-6}:{10-59}/km, {weather}. [legs say no|felt easy for once|new shoes, old lungs|saw {2-5} herons and no people]
?60 *> [strong!|with {weather}? respect|the wind is always against you there|kudos 👏|rest day {day+1}, yes?|saw you from the tram!|{4-6}:{10-59}, when did that happen]

-- b=@noor,@bence,@joao
a: [lunch run|easy round|hill repeats|slow one] {day+1}, [12:10 from the back door|6:45 at the bridge|17:30, rain or not]? [{5-9} km, talking pace|all welcome|I bring bananas]
?80 b: [in|yes, if my knee agrees|me, slow group|can't, {day+3} again?]
?50 *: [in|count me in, {5-7} km|I'll cycle next to you|late, start without me]

-- b=@nadia,@adaeze,@viktoria
a: [signed up for|registered for|thinking of] [x#the {city} half|the harbour 10k|the relay, we need five|a trail run with {600-1200} m up]. [who else?|talk me out of it|{8-15} weeks to train]
?80 b> [x#I'm in, slowly|I was there last year, take gloves|the shortest leg, please|no, no, ok, yes]
?50 *> [I'll cheer in {city}|I bring the cowbell|who takes the hill?|see you at the finish, with cake]

-- w=0.7
a: [finished!|done!] [{city} half in 1:{38-59}:{10-59}|10k in {44-58}:{10-59}, a minute faster|did not walk. not once. well, once] 🏅 ## 🎉6 🔥4
*>1-3 [what a time|medal on the desk please|how are the stairs today?|with that hill in the middle!|fastest {root} of the company|proud of you!]
`;
