//! Two revisions that are loaded together, what they share once, are what each is alone: so is what is proved, found and compared.

use std::collections::BTreeMap;
use std::sync::Arc;

use demarche::check::{Checked, check_with};
use demarche::diagnostic::{Diagnostic, Label};
use demarche::diff::accept::Accepted;
use demarche::diff::{self, Side};
use demarche::graph::Graph;
use demarche::load::{Loaded, both, load};
use demarche::proof::Proofs;
use demarche::report::diff_json;
use demarche::source::SourceMap;
use demarche::tree::Place;
use proptest::prelude::*;
use serde_json::Value;

use crate::datasets::{changed, random};
use crate::diff::{cases, side};
use crate::driver::{in_memory, small, with_file};

/// A finding with the text of its places: the numbers of files may differ.
fn told(found: &Diagnostic, sources: &SourceMap) -> String {
    let label = |label: &Label| {
        let (path, at) = sources.place(label.span);
        (path.to_owned(), at, sources.text(label.span).to_owned(), label.text.clone())
    };
    let primary = found.primary.iter().map(label).collect::<Vec<_>>();
    let secondary = found.secondary.iter().map(label).collect::<Vec<_>>();
    format!(
        "{} {} {:?} {primary:?} {secondary:?} {:?} {:?} {:?}",
        found.code, found.headline, found.severity, found.help, found.path, found.subject
    )
}

/// The texts by their paths; places for files that are only on the other side have none.
fn texts(sources: &SourceMap) -> BTreeMap<&str, &str> {
    sources.files().map(|(_, file)| (file.path.as_str(), &*file.text)).filter(|(path, _)| !path.is_empty()).collect()
}

fn proved(proofs: &Proofs<'_>) -> Vec<String> {
    proofs.passages.iter().map(|passage| format!("{} {:?} {:?}", passage.used.subject(), passage.quote, passage.result)).collect()
}

fn compared(old: &Place, new: &Place, sides: [(&Loaded, &Proofs<'_>, &Checked); 2]) -> Value {
    let graphs = sides.map(|(loaded, ..)| Graph::new(&loaded.dataset));
    let [before, after] = [0, 1].map(|number: usize| {
        let (loaded, proofs, checked) = sides[number];
        Side::new([old, new][number], loaded, &graphs[number], proofs).with_findings(&checked.diagnostics)
    });
    diff_json::write(&diff::between(&before, &after), &Accepted::default())
}

/// What differs between loading both together and one after the other.
fn difference(old: &Place, new: &Place) -> Option<String> {
    let alone = [old, new].map(|place| load(place, &Default::default()).expect("memory can be read"));
    let together = both([old, new], &Default::default()).expect("memory can be read");
    for (alone, together) in alone.iter().zip(&together) {
        let findings = |loaded: &Loaded| loaded.diagnostics.iter().map(|found| told(found, &loaded.sources)).collect::<Vec<_>>();
        if alone.dataset != together.dataset || findings(alone) != findings(together) || texts(&alone.sources) != texts(&together.sources) {
            return Some("what is loaded differs".to_owned());
        }
    }
    let check = |loaded: &Loaded, proofs: &Proofs<'_>| {
        // A proof borrows from its own dataset; rules need both.
        let checked = check_with_any(loaded, proofs);
        (checked.diagnostics.iter().map(|found| told(found, &loaded.sources)).collect::<Vec<_>>(), checked)
    };
    let first = [Proofs::new(&alone[0].dataset, &alone[0].sources), Proofs::new(&alone[1].dataset, &alone[1].sources)];
    let old_proofs = Proofs::new(&together[0].dataset, &together[0].sources);
    let new_proofs = Proofs::again(&together[1].dataset, &together[1].sources, &old_proofs);
    if proved(&first[0]) != proved(&old_proofs) || proved(&first[1]) != proved(&new_proofs) {
        return Some("what is proved differs".to_owned());
    }
    let (alone_checks, together_checks) =
        ([check(&alone[0], &first[0]), check(&alone[1], &first[1])], [check(&together[0], &old_proofs), check(&together[1], &new_proofs)]);
    if alone_checks.iter().zip(&together_checks).any(|(alone, together)| alone.0 != together.0) {
        return Some("what is found differs".to_owned());
    }
    let [(_, a), (_, b)] = &alone_checks;
    let [(_, c), (_, d)] = &together_checks;
    let apart = compared(old, new, [(&alone[0], &first[0], a), (&alone[1], &first[1], b)]);
    let joined = compared(old, new, [(&together[0], &old_proofs, c), (&together[1], &new_proofs, d)]);
    (apart != joined).then(|| "what is compared differs".to_owned())
}

fn check_with_any(loaded: &Loaded, proofs: &Proofs<'_>) -> Checked {
    let graph = Graph::new(&loaded.dataset);
    // The same passages, looked up among the records of this dataset.
    let own = Proofs::again(&loaded.dataset, &loaded.sources, proofs);
    check_with(loaded, &graph, &own)
}

#[test]
fn what_both_sides_have_is_held_once() {
    let (old, new) = (side("label-changed", "old"), side("label-changed", "new"));
    let [before, after] = both([&old, &new], &Default::default()).expect("memory can be read");
    let texts = |loaded: &Loaded| -> BTreeMap<String, Arc<str>> {
        let below = |path: &str| path.split_once('/').map_or_else(String::new, |(_, below)| below.to_owned());
        loaded.sources.files().map(|(_, file)| (below(&file.path), file.text.clone())).collect()
    };
    let (before, after) = (texts(&before), texts(&after));
    let apart: Vec<&String> = before.iter().filter(|(path, text)| !Arc::ptr_eq(text, &after[*path])).map(|(path, _)| path).collect();
    assert_eq!(apart, ["statements/kolar-2024-05-04.yaml"], "only what differs is read twice");
    assert!(before.keys().any(|path| path.ends_with(".txt")), "stored texts are among them");
}

#[test]
fn every_pair_that_is_loaded_together_is_what_its_sides_are_alone() {
    let differing: Vec<String> =
        cases().into_iter().filter_map(|case| Some(format!("{case}: {}", difference(&side(&case, "old"), &side(&case, "new"))?))).collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn faulty_files_that_both_sides_share_are_told_on_both_with_their_own_paths() {
    let place = in_memory(&small());
    for (path, content) in [
        ("small/statements/maron-1999-05.yaml", "id: maron-1999-05\nspeaker: &x nobody\n"),
        ("small/statements/maron-1999-05.yaml", "id: [\n"),
        ("small/statements/maron-1999-05.yaml", ""),
        ("small/demarche.yaml", "format: 2\n"),
        ("small/other.yaml", "x: 1\n"),
    ] {
        let faulty = with_file(&place, path, Some(content));
        assert_eq!(difference(&faulty, &faulty), None, "{content:?}");
        assert_eq!(difference(&place, &faulty), None, "{content:?}");
        assert_eq!(difference(&faulty, &place), None, "{content:?}");
    }
    // The same content under folders of other names.
    assert_eq!(difference(&side("label-changed", "old"), &side("layout", "old")), None);
    assert_eq!(difference(&place, &side("layout", "new")), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_revisions_that_are_loaded_together_are_what_they_are_alone(seed in any::<u64>()) {
        let before = random(seed);
        let after = if seed.is_multiple_of(5) { random(seed ^ 0xfff) } else { changed(&before, seed.rotate_left(11)) };
        prop_assert_eq!(difference(&before.place(), &after.place()), None);
    }
}
