//! A date that no source states never stands bare in a table or a story, and no page is called dated that carries no date.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::driver::{Run, on_data, on_small, run};

const INFERRED: &str = "† the date is inferred by the curators; the record quotes what from";
const KNOWN: &str = "‡ the date is general knowledge and not from a source of this set";

/// The cells of a column.
fn cells(run: &Run, number: usize) -> Vec<String> {
    run.stdout.lines().map(|line| line.split('\t').nth(number).expect("the row has so many columns").to_owned()).collect()
}

/// The sign that a basis has.
fn sign(basis: &str) -> &'static str {
    match basis {
        "inferred" => "†",
        "general-knowledge" => "‡",
        _ => "",
    }
}

/// Each command, the column with the date, the key of its rows in JSON, and the keys of the date and its basis.
#[test]
fn each_date_in_a_table_has_the_sign_of_its_basis() {
    for (args, column, rows, key) in [
        (&["list", "claims"][..], 1, "records", "date"),
        (&["list", "statements"], 1, "records", "date"),
        (&["list", "events"], 1, "records", "date"),
        (&["list", "sources"], 1, "records", "published"),
        (&["query", "all()"], 2, "records", "date"),
        (&["positions"], 5, "positions", "introduced"),
        (&["positions"], 6, "positions", "last_asserted"),
    ] {
        let text = on_data(args);
        let json = on_data(&[args, &["--format", "json"]].concat()).json(0)[rows].take();
        let json = json.as_array().expect("a list");
        let mut bases = BTreeSet::new();
        assert_eq!(cells(&text, column).len(), json.len());
        for (cell, row) in cells(&text, column).iter().zip(json) {
            let (date, basis) = match &row[key] {
                Value::Object(when) => (&when["date"], &when["basis"]),
                date => (date, &row["basis"]),
            };
            let (date, basis) = (date.as_str().unwrap_or_default(), basis.as_str().unwrap_or_default());
            let cell = cell.split_once(", ").map_or(cell.as_str(), |(date, _)| date);
            assert_eq!(cell, format!("{date}{}", sign(basis)), "{args:?}");
            assert!(!date.contains(['†', '‡']), "programs get the date alone: {date}");
            bases.insert(basis.to_owned());
        }
        assert!(bases.contains("inferred"), "{args:?}: {bases:?}");
        for (basis, line) in [("inferred", INFERRED), ("general-knowledge", KNOWN)] {
            assert_eq!(text.stderr.contains(line), bases.contains(basis), "{args:?}: {}", text.stderr);
        }
    }
}

#[test]
fn the_story_of_a_thread_marks_its_dates_and_says_what_the_marks_mean() {
    let story = on_data(&["thread", "nato-no-enlargement"]).expect(0);
    assert!(story.contains("\n10 Jan 2022†, 28 days later: Sergei Ryabkov\n"), "{story}");
    assert!(story.contains("    — 24 Feb 2022‡: Russia's full-scale invasion of Ukraine\n"), "{story}");
    assert!(story.ends_with(&format!("\n\n{INFERRED}\n{KNOWN}\n")), "{story}");
    let stated = on_small(&["thread", "toll-cut"]).expect(0);
    assert!(!stated.contains('‡'), "nothing is said of a sign that is not used");
}

#[test]
fn what_is_said_beside_a_position_has_the_signs_too() {
    let row = on_data(&["positions", "russia", "--demand", "legal-guarantees"]);
    assert!(row.stdout.contains("precondition, 10 Jan 2022†"), "{}", row.stdout);
    assert!(row.stderr.contains("no-attack-on-ukraine: 6 claims (accuse, assure), last 10 Jan 2022†") || !row.stderr.contains("spoken"));
}

/// Only a page that carries a date is dated.
#[test]
fn a_page_whose_date_was_inferred_is_not_called_dated() {
    let sources = on_data(&["list", "sources", "--format", "json"]).json(0)["records"].take();
    let mut told = BTreeSet::new();
    let claims = on_data(&["query", "claims()", "--format", "json"]).json(0)["records"].take();
    let passages = claims.as_array().expect("a list").iter().flat_map(|claim| claim["passages"].as_array().expect("a list"));
    for passage in passages {
        let source = sources.as_array().expect("a list").iter().find(|one| one["id"] == passage["source"]).expect("it is on the list");
        let (citation, basis) = (passage["citation"].as_str().expect("a text"), source["basis"].as_str().expect("a word"));
        let date = source["published"].as_str().expect("a text");
        let expected = match basis {
            "stated" => format!(", dated {date}"),
            "inferred" => format!(", published {date} (inferred)"),
            "general-knowledge" => format!(", published {date} (general knowledge)"),
            _ => ", undated".to_owned(),
        };
        assert!(citation.contains(&expected), "{citation}: {basis}");
        told.insert(basis.to_owned());
    }
    assert!(told.len() > 1, "{told:?}");
    let path = on_data(&["path", "report-001-tass", "ryabkov-2025-06/root-causes"]).expect(0);
    assert!(path.contains("page published between 6 and 30 Jun 2025 (date inferred)"), "{path}");
    assert!(on_data(&["path", "report-002-ria", "ryabkov-2021-12-13"]).expect(0).contains("page dated 13 Dec 2021 (date stated)"));
}

#[test]
fn the_table_says_once_that_introduced_means_in_this_set() {
    let line = "“introduced” is the first time in this set";
    assert_eq!(on_data(&["positions"]).stderr.matches(line).count(), 1);
    let none = run(crate::driver::root(), &["positions", "nato", "--demand", "root-causes"]);
    assert!(!none.stderr.contains(line), "there is no such column in nothing: {}", none.stderr);
}
