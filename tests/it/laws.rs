//! Laws that hold for every dataset, tried on the real one and on the small one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use demarche::check::{self, Checked};
use demarche::diagnostic::Severity;
use demarche::export::dot;
use demarche::graph::Graph;
use demarche::load::{Loaded, load};
use demarche::model::{Form, LinkWord, Target};
use demarche::proof::Proofs;
use demarche::quote::{Selector, StoredText};
use demarche::source::{FileId, Span};
use demarche::tree::{MANIFEST, Place, Tree};
use demarche::view;
use demarche::yaml::{self, Node, Value};
use proptest::prelude::*;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::driver::{copy_of_data, in_memory, root, run, run_with, small, with_file};

fn real() -> Place {
    in_memory(&root().join("data"))
}

fn loaded(place: &Place) -> Loaded {
    load(place, &Default::default()).expect("memory can be read")
}

fn checked(place: &Place) -> Checked {
    check::check(&loaded(place))
}

fn drawn(loaded: &Loaded) -> String {
    let graph = Graph::new(&loaded.dataset);
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    dot::write(&view::evolution(&graph, &proofs, &Default::default()).expect("the manifest names a focus"))
}

fn files(place: &Place) -> &BTreeMap<String, Vec<u8>> {
    let Tree::Memory(files) = &place.tree else { panic!("the dataset is held in memory") };
    files
}

fn text<'p>(place: &'p Place, path: &str) -> &'p str {
    str::from_utf8(&files(place)[path]).expect("the file is UTF-8")
}

// Corruption

/// A passage of the real data: where it stands, what it is there for, and where each of its characters stands in the file.
struct Passage {
    path: String,
    span: Range<usize>,
    words: String,
    selector: (Option<String>, Option<String>),
    source: String,
    form: Option<Form>,
    /// For each byte of the words at which a character begins, the bytes of the file that it was read from.
    places: Vec<(usize, Range<usize>)>,
}

fn passages(place: &Place, loaded: &Loaded) -> Vec<Passage> {
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    let found = proofs.passages.iter().map(|passage| {
        let span = passage.quote.passage.span;
        let path = loaded.sources.file(span.file).path.clone();
        let words = passage.quote.passage.value.clone();
        let file = text(place, &path);
        let node = scalar_at(file, span).expect("a passage is a scalar of its file");
        let places = words.char_indices().map(|(at, c)| (at, node.place(file, at..at + c.len_utf8()).range())).collect();
        let selector = (passage.quote.prefix.clone(), passage.quote.suffix.clone());
        Passage { path, span: span.range(), words, selector, source: passage.source.to_string(), form: passage.used.form(), places }
    });
    found.collect()
}

/// The scalar that stands at this place of a file.
fn scalar_at(file: &str, span: Span) -> Option<Node<'_>> {
    fn find<'t>(node: Node<'t>, range: &Range<usize>) -> Option<Node<'t>> {
        match node.value {
            Value::Scalar(_) => (node.span.range() == *range).then_some(node),
            Value::Sequence(items) => items.into_iter().find_map(|item| find(item, range)),
            Value::Mapping(entries) => entries.into_iter().find_map(|entry| find(entry.value, range)),
        }
    }
    find(parse(file), &span.range())
}

fn parse(text: &str) -> Node<'_> {
    let parsed = yaml::parse(FileId::new(0), "a.yaml", text, &yaml::Limits::default());
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    parsed.value.and_then(|document| document.root).expect("the file holds something")
}

/// Another letter or digit in the place of this one, of the same case, so that the file stays YAML.
fn other(c: char) -> char {
    match c {
        'z' => 'a',
        'Z' => 'A',
        '9' => '0',
        'a'..='y' | 'A'..='Y' | '0'..='8' => (c as u8 + 1) as char,
        _ => 'x',
    }
}

#[test]
fn a_passage_with_one_letter_less_or_in_the_other_case_is_never_proved() {
    let place = real();
    let loaded = loaded(&place);
    let texts: BTreeMap<String, StoredText> = Proofs::new(&loaded.dataset, &loaded.sources)
        .texts
        .iter()
        .map(|(id, (_, text))| (id.to_string(), StoredText::new(text.raw().clone())))
        .collect();
    let try_one = |passage: &Passage| {
        let (mut tried, mut faults, mut standing) = (0, Vec::new(), BTreeSet::new());
        let text = &texts[&passage.source];
        let (prefix, suffix) = (passage.selector.0.as_deref(), passage.selector.1.as_deref());
        assert!(text.find(&Selector { passage: &passage.words, prefix, suffix }).is_ok(), "{}", passage.words);
        for (at, c) in passage.words.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            for with in [swapped_case(c), String::new()] {
                let after = &passage.words[at + c.len_utf8()..];
                let changed = format!("{}{with}{after}", &passage.words[..at]);
                // A digit has no other case, and a passage that lost a word of one letter at its end is still a passage.
                let cut = with.is_empty() && (at == 0 && after.starts_with(' ') || after.is_empty() && passage.words[..at].ends_with(' '));
                if cut || changed == passage.words {
                    continue;
                }
                tried += 1;
                if text.find(&Selector { passage: &changed, prefix, suffix }).is_ok() {
                    if with.is_empty() {
                        standing.insert(changed);
                    } else {
                        faults.push(format!("{}: {changed}", passage.path));
                    }
                }
            }
        }
        (tried, faults, standing)
    };
    let results: Vec<(usize, Vec<String>, BTreeSet<String>)> = passages(&place, &loaded).par_iter().map(try_one).collect();
    let tried: usize = results.iter().map(|(tried, _, _)| tried).sum();
    let faults: Vec<&str> = results.iter().flat_map(|(_, faults, _)| faults).map(String::as_str).collect();
    let standing: BTreeSet<&str> = results.iter().flat_map(|(_, _, standing)| standing).map(String::as_str).collect();
    assert!(tried > 15_000, "{tried}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // Text 004 has the sentence twice, with "plans" and with "plan": the one without a letter is the other, and stands there.
    assert_eq!(standing, BTreeSet::from(["We have no plan, no intention to attack Ukraine, and there cannot be"]));
}

fn swapped_case(c: char) -> String {
    if c.is_lowercase() { c.to_uppercase().collect() } else { c.to_lowercase().collect() }
}

/// The findings of one file with the line at which each begins: code, severity, line.
fn findings(loaded: &Loaded, checked: &Checked, path: &str) -> Vec<(&'static str, Severity, usize)> {
    let at = |span: Span| {
        (loaded.sources.file(span.file).path == path).then(|| loaded.sources.file(span.file).position(span.start as usize).line)
    };
    let found = checked.diagnostics.iter().filter_map(|found| Some((found.code.0, found.severity, at(found.primary.as_ref()?.span)?)));
    found.collect()
}

/// Checks the dataset with one file changed: whether an error stands within these lines of it.
fn is_caught(place: &Place, path: &str, changed: &str, lines: std::ops::RangeInclusive<usize>) -> bool {
    let place = with_file(place, path, Some(changed));
    let loaded = loaded(&place);
    let checked = check::check(&loaded);
    findings(&loaded, &checked, path).iter().any(|(_, severity, line)| *severity == Severity::Error && lines.contains(line))
}

fn lines(file: &str, range: &Range<usize>) -> std::ops::RangeInclusive<usize> {
    let line = |at: usize| file[..at].matches('\n').count() + 1;
    // A block scalar is reported at its first line; its last line is that of its last character.
    line(range.start)..=line(range.end)
}

/// Each character of each passage, blanks and punctuation too, gives way to a sign that could be taken for an omission.
#[test]
fn no_sign_of_omission_in_the_place_of_a_character_leaves_a_proved_passage() {
    let place = real();
    let loaded = loaded(&place);
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    let missed: Vec<String> = proofs
        .passages
        .par_iter()
        .flat_map_iter(|passage| {
            let (_, text) = &proofs.texts[&passage.source.value];
            let words = &passage.quote.passage.value;
            let changed = words.char_indices().map(|(at, c)| format!("{}…{}", &words[..at], &words[at + c.len_utf8()..]));
            let proved = |words: &String| {
                let quote = passage.quote;
                let selector = Selector { passage: words, prefix: quote.prefix.as_deref(), suffix: quote.suffix.as_deref() };
                // The sign may already be one: `[…]` and `(…)` stay as they are.
                words != &quote.passage.value && text.find(&selector).is_ok()
            };
            changed.filter(proved).collect::<Vec<_>>()
        })
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn every_character_corrupted_in_its_file_is_an_error_at_the_lines_of_its_passage() {
    let place = real();
    let all = passages(&place, &loaded(&place));
    assert!(all.len() > 150);
    let letters = |passage: &Passage| -> Vec<(usize, Range<usize>)> {
        passage.places.iter().filter(|(at, _)| passage.words[*at..].starts_with(char::is_alphanumeric)).cloned().collect()
    };
    let rounds = all.iter().map(|passage| letters(passage).len()).max().unwrap_or_default();
    // In each round every passage that is long enough has its next letter changed: as many loads as the longest passage has letters.
    let round = |number: usize| {
        let mut changes: BTreeMap<&str, Vec<(Range<usize>, char)>> = BTreeMap::new();
        let mut expected = Vec::new();
        for passage in &all {
            let Some((at, range)) = letters(passage).get(number).cloned() else { continue };
            let c = passage.words[at..].chars().next().expect("a character begins here");
            let file = text(&place, &passage.path);
            assert_eq!(file[range.clone()], c.to_string(), "{}: {}", passage.path, passage.words);
            changes.entry(&passage.path).or_default().push((range.clone(), other(c)));
            expected.push((
                &passage.path,
                lines(file, &passage.span),
                format!("{}:{}: `{c}` changed", passage.path, lines(file, &range).start()),
            ));
        }
        let mut changed = place.clone();
        for (path, mut ranges) in changes {
            ranges.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
            let mut file = text(&place, path).to_owned();
            ranges.into_iter().for_each(|(range, with)| file.replace_range(range, with.encode_utf8(&mut [0; 4])));
            changed = with_file(&changed, path, Some(&file));
        }
        let loaded = loaded(&changed);
        let checked = check::check(&loaded);
        let mut found: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for error in checked.diagnostics.iter().filter(|found| found.severity == Severity::Error) {
            if let Some(label) = &error.primary {
                let (path, position) = loaded.sources.place(label.span);
                found.entry(path).or_default().insert(position.line);
            }
        }
        let at = |path: &str, lines: &std::ops::RangeInclusive<usize>| {
            found.get(path).is_some_and(|all| all.range(lines.clone()).next().is_some())
        };
        let missed = expected.iter().filter(|(path, lines, _)| !at(path, lines)).map(|(_, _, fault)| fault.clone()).collect::<Vec<_>>();
        (expected.len(), missed)
    };
    let results: Vec<(usize, Vec<String>)> = (0..rounds).into_par_iter().map(round).collect();
    let tried: usize = results.iter().map(|(tried, _)| tried).sum();
    let faults: Vec<&str> = results.iter().flat_map(|(_, missed)| missed).map(String::as_str).collect();
    assert_eq!(tried, all.iter().map(|passage| letters(passage).len()).sum::<usize>());
    assert!(tried > 8_000, "{tried}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_quotation_that_lost_a_word_inside_is_never_proved() {
    let place = real();
    let loaded = loaded(&place);
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    let (mut tried, mut faults) = (0, Vec::new());
    for passage in proofs.passages.iter().filter(|passage| passage.used.form().is_some()) {
        let quote = passage.quote;
        let words: Vec<&str> = quote.passage.split_whitespace().collect();
        for dropped in 1..words.len().saturating_sub(1) {
            let changed = [&words[..dropped], &words[dropped + 1..]].concat().join(" ");
            tried += 1;
            let selector = Selector { passage: &changed, prefix: quote.prefix.as_deref(), suffix: quote.suffix.as_deref() };
            if proofs.texts[&passage.source.value].1.find(&selector).is_ok() {
                faults.push(format!("{}: without `{}`", quote.passage.value, words[dropped]));
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_quotation_that_lost_a_word_in_its_file_is_an_error_at_its_lines() {
    let place = real();
    let loaded = loaded(&place);
    for passage in passages(&place, &loaded).iter().filter(|passage| passage.form.is_some_and(Form::is_quotation)) {
        let middle: Vec<usize> = passage.words.match_indices(' ').map(|(at, _)| at).collect();
        let Some(pair) = middle.get(middle.len() / 2..middle.len() / 2 + 2) else { continue };
        let byte = |at: usize| passage.places.iter().find(|(start, _)| *start == at).expect("a blank is a character").1.clone();
        let file = text(&place, &passage.path);
        let changed = format!("{}{}", &file[..byte(pair[0]).start], &file[byte(pair[1]).start..]);
        assert!(is_caught(&place, &passage.path, &changed, lines(file, &passage.span)), "{}: {}", passage.path, passage.words);
    }
}

// Order

/// A value of a document, without its place.
#[derive(Clone, Debug)]
enum Plain {
    Scalar(String, bool),
    Sequence(Vec<Plain>),
    Mapping(Vec<(String, Plain)>),
}

impl Plain {
    /// The value under a key.
    fn get(&self, key: &str) -> Option<&Plain> {
        match self {
            Plain::Mapping(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    fn new(node: &Node<'_>) -> Plain {
        match &node.value {
            Value::Scalar(scalar) => Plain::Scalar(scalar.text.to_string(), scalar.style == yaml::Style::Plain),
            Value::Sequence(items) => Plain::Sequence(items.iter().map(Plain::new).collect()),
            Value::Mapping(entries) => {
                Plain::Mapping(entries.iter().map(|entry| (entry.key.to_string(), Plain::new(&entry.value))).collect())
            }
        }
    }

    /// Puts the entries of every mapping and the items of every list into another order.
    fn shuffle(&mut self, random: &mut u64) {
        match self {
            Plain::Scalar(..) => {}
            Plain::Sequence(items) => {
                items.iter_mut().for_each(|item| item.shuffle(random));
                permute(items, random);
            }
            Plain::Mapping(entries) => {
                entries.iter_mut().for_each(|(_, value)| value.shuffle(random));
                permute(entries, random);
            }
        }
    }

    /// The value in one line of flow style. What was plain and stays plain counts as a number or truth value where the format needs one.
    fn write(&self, out: &mut String) {
        match self {
            Plain::Scalar(text, true) if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) => *out += text,
            Plain::Scalar(text, _) => {
                let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
                *out += &format!("\"{escaped}\"");
            }
            Plain::Sequence(items) => {
                *out += "[";
                items.iter().for_each(|item| {
                    item.write(out);
                    *out += ", ";
                });
                *out += "]";
            }
            Plain::Mapping(entries) => {
                *out += "{";
                entries.iter().for_each(|(key, value)| {
                    *out += &format!("\"{key}\": ");
                    value.write(out);
                    *out += ",\n ";
                });
                *out += "}";
            }
        }
    }

    fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out + "\n"
    }
}

/// A step of Knuth's linear congruential generator: the same numbers on every run.
fn next(random: &mut u64) -> usize {
    *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*random >> 33) as usize
}

fn permute<T>(items: &mut [T], random: &mut u64) {
    for last in (1..items.len()).rev() {
        items.swap(last, next(random) % (last + 1));
    }
}

/// The dataset written anew: keys and items in another order, the records of each table spread over other files.
pub fn shuffled(place: &Place, seed: u64) -> Place {
    let mut random = seed;
    let mut out = BTreeMap::new();
    for (path, content) in files(place) {
        let below = path.strip_prefix(&format!("{}/", place.data));
        let Some(below) = below.filter(|below| below.ends_with(".yaml")) else {
            out.insert(path.clone(), content.clone());
            continue;
        };
        let mut document = Plain::new(&parse(str::from_utf8(content).expect("the file is UTF-8")));
        document.shuffle(&mut random);
        let table = below.strip_suffix(".yaml").filter(|table| ["actors", "demands", "events", "sources"].contains(table));
        match (table, &document) {
            (Some(table), Plain::Mapping(top)) => {
                let Plain::Mapping(records) = &top[0].1 else { panic!("a table maps ids to records") };
                let mut parts: BTreeMap<String, Vec<(String, Plain)>> = BTreeMap::new();
                for record in records {
                    let name = match next(&mut random) % 4 {
                        0 => format!("{table}.yaml"),
                        part => format!("{table}/part-{part}.yaml"),
                    };
                    parts.entry(name).or_default().push(record.clone());
                }
                for (name, records) in parts {
                    let part = Plain::Mapping(vec![(table.to_owned(), Plain::Mapping(records))]);
                    out.insert(format!("{}/{name}", place.data), part.to_text().into_bytes());
                }
            }
            _ => {
                out.insert(path.clone(), document.to_text().into_bytes());
            }
        }
    }
    Place { tree: Tree::Memory(out), ..place.clone() }
}

/// The findings without their places: a record that moved is found elsewhere.
fn headlines(checked: &Checked) -> BTreeSet<(&str, &str, Option<&str>)> {
    let open = checked.diagnostics.iter();
    open.chain(checked.acknowledged.iter().map(|(found, _)| found))
        .map(|found| (found.code.0, found.headline.as_str(), found.subject.as_deref()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_of_files_records_and_keys_changes_nothing(seed in any::<u64>()) {
        for place in [real(), in_memory(&small())] {
            let before = loaded(&place);
            let after = loaded(&shuffled(&place, seed));
            prop_assert!(after.diagnostics.is_empty(), "{:?}", after.diagnostics);
            prop_assert!(before.dataset == after.dataset, "the datasets differ");
            prop_assert_eq!(drawn(&before), drawn(&after));
            let (before, after) = (check::check(&before), check::check(&after));
            prop_assert_eq!(&before.counts, &after.counts);
            prop_assert_eq!(headlines(&before), headlines(&after));
        }
    }

    #[test]
    fn a_proved_quote_stays_proved_when_unrelated_text_is_added(
        before in "([а-яё]{3,9} ){0,20}", after in "( [а-яё]{3,9}[.?!]?){0,20}", first in any::<bool>()
    ) {
        let place = real();
        let mut changed = place.clone();
        let mut sources = text(&place, "data/sources.yaml").to_owned();
        for (path, content) in files(&place).iter().filter(|(path, _)| path.starts_with("seeds/")) {
            let content = str::from_utf8(content).expect("the text is UTF-8");
            let grown = if first { format!("{before}\n\n{content}\n\n{after}\n") } else { format!("{content}\n\n{after}\n") };
            sources = sources.replace(&sha256(content), &sha256(&grown));
            changed = with_file(&changed, path, Some(&grown));
        }
        changed = with_file(&changed, "data/sources.yaml", Some(&sources));
        let checked = checked(&changed);
        let errors: Vec<_> = checked.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
        prop_assert!(errors.is_empty(), "{errors:?}");
        let (all, proved) = checked.counts.total();
        prop_assert_eq!(all, proved);
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_hash_of_a_grown_text_must_be_renewed() {
    let place = real();
    let path = "seeds/000_aaf57cd8193ec180.txt";
    let grown = format!("{}\nmore\n", text(&place, path));
    let checked = checked(&with_file(&place, path, Some(&grown)));
    assert!(checked.diagnostics.iter().any(|found| found.code.0 == "hash-mismatch"), "{:?}", checked.diagnostics);
}

// Determinism

#[test]
fn every_output_is_the_same_from_run_to_run_and_everywhere() {
    let folder = copy_of_data();
    let commands: [&[&str]; 9] = [
        &["check", "--format", "json"],
        &["check", "--acknowledged"],
        &["list", "claims"],
        &["list", "sources", "--format", "json"],
        &["show", "ryabkov-2021-12-13"],
        &["show", "security-guarantees", "--format", "json"],
        &["path", "ryabkov-2021-12-13/legal-guarantees", "full-scale-invasion"],
        &["coverage"],
        &["rules"],
    ];
    let worlds: [&[(&str, &str)]; 6] = [
        &[],
        &[("RAYON_NUM_THREADS", "1")],
        &[("RAYON_NUM_THREADS", "2")],
        &[("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")],
        &[("TZ", "Pacific/Kiritimati"), ("LC_ALL", "C")],
        &[("TZ", "America/Adak"), ("LC_ALL", "ru_RU.KOI8-R"), ("COLUMNS", "20")],
    ];
    let dot = |world: &[(&str, &str)]| {
        run_with(folder.path(), &["draw", "-o", "x.dot"], world).expect(0);
        std::fs::read(folder.path().join("x.dot")).expect("the file was written")
    };
    let drawing = dot(&[]);
    for args in commands {
        let first = run(folder.path(), args);
        for world in worlds {
            assert_eq!(run_with(folder.path(), args, world), first, "{args:?} in {world:?}");
        }
    }
    for world in worlds {
        assert!(dot(world) == drawing, "the drawing differs in {world:?}");
    }
}

// Deletion

/// The dataset without the entry at this place of one file: keys of mappings and positions of lists lead there. A list or mapping of links or
/// records that is empty then is left out too, as a curator would do.
pub fn without(place: &Place, path: &str, way: &[Way<'_>]) -> Place {
    let mut document = Plain::new(&parse(text(place, path)));
    remove(&mut document, way);
    with_file(place, path, Some(&document.to_text()))
}

#[derive(Clone, Copy)]
pub enum Way<'k> {
    Key(&'k str),
    Item(usize),
}

fn remove(at: &mut Plain, way: &[Way<'_>]) {
    let [step, rest @ ..] = way else { panic!("a way leads somewhere") };
    match (at, step) {
        (Plain::Mapping(entries), Way::Key(key)) => {
            let index = entries.iter().position(|(name, _)| name == key).unwrap_or_else(|| panic!("no key `{key}`"));
            if !rest.is_empty() {
                remove(&mut entries[index].1, rest);
            }
            if rest.is_empty() || matches!(&entries[index].1, Plain::Sequence(items) if items.is_empty()) {
                entries.remove(index);
            }
        }
        (Plain::Sequence(items), Way::Item(index)) => {
            if rest.is_empty() {
                items.remove(*index);
            } else {
                remove(&mut items[*index], rest);
            }
        }
        _ => panic!("the way does not fit the document"),
    }
}

fn fails(place: &Place) -> bool {
    checked(place).diagnostics.iter().any(|found| found.severity == Severity::Error)
}

#[test]
fn deleting_any_record_fails_the_check() {
    let place = real();
    let dataset = loaded(&place).dataset;
    let mut unseen = Vec::new();
    let tables: [(&str, Vec<String>); 4] = [
        ("actors", dataset.actors.keys().map(ToString::to_string).collect()),
        ("demands", dataset.demands.keys().map(ToString::to_string).collect()),
        ("events", dataset.events.keys().map(ToString::to_string).collect()),
        ("sources", dataset.sources.keys().map(ToString::to_string).collect()),
    ];
    for (table, ids) in &tables {
        for id in ids {
            if !fails(&without(&place, &format!("data/{table}.yaml"), &[Way::Key(table), Way::Key(id)])) {
                unseen.push(format!("{table}: {id}"));
            }
        }
    }
    for statement in dataset.statements.values() {
        let path = format!("data/statements/{}.yaml", statement.id.value);
        if !fails(&with_file(&place, &path, None)) {
            unseen.push(path.clone());
        }
        for claim in &statement.claims {
            if !fails(&without(&place, &path, &[Way::Key("claims"), Way::Key(claim.id.claim())])) {
                unseen.push(claim.id.to_string());
            }
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
}

#[test]
fn deleting_any_link_shows_in_the_graph_and_deleting_a_shift_in_the_drawing_too() {
    let place = real();
    let before = loaded(&place);
    let links = |loaded: &Loaded| Graph::new(&loaded.dataset).link_count();
    let (count, drawing) = (links(&before), drawn(&before));
    let mut all = Vec::new();
    for (statement, claim) in before.dataset.claims() {
        let path = format!("data/statements/{}.yaml", statement.id.value);
        let document = Plain::new(&parse(text(&place, &path)));
        let Some(Plain::Sequence(links)) = document.get("claims").and_then(|claims| claims.get(claim.id.claim())?.get("links")) else {
            continue;
        };
        for (index, link) in links.iter().enumerate() {
            let Some(Plain::Scalar(kind, _)) = link.get("kind") else { panic!("a link has a kind") };
            let word = LinkWord::parse(kind).expect("the real data know no other links");
            all.push((path.clone(), claim.id.claim(), index, word));
        }
    }
    assert_eq!(all.len(), before.dataset.claims().map(|(_, claim)| claim.links.len()).sum::<usize>());
    let hidden = all.par_iter().filter_map(|(path, name, index, word)| {
        let way = [Way::Key("claims"), Way::Key(name), Way::Key("links"), Way::Item(*index)];
        let changed = loaded(&without(&place, path, &way));
        // A link less, and nothing else that joins other records.
        assert_eq!(links(&changed), count - 1, "{path}: link {index} of {name}");
        let found = check::check(&changed).diagnostics;
        assert!(found.iter().any(|found| found.code.0 == "dataset-floor"), "{path}: link {index} of {name}");
        let must_show = word.is_shift() || *word == LinkWord::BeliedBy;
        (must_show && drawn(&changed) == drawing).then(|| format!("{name} {word}"))
    });
    let hidden: Vec<String> = hidden.collect();
    assert!(hidden.is_empty(), "shifts that the drawing does not show: {hidden:?}");
}

#[test]
fn the_floor_of_the_real_data_is_its_size() {
    let place = real();
    let loaded = loaded(&place);
    let expect: BTreeMap<&str, u64> = loaded.dataset.manifest.expect.iter().map(|(what, least)| (what.as_str(), least.value)).collect();
    for kind in demarche::model::RecordKind::ALL {
        assert_eq!(
            expect.get(kind.plural()).copied(),
            Some(loaded.dataset.count(kind) as u64),
            "`expect` in {MANIFEST}: {}",
            kind.plural()
        );
    }
}

// The traps of the real data

fn claim_json(id: &str) -> serde_json::Value {
    run(root(), &["show", id, "--format", "json"]).json(0)["records"][0].take()
}

fn fact<'j>(page: &'j serde_json::Value, label: &str) -> &'j str {
    let facts = page["facts"].as_array().expect("facts are a list");
    let found = facts.iter().find(|fact| fact["label"] == label).unwrap_or_else(|| panic!("no `{label}` in {page}"));
    found["text"].as_str().expect("a fact is a text")
}

/// The links of a page that a curator wrote: direction, kind, other end.
fn links<'j>(page: &'j serde_json::Value, kind: &str) -> Vec<&'j str> {
    let all = page["links"].as_array().expect("links are a list").iter();
    all.filter(|link| link["direction"] == "from" && link["kind"] == kind).filter_map(|link| link["id"].as_str()).collect()
}

#[test]
fn the_interview_of_13_december_2021_is_one_statement_with_two_reports() {
    let dataset = loaded(&real()).dataset;
    let spoken: Vec<_> = dataset
        .statements
        .values()
        .filter(|statement| statement.speaker.as_str() == "sergei-ryabkov")
        .filter(|statement| statement.date.as_ref().is_some_and(|date| date.as_str() == "2021-12-13"))
        .collect();
    assert_eq!(spoken.len(), 1);
    let sources = |claim: &str| -> BTreeSet<&str> {
        let (_, claim) = dataset.claim(&format!("{}/{claim}", spoken[0].id.value)).expect("the claim is there");
        claim.evidence.iter().map(|evidence| evidence.source.as_str()).collect()
    };
    let both = BTreeSet::from(["report-002-ria", "report-003-sputnik"]);
    assert_eq!(sources("military-response"), both);
    assert_eq!(sources("join-moratorium"), both);
    let all: BTreeSet<&str> = spoken[0].claims.iter().flat_map(|claim| &claim.evidence).map(|evidence| evidence.source.as_str()).collect();
    assert_eq!(all, both);
}

#[test]
fn a_second_report_of_the_interview_is_no_reiteration() {
    let dataset = loaded(&real()).dataset;
    let graph = Graph::new(&dataset);
    let mut steps = 0;
    for thread in demarche::position::threads(&graph).iter().filter(|thread| thread.principal.as_str() == "russia") {
        let of_day = thread.steps.iter().filter(|step| step.statement.id.as_str() == "ryabkov-2021-12-13");
        steps += of_day.clone().count();
        let moved = of_day.filter(|step| step.shift.is_some() && !matches!(step.reason, demarche::position::Reason::Authored(_))).count();
        assert!(moved <= 1, "{}: {moved} shifts in one interview", thread.demand);
    }
    assert!(steps >= 15, "the interview has {steps} claims on demands");
}

#[test]
fn the_page_date_of_003_is_never_the_date_of_an_utterance() {
    let dataset = loaded(&real()).dataset;
    let source = &dataset.sources["report-003-sputnik"];
    assert_eq!(source.published.date.as_ref().map(|date| date.as_str()), Some("2023-09-22"));
    for statement in dataset.statements.values() {
        assert!(statement.date.as_ref().is_none_or(|date| !date.as_str().contains("2023-09")), "{}", statement.id.value);
        let evidence = statement.dating.evidence.iter();
        assert!(evidence.map(|entry| entry.quote.passage.as_str()).all(|words| !words.contains("September 22")), "{}", statement.id.value);
    }
}

#[test]
fn the_undated_texts_have_inferred_dates_with_the_words_that_prove_them() {
    let dataset = loaded(&real()).dataset;
    for (id, date, source) in
        [("ryabkov-2025-06", "[2025-06-04..2025-06-30]", "report-001-tass"), ("ryabkov-2022-01-10", "2022-01-10", "report-004-geneva")]
    {
        let statement = &dataset.statements[id];
        assert_eq!(statement.date.as_ref().map(|date| date.as_str()), Some(date));
        assert_eq!(statement.dating.basis.as_str(), "inferred", "{id}");
        assert!(statement.dating.evidence.iter().any(|evidence| evidence.source.as_str() == source), "{id}");
        assert!(statement.dating.note.is_some(), "{id}");
    }
    let checked = checked(&real());
    let (all, proved) = checked.counts.other_passages;
    assert_eq!(all, proved, "the words are proved");
}

/// The forms of a claim's evidence and the upstream sources that its sources relay.
fn foundation(id: &str) -> (BTreeSet<Form>, BTreeSet<String>) {
    let dataset = loaded(&real()).dataset;
    let (_, claim) = dataset.claim(id).unwrap_or_else(|| panic!("no claim `{id}`"));
    let relays = claim.evidence.iter().flat_map(|evidence| &dataset.sources[&evidence.source.value].relays);
    (claim.evidence.iter().map(|evidence| evidence.form.value).collect(), relays.map(|id| id.to_string()).collect())
}

#[test]
fn what_only_the_reporter_says_is_never_taken_for_a_quotation() {
    let (forms, relays) = foundation("ryabkov-2023-11/ready-for-war");
    assert!(forms.iter().all(|form| !form.is_quotation()), "{forms:?}");
    assert!(relays.contains("izvestia-ryabkov-2023"));
    assert_eq!(links(&claim_json("ryabkov-2023-11/ready-for-war"), "disputed-by"), ["ryabkov-2023-11/ready-to-defend"]);
    let (forms, relays) = foundation("ryabkov-2025-06/baltics-withdrawal");
    assert_eq!(forms, BTreeSet::from([Form::Paraphrase, Form::Headline]));
    assert!(relays.contains("tass-ryabkov-interview-2025"), "{relays:?}");
    for id in ["ryabkov-2023-11/ready-for-war", "ryabkov-2025-06/baltics-withdrawal"] {
        let text = run(root(), &["show", id]).expect(0);
        let passages = text.split("passages (").nth(1).and_then(|rest| rest.split_once('\n')).expect("the passages are shown").1;
        let passages = passages.split("\nlinks\n").next().unwrap_or_default();
        assert!(text.contains("not the speaker's own words") && passages.contains("relaying"), "{text}");
        assert!(
            passages.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")).all(|line| line.contains(": ‹")),
            "{text}"
        );
    }
    let (forms, _) = foundation("ryabkov-2025-06/nato-expansion-precondition");
    assert!(forms.iter().any(|form| form.is_quotation()), "what the quotations prove is a claim of its own");
}

#[test]
fn withdrawal_from_the_baltics_has_the_roll_back_to_1997_before_it() {
    let page = claim_json("ryabkov-2025-06/baltics-withdrawal");
    assert_eq!(links(&page, "specifies"), ["ryabkov-2022-01-10/roll-back-1997"]);
    let dataset = loaded(&real()).dataset;
    let (_, rollback) = dataset.claim("ryabkov-2022-01-10/roll-back-1997").expect("the claim is there");
    let demand = rollback.demand.as_ref().expect("it is about a demand");
    assert!(dataset.is_within(&demarche::id::DemandId::parse("baltics-withdrawal").expect("an id"), demand));
    assert!(rollback.evidence.iter().any(|evidence| evidence.quote.passage.contains("Baltic")), "the earlier words name the Baltics");
}

#[test]
fn the_notable_shift_is_the_outlets_assessment_and_disputed_by_the_record() {
    let page = claim_json("outlet-001-2025-06/notable-shift");
    assert!(fact(&page, "act").starts_with("assess"), "{page}");
    assert_eq!(links(&page, "disputed-by"), ["ryabkov-2022-01-10/roll-back-1997"]);
    let dataset = loaded(&real()).dataset;
    let statement = &dataset.statements["outlet-001-2025-06"];
    assert_eq!(dataset.principal_of(statement).as_str(), "unidentified-outlet-001", "it is never counted as Moscow's");
}

#[test]
fn the_assurance_not_to_attack_is_belied_by_the_invasion() {
    let dataset = loaded(&real()).dataset;
    let event = &dataset.events["full-scale-invasion"];
    assert_eq!(event.date.as_ref().map(|date| date.as_str()), Some("2022-02-24"));
    let belied: Vec<_> = dataset
        .claims()
        .filter(|(_, claim)| {
            let to = |target: &Target| matches!(target, Target::Event(id) if *id == event.id.value);
            claim.links.iter().any(|link| link.kind.as_str() == "belied-by" && to(&link.to))
        })
        .collect();
    let assurance = belied.iter().find(|(statement, _)| statement.id.as_str() == "ryabkov-2022-01-10").expect("it is linked");
    assert_eq!(assurance.1.act.as_str(), "assure");
    assert!(
        assurance
            .1
            .evidence
            .iter()
            .any(|evidence| { evidence.form.is_quotation() && evidence.quote.passage.contains("no intention to attack Ukraine") })
    );
}

#[test]
fn ryabkov_is_one_person_under_three_spellings_who_acts_for_the_ministry_and_russia() {
    let dataset = loaded(&real()).dataset;
    let spelt = |actor: &demarche::model::Actor, word: &str| {
        actor.name.contains(word) || actor.aliases.iter().any(|alias| alias.value.contains(word))
    };
    for word in ["Ryabkov", "Riabkov", "Рябков"] {
        let named: Vec<&str> = dataset.actors.values().filter(|actor| spelt(actor, word)).map(|actor| actor.id.as_str()).collect();
        assert_eq!(named, ["sergei-ryabkov"], "{word}");
    }
    let ryabkov = &dataset.actors["sergei-ryabkov"];
    assert_eq!(ryabkov.acts_for.as_ref().map(|id| id.as_str()), Some("russian-foreign-ministry"));
    assert_eq!(dataset.principal(&ryabkov.id).as_str(), "russia");
    assert!(dataset.statements.values().filter(|statement| statement.speaker == ryabkov.id).count() >= 4);
}
