"""Texts for `copies.py`, written at random from the lists below: captions, statements, reports, lists and furniture.

`write(symbol, rng)` expands a symbol of `RULES`: each `{symbol}` within is expanded in turn, and `{9-30}` becomes a
number of that range. `{symbol:1}` keeps what it stands for: all `{symbol:1}` of one text are the same.
"""

import re

FIRST = """Ada Alan Amira Anders Anita Bashir Bella Boris Carla Cedric Chen Clara Dana Daoud Dmitri Edith Elias
Emeka Erin Farah Felix Fiona Gavin Greta Hana Hector Hugo Ines Ivan Jamal Janet Jorge Kareem Katya Kofi Lena Liam
Lucia Magnus Mara Marco Mina Nadia Nils Nora Omar Oscar Paula Petra Quentin Rafael Rosa Ruben Samir Sonja Stella
Tariq Teresa Tomas Ursula Victor Wanda Xavier Yara Yusuf Zoe""".split()
LAST = """Abara Adler Almeida Aster Bakker Barlow Benitez Birch Calder Castillo Choi Crane Dalton Demir Dorsey
Eaton Eklund Farouk Fenwick Ferrer Garrick Gomes Haddad Hale Holt Ibarra Ilves Jansen Jarvis Kaplan Keller Kovac
Lang Larkin Lindqvist Maddox Marsh Mbeki Mercado Nakata Noor Novak Okafor Olsen Osman Park Pereira Pruitt Quist
Rahman Reyes Rourke Sato Serrano Sharma Silva Stone Tanaka Thorne Tran Ulrich Varga Vance Weller Wolfe Yates
Zeller""".split()
TOWNS = """Aldham Ashby Barrow Beaumont Belmont Brookfield Camden Carlow Cedarville Clifton Crestwood Dalewood
Denham Easton Elmira Fairview Farmington Glenford Granby Hartwell Haverford Ironton Jasper Kenmore Kingsport
Lakeside Larkhill Linden Marlow Medford Millbrook Newbury Northfield Oakdale Orland Paxton Pinehurst Quincy
Redfield Ridgeway Riverton Salem Shelby Stanford Sutton Thornbury Union Vernon Wakefield Waverly Westbrook Winslow
Woodside Yarmouth""".split()
COUNTRIES = """Afghanistan Albania Algeria Angola Argentina Armenia Australia Austria Azerbaijan Bahrain Bangladesh
Belarus Belgium Belize Benin Bhutan Bolivia Botswana Brazil Brunei Bulgaria Burundi Cambodia Cameroon Canada Chad
Chile China Colombia Croatia Cuba Cyprus Denmark Djibouti Dominica Ecuador Egypt Eritrea Estonia Ethiopia Fiji
Finland France Gabon Georgia Germany Ghana Greece Grenada Guatemala Guinea Guyana Haiti Honduras Hungary Iceland
India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan Kazakhstan Kenya Kiribati Kuwait Laos Latvia
Lebanon Lesotho Liberia Libya Lithuania Luxembourg Madagascar Malawi Malaysia Maldives Mali Malta Mauritania
Mauritius Mexico Moldova Mongolia Morocco Mozambique Myanmar Namibia Nauru Nepal Netherlands Nicaragua Niger
Nigeria Norway Oman Pakistan Palau Panama Paraguay Peru Philippines Poland Portugal Qatar Romania Rwanda Samoa
Senegal Serbia Singapore Slovakia Slovenia Somalia Spain Sudan Suriname Sweden Switzerland Syria Tajikistan
Tanzania Thailand Togo Tonga Tunisia Turkey Tuvalu Uganda Ukraine Uruguay Uzbekistan Vanuatu Venezuela Vietnam
Yemen Zambia Zimbabwe""".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
STATES = "Ala. Calif. Colo. Conn. Fla. Ga. Ill. Iowa Mich. Minn. Mo. Nev. N.J. N.M. N.Y. Ohio Ore. Pa. Texas".split()
AGENCIES = {"AP": "The Associated Press", "Reuters": "Reuters", "AFP": "Agence France-Presse", "UPI": "United Press"}
CITIES = "WASHINGTON LONDON PARIS GENEVA BRUSSELS CAIRO TOKYO BERLIN MIAMI CHICAGO BOSTON DENVER OTTAWA NAIROBI".split()

RULES = {
    "first": FIRST, "last": LAST, "town": TOWNS, "country": COUNTRIES, "day": DAYS, "month": MONTHS, "state": STATES,
    "name": ["{first} {last}"] * 4 + ["{first} {initial} {last}"],
    "initial": [c + "." for c in "ABCDEFGHJKLMNPRSTW"],
    "date": ["{day}, {month} {1-28}, {2009-2018}", "{month} {1-28}, {2009-2018}", "{day}", "{month} {2009-2018}"],
    "agency": list(AGENCIES) + ["Getty", "EPA", "Pool", "Handout"],
    # Pictures.
    "caption": [
        "{people} {does} {where} in {town} on {date}. {credit}", "{people} {does} as {people} {does}. {credit}",
        "{name}, {job}, {does} {where}. {credit}", "{name} and {name} {pair} during {event} in {town}, {country}.",
        "{where_cap}, {people} {does}. {people} {does} nearby.", "{number_cap} {folk} {pair} {where} after {event}.",
        "A view of {building} in {town}, {country}, seen on {date}. {credit}", "{event_cap} in {town}: {name} {does}.",
        "{people} and {people} {pair} {where}, {date}.", "From left, {name}, {name} and {name} at {event} in {town}.",
        "{name} of {country} {does} before {event}. ({name}/{agency})",
        "{building_cap} after {event}, {country}, {date}.",
        "{people} of {town} {does}; {event} began on {day}. {credit}", "{adjective_cap} {thing} {where}, near {town}."],
    "credit": [
        "({name}/{agency})", "Credit: {name}", "Photo by {name}", "{name} for {agency}", "({agency} / {name})", ""],
    "people": [
        "A {adjective} {one}", "The {one}", "A {one} from {town}", "A {one} with a {thing}", "One {adjective} {one}"],
    "one": """woman|man|child|farmer|nurse|soldier|student|dancer|fisherman|vendor|officer|teacher|pilot|volunteer|
cyclist|violinist|surfer|barber|tailor|widow|referee|fan|miner|monk|refugee|driver|baker|singer|gardener|lifeguard""",
    "folk": """women|men|children|farmers|nurses|soldiers|students|dancers|residents|players|tourists|pilgrims|
workers|voters""",
    "job": """a retired engineer|the deputy mayor|a mother of three|an amateur boxer|the head coach|
a street musician|a third-year student|the shop's owner|an election observer|a beekeeper|the museum's curator|
a ferry captain""",
    "adjective": """young|elderly|masked|smiling|tired|barefoot|lone|local|injured|cheering|proud|silent|striking|
muddy|rusted|painted|broken|yellow|wooden|crowded|abandoned|snowy|flooded|narrow|glowing""",
    "does": """walks past {building}|waits for {thing_a}|carries {thing_a}|looks at {thing_a}|washes {thing_a}|
sells {plural}|reads to {folk}|repairs {thing_a}|photographs {building}|embraces a {one}|leads a {animal}|
holds a {animal}|climbs onto {thing_a}|throws {plural}|prays for {folk}|sorts {plural}|sleeps on {thing_a}|
salutes {folk}|paints {plural}|cleans {building}|feeds a {animal}|plays with a {animal}|guards {building}|
stacks {plural}|hangs {plural}""",
    "pair": """shake hands|share a joke|dance|march|light candles|clear {plural}|form a chain|queue for {plural}|
carry {plural}""",
    "where": """outside {building}|near {building}|beside {thing_a}|behind {building}|under a {adjective} {thing}|
on the road to {town}|along the river|in the old market|at the {country} border|across from {building}|
on the steps of {building}""",
    "where_cap": "Outside {building}|Near {town}|Behind {building}|At the {country} border|On the road to {town}",
    "building": """{a_building}|the {adjective} {b_building}|{town}'s {b_building}""",
    "building_cap": "The {adjective} {b_building} of {town}|{town}'s {b_building}|What is left of a {b_building}",
    "a_building": "a {b_building}|the {b_building}|the {b_building} of {town}",
    "b_building": """cathedral|school|station|stadium|theater|hospital|barracks|mosque|library|harbor|hotel|bridge|
prison|bakery|court|temple|museum|factory|shelter|lighthouse|warehouse|clinic|cemetery|palace|greenhouse""",
    "thing_a": "a {adjective} {thing}|the {thing}|a {thing}",
    "thing": """bus|umbrella|flag|bicycle|fence|bench|statue|truck|mattress|boat|tent|ladder|piano|lantern|mural|
cart|trophy|balloon|wheelchair|suitcase|drum|stove|kite|tractor|banner|portrait|basket|fountain""",
    "plural": """oranges|flags|bricks|flowers|tickets|blankets|ballots|masks|lanterns|sandbags|onions|carpets|
shoes|newspapers""",
    "animal": "dog|horse|goat|camel|cow|donkey|falcon|parrot|calf|lamb|elephant|mule",
    "event": """a {adjective} rally|the {b_building} fire|a wedding|the {month} storm|a funeral|the regional final|
a power cut|the {country} game|a harvest festival|the {day} vote|an air show|the spring parade|a night of unrest|
a book fair""",
    "event_cap": "The wedding season|The flood|A day of mourning|Carnival|The strike|Election day|The last market day",
    "number_cap": "Two|Three|Dozens of|Hundreds of|Several|Four|Scores of|Ten",
    "adjective_cap": "Broken|Painted|Rusted|Snowy|Flooded|Crowded|Abandoned|Wooden",
    # Statements and quotations.
    "said": [
        "{we} {will} {better} {matter} for {whom}, and we {will} do so {when}.", "{today_cap}, {we} {feel} {about}.",
        "{no_one} in {town} should have to {bear} {trouble}.", "{whom_cap} {deserve} {matter} that {is_good}.",
        "When {whom} {face} {trouble}, {we} {feel} {about}.", "{trouble_cap} {has} {harm} {whom} for {2-30} years.",
        "That is why {we} {will} {better} {matter} {when}, together with {whom}.",
        "{we_cap} {feel} {about}, but {matter} {has} not {changed} since {month}.",
        "Let me be clear: {trouble} {has} no place in {town}.",
        "There is {trouble} enough; {whom} {deserve} {matter}.", "I {learned} from {whom} that {matter} {is_good}.",
        "If {whom} and {whom} {face} {trouble} alone, {we} {has} failed.",
        "{we_cap} {will} not {bear} {trouble}, whatever {whom} say.",
        "Over {2-30} {periods}, {whom} {has} {changed} {matter}, and {we} {feel} {about}.",
        "My {kin} was among {whom}, and {trouble} {has} {harm} us all.",
        "{matter_cap} {is_good}; {trouble} does not."],
    "we": "we|I|this board|our members|the council|all of us|this company|my office|the trustees|our union",
    "we_cap": "We|I|This board|Our members|The council|All of us|This company|My office|The trustees|Our union",
    "will": "will|must|intend to|can|have promised to|are ready to|hope to|mean to|are going to",
    "better": "restore|protect|improve|rebuild|pay for|examine|defend|open up|renew|simplify|oversee|publish|double",
    "matter": """the {adjective2} {noun2}|{noun2} in {town}|a {adjective2} {noun2}|the {noun2} of {town}|
their {noun2}|honest {noun2}|every {noun2}""",
    "matter_cap": "The {adjective2} {noun2}|A {adjective2} {noun2}|Their {noun2}|Honest {noun2}|Every {noun2}",
    "adjective2": """public|fair|modern|shared|lasting|reliable|common|rural|free|independent|affordable|regional|
promised|transparent|generous|stronger|original|careful|local|thorough""",
    "noun2": """schooling|housing|water supply|budget|pension|inquiry|ferry service|harbor|broadband|clinic|treaty|
policing|railway|library|contract|research|wage|farmland|archive|training|insurance|licensing|theater|recycling|
census|childcare""",
    "whom": """the families|our neighbors|nurses and teachers|the people of {town}|young {folk}|small businesses|
the {folk}|those who lost their homes|our customers in {country}|every taxpayer|the crews|retired {folk}|
the victims|tenants|our partners in {town}|veterans|commuters|the growers""",
    "whom_cap": """The families|Our neighbors|The people of {town}|Small businesses|Young {folk}|Tenants|Veterans|
Our customers""",
    "when": """before {month}|by the end of {2015-2022}|within {2-90} days|this {season}|as soon as {whom} agree|
without delay|one {b_building} at a time|starting on {day}|in {2-9} stages""",
    "season": "spring|summer|autumn|winter|week|month|year", "periods": "years|months|decades|meetings|elections",
    "today_cap": "Today|Tonight|This morning|After {event}|On behalf of {town}|As {month} ends|Once more",
    "feel": """are proud|grieve|are angry|remain hopeful|apologize without reserve|are grateful|cannot be silent|
stand firm|have second thoughts|are relieved|are of one mind""",
    "about": """with {whom}|about {matter}|over {trouble}|because of {trouble}|with {whom} and with {whom}|
about what {whom} {has} lost|after {event}""",
    "no_one": "No family|Nobody|No child|No worker|No patient|No business|No driver",
    "bear": "endure|accept|pay for|fear|excuse|live with|explain away|inherit|overlook",
    "trouble": """{adjective3} {noun3}|the {noun3} of {month}|{noun3} and {noun3}|the {adjective3} {noun3}|{noun3}""",
    "trouble_cap": "This {adjective3} {noun3}|{adjective3_cap} {noun3}|The {noun3} of {month}",
    "adjective3": "endless|careless|rising|hidden|cruel|costly|senseless|sudden|petty|toxic|armed|needless",
    "adjective3_cap": "Endless|Careless|Rising|Hidden|Cruel|Costly|Senseless|Sudden|Petty|Needless",
    "noun3": """violence|flooding|debt|delay|fraud|pollution|neglect|secrecy|hunger|waste|rumor|layoffs|
bureaucracy|prejudice|speculation|vandalism|corruption|overcrowding|drought|smoke""",
    "has": "has|had|had long|had never", "harm": "hurt|divided|burdened|frightened|impoverished|worn down|misled",
    "changed": "changed|improved|kept pace with {trouble}|reached {town}",
    "is_good": """works|lasts|reaches {town}|costs less than {trouble}|can be trusted|answers to {whom}|
is open to {folk}""",
    "deserve": "deserve|expect|are owed|have waited for|have earned|ask for|want",
    "face": "face|fear|report|survive|see",
    "learned": "learned|heard|know|understood|was told",
    "kin": "father|mother|grandmother|brother|aunt|daughter|teacher",
    "office": """mayor of {town}|chief executive of {last} & {last}|president of the {town} teachers' union|
governor|{country}'s foreign minister|bishop of {town}|chair of the {noun2} commission|
director of the {town} {b_building}""",
    # Background that an editor adds.
    "background": [
        "{town}, a town of about {3-90},{100-999} people, is known for its {b_building} and its {noun2}.",
        "The {noun2} commission was set up in {1950-2005} after a series of disputes over {trouble}.",
        "{name}, {office}, did not answer a request for comment that was sent on {day}.",
        "In {1985-2012} a similar case ended with a settlement of ${2-95} million over {trouble}.",
        "A survey by the {town} institute found that {11-88} percent of adults want {matter} {when}.",
        "The dispute goes back to {month} {1995-2012}, when {name}, {office}, first spoke of {trouble}.",
        "Officials in {country} and {country} have held {3-19} rounds of talks on {matter}."],
    # What surrounds an article on a site.
    "menu": """Home|News|World|Politics|Business|Markets|Opinion|Sports|Arts|Travel|Food|Weather|Obituaries|
Classifieds|Jobs|Real Estate|Health|Science|Tech|Style|Local|Video|Podcasts|Games|Crosswords|Subscribe|Log In|
My Account|Archive|Newsletters|E-Edition|Letters|Columnists|High Schools|Calendar|Puzzles|Comics|Lottery|Traffic""",
    "furniture": [
        "Advertisement", "Continue reading the main story", "Story continues below advertisement",
        "Sign up for the {noun_letter} newsletter: {promise} in your inbox every {day}.",
        "Share this article: Facebook Twitter Email Print", "Most read in {menu}", "Related: {teaser}",
        "Read more: {teaser}", "Don't miss: {teaser}",
        "Subscribe for ${1-9}.99 a month. Cancel anytime.",
        "More from {menu}: {teaser}", "Recommended for you: {teaser}",
        "{menu} | {menu} | {menu} | {menu} | {menu} | {menu}", "{teaser} ({2-59} minutes ago)", "Comments ({3-900})",
        "By signing up you agree to our terms of use. You may opt out of {promise} whenever you like.",
        "© {2009-2018} The {town} {paper}. All rights reserved. This material may not be published or redistributed.",
        "Follow {name} on Twitter. Send news tips to the {town} {paper}, {100-999} {last} Street.",
        "We have updated our privacy policy. We use cookies for {promise}. Click Accept to go on."],
    "noun_letter": "{town} Morning|{menu} Now|Daily {menu}|{last} Report|Evening {paper}|Weekend {menu}",
    "promise": "the top stories|breaking news|offers of our partners|the best of {menu}|the stories of {town}|alerts",
    "paper": "Courier|Herald|Tribune|Ledger|Gazette|Sentinel|Star|Mercury|Post|Observer",
    "teaser": [
        "{name} wins the {town} marathon", "{number_cap} {folk} hurt in {town} crash",
        "How {folk} make {plural} last", "{town} votes on {noun2}", "Why {country} fears {noun3}",
        "{2-30} photos: {event} in {town}", "Opinion: {noun3} is everyone's business",
        "Review: {name} at the {town} {b_building}", "{country} bans {plural}",
        "Quiz: how well do you know {country}?", "The {adjective} {one} who saved a {animal}"],
}

# Reports: all but the marked parts is the same in each issue.
WEATHER = """The {town:1} weather service expects a high of {50-95} degrees and a low of {20-49} in {town:1} today.
Winds will be out of the {wind} at {4-25} miles an hour, with higher gusts near the coast and on the bridges.
The chance of rain is {5-95} percent in the afternoon, falling to less than half of that after midnight.
Skies will be {sky} in the morning, before clouds move in from the hills and bring some relief from the sun.
The record high for the date was {96-108}, set in {1921-2005}, and the record low was {1-19}, set in {1921-2005}.
Boaters should check the marine forecast before leaving the harbor, as waves of {2-9} feet are possible on the bay.
The sun will set at {5-8}:{10-59} p.m., and the moon will rise a little later in the eastern sky over the water.
The outlook for {day} is {sky}, with temperatures near the average for this time of the year in most of the county.
Air quality is expected to be in the {air} range for people who are sensitive to ozone and to fine particles.
Pollen counts were {air} on {day}, and those with allergies are advised to keep their windows closed overnight.
The {river} River stood at {4-19} feet at the old gauge by the mill, well below the stage at which flooding begins.
Residents are reminded to clear storm drains of leaves and to bring in pets when it gets cold during the night.
The National Weather Service updates its forecast every six hours; the next one is expected early in the evening."""
MARKET = """Stocks closed {up} on {day} as investors weighed the latest reports on jobs and on the price of crude oil.
The broad index {rose} {1-80}.{10-99} points, or 0.{11-99} percent, to {1100-2700}.{10-99} at the close of trading.
Shares of {firm} were the most active on the exchange, with {11-99} million changing hands before the closing bell.
The technology index {rose} 0.{11-99} percent, and small companies did about as well as large ones on the day.
Crude oil for delivery next month {rose} {11-99} cents to ${40-109}.{10-99} a barrel in electronic trading in New York.
The yield on the 10-year note, which moves in the opposite direction to its price, {rose} to {1-3}.{10-99} percent.
{firm} {rose} {2-9}.{1-9} percent after the company said its profit for the quarter was better than analysts expected.
Advancing issues outnumbered declining ones by about {2-4} to 1, and volume was a little below its recent average.
Gold for delivery in {month} {rose} ${2-19}.{10-90} an ounce, while silver and copper hardly moved in thin trading.
In Europe the main indexes ended the day {up}, and in Asia most markets had closed before the news came out.
The dollar was {up} against the euro and the yen, as traders waited for a speech by the chairman of the central bank.
Analysts said that trading would remain quiet until {day}, when the government publishes its report on consumer prices.
Past performance is no guarantee of future results, and prices are delayed by at least fifteen minutes."""
RESULT = """{player:1} scored {12-39} points and the {team:1} beat the {team:2} by {2-19} on {day} night at home.
{player:2} added {8-29} points and {4-14} rebounds for the {team:1}, who have won {2-9} of their last ten games.
The {team:2} led by as many as {5-19} points in the first half but made only {2-9} baskets after the break.
{player:3} had {10-33} points for the {team:2}, who played without their starting center for the {4-9}th game in a row.
The visitors closed to within {2-6} with about three minutes to play, but they missed their next four shots.
Neither team led by more than {4-11} in a third quarter in which both coaches turned to players from the bench.
“We have to do a better job of taking care of the ball and getting back on defense,” the coach of the {team:2} said.
The attendance was {9-19},{100-999}, the largest crowd of the season for a game that was not played on a weekend.
The {team:1} shot {38-59} percent from the field and made {5-16} of their attempts from beyond the three-point line.
The {team:2} turned the ball over {9-22} times, and those mistakes led directly to {10-29} points the other way.
The {team:1} play at home again on {day}, and the {team:2} go on to the second stop of a long road trip.
It was the first meeting of the two teams this season; they will play each other three more times before the playoffs.
The league reviewed the last play of the first half and upheld the decision that the officials had made on the floor."""
RULES.update(
    wind="north|south|east|west|northwest|southwest|northeast|southeast", sky="clear|cloudy|sunny|overcast|hazy|gray",
    air="good|moderate|low|high|unhealthy", river="{last}|{town}", up="higher|lower|mixed|little changed",
    rose="rose|fell|gained|lost|slipped|climbed", firm="{last} & {last}|{town} Energy|{last} Holdings|{town} Foods",
    player="{name}", team="{town} {mascot}",
    mascot="Hawks|Lions|Kings|Comets|Bears|Pilots|Rockets|Wolves|Miners|Royals")
for symbol, choices in RULES.items():
    if isinstance(choices, str):
        RULES[symbol] = [re.sub(r"\s+", " ", choice).strip() for choice in choices.split("|")]

SYNONYMS = dict(pair.split(":") for pair in """said:stated told:informed big:large large:sizable began:started
start:begin help:assist many:numerous show:demonstrate shows:indicates buy:purchase bought:purchased
enough:sufficient also:likewise about:roughly nearly:almost but:yet while:whereas people:persons children:kids
often:frequently however:nevertheless police:officers officials:authorities company:firm money:funds killed:slain
died:perished house:home important:significant wanted:sought asked:requested think:believe thought:believed
get:obtain got:received keep:retain long:lengthy new:fresh recent:latest several:various trying:attempting
used:utilized plan:proposal plans:intends decision:ruling problem:issue problems:issues fight:battle rise:increase
rose:increased fell:dropped quickly:rapidly later:afterward because:since after:following before:prior until:till
though:although around:near across:throughout likely:probable major:key chief:head job:post jobs:posts
talks:negotiations deal:agreement called:described found:discovered made:produced including:among last:past
next:coming early:initial end:close small:minor hard:tough good:solid bad:poor great:grand difficult:challenging
different:distinct needs:requires need:require shot:fired attack:assault war:conflict part:portion country:nation
countries:nations city:town workers:employees work:labor students:pupils father:dad mother:mom street:road""".split())
SPELLINGS = dict(pair.split(":") for pair in """color:colour colors:colours favor:favour favorite:favourite
honor:honour labor:labour neighbor:neighbour neighbors:neighbours center:centre centers:centres theater:theatre
defense:defence offense:offence organize:organise organized:organised organization:organisation realize:realise
realized:realised recognize:recognise recognized:recognised criticized:criticised program:programme
programs:programmes traveled:travelled traveling:travelling canceled:cancelled gray:grey percent:per_cent
toward:towards afterward:afterwards adviser:advisor advisers:advisors okay:OK email:e-mail website:web_site
health-care:healthcare nonprofit:non-profit""".split())
NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
CONTRACTIONS = dict(pair.split(":") for pair in """do_not:don't does_not:doesn't did_not:didn't is_not:isn't
was_not:wasn't are_not:aren't were_not:weren't cannot:can't would_not:wouldn't could_not:couldn't will_not:won't
has_not:hasn't have_not:haven't it_is:it's that_is:that's they_are:they're we_are:we're I_am:I'm I_have:I've
there_is:there's""".split())


def write(symbol, rng, kept=None):
    """Writes a symbol of `RULES`, or a sentence that contains symbols."""
    kept = {} if kept is None else kept
    sentence = rng.choice(RULES[symbol]) if symbol in RULES else symbol

    def part(match):
        low, high, inner, number = match.groups()
        if low:
            return str(rng.randint(int(low), int(high)))
        if number is None:
            return write(inner, rng, kept)
        if match[0] not in kept:
            kept[match[0]] = write(inner, rng, kept)
        return kept[match[0]]

    return re.sub(r"\{(?:(\d+)-(\d+)|(\w+)(?::(\w+))?)\}", part, sentence)


def sentences(symbol, length, rng):
    """Writes sentences of a symbol until they have so many words."""
    found, count = [], 0
    while count < length:
        sentence = write(symbol, rng).strip()
        found.append(sentence[:1].upper() + sentence[1:])
        count += len(sentence.split())
    return found


def gallery(length, rng):
    return sentences("caption", length, rng)


def statement(length, rng):
    """Paragraphs within quotation marks, and who made the statement."""
    parts = sentences("said", length, rng)
    parts = [" ".join(parts[i : i + 3]) for i in range(0, len(parts), 3)]
    parts = ["“" + part for part in parts]
    parts[-1] += "”"
    return parts, write("{name}, {office}", rng)


def shared_list(length, rng):
    """A list of countries, a roll call or a schedule."""
    kind = rng.choice(["countries", "votes", "games"])
    lines, count = [], 0
    while count < length:
        if kind == "countries":
            start = rng.randrange(8)
            values = [f"{country} {rng.randint(1, 990)}" for country in COUNTRIES[start:] if rng.random() < 0.9]
            lines.append(f"{rng.choice(MONTHS)}: " + ", ".join(values[: length // 2 + 5]) + ".")
        elif kind == "votes":
            lines.append(write("{last} ({state}), ", rng) + rng.choice(["yes", "yes", "no", "not voting"]))
        else:
            lines.append(write("{day}, {month} {1-28}: {town} at {town}, {1-8}:{10-59} p.m.", rng))
        count += len(lines[-1].split())
    return lines


def furniture(length, rng):
    """Lines that surround an article."""
    return sentences("furniture", length, rng)


def report_pair(rng):
    """Two issues of one report, each with a title: the same sentences with other numbers and names."""
    title, sentences_of = rng.choice([("Weather: {sky} in {town:1}", WEATHER), ("Stocks close {up}", MARKET),
                                      ("{team:1} beat {team:2}", RESULT)])
    chosen = sentences_of.split("\n")
    first, rest = chosen[0], rng.sample(chosen[1:], rng.randint(7, len(chosen) - 1))
    issues = []
    for _ in range(2):
        kept = {}
        body = [write(sentence, rng, kept) for sentence in [first, *rest]]
        issues.append((write(title, rng, kept), [" ".join(body[i : i + 3]) for i in range(0, len(body), 3)]))
    return issues
