#!/usr/bin/env python3
"""Tells names from words: which of a hundred names and of a hundred common words a search reads as names.

  names.py BIN INDEX [-v]

BIN is the built program, INDEX an index of news (the figures in docs/adr/0021 are those of 9,286 articles of American
news of 2012 to 2020). All are typed with a capital. The names are surnames of people in that news whose stem is also
the stem of another word, or that are words themselves; the words are those that news writes with a capital in names
of offices, parties and places. Another hundred of each were written down after the threshold was chosen. Precision is
the share of names among what is read as a name; recall the share of the names that find at most 1.1 times what the
name, its possessive and its plural find together.
"""
import json, subprocess, sys, tempfile

NAMES = """Armstrong Baker Barnes Bell Bishop Black Blunt Bolton Booker Boxer Bridges Brooks Brown Bush Butler
Carpenter Carson Carter Chambers Chase Christie Clapper Cole Collins Cook Cooper Cotton Crow Cruz Cummings Dean Fields
Fisher Flake Flowers Ford Foster Fox Freeman Gates Graham Grant Graves Gray Green Hall Harry Hatch Hill Hunt Hunter
Johnson Jones Jordan Kelly King Lane Lee Love Marshall Mason Meadows Miller Mills Moore Mueller Nunes Page Parker
Perry Porter Powell Powers Rice Rich Rivers Roberts Rogers Rose Ryan Sanders Scott Shields Short Singer Stevens Stone
Strange Swift Tester Turner Walker Warren Weaver Wells Wise Wolf Woods Yates Young""".split()
WORDS = """Abortion Airport Ambassador American Army Attorney Bank Border Budget Business Campaign Center Children
Church Citizens Climate College Committee Company Congress Conservative Constitution Court Crime Death Defense
Democrats Department Director District Drug Economy Education Election Energy European Federal Fire Football
Foundation Foreign Governor Health Hospital House Immigration Independence Insurance Intelligence International
Internet Investigation Islamic Jobs Journal Justice Labor Law Mayor Media Military Minister National Navy News
Northern Nuclear Party Police President Prison Refugees Religious Republican Research Rights School Secretary Security
Senate Service Social Southern Speaker State Street Students Supreme Teachers Times Trade Treasury Union University
Veterans Violence War Water Women Workers""".split()
# Written after the threshold was chosen.
HELD_OUT_NAMES = """Abrams Adams Archer Barber Beck Bennett Berry Best Bird Blake Brady Brewer Burr Byrd Campbell
Casey Chaffetz Coats Cohen Coleman Comey Conway Corker Costello Craig Crowley Cuomo Daniels Davis Day Dempsey Dick
Douglas Duke Duncan Edwards Ellis Evans Farmer Farrow Fleming Flynn Franks French Frost Gardner Garner Gibbs Gibson
Gingrich Giuliani Glass Goldberg Goodwin Gore Hagel Hannity Hastings Hayes Heller Hicks Higgins Hobbs Holmes Hopkins
Huckabee Hughes Jenkins Jennings Kaine Kemp Kerry Lamb Lewis Little Long Lynch Manafort May Mays Mercer Myers Nichols
Owens Paul Pence Peters Phillips Pitts Reed Reid Sasse Schiff Sharp Simmons Snow Steele Summers Walls West""".split()
HELD_OUT_WORDS = """Administration Agency Agriculture Air Alliance Amendment Appeals Assembly Association Authority
Bill Board Brexit Britain Bureau Cabinet Capitol Census Central Chamber Chief City Civil Coalition Commerce Commission
Community Conference Control Convention Corps Council Culture Customs Debate Debt Democracy Deputy Development Disease
Eastern Embassy Emergency Environmental Exchange Exchequer Force Forces Freedom Guard Homeland Housing Independent
Industry Institute Interior Issues Judiciary League Legal Liberal Libertarian Library Majority March Markets Medicare
Minority Mission Network Office Oil Olympics Operation Opposition Parliament Peace Pentagon Planned Policy Primary
Progressive Protection Public Rates Reform Reserve Resources Revolution Rules Science Sheriff Standards Statistics
Summit Tax Taxes Technology Transportation Trust""".split()
MORE = """Banks Burns Harris Holder Manning Price Sessions Waters""".split()


def main():
    binary, index, verbose = sys.argv[1], sys.argv[2], "-v" in sys.argv
    queries = {word: word for word in NAMES + WORDS + HELD_OUT_NAMES + HELD_OUT_WORDS + MORE}
    for word in NAMES + HELD_OUT_NAMES + MORE:
        queries["=" + word] = f"={word} OR ={word}'s OR ={word}s"
        queries["_" + word] = word.lower()
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        file.write("".join(f"{name}\t{query}\n" for name, query in queries.items()))
        file.flush()
        run = [binary, "search", "--index", index, "--queries", file.name, "--format", "json", "-n", "1"]
        lines = subprocess.run(run, check=True, text=True, stdout=subprocess.PIPE).stdout.splitlines()
    answers = dict(zip(queries, map(json.loads, lines)))
    is_name = lambda word: any("read as a name" in note["reason"] for note in answers[word]["notes"])
    total = lambda key: answers[key]["total"]
    for kind, words in ("names", NAMES), ("held-out names", HELD_OUT_NAMES), ("more names", MORE):
        ratios = {word: total(word) / max(1, total("=" + word)) for word in words}
        wide = [word for word in words if ratios[word] > 1.1]
        differ = [word for word in words if total("_" + word) > 1.1 * total("=" + word)]
        print(f"{kind}: {len(words)}; in any inflection {len(differ)} find more than 1.1 times their forms, "
              f"as typed {len(wide)}: {' '.join(f'{word} {ratios[word]:.1f}' for word in wide)}")
        if verbose:
            for word in words:
                print(f"  {word}: {total(word)} of {total('_' + word)}, forms {total('=' + word)}", is_name(word))
    for kind, names, words in ("", NAMES, WORDS), ("held-out ", HELD_OUT_NAMES, HELD_OUT_WORDS):
        wrong = [word for word in words if is_name(word)]
        right = [word for word in names if is_name(word)]
        print(f"{kind}words: {len(words)}; read as names {len(wrong)}: {' '.join(wrong)}")
        print(f"{kind}precision {len(right) / max(1, len(right) + len(wrong)):.3f}, {len(right)} names narrowed")


main()
