// Product, design, data and the courier app. Notation: script.ts.

export const product = `
=== table feat thing why small no signal
pause deliveries for a day | bakeries close when the oven breaks | one switch per store, until midnight | several days, reasons, a calendar | {6-19} support cases a month
two couriers on one route | heavy days in December | one leads, one follows, same list | splitting stops between them | {3-8} depots do it by sharing a login
a tip after delivery | couriers asked in every interview | three amounts and none | a free amount | {31-48} % of couriers named it first
a window instead of a minute in the ETA | people plan with windows | setting per store, twelve minutes either way | a window per order | half of the "late" complaints were inside the window
order notes for the packer | "no plastic bag, please" | one line on the packing list | photos, replies | {40-110} notes a week in the wrong field today
a weekly mail to store owners | they never open the portal | five numbers, one link | a builder for own reports | {9-14} of {15-16} owners said yes
substitutions in the app | the shelf is empty at six | courier picks from what the store allows | prices that change | {2-5} % of all items
neighbour delivery | nobody home, again | a name and a house number | a map of kind neighbours | second attempts cost {1.9-3.4} euros each
a calendar of closed days per country | stores forget Whit Monday | import once a year, stores can untick | regional holidays in Spain | {11-26} cases last {month-1}
undo after reassigning | thumbs are big, buttons small | ten seconds, one step | a history | {3-6} % of reassignments are reversed at once
heat and cold warnings | fish in July | a badge on the stop, sorted first | sensors in the van | Tidepool Fish, and two dairies
a guest link for the board | night guards need to look, not touch | read only, one depot, 24 hours | permissions per column | sales hears it in every second demo
deliveries without a phone number | older customers | a paper card with a code | a call from a machine | {4-7} % of orders have none
returns at the door | people hand it to the courier anyway | scan, photo, done | refunds on the spot | {300-900} undocumented parcels a month
big letters in the courier app | half of them wear gloves, a third wear glasses | follow the phone's setting | an own setting | {18-27} % have large text switched on
one search for orders, people, routes | planners search five times a minute | by number and name first | free text | median {14-31} s to find an order
preparing a route the evening before | packers begin at five | plan at 19:30, late orders wait | planning all night | asked by {customer} and {customer2}

freezing a planned route | the packer has printed it already | a lock with a name on it | partial locks | {5-12} reprints a day at the big ones
a courier's own start point | half of them start at home | an address per courier | a different one each day | saves {4-9} minutes for {20-35} % of them
reasons for "not delivered" in own words | "other" is the third most used reason | ten own reasons per store | free text for couriers | {11-19} % are "other"
photo of the shelf after the drop | pharmacies must prove it | one more photo, only if the store asks | checks by machine | two tenders asked for it
planning by weight, not by count | bikes carry 60 kilos, not 20 parcels | a limit per vehicle | volumes | {2-6} overloaded bikes a week in {city}
a calm mode for the tracking page | people reload every ten seconds | it says when the next news comes | push in the browser | {5-9} page views per delivery
swapping two stops by name | dragging over {60-90} rows is sport | "swap with…" in the menu | keyboard for everything | asked in {4-8} of the last ten visits
automatic holidays for couriers | they call in the evening | greyed out on the board | approvals | {3-7} planners keep a paper list

=== pack scope
-- a=product b=design,product c=eng
a: [looking at|scoping|next up:] **{feat.thing}**. why: {feat.why}. signal: {feat.signal}
a> smallest version that helps: {feat.small}. [not in it|leaving out]: {feat.no}
b> [like it small|I can draw that in {2-4} days|{feat.no} will be asked for in week two, but fine|who tells {customer}? they want all of it]
c> [x#cheap: {2-5} days|medium: a week and a bit|more than it looks: two weeks with tests]. [main risk|unknown]: [old app versions|the import of {customer2}|who may do it|time zones, as ever|{service}]
?60 a> [y#can the risk go last?|what if it's only for new stores?|then surely without {feat.no}?]
& c> [y#no, first, else we build on sand|half of the time then|yes, that alone is a week]
?60 a> [written up in {ticket}|deal, {ticket}|starting in {quarter+1}, {ticket}|{ticket}, first look {day+4}]

-- a=product b=product c=support,sales
a: [thinking about|what do you hear about] {feat.thing}?
c> {feat.signal}. [mostly|in their words]: {feat.why}
b> [we said no last year because of {feat.no}|same in the interviews, {3-6} of {7-9}|it would also help with {customer}'s renewal|{customer} built a spreadsheet for it]
a> and if it was only this: {feat.small}?
c> [x#that's 90 % of it|they would take it, and ask for more|I know three who would test it, {customer} first]
?60 a> [x#good enough, {ticket}|more can come in {quarter+1}|please ask them, {day+3} works for me]

-- a=product b=eng
a: {ticket} ({feat.thing}) is live for {3-9} stores. [first numbers|after {5-9} days]: used {40-700} times, by {22-71} % of them ## 🎉3
b> [x#any surprises?|complaints?|who does not use it?|did somebody ask for more?]
a> [x#one store uses it {20-40} times a day, calling them|none, one kind mail from {customer}|the smallest ones, they know every courier by name|nobody asked for {feat.no}, which we nearly built]
?50 *> {cheer}

=== pack insight
-- a=product,@ikram b=product,design,support
a: from {3-6} calls this week: {feat.why}. [quote|my favourite quote]: "[I have eleven windows open and one is a fax|if the app is late, I'm the one who's late|my son explained it to me, then I explained it to him|I don't need a map, I know the streets. I need the door codes|when it rains I stop reading]"
b> [same from support: {feat.signal}|who said that?|was that a planner or an owner?|that quote goes to the all-hands. who is it?]
?70 a> [a planner|an owner with two stores|a courier, six years on the bike|the night shift at {store}]. [recording is in the folder|notes in {ticket}|I'd call three more before we decide|she'd test it, too]

-- a=product b=data,product
a: do we know how many [stores|planners|couriers] would use {feat.thing}?
b> {feat.signal}. [rough number|from the events|give or take|counted over {30-90} days], [by store it's very uneven|the big ones lead|Portugal twice as often]
a> [more than I thought|less than the noise suggests|enough for me|that settles it], [thanks|into {ticket} it goes|for {quarter+1} then]

=== pack prioritise
-- apart=75 w=0.4 a=@helena b=product c=lead,sales
a: Draft for {quarter+1}: 1. {feat.thing} 2. [the new slot planner for all|ledger follow-ups|faster planning for big depots] 3. [returns|onboarding in a day|API v2 for everybody]. [What hurts if we do it in this order?|Objections?]
b> [x#2 before 1, engineering is warm there|3 is really {2-3} things|I'd cut 3 in half|order is fine, 1 is too big for it]
c> [{customer} renews in {month+2}, they wait for 1|for sales any order, but with dates|who does support for 1?|data can measure 1 before it's built]
a> [x#Swapped 1 and 2|Split 3, first part stays|Cut 3 to its first half|Made 1 smaller, without {feat.no}]. [Final on {day+3}|Thank you, that was useful|Dates only for 1]

-- a=product b=product
a: if we can only finish one before the season: {feat.thing} or {area}?
b: [x#{area}. it breaks when it's busy|{area}, {feat.thing} can wait and winter can't|{feat.thing}. {feat.signal}|{feat.thing}, because {feat.why}]
?60 a: [x#was hoping for the other answer, but yes|convincing, {ticket}|same conclusion here, {ticket}|that sentence goes into the brief]

=== pack productask
-- a=product b=eng
a: [how hard would it be|what would it take|silly question: is it hard] to show [the depot's phone number in the app|who changed a slot last|why a stop is red|both ETAs, old and new, for a week|a preview before the invoice run|which courier is nearest|the last five addresses in {area}|the weight of a route while planning]?
b> [x#an hour|half a day with a test|harder than it sounds, {3-5} services|the data is there, only the screen is missing|we had it until the redesign 😅]
?70 a> [x#then yes please, {ticket}|putting it into {quarter+1}, {ticket}|ok, not worth {2-4} weeks|would you sneak it in?|let's have it back, {ticket}]
?40 b> [done, {pr}|after the train|{day+2}, with a flag|noted]

-- a=product b=support,sales
a: which text is better on the closed slot: "[Fully booked|No courier free|Sold out|Full]" or "[Please pick a later time|This hour is full, the next is free|Too late for today, early enough for {day+1}]"?
b> [second. it says what to do|second, the first made people call us|second, but shorter|second, and not in red]
?50 a> [second it is|thanks, second, {ticket}|testing the second on {4-12} stores]

=== table comp what a b remark decision
the slot picker on phones | a list | a grid | the grid is nicer, the list works with one thumb | list, with the next free one on top
empty state of the board | a drawing and one button | three steps | new people need steps, others see it once a year | steps, gone after the first route
status colours | five | three plus icons | {7-9} % of men won't see red and green apart | three, with icons and text
the undo bar | at the bottom | next to the row | eyes are on the row | next to the row, ten seconds
the delivery photo screen | camera first | checklist first | couriers photograph anyway | camera first, checklist shrinks to a line
the week editor | drag | numbers | drag is fun on a mouse and horrible on a till | numbers, plus and minus buttons
error messages | what happened | what to do | two sentences are fine, in this order: do, because | do first
the tracking page | map first | time first | nobody looks at the map when it's on time | time first, map opens when it is late
navigation of the portal | left | top | eleven items do not fit on top | left, six items, rest under "more"
the packing list | dense | airy | it gets printed, paper costs | dense, with a line every five
dark mode of the board | true black | dark grey | the night shift has old screens | grey, tested on theirs
confirmation before closing a day | dialog | hold the button | dialogs get clicked away | hold, one second, says why
notes of an order | icon | first words visible | an icon hides what matters | first {30-45} letters
the route summary | table | sentence | managers read sentences, planners tables | sentence on top, table below
onboarding checklist | in the portal | by mail | owners live in their mail | both, same order

address form | one field | five fields | one is nicer to write, five are nicer to check | one, with five below when we are unsure
the invoice list | by month | by store | finance thinks in months, owners in stores | months, store as a filter
what a blocked slot looks like | grey | crossed out | grey means "off" everywhere else | crossed out, with the reason
sound for new orders | a bell | a knock | bakeries are loud, offices hate bells | a knock, three volumes, off on phones
the courier's day summary | numbers | a map | they want to know when it's over | time left, big, rest small
the reason picker | list | icons | icons need words anyway | list, the three most used on top
import of customers | one long page | four steps | people stop to look for the file | four steps, saved in between
notifications of the portal | bell with a number | a line on top | numbers get ignored from 20 on | a line, only for what needs an answer
first screen after signing in | the board | a summary | planners want the board, owners the summary | by role, changeable
print version of routes | as on screen | own layout | ink is expensive and maps are black | own layout, map only if asked

=== pack critique
-- a=design b=design,product c=web,mobile
a: {comp.what}, [second round|early sketch|two directions]: {comp.a} or {comp.b}. [want: gut feeling, no pixels|looking for holes|which one and why?] ## 👀4 file={comp.what}.png
b> {comp.remark}
c> [to build|from the code side|effort]: [first is a day, second a week|about the same, {2-5} days|second needs a new component, gladly|both fine, mind the long German words|the second breaks {area9}, a little|whatever you do, keep it one column on tills]
?50 *> [{comp.a}, I think|{comp.b} for me|depends on the till|can I click it somewhere?|asked {customer9}, they say {comp.a}|{comp.b}, if it fits on a phone]
~3h a> [decided|then|so]: {comp.decision}. [next round {day+2}|in the file now|thanks, that was quick|prototype {later}]

-- a=design b=design
a: [stuck|undecided] with {comp.what}. {comp.a}, {comp.b}, [or both and regret?|or sleep over it?]
b: {comp.remark}
a: [true|hm, yes|that's the thing|exactly what {customer9} said], so: {comp.decision}?
b: [yes!|that|go|I'd do that]. [show it {day+1}|put it in the prototype|and test it with gloves|{ticket} then]

-- a=web,mobile b=design
a: {@b} building {comp.what}: [x#what happens with one item?|what does it look like with {300-900} rows?|where does focus go after closing?|is the grey new? tokens don't have it|how long may the name be?|what is it while loading?]
b> [x#good catch, drawing it {later}|same as in {area}, it folds|to the button that opened it|use ‹gray-600›, mine was a mistake|{30-60} letters, then dots, full text on press|the old content, slightly paler. no spinner]
?60 a> [ok, done like that|pushed, preview link in {pr}|looks good, even in Portuguese|done, {pr}, also on the till]
?40 b> [checked the preview: {2-6} px at the top, else perfect|approved 💚|the animation is too proud, half of it|lovely. the hover may go, nobody hovers with gloves]

=== pack designask
-- a=design b=product,support,web
a: [does anyone have|who has] [a real, ugly example|screenshots|a photo] of {area} [with too much data|on a till|in use at a depot]? [drawing with pretty data again, not good|for {day+1}]
b> [x#sending you three|{case} has a beauty|I'll take one at {store} on {day+2}|the store of {customer}, any {day}]
a> [x#oh dear, that is {90-400} rows|exactly what I needed, poor people|great, with hands in the picture please|perfect, looking at it now]

-- a=design b=design,product
a: words: [route or tour?|stop or address?|planner or dispatcher?|"not home" or "nobody there"?|cancel or call off?] [we use both|the portal says one thing, the app another]
b> [first|the first, customers say it too|second, if I count the cases|first, {customer} laughed at the second]. [add it to the glossary?|glossary says so since {month-2}|and in Portuguese it's the same word anyway]
?60 a> [added|changing {6-20} texts|will do], {ticket}

-- w=0.7 a=@otto b=@matteo,@anneke
a: [first sketches for the empty states|new drawings|colour version of the courier], [three of them|rough on purpose|tell me which way] ## ❤️5 file=sketches-{month}.pdf
b> [x#love the second|the dog stays|can the bike be heavier? they carry crates|less smiling, it's six in the morning for them 😄|the third for {area}, yes!]
?70 a> [x#second it is, colours on {day+2}|dog stays, noted|adding crates and a bell|ha, fair. tired courier it is|nice, I make it wider for phones]

=== pack research
-- a=@ikram,@anneke,@zofia b=design,product
a: Test of {comp.what}, [five|six|eight] people, [{city}|remote|at a depot]: {3-6} of them [got through alone|understood it at once|found the way back]. [They stumbled|Main problem]: {comp.remark}
b> [was that the new text?|with their own data?|the people from {customer9}?]
a> [Yes|Own data, yes|Half and half]. [Proposal|I would say|My suggestion]: {comp.decision}
?50 b> [ok, changing it {later}|agree, {ticket}|before we change it, let me see the recording|that was my first version 😇]

-- a=@ikram b=product,design,support
a: I visit {store} on {day+2}, [one seat free in the car|two may join|from 5:30]. [Questions you want answered?|What should I look at?]
?80 *> [how they hold the phone when it rains|what they still do on paper|where the printer stands, honestly|who touches the board and who only looks|I'd like to join!|the first ten minutes of the day|if they use {area9} at all|what they say when it's late. literally]
?60 *> [the sounds. what beeps there?|ask them about {area}|second seat for me, please|take pictures of all sticky notes|what they'd throw away first]
?50 ~2d a> Notes are in the folder. [Best moment|One thing]: [the paper list beside our screen, with the same numbers|a courier who taps with her nose|they call the board "the weather"|nobody scrolls, ever] ## 😂3 👀3

=== pack designsmall
-- a=design b=web,design,product
a: [new icons|updated tokens|spacing page|colour contrast pass] [is|are] in the library. [changes {12-50} screens a little|nothing to do for you|please rebase, sorry]
?60 b> [finally, {20-60} hacks can go|thanks, using it in {pr}|the old red is gone, I shed a tear|my snapshots hate you, {pr} is coming|does {area} get them, too?]

-- a=design b=design,product,@ingrid
a: [look what a till does to our shadow|found our first logo|somebody printed the board as a poster|saw our tracking page on a stranger's phone in the tram] 😄 ## 😂5 file=photo.jpg
?70 *> {laugh}

-- apart=40 a=design b=web c=design
a: can we [kill|retire|merge] the [third|fourth|second] kind of dropdown?
b> [gladly|please yes|there are five], {20-70} usages, [two afternoons|I do five a week|after {ticket9}]
?50 c> which one survives?
& a> [the one with the keyboard support|the one in {area}|none, I drew a new one 😇|the ugliest, it does the most]

=== table metric q def num caveat
how long do couriers wait at a door? | arrival to scan, walked stairs included | median {1.8-3.4} minutes, {5-9} above the third floor | lifts are unknown
how often is a route changed after it was sent? | at least one move | {18-36} % of the routes | half of it in the first ten minutes
which texts do people change most? | own version instead of ours | the delay text, {22-41} % of the stores | they mostly add an apology
what do stores do on their first day? | first ten actions | {51-68} % import, {14-25} % invite a courier | rest looks at the demo and leaves for lunch
how much of the driving is empty? | depot to first stop and back | {17-26} % of the kilometres | bikes look better than they are
do notes make a delivery slower? | with and without, same courier, same street | {0.4-1.3} minutes | only long ones
how many orders change address after planning? | any field of the address | {0.6-2.1} % | most are a missing floor
how many stops per hour in {city}? | stops closed divided by time between first and last | {9.1-14.8}, up {2-9} % on {month-1} | breaks are inside, so real speed is higher
what share of deliveries is on time? | inside the promised window, arrival not scan | {91.2-97.4} % | stores without windows count as on time
how many stores use the week editor? | saved at least once in 30 days | {38-77} % | a few save without changing
what does a second attempt cost? | minutes of the detour times wage | {1.7-3.6} euros | without the anger
how good is the ETA at noon? | absolute error, 30 minutes before arrival | median {3.9-7.2} minutes | bikes are worse, {6-10}
why did orders fall in week {20-44}? | compared with the same week of other stores | school holidays explain {60-90} % | rest is one store that renovates
how many people open the tracking page? | unique per order | {58-81} %, twice on average | mail scanners removed, I hope
which customers grow? | orders per store, not stores | top: {customer}, {customer2} | small numbers jump
how long do photos take to upload? | capture to stored | p50 {1.1-2.8} s, p95 {14-60} s | offline ones are out
how many texts per order? | sent, not delivered | {1.3-2.2} | doubles of {month-1} still in there
do couriers take the route we propose? | order of stops kept | {61-84} % | the rest saves {0-4} minutes. they know things
how many carts die at the slot step? | left without a slot, same session | {11-24} % | includes people who just look
what is the support load per 1,000 orders? | cases with a store id | {1.9-4.4} | before {month-4} the id was optional

=== pack dataask
-- a=product,support,sales,lead b=data
a: [data question|quick number, please|for a slide]: {metric.q}
b> [depends what you mean|define|do you mean]: {metric.def}?
a> [yes|exactly|that, yes|sounds right], [for {month-1}|all of {quarter}|without test stores|as of {day-1}]
~35m b> {metric.num}. [caveat|mind]: {metric.caveat}
a> [thanks, caveat goes on the slide|perfect, for {customer9}|better than I feared|so my feeling was wrong, good|thank you. and the same for {city}?|good, that was slide {3-19}]

-- a=product,support,sales,lead b=data c=data
a: {metric.q} [is there a dashboard?|I need it by {day+1}|asked by {customer}]
b> [there is one, page two|not yet, computing]: {metric.num} ({metric.def})
?60 c> [careful|one thing]: {metric.caveat}
?50 a> [x#how sure are we?|so better or worse than {month-1}?|is that all countries?]
& b> [x#enough for a decision, not for a press release|better, by {2-9} %|without Finland, too small]
`;
