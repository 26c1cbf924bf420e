#!/usr/bin/env python3
"""Writes the given names that are women's or men's, data/quote/women.txt and data/quote/men.txt.

  genders.py FEMALE MALE

FEMALE and MALE are the files dist.female.first and dist.male.first of the United States census of 1990 (see
given_names.py). A name is a woman's if it is eight times as frequent among women as among men, and the other way
around; WOMEN and MEN add names of other countries and short forms. LEFT_OUT are words that are rarely a given name.
"""
import os, sys, textwrap

NUMBERS = {"women": 1300, "men": 900}
RATIO = 8
WOMEN = """
aisha amal amelie anastasia angela annalena anne-marie ayanna beatriz benazir brigitte camille carly carmen chelsea
chiara christine claire condoleezza debbie donna ekaterina elena elizabeth fatima francesca franziska galina giorgia
greta gudrun heike hillary hina huma ilhan indira ines irina isabelle ivanka jacinda julia kamala katrin kellyanne
laurence leila loretta lucia ludmila malala marine maryam maya megyn melania michelle nadia najat natalia nathalie
nikki nina oksana olga petra pilar priya rania renate sabine sahra saskia segolene sheryl silvia sonia sophie svetlana
tatiana theresa tulsi ulrike ursula valerie vera yasmin yulia zainab
""".split()
MEN = """
abdel ahmed al alain alexei alexey ali andrei andriy andy armin barack bashar ben benjamin bernie bill binyamin bob
boris brad bruno chuck dan dave dieter dmitry dmytro don doug ed emmanuel francois françois friedrich gerard gerhard
gilles giovanni giuseppe greg guenter günter hans hassan heiko helmut horst ibrahim igor imran ivan jacques jake jean
jeb jeff jens jeremy jim joe joschka josh jürgen ken kevin khalid kirill klaus kofi laurent lindsey luc luigi mahmoud
manmohan marco mario markus matt matteo maxim michel mike mikhail mitt mohammad mohammed muhammad narendra nawaz newt
nick nicolas nigel nikolai olaf oleg oleksandr oleksiy olivier omar paolo pavel pete petro philippe pierre rahul
rainer rand ray recep reince rick ron roy scott sergei sergey seth shinzo sigmar silvio steve tariq ted thierry tim
todd tom tony uwe viktor vitali vladimir volodymyr wolfgang yuri yves
""".split()
LEFT_OUT = set("""
alexandria america an april art august aung austin ban boston carolina charlotte china dallas dawn denver florence
georgia houston in israel jefferson joy june junior kelly kim king la lady le lincoln long love ma madison major man
may mi miss mo my no paris pat prince queen rose sam see so son van virginia von washington will xi
""".split())

women, men = ({line.split()[0].lower(): float(line.split()[1]) for line in open(path, encoding="ascii")}
              for path in sys.argv[1:3])
lists = {"women": {name for name in list(women)[:NUMBERS["women"]] if women[name] >= RATIO * men.get(name, 0)},
         "men": {name for name in list(men)[:NUMBERS["men"]] if men[name] >= RATIO * women.get(name, 0)}}
lists["women"] |= set(WOMEN)
lists["men"] |= set(MEN)
both = lists["women"] & lists["men"]
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "quote")
for kind, names in lists.items():
    kept = sorted(name.title() for name in names - both - LEFT_OUT)
    with open(os.path.join(folder, kind + ".txt"), "w", encoding="utf8") as file:
        file.write(textwrap.fill(" ".join(kept), 118, break_on_hyphens=False) + "\n")
