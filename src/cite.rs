//! Turns a source into the line with which it is cited.

use crate::model::{Dataset, Source};

/// The publisher of a source, its date and what it relays, as it stands at the foot of a picture or page.
pub fn line(dataset: &Dataset, source: &Source) -> String {
    let publisher = |source: &Source| dataset.actors[&source.publisher.value].name.value.clone();
    let published = match &source.published.date {
        Some(date) => format!("published {}", date.display()),
        None => "publication date unknown".to_owned(),
    };
    let mut line = format!("{}, {published}", publisher(source));
    let relayed: Vec<String> = source.relays.iter().filter_map(|id| dataset.sources.get(&id.value)).map(publisher).collect();
    if !relayed.is_empty() {
        line += &format!(", relaying {}", relayed.join(" and "));
    }
    line
}
