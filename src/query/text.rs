//! Turns the words of a record into the form in which `text("...")` searches them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::graph::Node;

/// A text folded as passages are, and beyond that without regard to case and diacritics: `Ёлка`, `елка` and `ЕЛКА` are one.
///
/// Letters that Unicode does not take apart, such as `ø` and `ł`, stay what they are, and so do the vowel signs of Indic scripts.
pub(super) fn fold(text: &str) -> String {
    // By way of the capital letter, so that `ß` and `ẞ` are `ss` and both sigmas are one.
    let cased = text.nfd().flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    let bare: String = cased.nfd().filter(|sign| canonical_combining_class(*sign) == 0).collect();
    crate::quote::folded(&bare)
}

/// What stands between two texts of a record, so that nothing is found across them; no text of a query holds it.
const BETWEEN: char = '\0';

/// The texts of a record that are searched, folded.
///
/// Of a claim label, summary, condition, consequence and passages, in translation and as spoken; of an actor the name and its other
/// spellings; of a demand title and description; of an event title and place; of a source the title; of a statement office and venue.
pub(super) fn searched(node: Node<'_>) -> String {
    let mut all: Vec<&str> = Vec::new();
    match node {
        Node::Actor(actor) => {
            all.push(&actor.name);
            all.extend(actor.aliases.iter().map(|alias| alias.value.as_str()));
        }
        Node::Demand(demand) => all.extend([demand.title.value.as_str(), &demand.description]),
        Node::Event(event) => {
            all.push(&event.title);
            all.extend(event.place.as_deref());
        }
        Node::Source(source) => all.push(&source.title),
        Node::Statement(statement) => {
            all.extend(statement.office.as_deref());
            all.extend(statement.venue.as_deref());
        }
        Node::Claim(_, claim) => {
            all.extend(claim.label.as_ref().map(|label| label.value.as_str()));
            all.push(&claim.summary);
            all.extend(claim.condition.as_deref());
            all.extend(claim.consequence.as_deref());
            for evidence in &claim.evidence {
                all.push(&evidence.quote.passage);
                all.extend(evidence.original.as_deref());
            }
        }
    }
    let folded: Vec<String> = all.into_iter().map(fold).collect();
    folded.join(BETWEEN.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_diacritics_and_the_shape_of_signs_do_not_count() {
        for (text, folded) in [
            ("Рябков", "рябков"),
            ("ЁЛКА ёлка", "елка елка"),
            ("Café CAFE\u{301}", "cafe cafe"),
            ("Straße STRASSE STRAẞE", "strasse strasse strasse"),
            ("Σίσυφος ΣΊΣΥΦΟΣ", "σισυφοσ σισυφοσ"),
            ("İstanbul ISTANBUL ıstanbul", "istanbul istanbul istanbul"),
            ("“don’t” «a» x–y  \n z", "\"don't\" \"a\" x-y z"),
            ("ﬁne", "fine"),
            ("łódź", "łodz"),
            ("a \u{301} b \u{c4a}", "a b \u{c4a}"),
            ("कि की", "कि की"),
            ("co\u{ad}-op", "co-op"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    proptest! {
        #[test]
        fn folding_settles_at_once_and_forgets_case(text in "(\\PC|[a-zA-ZäÖßİıΣς\u{300}\u{345}]){0,16}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone());
            prop_assert_eq!(fold(&text.nfd().collect::<String>()), folded);
        }
    }
}
