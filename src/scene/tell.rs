//! Turns claims into the lines of the lists below a picture, and their days and links into what the drawing asks for.

use std::collections::{BTreeSet, HashMap};

use crate::date::Day;
use crate::view::{Card, End, Tone, ViewLink};

/// How many links arrive at a claim from above, or leave it upwards: all that leave a claim share a way. Asked for only, never walked.
pub fn linked(links: &[ViewLink]) -> HashMap<&str, usize> {
    let mut linked = HashMap::new();
    for link in links.iter().filter(|link| link.is_authored) {
        if let (_, End::Claim(id)) | (End::Claim(id), End::Event(_)) = (&link.from, &link.to) {
            *linked.entry(id.as_str()).or_default() += 1;
        }
    }
    let leaving: BTreeSet<&str> = links
        .iter()
        .filter(|link| link.is_authored && link.event().is_none())
        .filter_map(|link| if let End::Claim(id) = &link.from { Some(id.as_str()) } else { None })
        .collect();
    for id in leaving {
        *linked.entry(id).or_default() += 1;
    }
    linked
}

/// A claim in a line of a list.
pub fn in_words(card: &Card) -> String {
    let form = card.form_word().map(|form| format!(", {form}")).unwrap_or_default();
    let sources: Vec<String> = card.sources.iter().map(usize::to_string).collect();
    let shift = card.shift.as_ref().map(|shift| format!(" · {}", shift.text())).unwrap_or_default();
    let review = card.differs().map(|review| format!("{} · ", review.text())).unwrap_or_default();
    format!("{review}{} · {} · {}{form}{shift}: {} [{}]", card.date, card.speaker, card.mark.as_str(), card.text, sources.join(", "))
}

/// The words that prove a claim in a line of a list, with what they prove.
pub fn in_full(card: &Card) -> Option<String> {
    let words = card.words.as_ref()?;
    Some(format!("{} · {} · {}: {} [{}]", card.date, card.speaker, card.text, words.told(usize::MAX), words.source))
}

/// Each day once, the hardest tone of it.
pub fn unique(mut days: Vec<(Day, Tone)>) -> Vec<(Day, Tone)> {
    const TONES: [Tone; 6] = [Tone::Added, Tone::Removed, Tone::Changed, Tone::Hard, Tone::Plain, Tone::Quiet];
    days.sort_by_key(|(day, tone)| (*day, TONES.iter().position(|known| known == tone)));
    days.dedup_by_key(|(day, _)| *day);
    days
}
