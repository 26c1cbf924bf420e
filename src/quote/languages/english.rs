//! English.

use crate::quote::languages::words::SpeechWords;

/// The words of English.
pub(crate) const WORDS: SpeechWords = SpeechWords {
    says: "said says say told tells tell wrote writes write added adds add asked asks ask stated states explained \
        explains explain argued argues argue noted notes declared declares announced announces insisted insists \
        insist claimed claims claim continued continues replied replies responded responds answered answers \
        tweeted tweets tweet retweeted posted concluded concludes warned warns warn admitted admits acknowledged \
        acknowledges recalled recalls observed observes remarked remarks joked jokes quipped quips shouted shouts \
        yelled yells cried exclaimed whispered muttered confessed echoed pondered boomed beamed groused demurred surmised riffed \
        protested remembered sniped exhorted commanded needled assured assures hopes hoped worried affirmed affirms \
        agreed agrees reacted implied alleged alleges indicated highlighted pressed railed complained complains lamented laments predicted predicts \
        suggested suggests suggest reported reports confirmed confirms denied denies contended contends contend \
        asserted asserts maintained maintains testified testifies vowed vows pledged pledges promised promises \
        urged urges boasted boasts bragged brags countered counters mused muses snapped snaps chanted chants \
        thundered intoned opined reasoned repeated repeats reiterated reiterates emphasized emphasizes stressed \
        stresses cautioned cautions conceded concedes commented comments counseled proclaimed proclaims \
        pronounced elaborated fumed grumbled gushed implored interjected retorted sneered advised believes \
        believe thinks think thought wondered wonders read reads screamed screams blogged e-mailed emailed \
        texted messaged messages hollered deadpanned cracked marveled pleaded prayed preached promised quoted recounted \
        revealed ruled sang sighed speculated theorized volunteered vented scoffed summarized summed objected \
        insinuated inquired disclosed demanded demands \
        apologized assured reminded reminds instructed informed \
        queried questioned questions reflected rejoined roared hissed howled barked bellowed blurted moaned \
        mumbled murmured begged chided chuckled laughed smiled teased taunted threatened",
    calls: "thanked charged charges assailed assails heralded hammered contrasted likened welcomed named chided \
        chides lamented called calls call described describes describe dismissed dismisses labeled labelled labels dubbed \
        dubs accused accuses accuse blasted blasts blamed blames praised praises mocked mocks slammed slams \
        criticized criticizes criticised cited cites denounced denounces derided derides decried decries deemed \
        deems referred refers refer characterized characterizes ridiculed ridicules touted touts hailed hails \
        condemned condemns attacked attacks branded brands termed terms expressed expresses spoke speaks talked \
        talks used uses ripped rips defended defends railed rails lashed signaled signals invoked invokes \
        mentioned mentions compared compares voiced warned promised pledged vowed branded lambasted lambasts \
        excoriated rejected rejects portrayed portrays painted bemoaned lauded applauded credited endorsed \
        declared pronounced nicknamed singled hinted advocated advocates apologized urged boasted offered \
        complained promoted promotes likened swiped argued quoted challenged challenges demanded demands",
    saying: "saying adding telling calling writing noting arguing asking citing describing declaring explaining \
        tweeting warning claiming insisting suggesting stating mocking accusing blasting dismissing joking \
        predicting promising vowing referring labeling labelling urging complaining quoting remarking chanting \
        shouting stressing announcing acknowledging concluding responding replying reading praising blaming \
        emphasizing boasting denouncing continuing criticizing repeating screaming yelling slamming charging \
        alleging asserting contending observing pointing pledging reporting admitting characterizing ripping \
        touting deriding declaring reiterating conceding wondering begging pleading answering retorting \
        recalling confirming thanking condemning decrying hailing branding dubbing lamenting using",
    or_noun: "messages states claims claim notes tweets tweet reports answers comments counters remarks jokes calls call \
        questions points promises pledges demands attacks blasts labels brands terms talks uses refers signals \
        rails rips mentions vows quips fired read reads uses shot puts put challenges slams laments muses",
    titles: "police doctor democratic gop mr mrs ms miss mx dr sen rep gov sens reps govs gen col capt lt sgt adm prof rev hon maj cmdr cpl \
        det supt sir dame lord lady judge justice president presidents senator senators congressman congresswoman \
        representative governor mayor secretary chairman chairwoman chair chairperson co-chairman co-chair \
        director speaker minister premier chancellor king queen prince princess pope attorney general ambassador \
        vice deputy former ex-president leader whip candidate nominee democrat republican democrats republicans \
        councilman councilwoman commissioner sheriff chief officer detective spokesman spokeswoman spokesperson \
        spokesmen strategist manager adviser advisor aide counsel reporter reporters correspondent anchor host \
        co-host moderator editor columnist analyst pollster pastor bishop cardinal archbishop imam rabbi father \
        sister brother coach professor ceo cfo founder co-founder executive lawyer delegate treasurer operative \
        consultant activist rival front-runner frontrunner billionaire businessman mogul author actor actress \
        comedian singer supporter lawmaker lawmakers rep. sergeant captain lieutenant colonel major admiral \
        commander private corporal solicitor comptroller assemblyman assemblywoman alderman assistant advocate \
        undersecretary administrator publisher historian economist scientist commentator pundit blogger \
        producer superintendent principal dean chaplain reverend trooper inspector agent veteran philanthropist \
        financier tycoon socialist libertarian conservative liberal incumbent challenger opponent lieutenant \
        wife husband son daughter mother widow uncle aunt cousin nephew niece grandson granddaughter ex-wife",
    offices: "senator representative congressman congresswoman governor mayor president chancellor premier minister \
        secretary director judge justice pope king queen prince princess sheriff ambassador columnist spokesman \
        spokeswoman professor bishop archbishop cardinal general colonel captain pastor rabbi imam",
    short_titles: "senator Sen., representative Rep., congressman Rep., congresswoman Rep., governor Gov., general Gen., \
        doctor Dr., professor Prof., colonel Col., captain Capt., lieutenant Lt., sergeant Sgt., reverend Rev., \
        sheriff Sheriff",
    definite: "the",
    he: "he",
    she: "she",
    they: "they it",
    first_person: "i we you",
    who: "who",
    determiners: "the a an this these those his her their its our my your some many another each every several \
        both all no any two three four five six seven eight nine ten most few such one",
    prepositions: "of for in at on from with by about to into over under against between during after before \
        since through without within near among as like via per toward towards than amid despite upon around \
        across along behind beyond inside outside regarding concerning until alongside including",
    within_names: "of for",
    conjunctions: "and or but nor yet",
    adverbs: "also later then has have had having did does do would will could can may might must should never \
        once often even just still always again only further too ever not n't first now later soon instead \
        himself herself themselves itself back today repeatedly recently earlier once famously already \
        meanwhile however though therefore thus perhaps maybe here there afterward afterwards \
        furthermore moreover nonetheless nevertheless indeed likewise otherwise regardless elsewhere please",
    adverb_suffix: "ly",
    past_suffix: "ed",
    be: "is was are were been be being get gets got",
    times: "monday tuesday wednesday thursday friday saturday sunday january february march april june july \
        august september october november december jan feb aug sept oct nov dec yesterday today tonight \
        tomorrow week weeks month months year years night morning afternoon evening weekend day days ago last \
        earlier late early time hours minutes noon midnight",
    given_months: "Jan April May June August",
    function_words: "that which whom whose when where while because if although though whether how why what \
        unless so speaking appearing campaigning standing sitting talking looking turning given there se capita diem out up down off more less very much not don't doesn't didn't won't can't",
    particles: "de da di del della van von der den la le bin ibn al el dos du ten ter y",
    places: "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii \
        idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota \
        mississippi missouri montana nebraska nevada hampshire jersey mexico york carolina dakota ohio oklahoma \
        oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming ala ariz ark calif \
        colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev n.h n.j n.m n.y n.c n.d okla \
        ore pa r.i s.c s.d tenn tex vt va wash w.va wis wyo d.c u.s u.k dc france germany england britain canada \
        russia china israel iraq iran syria india ukraine africa america islam \
        korea japan mexico pakistan turkey egypt arabia europe asia pacific atlantic spain italy poland greece cuba \
        brazil afghanistan libya yemen jordan lebanon washington chicago boston philadelphia cleveland vietnam",
    suffixes: "jr sr ii iii iv esq",
    abbreviations: "mr mrs ms dr sen rep gov sens reps govs gen col capt lt sgt adm prof rev hon maj cmdr cpl det \
        supt jr sr st vs inc corp co ltd no etc ala ariz ark calif colo conn del fla ga ill ind kan ky md mass \
        mich minn miss mo mont neb nev okla ore pa tenn tex vt va wash wis wyo jan feb aug sept oct nov dec",
    media: "complaint lawsuit study survey filing affidavit indictment analysis copy statement statements letter letters email emails e-mail e-mails tweet tweets memo memos speech \
        speeches op-ed post posts sign signs ad ads interview interviews message messages report reports note \
        article articles column columns book essay video videos response responses answer reply message release transcript testimony press banner \
        banners poster posters headline headlines remarks comments text texts page website poll story stories",
    works: "book film movie show series song album novel play documentary musical sitcom episode magazine \
        program programme titled entitled column essay poem hit single memoir painting opera comedy drama nbc's abc's cbs's \
        cbs' fox's mtv's hbo's cnn's msnbc's pbs's bravo's",
    names: "called dubbed named titled entitled nicknamed labeled labelled termed known",
    people: "person people man men woman women boy girl source sources official officials member members voter voters \
        resident residents student students teacher teachers worker workers employee employees critic critics expert \
        experts witness witnesses protester protesters neighbor neighbors friend friends relative relatives parent \
        parents researcher researchers scientists prosecutor prosecutors investigator investigators diplomat \
        diplomats soldier soldiers leaders advisers aides lawyers supporters activists reporters analysts \
        candidates insiders strategists organizers demonstrators users commenters authors owner owners driver \
        doctor doctors nurse nurses farmer farmers refugee refugees victim victims survivor survivors fan fans \
        attendee attendees participant participants observer observers opponents allies ally spokespeople \
        representatives negotiators customers immigrants families couple group groups another others",
    compounds: "based born led backed style era wide like funded owned run controlled held educated area trained type \
        native bred elect friendly leaning",
    men: "mr sir lord king prince pope congressman councilman chairman assemblyman father brother son husband uncle \
        nephew grandson businessman spokesman pastor imam rabbi",
    women: "mrs ms miss dame lady queen princess congresswoman councilwoman chairwoman assemblywoman mother sister \
        daughter wife widow aunt niece granddaughter ex-wife spokeswoman actress",
    labels: "note notes correction corrections clarification update updated watch watched listen read see also related \
        click here hide show more less caption captions image images photo photos photograph photographer picture \
        video videos audio media file story stories continued continue below above advertisement sponsored \
        exclusive breaking developing live opinion analysis editorial commentary review question questions answer \
        q a source sources via credit copyright getty headline headlines topic topics tag tags quote quotes fact \
        check claim verdict example tip warning disclaimer disclosure summary background context share follow \
        subscribe newsletter sign up you replay just must highlights excerpt excerpts translation original text subject date title \
        english german french spanish russian chinese ukrainian italian polish portuguese czech japanese arabic \
        hebrew dutch turkish korean latin greek swedish next previous first second third top bottom left right \
        reprinted permission full new post posted published kidding fear view faq",
    organizations: "committee department party association agency bureau council commission institute center centers \
        university college company corporation corp inc group union house senate congress court office \
        administration foundation news times post journal press federation board ministry police league \
        coalition network organization fund alliance society army force service services team campaign project \
        states nations bank club school church republicans democrats tribune herald chronicle gazette magazine \
        television radio channel guardian today",
    negations: "not never cannot nor neither",
    contractions: "n't n’t",
    not_only: "only just merely simply hesitate hesitated afraid shy ashamed required",
    thinks: "think thinks thought believe believes believed hope hopes hoped agree agrees agreed remember remembered \
        recall recalled use uses used",
    refusals: "refused refuses refuse refusing declined declines decline declining failed fails failing neglected \
        forgot avoided avoids avoid avoiding denied denies deny denying unwilling unable reluctant without",
    wishes: "want wants wanted",
    instead: "short instead rather",
    infinitive_marks: "to of than",
    infinitives: "say tell call describe name label refer quote write add state repeat",
    perfect: "have having 've",
    modals: "could should would might",
    nobody: "nobody no none neither nor",
    conditions: "if unless whether",
    that: "that",
    denials: "denied denies deny denying doubts doubted doubt disputes disputed untrue false",
    truths: "true case right correct",
    quotes: "quoted quotes quote",
    quoting: "quoting paraphrasing",
    quoted_as: "as",
    reads: "read reads recited recites shared published posted released cited cites",
    rejects: "rejected rejects reject disputed disputes denied denies dismissed dismisses refuted repeated echoed",
    by: "before after by while when",
    from: "from by",
    telling: "telling asking warning urging informing reminding assuring promising",
    objects: "him her them me us you",
    him: "him",
    her: "her",
    speech_nouns: "claim claims charge charges assertion assertions allegation allegations accusation accusations \
        contention contentions suggestion suggestions statement statements argument arguments complaint complaints \
        words remark remarks comment comments insistence declaration prediction warning admission description",
    verb_phrases: &[
        "went on",
        "is quoted as saying",
        "was quoted as saying",
        "were quoted as saying",
        "goes on",
        "put it",
        "puts it",
        "shot back",
        "fired back",
        "chimed in",
        "pointed out",
        "points out",
        "point out",
        "made clear",
        "makes clear",
        "pushed back",
        "hit back",
        "weighed in",
    ],
    phrases_before: &["according to", "in the words of", "as told to", "per"],
};
