//! Words of each group.

use crate::clean::text::lexicon::word_group::{WORD_GROUPS, WordGroup};

/// Words by group, in lower case.
pub const WORDS: [(WordGroup, &str); WORD_GROUPS] = [
    (
        WordGroup::Function,
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
        WordGroup::Subscribe,
        "subscribe subscribed subscriber subscribers subscription newsletter newsletters signup inbox unsubscribe \
         abonnieren abonnement abonnent rundbrief abonner abonnez infolettre suscríbete suscribirse suscripción boletín \
         iscriviti abbonati assine assinante abonneer nieuwsbrief prenumerera nyhetsbrev подписаться подписка подпишитесь \
         рассылка підписатися підпишіться підписка розсилка abone bülten zapisz prenumerata",
    ),
    (
        WordGroup::Account,
        "login log logged account register registered password username sign signin logout profile \
         anmelden registrieren konto passwort connexion connecter inscription compte passe iniciar sesión registrarse cuenta \
         accedi registrati entrar cadastro senha inloggen войти вход регистрация пароль увійти вхід реєстрація giriş zaloguj",
    ),
    (
        WordGroup::Share,
        "share shares tweet tweets facebook twitter whatsapp telegram linkedin pinterest instagram youtube reddit tumblr flipboard \
         print email follow pocket messenger viber bluesky mastodon threads tiktok rss copy link clipboard \
         teilen drucken folgen partager imprimer suivre compartir imprimir seguir condividi stampa compartilhar delen \
         поделиться поделись поширити поділитися paylaş udostępnij dela vk вконтакте одноклассники",
    ),
    (
        WordGroup::Comment,
        "comment comments reply replies commented discussion respond disqus trackback pingback moderated \
         kommentar kommentare antworten commentaire commentaires répondre comentario comentarios responder commenti rispondi \
         comentários reacties комментарий комментарии комментариев ответить коментар коментарі відповісти yorum komentarze",
    ),
    (
        WordGroup::More,
        "related read more also see recommended latest trending popular previous next stories story articles posts view all most \
         watch listen top continue editors picks feed featured \
         weitere mehr lesen meistgelesen verwandte empfohlen lire aussi voir plus articles similaires leer más también \
         relacionados leggi anche correlati leia mais lees ook читайте также смотрите новости популярное последние \
         читати також новини останні daha fazla haberler czytaj więcej läs mer",
    ),
    (
        WordGroup::Legal,
        "copyright rights reserved privacy policy terms conditions cookie cookies disclaimer gdpr trademark license licensed consent \
         imprint impressum datenschutz agb rechte vorbehalten nutzungsbedingungen mentions légales droits réservés confidentialité \
         derechos reservados privacidad términos aviso diritti riservati direitos права защищены конфиденциальности \
         авторские захищені hakları saklıdır zastrzeżone",
    ),
    (
        WordGroup::Appeal,
        "donate donation donations support supporters member members membership memberships contribution contribute contributor \
         gift funded fund funding patron patreon fundraiser paywall independent \
         readers journalism reporting newsroom leserinnen lecteurs lectores lettori leitores читателей читачів \
         spenden spende unterstützen unterstützung mitglied soutenir don adhérent donar apoya socio miembros dona sostieni \
         doe apoie steun поддержать поддержите пожертвовать підтримати підтримайте bağış wesprzyj stöd",
    ),
    (
        WordGroup::Shop,
        "advertisement advertising ads sponsored promoted shop cart price buy sale deal deals offer offers coupon shipping checkout \
         discount wishlist basket anzeige werbung warenkorb kaufen preis publicité acheter panier publicidad comprar precio \
         pubblicità acquista publicidade reclame реклама купить цена корзина купити ціна reklam satın reklama kup",
    ),
    (
        WordGroup::Menu,
        "home menu search skip content navigation about contact us careers faq sitemap site map categories tags archive archives \
         archived back topics sections topic help advertise team toggle close open show hide page pages filed under \
         startseite suche kontakt über themen schlagworte accueil recherche contactez rubriques inicio buscar contacto temas \
         etiquetas cerca contatti início contato главная поиск контакты меню рубрики теги головна пошук контакти \
         anasayfa ara iletişim strona główna szukaj",
    ),
    (
        WordGroup::Time,
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
        WordGroup::Author,
        "by author authors written editor editors staff reporter correspondent journalist contributor columnist writer \
         von autor autorin redaktion par auteur rédaction autora redacción autore redazione redação автор редакция \
         корреспондент журналист редакція журналіст yazar autorzy",
    ),
    (
        WordGroup::Picture,
        "photo photos photograph photographer image images picture credit credits courtesy getty reuters afp ap shutterstock \
         screenshot illustration caption via flickr wikimedia gallery video videos source \
         foto fotos bild bilder quelle crédit imagen fuente fonte imagem фото изображение источник видео зображення \
         джерело fotoğraf zdjęcie zdj",
    ),
    (
        WordGroup::Form,
        "enter address required submit send field fields name first last phone zip code country select your error invalid correct \
         please successfully confirm confirmation click here download upload apply reset yes ok cancel \
         eingeben adresse absenden senden bitte pflichtfeld saisissez envoyer veuillez obligatoire introduce enviar obligatorio \
         inserisci invia obbligatorio введите отправить обязательно адрес введіть надіслати gönder wyślij",
    ),
    (
        WordGroup::You,
        "you your yours yourself du dein deine ihr ihre ihnen vous votre vos tu tus usted ustedes você seu suas ты вы вас вам ваш \
         ваша ви siz jij uw twój",
    ),
    (
        WordGroup::We,
        "we our us ours wir unser unsere uns nous notre nos nosotros nuestro nuestra noi nostro nós nosso мы наш наша наши нас \
         нам ми наші biz bizim wij ons my nasz",
    ),
];
