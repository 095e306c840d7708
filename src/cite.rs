//! Turns a source into the line with which it is cited.

use crate::model::{Dataset, Source};

/// The publisher of a source, its date and what it relays, as it stands at the foot of a picture or page.
pub fn line(dataset: &Dataset, source: &Source) -> String {
    let publisher = |source: &Source| dataset.actors[&source.publisher.value].name.value.clone();
    // The date that the page carries: when something was said stands with the statement.
    let published = match &source.published.date {
        Some(date) => format!("dated {}", date.display()),
        None => "undated".to_owned(),
    };
    let mut line = format!("{}, {published}", publisher(source));
    let mut relayed: Vec<String> = source.relays.iter().filter_map(|id| dataset.sources.get(&id.value)).map(publisher).collect();
    relayed.sort();
    relayed.dedup();
    match relayed.split_last() {
        None => {}
        Some((only, [])) => line += &format!(", relaying {only}"),
        Some((last, others)) => line += &format!(", relaying {} and {last}", others.join(", ")),
    }
    line
}
