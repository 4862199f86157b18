// Words that every subject of the demo shares: names of things, and the small change of conversation.
// Written in the notation of script.ts.

export const common = String.raw`
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

=== list thanks
[thanks|thank you|cheers|many thanks], {prev}
thanks[!| 🙏| both| for the quick answer| for looking]
perfect, [thanks|thank you|that's all I needed]
[great|brilliant|lovely|super], that [works|did it|helps a lot|answers it]
ah, [that makes sense|of course|now I see|got it]. [thanks|cheers|ta]
[makes sense|understood|clear], thanks
that was it, thank you {prev}
works now, [thanks|cheers|you saved my afternoon]
I owe you [one|a coffee|a stroopwafel], {prev}
ok that [unblocks|un-sticks] me, thanks
[yep|yes], confirmed on my side. [thanks|thank you!]
good to know, [noted|writing that down|thanks]
much appreciated[!| {prev}| 🙌]
excellent. [closing the ticket|ticking it off|updating the docs then]
[did not know that|TIL], thanks
you're a star, {prev}

=== list looking
looking
[let me look|let me check|having a look|taking a look|checking]
on it
[give me a minute|give me five minutes|two minutes], I'll check
I can [look|take this|have a look] [in a bit|after this call|now|before lunch]
👀
hm, [odd|strange|that should not happen]. [looking|checking|let me see]
opening the logs now
mine, I think. [looking|let me check]
pulling [the traces|the logs|a query plan] [now|one sec]

=== list agree
+1
[same here|same|agreed|agree]
yes, [please|exactly that|strongly agree|this]
I'm for it
[fine by me|works for me|ok for me|no objection]
I would [like|prefer] that [too|as well]
makes sense to me
[what {prev} said|{prev} is right|with {prev} on this]
convinced
[sold|I'm in|count me in]
no strong opinion, [slightly in favour|but that sounds right|go ahead]

=== list doubt
I'm not [so |entirely |]sure. [we tried something like it two years ago|it moves the work to whoever is on call|who would own it?]
hm. [what happens when it fails halfway?|how would we undo it?|what does it cost us if we wait a quarter?]
my worry is [the migration, not the end state|that we end up with two ways forever|that only two people would understand it]
[playing devil's advocate|the other side]: [the boring version works today|nobody has complained so far|we could simply delete the feature]
I'd want [numbers|a small experiment|to see the failure case] first
[careful|one warning]: [the Brambles import depends on the current behaviour|support has macros that assume this|the old app versions cannot cope]

=== list done
[done|done and deployed|merged|it's in]
[deployed|live|out] [now|since {clock-3}|on production]
rolled out to [everyone|all stores|100 %], [quiet so far|no errors|graphs are flat]
PR is up: {pr}
fix is [merged|in review|on staging], {pr}
[shipped|out the door], [please try again|have another look|tell me if it comes back]

=== list laugh
haha
😂
[I feel seen|I feel attacked]
this is [the way|art|beautiful|why I open this channel]
[cannot unsee|crying|dead]
[frame it|put it on a mug|t-shirt, please]
[somebody promote this person|give that dog a badge|10/10]
why is this so [accurate|true|good]
I [laughed out loud in a quiet train|snorted my coffee|read this in a meeting, mistake]

=== list cheer
[congratulations|congrats|well done][!|, all| 🎉| 👏]
[huge|big|massive] [one|milestone|news][!| 🎉]
[so well deserved|love to see it|this made my day]
🎉🎉
[amazing|fantastic|wonderful|great] [work|news|stuff][!| 👏| all]
[proud of|impressed by] this team
[cake|pastries|drinks]? [I heard cake|somebody said cake|asking for a friend]
👏👏👏
what a [week|month|quarter]
[finally|at last][!| 🥳], [long time coming|the wait was worth it]

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

=== list anytimework
[no rush|whenever you have time|not urgent|today if possible|before the train would be great]
`;
