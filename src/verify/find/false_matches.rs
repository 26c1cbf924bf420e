//! What a text does not have, however near it comes.

use crate::verify::find::tests::shown;

/// Returns the rows that the text has after all.
fn found<'r>(rows: &[(&'r str, &'r str)]) -> Vec<(&'r str, String)> {
    let shown = rows.iter().map(|(quote, source)| (*quote, shown(quote, source)));
    shown.filter(|(_, shown)| shown != "no").collect()
}

#[test]
fn what_is_no_attribution_is_not_folded() {
    let rows = [
        (
            "We will attack never in the winter",
            "“We will attack,” Smith said, but Jones answered, “never in the winter.”",
        ),
        (
            "We will attack. Never in the winter",
            "“We will attack,” said Smith. “Never in the winter,” replied Jones.",
        ),
        ("I did it. Not me", "\"I did it,\" he said. \"Not me,\" she said."),
        (
            "I trust him you are a fool and a liar",
            "“I trust him,” Trump said of Putin, who once told him, “you are a fool and a liar.”",
        ),
        (
            "The vaccine is safe and deadly for all who take it",
            "“The vaccine is safe,” the doctor said, though critics said, “and deadly for all who take it.”",
        ),
        ("a lie the truth is near", "She called it “a lie,” and he said, “the truth is near.”"),
        ("He said the old rotten plan", "He said “the old” bridge was a “rotten plan” of Lee."),
        ("We will attack before the winter", "“We will attack,” he never said, “before the winter.”"),
        ("We will attack before the winter", "“We will attack,” he denied having said, “before the winter.”"),
    ];
    assert_eq!(found(&rows), []);
}

#[test]
fn quotations_beside_each_other_are_not_one() {
    let rows = [
        ("Ich komme. Nicht heute Abend in der Stadt", "„Ich komme.“ „Nicht heute Abend in der Stadt.“"),
        ("Ich komme. Nicht heute Abend in der Stadt", "»Ich komme.« »Nicht heute Abend in der Stadt.«"),
        ("Ich komme. Nicht heute Abend in der Stadt", "›Ich komme.‹ ›Nicht heute Abend in der Stadt.‹"),
        ("We agree. Not today or in the winter", "‘We agree.’ ‘Not today or in the winter.’"),
        ("I did it. Not me at all", "'I did it.' 'Not me at all.'"),
        ("Nous restons. Pas ce soir en ville", "‹Nous restons.› ‹Pas ce soir en ville.›"),
        ("Jag går. Inte jag heller idag", "”Jag går.” ”Inte jag heller idag.”"),
        ("We agree. Not today", "— We agree.\n\n— Not today, said Lee."),
    ];
    assert_eq!(found(&rows), []);
}

#[test]
fn brackets_that_change_the_meaning_are_no_edit() {
    let rows = [
        ("I can[’t] resign", "I can resign today."),
        ("I will do [if necessary] now", "I will do it now."),
        ("I will do it [if necessary]", "I will do it. Now."),
        ("I will do it [unless necessary]", "I will do it. Now."),
        ("He [falsely] said it", "He said it."),
        ("He [falsely] said it", "He falsely said it."),
        ("He [rarely] said it", "He rarely said it."),
        ("We want [the opposite of] peace", "We want peace."),
        ("We [lack] peace", "We lack peace."),
        ("We [Refused To] go", "We go."),
        ("They [Refused To] go", "They go."),
        ("Wir [niemals] gehen", "Wir niemals gehen."),
        ("Wir haben [keinen] Plan", "Wir haben keinen Plan."),
        ("Wir gehen [nicht] heute", "Wir gehen nicht heute."),
        ("Eu [não] vou", "Eu não vou."),
        ("Я [никогда] не уйду", "Я никогда не уйду."),
        ("Jag går [inte] idag", "Jag går inte idag."),
        ("أنا [لا] أذهب", "أنا لا أذهب."),
        ("We [dis-] agree on it", "We agree on it."),
        ("We [dis-]agree on it", "We agree on it."),
        ("[Nobody’s] plan is ready", "His plan is ready."),
        ("[Nobody’s] plan is ready", "Plan is ready."),
        ("he [Smith] [Lee] [Ek] knows", "he knows."),
        ("he told [Smith] [Lee] knows", "he told him he knows."),
        ("[Stop] supporting the ban", "Supporting the ban."),
        ("We say [Stop] supporting it", "We say supporting it."),
        ("[Oppose] the ban", "The ban."),
    ];
    assert_eq!(found(&rows), []);
}

#[test]
fn ellipses_do_not_join_two_speakers() {
    let rows = [(
        "We support … the protest",
        "“We support the war,” Smith said.\n\n“It is right, the protest,” Jones said.",
    )];
    assert_eq!(found(&rows), []);
}

#[test]
fn passages_end_with_their_paragraph() {
    let rows = [
        ("I will resign never", "“I will resign.”\n\nNever did he explain why."),
        ("I will resign. Never did he explain", "“I will resign.”\n\nNever did he explain why."),
        ("The mayor resigns not in the town", "The mayor resigns\n\nNot in the town did he speak."),
        ("He will go never in the winter", "- He will go\n- Never in the winter"),
        ("He will go never in the winter", "He will go.\n\n• Never in the winter."),
        ("He will go never in the winter", "He will go.\n\nNever in the winter."),
        ("He will go. Not me at all", "| He will go |\n| Not me at all |"),
    ];
    assert_eq!(found(&rows), []);
}
