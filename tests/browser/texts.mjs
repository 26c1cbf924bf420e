// The articles of the harmless archive: a small island, its ferry and its papers.

/** An agency's story, as the papers that print it have it. */
const STORY = [
  "The ferry to Skarholm will stay in port until its engine has been examined, the harbor office said on Monday.",
  "Two mechanics found water in the fuel of the Marianne on Saturday night, twenty minutes before she was to sail.",
  "“No ferry sails from this harbor before the storm is over,” harbor master Ann Lee said on Monday.",
  "About 340 people live on Skarholm through the winter, and most of what they eat comes on the ferry.",
  "The grocer on the quay has flour for nine days, he said, and coffee for a little longer than that.",
  "“We have waited before, and we will wait again,” said Peter Voss, who has fished off the island for forty years.",
  "A helicopter of the coast guard is to bring medicine to the island on Wednesday if the wind allows it.",
];

/** Sentences of which a short article takes one from each list. */
const PARTS = [
  [
    "The ferry was full on Friday, when the island's brass band came home from the mainland with a silver cup.",
    "A ferry captain who retired last week counted her crossings from a drawer of old tide tables.",
    "The council wants a second ferry, and nobody on it could say who would pay for the crew.",
    "Tickets for the ferry will cost nine crowns more from the first of the month, a notice on the pier says.",
    "The night ferry turned back at the lighthouse when a passenger noticed that his dog was still ashore.",
    "Bicycles travel free on the ferry again, after a petition that a class of ten-year-olds had started.",
  ],
  [
    "Gudrun Holm has kept the weather station since 1988 and has missed two mornings, both of them for weddings.",
    "The library lends fishing rods now, and the waiting list for the long ones runs into the spring.",
    "Engineers measured the breakwater with a drone and found eleven blocks that had moved since the autumn.",
    "The bakery opened at four, as it does before every regatta, and was sold out by a quarter past six.",
    "At the school a new stove was carried up two flights of stairs by the choir, singing as it went.",
    "Three seals have lain on the slipway for a week, and the boatyard has moved its work to the shed.",
    "The post office counted 212 parcels in one sack, most of them seeds for the gardens behind the church.",
  ],
  [
    "The mayor called the plan unfinished and asked for figures by Thursday.",
    "“It is cheaper to mend a pier than to build one,” said Ingrid Dahl, who sits on the budget committee.",
    "Nobody was hurt, and the coast guard has closed the file.",
    "A vote is expected before the herring season, when half of the council is at sea.",
    "The company that runs the line did not answer questions that were sent to it twice.",
  ],
  [
    "The next tide table appears in March, printed on paper that can get wet.",
    "The chapel rang its bell at noon, which it had not done on a working day since the war.",
    "An exhibition about it opens in the old customs house and can be seen until the end of the summer.",
    "Letters about the matter are answered at the town hall on the second floor, on the left.",
    "The island's only taxi has a new driver and, since yesterday, a meter that works.",
    "Swimmers are asked to keep to the bay behind the dunes until the buoys are back.",
    "More than forty people stayed for the coffee afterwards, and some until the lamps were lit.",
    "The wind is to turn to the north on Sunday and to bring the first frost.",
  ],
];

const TITLES = [
  "Band comes home with a cup", "Forty years of tide tables", "Second ferry, no crew", "Crossings to cost more",
  "Dog ashore, ferry back", "Bicycles sail free again", "Weather kept through weddings", "Rods on loan",
  "Breakwater has moved", "Sold out by a quarter past six", "A stove and a choir", "Seals on the slipway",
];

const SITES = ["courier.example", "islander.example", "dailytide.example", "harbor.example"];
const AUTHORS = ["Ann Berg", "Tom Ruud", "Lena Hagen", "Jo Sand", "Mia Lund"];
const MENU = "Home News Sports Weather Contact";

/** Short articles, each of a site and a month of its own choice. */
export function shortArticles() {
  const articles = [];
  for (let n = 0; n < 36; n++) {
    const sentences = PARTS.map((part, list) => part[(n * (list + 1) + Math.floor(n / 6) * (list + 2)) % part.length]);
    const month = n % 14; // from November 2023 on
    const year = 2023 + Math.floor((10 + month) / 12);
    articles.push({
      id: `s${n + 1}`,
      title: n < TITLES.length ? TITLES[n] : `${TITLES[n % TITLES.length]}, part ${Math.floor(n / TITLES.length) + 1}`,
      site: SITES[n % 3 === 0 ? 0 : n % SITES.length],
      author: AUTHORS[n % AUTHORS.length],
      url: `https://${SITES[n % SITES.length]}/news/${n + 1}`,
      ...(n % 9 === 8 ? {} : {date: `${year}-${String((10 + month) % 12 + 1).padStart(2, "0")}-${String(n % 27 + 1).padStart(2, "0")}`}),
      text: sentences.join("\n\n"),
    });
  }
  return articles;
}

/** Records with what is odd: no day, an impossible one, a very old one, signs in the name. */
export const ODD_ARTICLES = [
  {
    id: "undated", title: "A letter without a day", site: "islander.example",
    text: "Somebody pushed a letter about the ferry under the door of the paper, and it bears no day.\n\n" +
      "It says that the old pier held longer than the new one, and that its writer would know.",
  },
  {
    id: "impossible", title: "The thirtieth of February", site: "islander.example", date: "2024-02-30",
    text: "The calendar of the ferry company has a thirtieth of February, and three people have booked for it.\n\n" +
      "They were promised a seat at the window, a clerk said, and the fare back if the day should not come.",
  },
  {
    id: "old", title: "Steamer line opened", site: "dailytide.example", date: "1911-06-02",
    text: "The steam ferry carried the county's first motor car over the sound, roped to the deck like a bull.\n\n" +
      "Its owner walked beside it all the way and was sick twice.",
  },
  {
    id: "a b/c#d?e&f=1", title: "An id with signs: a & b < c \"d\"", site: "dailytide.example", date: "2024-07-07",
    text: "The ferry's number plate reads A & B, and the clerk who wrote it down put a smaller-than sign behind it.\n\n" +
      "Nobody has yet found out what it was to be smaller than: \"1 < 2 && 2 > 1\" is all she would say.",
  },
];

const page = ({title, site, author, day, paragraphs}) => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${title} | ${site}</title>
<meta property="og:site_name" content="${site}"><meta property="og:title" content="${title}">
<meta name="author" content="${author}"><meta property="article:published_time" content="${day}T08:30:00Z">
<link rel="canonical" href="https://${site}/news/marianne"></head>
<body>
<nav><ul>${MENU.split(" ").map((word) => `<li><a href="/${word.toLowerCase()}">${word}</a></li>`).join("")}</ul></nav>
<div class="cookie-banner"><p>We use cookies to improve your experience. Accept all cookies or manage your settings.</p></div>
<article><h1>${title}</h1><p class="byline">By ${author}</p>
${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}
</article>
<aside class="newsletter"><h2>Subscribe to our newsletter</h2>
<p>Get the ferry news in your inbox every morning. Sign up now!</p></aside>
<section class="related"><h2>Related articles</h2><ul>
<li><a href="/1">Ferry timetable for the winter</a></li><li><a href="/2">Ten soups for a storm</a></li></ul></section>
<footer><p>© 2024 ${site}. All rights reserved. Terms of use. Privacy policy.</p></footer>
</body></html>
`;

/** The story as four papers print it: as it is, cut, with other words, and with a paragraph of its own. */
export const STORY_FILES = {
  "courier/marianne.html": page({
    title: "Ferry stays in port", site: "courier.example", author: "Ann Berg", day: "2024-10-21", paragraphs: STORY,
  }),
  "islander/marianne.html": page({
    title: "Skarholm waits for its ferry", site: "islander.example", author: "Tom Ruud", day: "2024-10-22",
    paragraphs: STORY.slice(0, 6).map((text) => text.replace("twenty minutes", "half an hour")),
  }),
  "tide/2024-10-22 marianne.txt": ["Marianne stays in port", "By Lena Hagen, 22 October 2024",
    ...STORY, "The timetable hangs in the window of the ticket office, crossed out in red."].join("\n\n") + "\n",
  "tide/2024-10-23 marianne.txt": ["Ferry stays in port", "By Lena Hagen, 23 October 2024", ...STORY].join("\n\n") + "\n",
};

/** Articles in other languages and scripts. */
export const FOREIGN_FILES = {
  "tageblatt/faehre.txt": `Die Fähre bleibt im Hafen

Von Jürgen Groß, 24. Oktober 2024

Die Fähre nach Skarholm fährt vorerst nicht, teilte das Hafenamt am Montag mit.

„Kein Schiff verlässt diesen Hafen, bevor der Sturm vorüber ist“, sagte Hafenmeisterin Ann Lee.

Auf der Insel leben im Winter rund 340 Menschen, und die meisten von ihnen essen, was die Fähre bringt.

Über die Straße zum Anleger gehen größere Wellen als in den vergangenen Jahren, und die Schüler üben zu Hause.
`,
  "arabic/abbara.txt": `العبّارة تبقى في الميناء

24 أكتوبر 2024

قال مكتب الميناء يوم الاثنين إن العبّارة المتجهة إلى الجزيرة ستبقى في الميناء حتى يُفحص محركها.

وقالت مديرة الميناء آن لي: «لن تبحر أي سفينة من هذا الميناء قبل أن تنتهي العاصفة».

ويعيش في الجزيرة 340 شخصاً في الشتاء، ومعظم ما يأكلونه يأتي على متن السفينة Marianne من البر الرئيسي.

وستنقل مروحية تابعة لخفر السواحل الدواء إلى الجزيرة يوم الأربعاء إذا سمحت الرياح بذلك.
`,
  "hebrew/maaboret.txt": `המעבורת נשארת בנמל

24 באוקטובר 2024

המעבורת לאי תישאר בנמל עד שהמנוע שלה ייבדק, מסר משרד הנמל ביום שני.

"שום ספינה לא תצא מהנמל הזה לפני שהסערה תסתיים", אמרה מנהלת הנמל אן לי.

כ־340 איש גרים באי בחורף, ורוב האוכל שלהם מגיע עם הספינה Marianne מן היבשת.

מסוק של משמר החופים יביא תרופות לאי ביום רביעי אם הרוח תאפשר זאת.
`,
  "chinese/渡轮.txt": `渡轮停在港口

2024年10月24日

港务局周一表示,开往海岛的渡轮将停在港口,直到发动机检查完毕。

“暴风雨结束之前,没有一艘船会离开这个港口。”港务局长安·李说。

冬天约有三百四十人住在岛上,他们吃的东西大多由渡轮运来。

如果风力允许,海岸警卫队的直升机将在周三把药品送到岛上。
`,
};

/** An article of 3,000 lines, 17 of which have the word lantern. */
export function longArticle() {
  const lines = ["The log of the lighthouse", "", "By Gudrun Holm, 1 December 2023", ""];
  const sky = ["clear", "clouded", "gray", "bright", "hazy", "dark"];
  const wind = ["north", "east", "south", "west"];
  for (let day = 1; lines.length < 3000; day++) {
    const lamp = day % 87 === 0 && day <= 87 * 17 ? " The lantern was cleaned and lit again before the evening." : "";
    lines.push(`On day ${day} the keeper noted a ${sky[day % 6]} sky, wind from the ${wind[day % 4]} of force ` +
      `${day % 9 + 1}, and ${day * 7 % 23} ships in the sound between the island and the mainland.${lamp}`, "");
  }
  return lines.join("\n");
}
