//! The rules against their fixtures: each `bad` dataset gives the finding, each `ok` dataset, the mended one, gives none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use demarche::check::{Checked, RULES, Stage, check};
use demarche::diagnostic::Diagnostic;
use demarche::load::{Loaded, load};
use demarche::source::Span;
use demarche::tree::{Place, Tree};
use demarche::yaml::escape_visible;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules")
}

fn checked(place: &Place) -> (Loaded, Checked) {
    let loaded = load(place, &Default::default()).expect("the dataset can be read");
    let checked = check(&loaded);
    (loaded, checked)
}

/// Checks the fixture of a rule, `bad` or `ok`.
fn fixture(code: &str, which: &str) -> (Loaded, Checked) {
    let folder = fixtures().join(code).join(which);
    if (code, which) == ("not-a-file", "bad") {
        return with_symbolic_link(&folder);
    }
    checked(&Place::at(&folder).unwrap_or_else(|error| panic!("{code}/{which}: {error}")))
}

/// Symbolic links do not survive every checkout, so the one that this fixture needs is made in a copy.
fn with_symbolic_link(folder: &Path) -> (Loaded, Checked) {
    let outside = tempfile::tempdir().expect("a temporary folder can be made");
    let copy = outside.path().join("bad");
    copy_folder(folder, &copy);
    let target = outside.path().join("elsewhere.yaml");
    fs::write(&target, "id: borrowed\n").expect("the target can be written");
    std::os::unix::fs::symlink(&target, copy.join("statements/borrowed.yaml")).expect("a link can be made");
    checked(&Place::at(&copy).expect("the copy is a dataset"))
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("the entry can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}

/// The findings as plain text, with the file names below the folder of the fixtures.
fn render(loaded: &Loaded, findings: &[Diagnostic]) -> String {
    let place = |span: Span| {
        let (path, position) = loaded.sources.place(span);
        format!("{path}:{}:{}", position.line, position.column)
    };
    let mut out = String::new();
    for finding in findings {
        let at = match (&finding.primary, &finding.path) {
            (Some(label), _) => place(label.span),
            (None, Some(path)) => path.clone(),
            (None, None) => "nowhere".to_owned(),
        };
        writeln!(out, "{}[{}] {at}: {}", finding.severity.as_str(), finding.code, escape_visible(&finding.headline)).unwrap();
        if let Some(label) = &finding.primary {
            let marked = loaded.sources.text(label.span).lines().next().unwrap_or_default();
            writeln!(
                out,
                "  > {}{}{}",
                escape_visible(marked),
                if label.text.is_empty() { "" } else { " -- " },
                escape_visible(&label.text)
            )
            .unwrap();
        }
        for label in &finding.secondary {
            writeln!(out, "  + {}: {}", place(label.span), escape_visible(&label.text)).unwrap();
        }
        for help in &finding.help {
            writeln!(out, "  = help: {}", escape_visible(help)).unwrap();
        }
        if let Some(subject) = &finding.subject {
            writeln!(out, "  = about: {subject}").unwrap();
        }
    }
    out
}

/// The `ok` fixture of a rule in memory, with other words in some of its files.
fn changed(code: &str, changes: &[(&str, &str, &str)]) -> (Loaded, Checked) {
    let place = Place::at(&fixtures().join(code).join("ok")).expect("the fixture is a dataset");
    let Ok(Tree::Memory(mut files)) = place.tree.to_memory(&[&place.data], 1 << 20) else { panic!("the fixture can be read") };
    for (path, from, to) in changes {
        let file = files.get_mut(&format!("{}/{path}", place.data)).expect("the file is there");
        let text = String::from_utf8(file.clone()).expect("the file is UTF-8");
        assert!(text.contains(from), "{path} has no `{from}`");
        *file = text.replace(from, to).into_bytes();
    }
    checked(&Place { tree: Tree::Memory(files), ..place })
}

/// The findings of one rule: severity and headline.
fn of_rule<'c>(checked: &'c Checked, code: &str) -> Vec<(&'static str, &'c str)> {
    let found = checked.diagnostics.iter().filter(|finding| finding.code.0 == code);
    found.map(|finding| (finding.severity.as_str(), finding.headline.as_str())).collect()
}

#[test]
fn every_rule_is_listed_once_in_order_and_explained() {
    assert!(RULES.is_sorted_by(|a, b| a.code.0 < b.code.0), "the registry is in the order of the codes, each once");
    let mut faults = Vec::new();
    for rule in RULES {
        let code = rule.code.0;
        let explain = &rule.explain;
        for (part, text) in [("finds", explain.finds), ("why", explain.why), ("example", explain.example), ("mend", explain.mend)] {
            if text.trim().len() < 10 || text.contains("  ") || text.contains('\n') {
                faults.push(format!("{code}: the part `{part}` is empty or broken: {text}"));
            }
        }
        let first = rule.summary.chars().next();
        if first.is_none_or(char::is_uppercase) || rule.summary.ends_with('.') {
            faults.push(format!("{code}: the summary is lower case without a full stop: {}", rule.summary));
        }
        if !demarche::id::is_id(code) {
            faults.push(format!("{code}: a code is written in kebab case"));
        }
        for which in ["bad", "ok"] {
            if !fixtures().join(code).join(which).join("demarche.yaml").is_file() {
                faults.push(format!("{code}: no fixture `{which}`"));
            }
        }
    }
    for entry in fs::read_dir(fixtures()).expect("the fixtures are there") {
        let name = entry.expect("the entry can be read").file_name().into_string().expect("the name is UTF-8");
        if demarche::check::rule(&name).is_none() {
            faults.push(format!("{name}: a fixture without a rule"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_bad_fixture_gives_the_finding_at_a_place_in_it() {
    let mut faults = Vec::new();
    for rule in RULES {
        let code = rule.code.0;
        let (loaded, checked) = fixture(code, "bad");
        let found: Vec<_> = checked.diagnostics.iter().filter(|finding| finding.code == rule.code).collect();
        if found.is_empty() {
            faults.push(format!("{code}: not found; instead:\n{}", render(&loaded, &checked.diagnostics)));
        }
        for finding in found {
            let path = match (&finding.primary, &finding.path) {
                (Some(label), _) => &loaded.sources.file(label.span.file).path,
                (None, Some(path)) => path,
                (None, None) => "",
            };
            if !path.starts_with("bad/") {
                faults.push(format!("{code}: the finding points to no place in the dataset: {}", finding.headline));
            }
            if finding.help.is_empty() {
                faults.push(format!("{code}: the finding names no next step: {}", finding.headline));
            }
            let first = finding.headline.chars().next();
            if first.is_none_or(char::is_uppercase) || finding.headline.ends_with('.') {
                faults.push(format!("{code}: a headline is lower case without a full stop: {}", finding.headline));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_ok_fixture_gives_a_finding() {
    let mut faults = Vec::new();
    for rule in RULES {
        let (loaded, checked) = fixture(rule.code.0, "ok");
        if !checked.diagnostics.is_empty() {
            faults.push(format!("{}:\n{}", rule.code, render(&loaded, &checked.diagnostics)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn findings_read_as_they_are_meant_to() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for rule in RULES {
            let (loaded, checked) = fixture(rule.code.0, "bad");
            insta::assert_snapshot!(format!("rule-{}", rule.code), render(&loaded, &checked.diagnostics));
        }
    });
}

#[test]
fn every_code_in_the_source_text_is_a_rule_and_every_rule_has_its_code_there() {
    let mut written: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && path.file_name().is_some_and(|name| name != "tests.rs")
            {
                let text = fs::read_to_string(&path).expect("the file can be read");
                // Unit tests stand at the end of a file; they may make up codes.
                let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
                for rest in text.split("Code(\"").skip(1) {
                    let code = rest.split('"').next().unwrap_or_default();
                    written.insert(code.to_owned(), path.clone());
                }
            }
        }
    }
    let registry: BTreeSet<&str> = RULES.iter().map(|rule| rule.code.0).collect();
    let unlisted: Vec<_> = written.iter().filter(|(code, _)| !registry.contains(code.as_str())).collect();
    assert!(unlisted.is_empty(), "codes that no rule explains: {unlisted:?}");
    let unwritten: Vec<_> = registry.iter().filter(|code| !written.contains_key(**code)).collect();
    assert!(unwritten.is_empty(), "rules whose code nothing raises: {unwritten:?}");
}

const MARCH: &str = "statements/borduria-1999-03-12.yaml";
const APRIL: &str = "statements/borduria-1999-04-09.yaml";
const SUMMARY: &str = "    summary: Borduria asks Aland to open the customs post before winter.\n";
const WHY: &str = "        why: What Borduria asked for in March it now requires.\n";

#[test]
fn a_dataset_of_which_nothing_is_proved_fails() {
    let (loaded, checked) = changed("passage-not-found", &[("texts/gazette.txt", "a", "u")]);
    let found = render(&loaded, &checked.diagnostics);
    assert!(found.contains("error[dataset-floor] ok/demarche.yaml: none of the 4 passages could be proved"), "{found}");
}

#[test]
fn an_order_that_is_only_possible_is_a_warning_and_a_certain_one_an_error() {
    let april = |date: &str, basis: &str| {
        let (_, checked) = changed("link-without-why", &[(APRIL, "date: 1999-04-09\n", date), (APRIL, "basis: stated", basis)]);
        of_rule(&checked, "link-goes-forward").first().map(|(severity, headline)| format!("{severity}: {headline}"))
    };
    let finding = |text: &str| Some(text.to_owned());
    assert_eq!(april("date: 1999-04-09\n", "basis: stated"), None);
    assert_eq!(april("date: 1999-03-12\n", "basis: stated"), None, "on one day nothing is certainly later");
    assert_eq!(april("date: 1999-03\n", "basis: stated"), finding("warning: `hardens` may lead to a later claim"));
    assert_eq!(april("", "basis: unknown"), finding("warning: `hardens` may lead to a later claim"));
    assert_eq!(april("date: 1999-03-11\n", "basis: stated"), finding("error: `hardens` leads to a later claim"));
}

#[test]
fn a_date_that_leaves_days_after_the_first_report_open_is_found_with_the_date_to_write() {
    const CODE: &str = "date-reaches-past-report";
    const BRIDGE: &str = "statements/berg-bridge.yaml";
    const IS_SAID: &str = "date: \"[2024-02-01..2024-03-05]\"\n";
    let found = |changes: &[(&str, &str, &str)]| {
        let (_, checked) = changed(CODE, changes);
        let found = checked.diagnostics.iter().filter(|finding| finding.code.0 == CODE);
        found.map(|finding| format!("{}: {}", finding.severity.as_str(), finding.help.concat())).collect::<Vec<_>>()
    };
    let said = |date: &str| found(&[(BRIDGE, IS_SAID, &format!("date: \"{date}\"\n"))]);
    let warning = |date: &str| vec![format!("warning: `date: \"{date}\"` ends with the report")];
    assert_eq!(said("2024-03~"), warning("[2024-02-01..2024-03-05]"));
    assert_eq!(said("2024"), warning("[2024-01-01..2024-03-05]"));
    assert_eq!(said("[..2024-03-06]"), warning("[..2024-03-05]"));
    assert_eq!(said("[2024-02-27,2024-03-09]"), warning("[2024-02-27..2024-03-05]"));
    assert_eq!(said("2023-11~/.."), warning("2023-11~/2024-03-05"), "an interval keeps its start as it is written");
    assert_eq!(said("../2024-04"), warning("../2024-03-05"));
    assert_eq!(said("2024-03-03~"), warning("[2024-02-29..2024-03-05]"));
    assert_eq!(said("2024-03-02~"), Vec::<String>::new(), "three days more are still in time");
    assert_eq!(said("2024-03-05"), Vec::<String>::new());
    assert_eq!(said("2024-03-11"), Vec::<String>::new(), "what is certainly later is for `date-order`");

    let march = (BRIDGE, IS_SAID, "date: 2024-03\n");
    let published = |date: &str| found(&[march, ("sources.yaml", "date: 2024-03-05", &format!("date: \"{date}\""))]);
    assert_eq!(published("[2024-03-05..2024-03-31]"), Vec::<String>::new(), "the last day of the report counts");
    assert_eq!(published("2024-03-05~"), warning("[2024-03-01..2024-03-08]"));
    assert_eq!(published("2024-03-05/.."), Vec::<String>::new(), "a report without a last day bounds nothing");
    let inferred = "form: inference\n        analyst: A. Curator";
    assert_eq!(found(&[march, (BRIDGE, "form: translated", inferred)]), Vec::<String>::new(), "an inference may rest on an older text");
    let other = "form: translated\n        passage: We will keep the bridge open to all traders\n      - {source: journal, form: paraphrase, passage: In this interview}\n      #";
    let earlier = found(&[march, (BRIDGE, "form: translated\n        ", other)]);
    assert_eq!(earlier, Vec::<String>::new(), "it is certainly later than the earliest report");
    let undated = (BRIDGE, IS_SAID, "");
    let note = "note: `date: \"[..2024-03-05]\"` says as much as the report proves, with the words that date it as `evidence:`";
    assert_eq!(found(&[undated, (BRIDGE, "basis: inferred", "basis: unknown")]), [note]);
    let nothing = ("sources.yaml", "date: 2024-03-05\n      basis: stated", "basis: unknown");
    assert_eq!(found(&[undated, nothing, ("statements/berg-toll.yaml", "[..2024-03-05]", "2024~")]), Vec::<String>::new());
}

#[test]
fn a_link_is_compared_with_the_change_of_firmness() {
    const CODE: &str = "lineage-disagrees-with-firmness";
    let headline = |link: &str, changes: &[(&str, &str, &str)]| {
        let link = format!("kind: {link}");
        let changes = [changes, &[(APRIL, "kind: hardens", &*link)]].concat();
        let (_, checked) = changed(CODE, &changes);
        of_rule(&checked, CODE).first().map(|(_, headline)| (*headline).to_owned())
    };
    let finding = |text: &str| Some(text.to_owned());
    let as_firm = (APRIL, "firmness: demands", "firmness: appeals");
    let concedes = (APRIL, "act: demand\n", "act: concede\n");
    assert_eq!(headline("hardens", &[]), None);
    assert_eq!(headline("reiterates", &[]), finding("`reiterates` links to a claim that is less firm"));
    assert_eq!(headline("hardens", &[as_firm]), finding("`hardens` links to a claim that is just as firm"));
    assert_eq!(headline("reiterates", &[as_firm]), None);
    assert_eq!(headline("reiterates", &[as_firm, (APRIL, "date: 1999-04-09", "date: 2009-04-09")]), None, "a revival repeats");
    assert_eq!(headline("softens", &[(APRIL, "    firmness: demands\n", "")]), None, "without a firmness there is nothing to compare");
    assert_eq!(headline("softens", &[(APRIL, "act: demand\n", "act: assess\n")]), None, "an assessment takes no position");
    assert_eq!(headline("softens", &[concedes]), None);
    assert_eq!(headline("hardens", &[concedes]), finding("`hardens` starts from a claim that concedes"));
    assert_eq!(headline("specifies", &[]), None, "the other links say nothing about firmness");
}

#[test]
fn only_a_near_miss_of_a_long_surname_is_an_unknown_spelling() {
    const CODE: &str = "unknown-spelling";
    let found = |word: &str| {
        let spoke = format!("Ivo {word} spoke");
        let names = ("actors.yaml", "[Karstin]", "[Ivo Veit, Ivo Steenkamper]");
        let text = ("texts/gazette.txt", "Ivo Karstin spoke", &*spoke);
        let passage = ("statements/karsten-1999-03-12.yaml", "Ivo Karstin spoke", &*spoke);
        let (_, checked) = changed(CODE, &[names, text, passage]);
        of_rule(&checked, CODE).len()
    };
    for word in ["Karstin", "Krasten", "Kartsen", "Karsen", "KARSTIN", "Steinkemper", "Stenkamper"] {
        assert_eq!(found(word), 1, "{word}");
    }
    for word in ["Karsten", "Karsten’s", "Karstens", "KARSTEN", "Marsten", "Karlstadt", "Kirstin", "Veitt", "Velt", "karstin", "Aland"] {
        assert_eq!(found(word), 0, "{word}");
    }
}

#[test]
fn a_word_that_the_text_also_writes_in_small_letters_is_no_name() {
    const CODE: &str = "unknown-spelling";
    let found = |noun: &str| {
        let spoke = format!("Border talk was short. He spoke about the {noun}");
        let names = ("actors.yaml", "Ivo Karsten\n    aliases: [Karstin]", "Ivo Barder");
        let text = ("texts/gazette.txt", "Ivo Karstin spoke about the border", &*spoke);
        let passage = ("statements/karsten-1999-03-12.yaml", "Ivo Karstin spoke about the border", &*spoke);
        let (_, checked) = changed(CODE, &[names, text, passage]);
        of_rule(&checked, CODE).iter().map(|(_, headline)| (*headline).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("frontier"), ["`Border` is nearly the name `Barder`"]);
    assert_eq!(found("border"), Vec::<String>::new());
}

#[test]
fn names_that_look_alike_are_found_across_records_only() {
    const CODE: &str = "look-alike-names";
    let found = |name: &str| {
        let name = format!("name: {name}}}");
        let (_, checked) = changed(CODE, &[("actors.yaml", "name: Border Guild of Borduria}", &name)]);
        of_rule(&checked, CODE).iter().map(|(_, headline)| (*headline).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("B\u{43e}rduria"), ["the names of the actors `borduria` and `border-guild` look alike"]);
    assert_eq!(found("A1and"), ["the names of the actors `aland` and `border-guild` look alike"]);
    assert_eq!(found("Aland"), ["two actors are called `Aland`: `aland` and `border-guild`"]);
    assert_eq!(found("Guild, aliases: [Gui1d]"), Vec::<String>::new(), "one record may be spelled in two ways");
    assert_eq!(found("aland"), Vec::<String>::new(), "a capital letter is seen");
}

#[test]
fn an_acknowledged_finding_is_kept_with_its_reason() {
    let (_, checked) = fixture("unknown-rule", "ok");
    let accepted: Vec<_> = checked.acknowledged.iter().map(|(finding, why)| (finding.code.0, why.as_str())).collect();
    assert_eq!(accepted, [("rests-on-paraphrase-only", "The minutes of the press conference are closed until 2029.")]);
}

#[test]
fn what_breaks_the_record_cannot_be_acknowledged() {
    let never = ["claim-without-evidence", "dataset-floor", "hash-mismatch", "passage-not-found"];
    for rule in RULES.iter().filter(|rule| !matches!(rule.stage, Stage::Checking(_)) || never.contains(&rule.code.0)) {
        let accepting = format!("{SUMMARY}    acknowledge: [{{rule: {}, why: We know.}}]\n", rule.code);
        let (_, checked) = changed("passage-not-found", &[(MARCH, SUMMARY, &accepting)]);
        let headline = format!("findings of `{}` cannot be accepted", rule.code);
        assert_eq!(of_rule(&checked, "stale-acknowledgement"), [("warning", headline.as_str())]);
    }
    let accepting = format!("{SUMMARY}    acknowledge: [{{rule: passage-not-found, why: It was said.}}]\n");
    let broken = (MARCH, "passage: We ask Aland", "passage: We beg Aland");
    let (_, checked) = changed("passage-not-found", &[(MARCH, SUMMARY, &accepting), broken]);
    assert!(!of_rule(&checked, "passage-not-found").is_empty());
    assert!(checked.acknowledged.is_empty());
}

#[test]
fn the_manifest_gives_other_severities() {
    let without = (APRIL, WHY, "");
    let severities = |checked: &Checked| of_rule(checked, "link-without-why").iter().map(|(severity, _)| *severity).collect::<Vec<_>>();
    assert_eq!(severities(&changed("link-without-why", &[without]).1), ["error"]);
    let lighter = ("demarche.yaml", "texts: texts\n", "texts: texts\nseverities: {link-without-why: note}\n");
    assert_eq!(severities(&changed("link-without-why", &[without, lighter]).1), ["note"]);
}
