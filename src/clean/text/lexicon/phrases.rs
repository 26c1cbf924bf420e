//! Stock phrases: whole lines, and the reason each is cut for.

use crate::clean::reason::Reason;

/// Lines that mean the same on every site: the reason, whether the line ends the article, and the lines. A
/// number in a line is written `0`.
pub const PHRASES: [(Reason, bool, &str); 9] = [
    // The flag means that whatever follows such a line, far down a page, no longer belongs to the article.
    (
        Reason::OtherStory,
        true,
        "read more on this|read also|also read|read next|watch|watch also|watch now|more stories like this|مقالات ذات صلة|اقرأ أيضا|أخبار ذات صلة|الأكثر قراءة|קראו עוד|بیشتر بخوانید|인기기사|많이 본 뉴스|相关文章|热门新闻|推荐阅读|あわせて読みたい|ランキング|おすすめ|\
         related articles|related stories|related posts|related news|related content|related|related topics|related reading|\
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
        "التعليقات|تعليقات|אין תגובות|댓글|评论区|コメントを書く|\
         leave a comment|leave a reply|leave your comment|post a comment|add a comment|add comment|write a comment|comments|\
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
        "already a subscriber log in|already a subscriber sign in|already a subscriber|already a member log in|already have an account|already have an account log in|subscribe to continue reading|subscribe to keep reading|subscribe to read more|to continue reading subscribe|this article is for subscribers only|you have reached your article limit|\
         subscribe|sign up|sign up now|join our newsletter|subscribe to our newsletter|sign up for our newsletter|newsletter|newsletters|\
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
        "الرئيسية|اتصل بنا|تسجيل الدخول|بحث|من نحن|עמוד הבית|צור קשר|صفحه اصلی|首页|首頁|登录|登入|注册|搜索|关于我们|联系我们|\
         ホーム|ログイン|会員登録|検索|お問い合わせ|홈|로그인|회원가입|검색|스크롤|\
         skip to content|skip to main content|skip to navigation|skip navigation|jump to content|menu|main menu|home|back|back to top|\
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
        "buy now|add to cart|add to basket|shop now|order now|إعلان|إعلانات|פרסומת|广告合作|スポンサー|PR|\
         advertisement|advertisements|advertising|ad|ads|sponsored|sponsored content|sponsored by|promoted|promoted content|\
         continue reading below|story continues below advertisement|article continues below|article continues below advertisement|\
         story continues below|continue reading the main story|ads by google|anzeige|werbung|publicité|publicidad|pubblicità|\
         publicidade|advertentie|reklame|annons|реклама|на правах рекламы|reklam|reklama|広告|广告|광고|scroll to continue|\
         advertisement continue reading below|remove ads|report this ad|report ad",
    ),
    (
        Reason::SiteNotice,
        true,
        "جميع الحقوق محفوظة|سياسة الخصوصية|شروط الاستخدام|כל הזכויות שמורות|版权所有|隐私政策|免责声明|無断転載を禁じます|プライバシーポリシー|利用規約|저작권|개인정보처리방침|이용약관|\
         all rights reserved|privacy policy|terms of use|terms of service|terms and conditions|terms conditions|cookie policy|\
         cookie settings|legal notice|disclaimer|copyright|privacy|terms|imprint|impressum|datenschutz|datenschutzerklärung|agb|\
         alle rechte vorbehalten|mentions légales|tous droits réservés|politique de confidentialité|aviso legal|\
         todos los derechos reservados|política de privacidad|tutti i diritti riservati|todos os direitos reservados|\
         все права защищены|политика конфиденциальности|всі права захищені|політика конфіденційності|tüm hakları saklıdır|\
         wszelkie prawa zastrzeżone|polityka prywatności|do not sell my personal information|do not sell my info|\
         privacy policy terms of use|terms privacy|accept|accept all|accept cookies|alle akzeptieren|accepter|tout accepter|aceptar|\
         this audio is created with ai assistance|this article was created with ai assistance",
    ),
];
