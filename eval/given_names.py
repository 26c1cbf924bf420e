#!/usr/bin/env python3
"""Writes the list of given names, data/analysis/given_names.txt.

  given_names.py FEMALE MALE > data/analysis/given_names.txt

FEMALE and MALE are the files dist.female.first and dist.male.first of the United States census of 1990, which are in
the public domain (https://www2.census.gov/topics/genealogy/1990surnames/; the Python package `names` has them, too).
The commonest 1,000 names of women and 700 of men are taken: nine in ten people have one of them. Left out are those
before which a capital says nothing of a person, because they begin a sentence (`Will Congress …`), the name of a place
(`Austin Police`), of a month, of a faith, or of what is called after a person (`Clinton Foundation`).
"""
import sys, textwrap

NUMBERS = {"female": 1000, "male": 700}
WORDS = """an angel art aura autumn brain buck bud buddy candy carry chance charity chase cherish chin cliff coral coy
crystal dean delta desire destiny diamond dixie dot ebony echo else era fairy faith fern forest gala gay genesis glory
golden grace guy harmony heath holly honey hope hung hunter in iris ivory ivy ja jewel joy junior king kit la lady
lane le liberty loan long love lucky ma major man many marine marvel mercedes mercy merry mi miss moon my myrtle noble
numbers ok page paz pearl penny pleasant precious prince princess prudence queen rich roman rose royal sang santa
season see sherry short so son song soon star sterling summer sun sung sunny sunshine tiny tu un van velvet von will
windy winter wonder yen young""".split()
MONTHS = "april august dawn january june may spring".split()
FAITHS = "christian jesus trinity".split()
PLACES = """alberta alexandria america asia aurora austin berkeley boston brooklyn carolina charlotte chester cheyenne
china cleveland columbus dakota dallas denver devon diego florence geneva georgia houston india israel jordan kenya
lafayette london louisiana lourdes milan montana odessa orlando paris phoenix salem salvador san santiago santos
savannah sydney tennessee trinidad vegas verona virginia""".split()
CALLED_AFTER = """carter clinton emory franklin grant harrison harvard jackson jefferson kennedy lincoln logan madison
marshall reagan roosevelt stanford washington wilson""".split()
LEFT_OUT = set(WORDS + MONTHS + FAITHS + PLACES + CALLED_AFTER)

names = set()
for path, number in zip(sys.argv[1:], NUMBERS.values()):
    first = [line.split()[0].lower() for line in open(path, encoding="ascii")][:number]
    names.update(name for name in first if name not in LEFT_OUT)
print(textwrap.fill(" ".join(sorted(name.capitalize() for name in names)), 118, break_on_hyphens=False))
