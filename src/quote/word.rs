//! Turns a folded text into words: where one begins and ends, and which of them turn the sense of a sentence.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use crate::quote::fold::Folded;

/// What a word that turns the sense of a sentence does to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// It denies: "not", "never", "without".
    Negation,
    /// It limits: "if", "unless", "until", "only".
    Condition,
}

/// A negation or condition word of the text that a passage leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiddenWord {
    /// Where it stands: bytes of the raw text.
    pub range: Range<usize>,
    /// The word, folded, in lower case.
    pub word: String,
    /// What it does.
    pub turn: Turn,
}

/// Negation and condition words by language, in lower case, folded. `*` at the end stands for any ending, at the start for any beginning.
///
/// All languages count in every text: texts quote each other, and a word too many costs one acknowledgement, a word too few a wrong record.
/// Left out on purpose: verbs and adjectives that deny ("refuse", "impossible", "отказаться"), and languages written without spaces.
const TURNS: &[(&str, &[&str], &[&str])] = &[
    (
        "en",
        &[
            "not", "no", "never", "nor", "neither", "none", "nobody", "nothing", "nowhere", "without", "cannot", "*n't", "non", "hardly",
            "scarcely", "barely",
        ],
        &["unless", "if", "until", "till", "provided", "providing", "only", "except", "lest", "otherwise"],
    ),
    (
        "ru",
        &[
            "не",
            "нет",
            "ни",
            "никогда",
            "нельзя",
            "никто",
            "никого",
            "никому",
            "ничто",
            "ничего",
            "ничему",
            "никак*",
            "нигде",
            "без",
            "безо",
            "вряд",
        ],
        &["если", "пока", "покуда", "кроме", "только", "лишь", "разве", "коли", "иначе"],
    ),
    (
        "uk",
        &["ні", "немає", "нема", "ніколи", "ніхто", "ніщо", "нічого", "ніяк*", "ніде"],
        &["якщо", "поки", "доки", "крім", "окрім", "лише", "тільки", "інакше"],
    ),
    (
        "fr",
        &["ne", "n'*", "pas", "ni", "jamais", "aucun*", "rien", "sans"],
        &["si", "s'il", "s'ils", "sauf", "jusqu'*", "hormis", "seulement", "excepté"],
    ),
    (
        "de",
        &["nicht", "nichts", "kein*", "nie", "niemals", "niemand*", "weder", "ohne"],
        &["wenn", "falls", "sofern", "außer", "bis", "nur", "solange", "sonst"],
    ),
    (
        "es",
        &["nunca", "jamás", "ningún", "ningun*", "nada", "nadie", "tampoco", "sin"],
        &["salvo", "excepto", "hasta", "solo", "sólo", "solamente", "mientras"],
    ),
    ("it", &["non", "né", "nessun*", "niente", "nulla", "senza"], &["se", "finché", "tranne", "eccetto", "purché", "soltanto", "solo"]),
    ("pl", &["nie", "nigdy", "nikt", "nic", "żaden", "żadn*", "ani", "bez"], &["jeśli", "jeżeli", "dopóki", "chyba", "oprócz", "tylko"]),
];

/// The words and patterns of all languages.
struct Turns {
    words: HashMap<&'static str, Turn>,
    /// In the order in which they are tried.
    beginnings: Vec<(&'static str, Turn)>,
    endings: Vec<(&'static str, Turn)>,
}

static ALL_TURNS: LazyLock<Turns> = LazyLock::new(|| {
    let mut turns = Turns { words: HashMap::new(), beginnings: Vec::new(), endings: Vec::new() };
    let negations = TURNS.iter().flat_map(|(_, negations, _)| *negations).map(|word| (*word, Turn::Negation));
    let conditions = TURNS.iter().flat_map(|(_, _, conditions)| *conditions).map(|word| (*word, Turn::Condition));
    for (pattern, turn) in negations.chain(conditions) {
        match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
            (Some(ending), _) => turns.endings.push((ending, turn)),
            (_, Some(beginning)) => turns.beginnings.push((beginning, turn)),
            // What denies in one language and limits in another denies.
            _ => drop(turns.words.entry(pattern).or_insert(turn)),
        }
    }
    turns
});

/// What a word in lower case does to its sentence, if anything. What could do both denies.
fn turn(word: &str) -> Option<Turn> {
    let all = &*ALL_TURNS;
    let whole = all.words.get(word).copied();
    let beginning = all.beginnings.iter().find(|(beginning, _)| word.starts_with(beginning)).map(|(_, turn)| *turn);
    let ending = all.endings.iter().find(|(ending, _)| word.ends_with(ending)).map(|(_, turn)| *turn);
    [whole, beginning, ending].into_iter().flatten().min()
}

/// The negation and condition words within a stretch of the folded text, in order.
pub(super) fn turning_words(folded: &Folded, within: Range<usize>) -> Vec<HiddenWord> {
    let start = within.start;
    words(&folded.as_str()[within])
        .filter_map(|word| {
            let range = start + word.start..start + word.end;
            let word = folded.as_str()[range.clone()].to_lowercase();
            turn(&word).map(|turn| HiddenWord { range: folded.raw_range(range), word, turn })
        })
        .collect()
}

/// The stretch of the folded text before `at` that holds up to three words of the same sentence.
pub(super) fn leading_words(folded: &Folded, raw: &str, at: usize) -> Range<usize> {
    const WORDS: usize = 3;
    const BYTES: usize = 160;
    const MOSTLY_ENOUGH: usize = 48;
    let text = folded.as_str();
    let whole_words = |from: usize, is_begin: bool| {
        // A word that begins before the stretch would be read in part.
        let is_whole = |word: &Range<usize>| word.start > 0 || is_begin;
        words(&text[from..at]).filter(is_whole).map(|word| from + word.start..from + word.end).collect::<Vec<_>>()
    };
    // No word holds a space: behind one, words are the same however much stands before it.
    let near = text.as_bytes()[at.saturating_sub(MOSTLY_ENOUGH)..at].iter().position(|&byte| byte == b' ');
    let near = near.map(|space| whole_words(at.saturating_sub(MOSTLY_ENOUGH) + space + 1, true)).filter(|words| words.len() >= WORDS);
    let before = near.unwrap_or_else(|| {
        let from = text.ceil_char_boundary(at.saturating_sub(BYTES));
        whole_words(from, from == 0)
    });
    let mut start = at;
    for word in before.iter().rev().take(WORDS) {
        let between = word.end..start;
        let ends_sentence = text[between.clone()].contains(['.', '!', '?', '…']);
        let ends_paragraph = raw[folded.raw_range(between)].bytes().filter(|&byte| byte == b'\n').count() > 1;
        if ends_sentence || ends_paragraph {
            break;
        }
        start = word.start;
    }
    start..at
}

/// The words of a folded text as byte ranges: runs of letters, digits and marks, with the apostrophes inside.
///
/// A hyphen parts words here, so that "non-aggression" shows its "non". In scripts without spaces each character is a word.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_word_char)?;
        let mut signs = text[start..].char_indices().peekable();
        let mut end = start;
        let mut last = None;
        while let Some((offset, sign)) = signs.next() {
            let parts = last.is_some_and(is_unspaced) || last.is_some() && is_unspaced(sign);
            let joins = sign == '\'' && last.is_some() && signs.peek().is_some_and(|&(_, next)| is_word_char(next));
            if !(is_word_char(sign) && (!parts || is_combining_mark(sign)) || joins) {
                break;
            }
            end = start + offset + sign.len_utf8();
            last = Some(sign);
        }
        at = end;
        Some(start..end)
    })
}

/// Whether it is part of a word.
pub(super) fn is_word_char(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '_' || !sign.is_ascii() && (sign.is_alphanumeric() || is_combining_mark(sign))
}

/// Whether it belongs to a script that is written without spaces, so that any place in it may be the end of a word.
fn is_unspaced(sign: char) -> bool {
    sign >= '\u{e00}'
        && matches!(sign, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a passage may begin or end at this byte of the folded text without cutting a word.
///
/// Part of a word are: an apostrophe or a hyphen between letters (can't, non-aggression; a longer dash is not), `.`, `,`, `:`, `/` and a
/// no-break space between digits (1,500), a point after a single letter (U.S.), a minus before a digit, invisible joiners. In scripts
/// without spaces every character may stand alone.
pub(super) fn is_word_boundary(folded: &Folded, raw: &str, at: usize) -> bool {
    let text = folded.as_str();
    let (mut before, mut after) = (text[..at].chars().rev(), text[at..].chars());
    let (Some(left), Some(right)) = (before.next(), after.next()) else { return true };
    let raw_sign = |start: usize, sign: char| &raw[folded.raw_range(start..start + sign.len_utf8())];
    if is_combining_mark(right) {
        return false;
    }
    match (is_word_char(left), is_word_char(right)) {
        (true, true) => is_unspaced(left) || is_unspaced(right),
        (true, false) => after.next().is_none_or(|next| !joins(before.next(), left, right, next, raw_sign(at, right))),
        (false, true) => {
            let sign = raw_sign(at - left.len_utf8(), left);
            match before.next() {
                Some(first) if is_word_char(first) => !joins(before.next(), first, left, right, sign),
                _ => !(right.is_numeric() && matches!(sign, "-" | "\u{2212}")),
            }
        }
        (false, false) => true,
    }
}

/// Whether `sign`, which stands between `left` and `right`, makes one word of them. `first` stands before `left`.
fn joins(first: Option<char>, left: char, sign: char, right: char, raw_sign: &str) -> bool {
    let letters = left.is_alphabetic() && right.is_alphabetic();
    let digits = left.is_numeric() && right.is_numeric();
    let single = first.is_none_or(|first| !is_word_char(first));
    is_word_char(left)
        && is_word_char(right)
        && match sign {
            '\'' => true,
            '-' => matches!(raw_sign, "-" | "\u{2010}" | "\u{2011}"),
            '.' => digits || letters && single,
            ',' | ':' | '/' => digits,
            '·' => letters,
            ' ' => digits && matches!(raw_sign, "\u{a0}" | "\u{2007}" | "\u{2009}" | "\u{202f}"),
            '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => true,
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_at_everything_but_inner_apostrophes() {
        for (text, expected) in [
            ("We can't, won't - 'ever'!", "We|can't|won't|ever"),
            ("non-aggression 1,500 U.S.", "non|aggression|1|500|U|S"),
            ("l'OTAN n'a pas", "l'OTAN|n'a|pas"),
            ("не угрожать", "не|угрожать"),
            ("北約ok", "北|約|ok"),
            (" … ", ""),
        ] {
            let found: Vec<_> = words(text).map(|range| &text[range]).collect();
            assert_eq!(found.join("|"), expected);
        }
    }

    #[test]
    fn words_that_turn_the_sense_are_known_in_each_language() {
        for (text, expected) in [
            ("It is NOT so, nor will it be unless you can't.", "not- nor- unless? can't-"),
            ("We cannot, without talks, except if provided only until", "cannot- without- except? if? provided? only? until?"),
            ("non-aggression", "non-"),
            ("Если НАТО не уйдёт, никаких переговоров, кроме", "если? не- никаких- кроме?"),
            ("Ніколи, якщо", "ніколи- якщо?"),
            ("Il n’attaque pas sauf si", "n'attaque- pas- sauf? si?"),
            ("Keinesfalls nicht, falls", "keinesfalls- nicht- falls?"),
            ("Nunca sin paz", "nunca- sin-"),
            ("A knot, a notice, a nose, an iffy note", ""),
        ] {
            let folded = Folded::new(text);
            let found: Vec<_> = turning_words(&folded, 0..folded.as_str().len())
                .into_iter()
                .map(|hidden| format!("{}{}", hidden.word, if hidden.turn == Turn::Negation { '-' } else { '?' }))
                .collect();
            assert_eq!(found.join(" "), expected);
        }
    }

    #[test]
    fn up_to_three_words_of_the_same_sentence_lead_to_a_passage() {
        let long = "я".repeat(30);
        for (before, expected) in [
            ("They do not ", "They do not "),
            ("Say that they do not ", "they do not "),
            ("They do not, (or “", "do not, (or \""),
            ("They do not. We ", "We "),
            ("They do not! ", ""),
            ("They do not\nask\nto ", "not ask to "),
            ("They do not\n\nask ", "ask "),
            ("They do not\r\n\r\n", ""),
            // A word that is cut by the limit on bytes is no word.
            (&format!("{long}{long}{long} ask to "), "ask to "),
            (&format!("{long}{long} ask to "), &format!("{long}{long} ask to ")),
            ("", ""),
        ] {
            let raw = format!("{before}passage");
            let folded = Folded::new(&raw);
            let at = folded.as_str().len() - "passage".len();
            assert_eq!(&folded.as_str()[leading_words(&folded, &raw, at)], expected);
        }
    }

    #[test]
    fn a_word_is_not_cut() {
        // `|` marks where a passage may begin or end.
        for marked in [
            "|unable| |to|",
            "|can't| |we|",
            "|non-use| |of| |F-16| |or| |C3|.|x|",
            "|a|,|b|/|c|:|d| |col·la| |1|·|5| |2|,|x|",
            "|a|\u{a0}|b| |a|\u{a0}|1| |1| |2|",
            "|ab|.|cd| |x|(|-1|)| |x-1| |-|x|",
            "|Russia|–|NATO| |x|.|5|",
            "|region|—|stationing|",
            "|1,500| |notes|,| |in| |3.5| |years| |at| |14:07|",
            "|1\u{a0}500| |or| |−5|",
            "|the| |U.S|.|-|Russia| |talks|",
            "|end|.|The| |start|",
            "|x\u{302}y|",
            "|be|“|Said| |‘|so|’|,| |he|",
            "|北|約|",
            "|ne\u{200d}xt|",
        ] {
            let raw: String = marked.chars().filter(|&sign| sign != '|').collect();
            let folded = Folded::new(&raw);
            let mut shown = String::new();
            for (at, sign) in folded.as_str().char_indices() {
                shown.extend(is_word_boundary(&folded, &raw, at).then_some('|'));
                shown.push(sign);
            }
            shown.push('|');
            assert_eq!(shown, Folded::new(marked).as_str());
        }
    }
}
