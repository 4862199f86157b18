// Words that every subject of the demo shares: names of things, and the small change of conversation.
// Written in the notation of script.ts.

export const common = `
=== names customer
Brambles Market
Nordlys Foods
Casa Oliva
Tallow & Rye
Little Mill Bakery
Havenkaas
Quayside Pharmacy
Petit Potager
Saffron Lane
Bluebell Dairy
Kornblume
Verde Vivo
Oak & Anchor
Fjordbox
Maple Crate
Zeeland Bloemen
Sunny Basket
Riverside Reads
Kettle & Daughters
Molino Rosso
Hearth Pantry
Polder Fresh
Ginkgo Home
Acorn Wholefoods
Dockyard Coffee
Sweet Barrow
Tidepool Fish
Fenwick Hardware
La Huerta Azul
Stonebridge Butchers

=== names service
‹routing-engine›
‹dispatch-api›
‹tracking›
‹billing›
‹notifier›
‹geocoder›
‹eta-model›
‹webhooks›
‹auth-gateway›
‹merchant-portal›
‹slot-planner›
‹labels›
‹warehouse-sync›
‹ledger›
‹search-index›
‹returns›

=== names city
Rotterdam
Utrecht
Antwerp
Ghent
Lille
Bristol
Leeds
Porto
Braga
Lisbon
Gdansk
Poznan
Eindhoven
Groningen
Cardiff
Nantes

=== names store
the Utrecht store
the Porto depot
the Leeds store
the Ghent store
the Braga store
the Bristol depot
the Antwerp hub
the Lille store
the Poznan depot
the Cardiff store
the Groningen store
the Nantes depot
the Eindhoven hub
the Gdansk store

=== names area
the slot picker
the dispatch board
the courier payout page
the store settings
the order timeline
the returns flow
the label preview
the driver map
the invoice list
the onboarding checklist
the delivery window editor
the notification templates
the address form
the webhook log
the holiday calendar
the proof-of-delivery view
the search bar
the depot switcher

=== names prtitle
Retry geocoder lookups with jitter
Convert cutoffs once, at the edge
Drop the old slot cache
Move label rendering off the request path
Batch tracking events per courier
Fix off-by-one in the route summary
Make payout export idempotent
Show the depot's own time zone on the board
Guard against empty delivery windows
Add an index for open routes by depot
Remove the last callers of ‹getStoreLegacy›
Stream the route export instead of building it in memory
Keep the driver's place in the list after refresh
Explain why a slot is closed
Stop polling when the tab is hidden
Round VAT per line, not per invoice
Log the upstream's request id
Split ‹DispatchBoard› into three components
Accept house numbers with letters
Use the shared HTTP client in ‹notifier›
Limit webhook retries to 24 hours
Precompute distances for fixed depots
Test the handover between two couriers
Make the offline queue survive an app update
Read feature flags once per request
Delete photos after the retention period
Validate postcodes by country
Merge duplicate customers on import
Let a store pause deliveries for the day
Cache depot settings for a minute
Replace moment with our own date functions
Show an undo after reassigning a route
Do not text a customer twice about one delay
Return 409 instead of 500 on a stale route
Pin the base image
Send receipts from the store's own address
Give couriers a bigger tap target on ‹Delivered›
Raise the worker's memory limit to 768 MB
Fix keyboard focus in the slot picker
Add a dry run to the backfill
Rename ‹drop› to ‹stop› everywhere
Close idle connections before the proxy does
Trim trailing spaces in street names
Use the courier's language for push messages
Record who cancelled a stop
Delay the invoice run until all routes are closed
Add pagination to ‹/v2/stops›
Keep decimals in weights from the scale import
Drop the duplicate index on ‹stops›
Upgrade the Postgres driver
Write a migration guide for API v2
Send fewer fields to the driver map
Make the ETA say "about" when it is unsure
Turn the nightly sync into small steps
Warn before a store closes its last slot
Tidy up fixtures for multi-depot tests
Check the signature before parsing the body
Fall back to straight-line distance when routing is down
Allow two people per route on heavy days
Remove dead flags from spring
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}
{change}

=== list when
in ten minutes
after lunch
by {clock+45}
before the train
right after {pr9}
once my build is green
this afternoon
after my next call
when the tests are through
in half an hour
before I go home
after {ticket9}
by {clock+90}
as soon as {service9} is out
tomorrow morning
first thing {day+1}
between two meetings
with my next coffee

=== list later
in ten minutes
after lunch
by {clock+45}
this afternoon
after my next call
in half an hour
before I go home
by {clock+90}
tomorrow morning
first thing {day+1}
between two meetings
with my next coffee
when the phone is quiet
right after the stand-up

=== list take
[taking it|mine|I can|I'll do it|on my list|I'll take that one|leave it to me|yes, me], {when}
[taking it|mine|I'll do it|have it open], [expect questions|I know that corner|good timing, I was about to ask for one|my turn anyway]
[I'll look|can look|will have a look] {when}
reading it {when}, [if nobody else wants to|ok?|promise]

=== list ack
ack, [looking at the logs|checking {service9}|asking {customer9}|comparing with {day-1}|pulling the graph|might be {pr9}|on my phone, laptop in two minutes]
[ack|mine|I have it], [second time today|third this week|it does that on {day}s|I was watching it anyway|the graph says since {clock-20}]
[looking|checking|on it], [{service9} did the same {day-1}|smells like {service9}|could be the deploy from {clock-35}|no deploy in the last hour]
[ack|seen], [nothing else is red|{service9} is fine|only one of {4-8} machines|traffic is normal]
[on it|mine]. [old friend|again|new one to me|was in the handover]

=== list thanks
[thanks|thank you|cheers|many thanks], {prev}
thanks[!| 🙏| for the quick answer| for looking], [that was it|it works|trying it now|I'll write it into {ticket9}]
perfect, [thanks|thank you|that's all I needed|saves me {20-90} minutes|unblocks {ticket9}]
[great|brilliant|lovely|super], that [works|did it|helps a lot|answers it], [thank you {prev}|continuing with {ticket9}|back to {pr9}]
ah, [that makes sense|of course|now I see|got it]. [thanks|cheers|I was looking in the wrong place|should have thought of that|{pr9} makes sense now]
[makes sense|understood|clear], [thanks|adding it to {pr9}|noting it in {ticket9}|and documented {when}]
that was it, thank you {prev}[| 🙏|, {20-50} minutes saved|, beer on me]
works now, [thanks|cheers|you saved my afternoon|took me {2-5} tries|and I understand why]
I owe you [one|a coffee|a stroopwafel|lunch], {prev}
ok that [unblocks|un-sticks] [me|{ticket9}|{pr9}], thanks
confirmed on my side[|, on staging too]. [thanks|thank you!|🙏]
good to know, [noted|writing that down|thanks|into the handbook it goes, {pr9}]
much appreciated[!| {prev}| 🙌]
excellent. [closing {ticket9}|ticking it off|updating the docs {when}]
[did not know that|TIL|news to me], thanks[| {prev}]
you're a star, {prev}[| ⭐|. again]
tried it on [staging|my branch|a clean checkout], [works|does what it should|all good]. thanks[!| {prev}]

=== list looking
looking, [give me {3-12} minutes|one moment|logs first|I have an idea]
[let me look|let me check|having a look|taking a look] [at the logs|at the traces for {store9}|since when exactly|with the order id]
on it[, {when}|. which store?|. keep the tab open please|, is it reproducible?]
I can [look|take this|have a look] {when}
hm, [odd|strange|that should not happen|I don't see it on {store9}]. [looking|checking {service9}|let me see|trying to reproduce]
opening the logs [now|of {service9}|from {clock-25} on]
mine, I think. [looking|I changed something there {day-1}|{pr9} perhaps]
pulling [the traces|the logs of {service9}|a query plan|the request by its id], [one sec|give me {4-9} minutes]
👀 [checking|looking at {service9}|one moment]

=== list agree
+1, [for the reason {prev} gave|we need it anyway|it removes a page of the runbook|less to explain to new people]
same here, [I fought with it on {day-1}|it cost me {2-6} hours last month|{service9} would gain most]
yes, and [it would have saved us {ticket9}|it makes {service9} testable|the runbook shrinks|I'd do it before the season]
I'm for it, [if somebody owns it|with a date to delete the old way|small steps please|after the train]
[fine by me|works for me|ok for me|no objection], [I only touch that part twice a year|as long as {area9} keeps working|support should know the date]
I would [like|prefer] that [for {service9}|too|as well], [we have the same mess there|the tests would be half as long]
what {prev} said
[convinced|sold|ok, I'm in], [the {service9} example did it|{prev} did it|though I was against it in {month-3}]
slightly in favour, [mostly because of {ticket9}|but not before {month+1}|could live with either]
with {prev} on this[|, and I'd help|, strongly|. I have the scars from {service9}]
I was sceptical, but [the numbers are clear|{prev}'s point is good|doing nothing is worse|{ticket9} changed my mind]

=== list doubt
not sure. [we tried something like it two years ago with {service9}|it moves the work to whoever is on call|who would own it after {month+3}?]
hm. [what happens when it fails halfway?|how would we undo it?|what does it cost us if we wait a quarter?|does {service9} survive that?]
my worry is [the migration, not the end state|that we end up with two ways forever|that only two people would understand it|{customer9}, they use every odd corner of it]
[playing devil's advocate|the other side]: [the boring version works today|nobody has complained since {month-3}|we could simply delete the feature|it's {3-9} weeks we don't spend on {area9}]
I'd want [numbers from production|a small experiment on {service9}|to see the failure case|to hear support] first
[careful|one warning]: [the {customer9} import depends on the current behaviour|support has {4-9} macros that assume this|the old app versions cannot cope|the tills will hate it]
what is the plan if {service9} is down at that moment?
I like the idea and not the timing, {month+1} is [full|the season|when half of us are away]
can we say in one sentence what a customer gains? I tried and needed four
{prev}, do you have a number for that? my guess is much lower

=== list done
[done and deployed|merged and deployed|it's in], [build {build}|since {clock-4}|on all depots]
[deployed|live|out] since {clock-3}, [errors flat|graphs are quiet|{store9} confirms]
rolled out to [everyone|all stores|100 %], [quiet so far|no errors|graphs are flat]
fix is [merged|in review|on staging], {pr}
[shipped|out the door] with build {build}, [please try again|have another look|tell me if it comes back]

=== list laugh
haha[, {prev}|, no|, yes|, every {day}]
😂[ {prev}| sorry| help]
I feel [seen|attacked|judged], {prev}
[cannot unsee|crying|I'm dead|send help]
[frame it|put it on a mug|t-shirt, please|newsletter, page one]
somebody [promote this person|give {root} a raise|call the {day} police|stop {prev}]
why is this so [accurate|true|good|on brand for {root}]
I [laughed out loud in a quiet train|snorted my coffee|read this in a meeting, mistake|showed it to my mother|had to close the tab]
{root}, [are you ok?|never change|your {day}s are better than my weekends|we need to talk]
{prev} wins [the day|this thread|again|{day}]
[best thing|most useful message] [since {day-1}|all week|of {month}|before coffee]
I'm telling [my kids|the pigeon|everyone at lunch|{customer9}] about this

=== list cheer
[congratulations|congrats|well done][!|, all| 🎉| 👏|, {root}]
[huge|big|massive|quite a] [one|milestone|piece of news|step][!| 🎉|, {root}]
[so well deserved|love to see it|this made my {day}|what a way to start a {day}]
🎉🎉
[amazing|fantastic|wonderful|great] [work|news|stuff][!| 👏| all| {root}]
[proud of|impressed by|grateful for] this team[| 💙|, as every {month}]
[cake|pastries|drinks]? [I heard cake|somebody said cake|asking for a friend|I'd vote for {month} cake]
what a [week|month|quarter|{day}|{month}]
[finally|at last][!| 🥳|, {root}], [long time coming|the wait was worth it|I had a bet on {month}]
{customer9} [will be so happy|asked me about it on {day-1}|gets a phone call today]
I remember when [this was a sticky note|we said it can't be done|it was {ticket9} and nobody wanted it|it was planned for {month-3}]
[hats off|chapeau|bravo|respect], {root}[!|| 🎩]
telling [{customer9}|the whole train|my mother|{store9}] right now

=== list welcomes
welcome, {newfirst}! [👋|🎉|so good to have you here|]
[hi|hey|hello] {newfirst}, [great to have you|welcome aboard|happy you are here][!| 👋]
welcome {newfirst}! [shout when you need anything|come find me when setup hurts|my calendar is open for a hello|coffee on me this week]
welcome! [you picked the week with cake|the coffee machine wants two presses, trust me|ask every question twice, we don't mind]
yay, welcome {newfirst} 🙌
[so glad|happy] you joined, {newfirst}! [see you at stand-up|see you at lunch|let's pair this week]
👋 from [{city}|the support corner|the far end of the office|the other time zone]
[finally|at last][!|,] [another {newtitle}|more hands]. welcome 🥳
welcome on board ⛵ [the anchor jokes are mandatory|you get used to the boat puns|]
`;
