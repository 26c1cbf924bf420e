//! Words that tell what a line is for, in the languages most archives are made of.
//!
//! A word alone decides nothing: the words of a line are counted by group, and the counts are features. Whole lines
//! that mean the same on every site ("Related articles", "Leave a comment") are listed as phrases with the reason
//! they are cut for.

use super::Reason;
use super::shape::{self, hash_word};
use std::sync::OnceLock;

/// How many groups of words there are.
pub const GROUPS: usize = 16;

/// A group of words with one use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Group {
    /// Grammatical words, which running text cannot do without.
    Function = 0,
    /// Newsletters and subscriptions.
    Subscribe,
    /// Accounts and logging in.
    Account,
    /// Sharing and the networks one shares to.
    Share,
    /// Comments of readers.
    Comment,
    /// Pointers to other pages.
    More,
    /// Copyright, privacy, terms, cookies.
    Legal,
    /// Members, gifts, support.
    Appeal,
    /// Advertising and shops.
    Shop,
    /// Parts of a site.
    Menu,
    /// Dates, times, durations.
    Time,
    /// Who wrote it.
    Author,
    /// Pictures and their sources.
    Picture,
    /// Fields and buttons of forms.
    Form,
    /// The reader, addressed.
    You,
    /// The publisher, speaking of itself.
    We,
}

const WORDS: [(Group, &str); GROUPS] = [
    (
        Group::Function,
        "the of and to in a is that for it as was with be by on not he this are or his from at which but have an had \
         they were their one all there would when who will no if out so what been has more its said could than them \
         der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie \
         nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch \
         de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont avec été son aux sa mais \
         el los las y del se con por su para como más lo al o pero sus le ha me si sin sobre este ya entre cuando \
         il di che è per non una sono della con del da dei nel gli alla delle anche come più ma ha si \
         da do em os um uma não mais dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já \
         het een van dat niet zijn op aan met voor er maar om dan zou wat mijn uit ook naar bij wordt door worden \
         и в не на я что с по это он как но они к у так же от за из его для все было бы мы до был также после \
         і та у що не на з як до за це про від але й є для був також після року під час \
         i w na z nie do się że to jest o jak za od po są przez ale dla ma był oraz \
         ve bir bu da için ile çok olarak daha gibi olan kadar sonra \
         och att som på är av för med den till inte har det om ett från var kan \
         og at som på er af til med den ikke har det der et fra var kan \
         και του της το να με για από που στην είναι τα",
    ),
    (
        Group::Subscribe,
        "subscribe subscribed subscriber subscribers subscription newsletter newsletters signup inbox unsubscribe \
         abonnieren abonnement abonnent rundbrief abonner abonnez infolettre suscríbete suscribirse suscripción boletín \
         iscriviti abbonati assine assinante abonneer nieuwsbrief prenumerera nyhetsbrev подписаться подписка подпишитесь \
         рассылка підписатися підпишіться підписка розсилка abone bülten zapisz prenumerata",
    ),
    (
        Group::Account,
        "login log logged account register registered password username sign signin logout profile \
         anmelden registrieren konto passwort connexion connecter inscription compte passe iniciar sesión registrarse cuenta \
         accedi registrati entrar cadastro senha inloggen войти вход регистрация пароль увійти вхід реєстрація giriş zaloguj",
    ),
    (
        Group::Share,
        "share shares tweet tweets facebook twitter whatsapp telegram linkedin pinterest instagram youtube reddit tumblr flipboard \
         print email follow pocket messenger viber bluesky mastodon threads tiktok rss copy link clipboard \
         teilen drucken folgen partager imprimer suivre compartir imprimir seguir condividi stampa compartilhar delen \
         поделиться поделись поширити поділитися paylaş udostępnij dela vk вконтакте одноклассники",
    ),
    (
        Group::Comment,
        "comment comments reply replies commented discussion respond disqus trackback pingback moderated \
         kommentar kommentare antworten commentaire commentaires répondre comentario comentarios responder commenti rispondi \
         comentários reacties комментарий комментарии комментариев ответить коментар коментарі відповісти yorum komentarze",
    ),
    (
        Group::More,
        "related read more also see recommended latest trending popular previous next stories story articles posts view all most \
         watch listen top continue editors picks feed featured \
         weitere mehr lesen meistgelesen verwandte empfohlen lire aussi voir plus articles similaires leer más también \
         relacionados leggi anche correlati leia mais lees ook читайте также смотрите новости популярное последние \
         читати також новини останні daha fazla haberler czytaj więcej läs mer",
    ),
    (
        Group::Legal,
        "copyright rights reserved privacy policy terms conditions cookie cookies disclaimer gdpr trademark license licensed consent \
         imprint impressum datenschutz agb rechte vorbehalten nutzungsbedingungen mentions légales droits réservés confidentialité \
         derechos reservados privacidad términos aviso diritti riservati direitos права защищены конфиденциальности \
         авторские захищені hakları saklıdır zastrzeżone",
    ),
    (
        Group::Appeal,
        "donate donation donations support supporters member members membership memberships contribution contribute contributor \
         gift funded fund funding patron patreon fundraiser paywall independent \
         readers journalism reporting newsroom leserinnen lecteurs lectores lettori leitores читателей читачів \
         spenden spende unterstützen unterstützung mitglied soutenir don adhérent donar apoya socio miembros dona sostieni \
         doe apoie steun поддержать поддержите пожертвовать підтримати підтримайте bağış wesprzyj stöd",
    ),
    (
        Group::Shop,
        "advertisement advertising ads sponsored promoted shop cart price buy sale deal deals offer offers coupon shipping checkout \
         discount wishlist basket anzeige werbung warenkorb kaufen preis publicité acheter panier publicidad comprar precio \
         pubblicità acquista publicidade reclame реклама купить цена корзина купити ціна reklam satın reklama kup",
    ),
    (
        Group::Menu,
        "home menu search skip content navigation about contact us careers faq sitemap site map categories tags archive archives \
         archived back topics sections topic help advertise team toggle close open show hide page pages filed under \
         startseite suche kontakt über themen schlagworte accueil recherche contactez rubriques inicio buscar contacto temas \
         etiquetas cerca contatti início contato главная поиск контакты меню рубрики теги головна пошук контакти \
         anasayfa ara iletişim strona główna szukaj",
    ),
    (
        Group::Time,
        "january february march april may june july august september october november december jan feb mar apr jun jul aug sep \
         sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun am pm edt est gmt \
         utc ago min mins minute minutes hour hours hrs day days week weeks month months year years published updated posted \
         modified today yesterday date uhr vor stunden minuten veröffentlicht aktualisiert januar februar märz juni juli oktober \
         dezember publié janvier février mars avril mai juin juillet août septembre octobre novembre décembre heures \
         publicado enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre hace horas \
         gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre fa ore \
         января февраля марта апреля мая июня июля августа сентября октября ноября декабря назад часов минут опубликовано \
         обновлено січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня тому опубліковано \
         ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    ),
    (
        Group::Author,
        "by author authors written editor editors staff reporter correspondent journalist contributor columnist writer \
         von autor autorin redaktion par auteur rédaction autora redacción autore redazione redação автор редакция \
         корреспондент журналист редакція журналіст yazar autorzy",
    ),
    (
        Group::Picture,
        "photo photos photograph photographer image images picture credit credits courtesy getty reuters afp ap shutterstock \
         screenshot illustration caption via flickr wikimedia gallery video videos source \
         foto fotos bild bilder quelle crédit imagen fuente fonte imagem фото изображение источник видео зображення \
         джерело fotoğraf zdjęcie zdj",
    ),
    (
        Group::Form,
        "enter address required submit send field fields name first last phone zip code country select your error invalid correct \
         please successfully confirm confirmation click here download upload apply reset yes ok cancel \
         eingeben adresse absenden senden bitte pflichtfeld saisissez envoyer veuillez obligatoire introduce enviar obligatorio \
         inserisci invia obbligatorio введите отправить обязательно адрес введіть надіслати gönder wyślij",
    ),
    (
        Group::You,
        "you your yours yourself du dein deine ihr ihre ihnen vous votre vos tu tus usted ustedes você seu suas ты вы вас вам ваш \
         ваша ви siz jij uw twój",
    ),
    (
        Group::We,
        "we our us ours wir unser unsere uns nous notre nos nosotros nuestro nuestra noi nostro nós nosso мы наш наша наши нас \
         нам ми наші biz bizim wij ons my nasz",
    ),
];

/// Lines that mean the same wherever they stand. A number in a line is written `0`.
const PHRASES: [(Reason, bool, &str); 9] = [
    // The flag says whether what follows such a line, far down a page, no longer belongs to the article.
    (
        Reason::OtherStory,
        true,
        "related articles|related stories|related posts|related news|related content|related|related topics|related reading|\
         more stories|more news|more from|news feed|latest news|latest stories|latest articles|latest posts|recent posts|\
         recent articles|recent stories|recent news|top stories|top news|trending|trending now|trending stories|most popular|most read|\
         most viewed|popular posts|popular articles|popular stories|recommended|recommended for you|recommended stories|\
         recommended articles|recommended reading|you may also like|you might also like|you may like|you might also be interested in|\
         you may also be interested in|more on this story|more on this topic|more like this|editors picks|editors choice|\
         editor's pick|editor's picks|editor's choice|further reading|read next|up next|what to read next|whats next|see also|\
         don't miss|must read|in other news|from the web|around the web|sponsored stories|promoted stories|\
         more from this author|more by this author|similar articles|similar posts|similar stories|other stories|other articles|\
         other news|last news|breaking news|featured stories|featured articles|\
         mehr zum thema|weitere artikel|ähnliche artikel|verwandte artikel|das könnte sie auch interessieren|\
         das könnte dich auch interessieren|auch interessant|meistgelesen|meistgelesene artikel|neueste artikel|neueste beiträge|\
         à lire aussi|lire aussi|articles similaires|sur le même sujet|les plus lus|articles récents|dans la même rubrique|\
         vous aimerez aussi|noticias relacionadas|artículos relacionados|te puede interesar|también te puede interesar|\
         lo más leído|más leídas|últimas noticias|más noticias|articoli correlati|potrebbe interessarti|leggi anche|i più letti|\
         ultime notizie|notícias relacionadas|veja também|leia também|leia mais|mais lidas|últimas notícias|lees ook|\
         gerelateerde artikelen|meest gelezen|läs också|läs mer|mest lästa|читайте также|читать также|новости по теме|по теме|\
         похожие новости|похожие статьи|последние новости|лента новостей|популярное|самое читаемое|материалы по теме|\
         другие новости|смотрите также|читайте також|новини за темою|останні новини|схожі новини|популярні новини|\
         стрічка новин|ilgili haberler|son haberler|çok okunanlar|czytaj także|czytaj też|zobacz także|zobacz też|\
         najnowsze|podobne artykuły|related links|関連記事|おすすめ記事|相关阅读|相关新闻|相關新聞|延伸閱讀|관련기사",
    ),
    (
        Reason::Comments,
        true,
        "leave a comment|leave a reply|leave your comment|post a comment|add a comment|add comment|write a comment|comments|\
         0 comments|comments 0|no comments|no comments yet|0 comment|0 responses|0 replies|be the first to comment|join the discussion|\
         join the conversation|view comments|show comments|view all comments|comments are closed|cancel reply|post comment|\
         login to comment|log in to comment|sign in to comment|reader comments|have your say|reply|\
         kommentare|kommentar schreiben|kommentar verfassen|schreibe einen kommentar|schreiben sie einen kommentar|0 kommentare|\
         antworten abbrechen|commentaires|0 commentaires|laisser un commentaire|ajouter un commentaire|réagir|poster un commentaire|\
         comentarios|0 comentarios|deja un comentario|deja una respuesta|dejar un comentario|cancelar la respuesta|commenti|\
         lascia un commento|0 commenti|comentários|deixe um comentário|0 comentários|reacties|geef een reactie|kommentarer|\
         lämna ett svar|комментарии|0 комментариев|оставить комментарий|добавить комментарий|написать комментарий|коментарі|\
         0 коментарів|залишити коментар|додати коментар|yorumlar|yorum yaz|bir yanıt yazın|komentarze|dodaj komentarz|コメント|评论",
    ),
    (
        Reason::Appeal,
        false,
        "become a member|gift membership|gift a membership|become a member gift membership|support us|donate|donate now|\
         support our work|support our journalism|support independent journalism|make a donation|become a supporter|become a patron|\
         buy me a coffee|jetzt spenden|jetzt unterstützen|unterstützen sie uns|faire un don|soutenez nous|je m'abonne|s'abonner|\
         hazte socio|haz una donación|apóyanos|sostienici|abbonati|doe agora|поддержать нас|поддержать|підтримати нас|підтримати|\
         subscribe now|subscribe today|subscribe to continue|subscribe to continue reading|already a subscriber|\
         start your free trial|try it free",
    ),
    (
        Reason::NewsletterForm,
        false,
        "subscribe|sign up|sign up now|join our newsletter|subscribe to our newsletter|sign up for our newsletter|newsletter|newsletters|\
         get our newsletter|email address|your email|your email address|enter your email|enter your email address|\
         enter your email to subscribe|please enter correct email address|successfully subscribed|unsubscribe|\
         abonnieren|newsletter abonnieren|e-mail-adresse|s'inscrire|votre adresse e-mail|inscrivez vous|suscríbete|suscribirse|\
         tu correo electrónico|iscriviti|iscriviti alla newsletter|assine|assine nossa newsletter|подписаться|ваш e mail|\
         підписатися|abone ol|zapisz się|prenumerera",
    ),
    (
        Reason::Form,
        false,
        "indicates required|required|required fields are marked|submit|send|name|email|e mail|website|message|password|username|\
         log in|login|sign in|register|create account|create an account|forgot password|forgot your password|remember me|\
         my account|first name|last name|phone|search|search for|go|cancel|close|save|ok|yes|no|loading|loading please wait|next step|\
         visa mastercard americanexpress|visa mastercard american express|visa mastercard|visa mastercard paypal|\
         anmelden|einloggen|registrieren|absenden|suche|suchen|passwort vergessen|connexion|se connecter|envoyer|rechercher|\
         iniciar sesión|registrarse|enviar|buscar|accedi|invia|cerca|entrar|войти|вход|регистрация|отправить|поиск|найти|\
         увійти|вхід|реєстрація|надіслати|пошук|giriş yap|ara|zaloguj|zaloguj się|szukaj|wyślij|inloggen|zoeken|logga in|sök",
    ),
    (
        Reason::Share,
        false,
        "share|share this|share this article|share this post|share this story|share on facebook|share on twitter|share on x|\
         share on linkedin|share on whatsapp|share via email|share article|facebook|twitter|linkedin|whatsapp|pinterest|instagram|\
         youtube|telegram|reddit|email this|print|print this|print this page|tweet|follow us|follow us on|follow us on facebook|\
         follow us on twitter|follow|copy link|link copied|click to share|teilen|artikel teilen|drucken|auf facebook teilen|\
         partager|imprimer|partager sur facebook|suivez nous|compartir|compartir en facebook|imprimir|síguenos|condividi|stampa|\
         compartilhar|compartilhe|delen|поделиться|поделиться в facebook|поділитися|поширити|paylaş|udostępnij|dela|tweeten|\
         facebook twitter|facebook twitter email|facebook twitter linkedin|facebook twitter whatsapp",
    ),
    (
        Reason::Navigation,
        false,
        "skip to content|skip to main content|skip to navigation|skip navigation|jump to content|menu|main menu|home|back|back to top|\
         top|to top|scroll to top|previous|next|previous article|next article|previous post|next post|older posts|newer posts|\
         read more|continue reading|load more|show more|see more|see all|view all|view more|learn more|more|all news|\
         edit|edit post|edit this page|edit page|toggle navigation|toggle menu|open menu|close menu|about us|contact us|contact|about|\
         sitemap|site map|careers|faq|help|advertise|advertise with us|rss|archive|archives|categories|tags|go back|\
         zum inhalt springen|zum inhalt|nach oben|startseite|kontakt|mehr|weiterlesen|zurück|weiter|mehr anzeigen|über uns|\
         aller au contenu|aller au contenu principal|accueil|haut de page|suivant|précédent|lire la suite|voir plus|en savoir plus|\
         contactez nous|saltar al contenido|ir al contenido|inicio|leer más|ver más|siguiente|anterior|volver arriba|contacto|\
         vai al contenuto|torna su|leggi tutto|contatti|pular para o conteúdo|ir para o conteúdo|início|ver mais|contato|\
         naar inhoud|lees meer|lees verder|terug naar boven|главная|наверх|назад|читать далее|подробнее|показать еще|контакты|\
         о нас|меню|головна|нагору|читати далі|детальніше|контакти|про нас|anasayfa|devamını oku|iletişim|strona główna|\
         czytaj więcej|czytaj dalej|do góry|kontakt|hem|tillbaka|hoppa till innehåll",
    ),
    (
        Reason::Advertisement,
        false,
        "advertisement|advertisements|advertising|ad|ads|sponsored|sponsored content|sponsored by|promoted|promoted content|\
         continue reading below|story continues below advertisement|article continues below|article continues below advertisement|\
         story continues below|continue reading the main story|ads by google|anzeige|werbung|publicité|publicidad|pubblicità|\
         publicidade|advertentie|reklame|annons|реклама|на правах рекламы|reklam|reklama|広告|广告|광고|scroll to continue|\
         advertisement continue reading below|remove ads|report this ad|report ad",
    ),
    (
        Reason::SiteNotice,
        true,
        "all rights reserved|privacy policy|terms of use|terms of service|terms and conditions|terms conditions|cookie policy|\
         cookie settings|legal notice|disclaimer|copyright|privacy|terms|imprint|impressum|datenschutz|datenschutzerklärung|agb|\
         alle rechte vorbehalten|mentions légales|tous droits réservés|politique de confidentialité|aviso legal|\
         todos los derechos reservados|política de privacidad|tutti i diritti riservati|todos os direitos reservados|\
         все права защищены|политика конфиденциальности|всі права захищені|політика конфіденційності|tüm hakları saklıdır|\
         wszelkie prawa zastrzeżone|polityka prywatności|do not sell my personal information|do not sell my info|\
         privacy policy terms of use|terms privacy|accept|accept all|accept cookies|alle akzeptieren|accepter|tout accepter|aceptar|\
         this audio is created with ai assistance|this article was created with ai assistance",
    ),
];

/// An open-addressing table from the hash of a word or a line to what is known of it. Small: it is asked for every word.
struct Table<T> {
    /// The upper half of each hash, 0 where the slot is free.
    tags: Vec<u32>,
    values: Vec<T>,
    mask: usize,
}

impl<T: Copy + Default> Table<T> {
    fn new(entries: usize) -> Self {
        let size = (entries * 2).next_power_of_two();
        Table { tags: vec![0; size], values: vec![T::default(); size], mask: size - 1 }
    }

    /// The slot of a hash, or the free one where it belongs.
    #[inline]
    fn slot(&self, hash: u64) -> (usize, u32) {
        let tag = (hash >> 32) as u32 | 1;
        let mut at = hash as usize >> 1 & self.mask;
        while self.tags[at] != tag && self.tags[at] != 0 {
            at = (at + 1) & self.mask;
        }
        (at, tag)
    }

    fn entry(&mut self, hash: u64) -> &mut T {
        let (at, tag) = self.slot(hash);
        self.tags[at] = tag;
        &mut self.values[at]
    }

    /// What is known of a hash. Free slots hold the default.
    #[inline]
    fn get(&self, hash: u64) -> T {
        self.values[self.slot(hash).0]
    }
}

/// The words and phrases, ready to be asked.
pub struct Lexicon {
    words: Table<u16>,
    phrases: Table<Option<Phrase>>,
}

/// What a whole line is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// What it is cut for.
    pub reason: Reason,
    /// Whether the article is over where it stands far down the page.
    pub ends_article: bool,
}

impl Lexicon {
    /// The one lexicon, made when first asked for.
    pub fn get() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(Lexicon::build)
    }

    fn build() -> Lexicon {
        let mut words = Table::new(WORDS.iter().map(|(_, list)| list.split_whitespace().count()).sum());
        for (group, list) in WORDS {
            for word in list.split_whitespace() {
                *words.entry(hash_word(word)) |= 1 << group as u8;
            }
        }
        let mut phrases = Table::new(PHRASES.iter().map(|(_, _, list)| list.split('|').count()).sum());
        for (reason, ends_article, list) in PHRASES {
            for phrase in list.split('|') {
                *phrases.entry(shape::line_hash(phrase)) = Some(Phrase { reason, ends_article });
            }
        }
        Lexicon { words, phrases }
    }

    /// The groups a word belongs to, a bit each.
    #[inline]
    pub fn groups(&self, word: u64) -> u16 {
        self.words.get(word)
    }

    /// What a whole line, known by its hash, is.
    pub fn phrase(&self, line: u64) -> Option<Phrase> {
        self.phrases.get(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_whatever_its_case_and_punctuation() {
        let lexicon = Lexicon::get();
        for line in [
            "Related Articles",
            "» RELATED ARTICLES:",
            "12 Comments",
            "Comments (3)",
            "* indicates required",
            "Editors' Picks",
            "Читайте также:",
        ] {
            assert!(lexicon.phrase(shape::line_hash(line)).is_some(), "{line}");
        }
        assert!(lexicon.phrase(shape::line_hash("Related articles of war")).is_none());
    }

    #[test]
    fn words_have_their_groups() {
        let lexicon = Lexicon::get();
        assert_eq!(lexicon.groups(hash_word("newsletter")), 1 << Group::Subscribe as u16);
        assert_eq!(lexicon.groups(hash_word("giraffe")), 0);
    }
}
