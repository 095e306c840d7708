//! Dates against the tables of the EDTF specification, against strings that are no dates, and against the npm package `edtf`.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use demarche::date::{Certainty, ClaimDate, Day, MAX_LENGTH};
use serde_json::Value;

use crate::peers::{output_of, peers, read};

/// The rows of a table, without its comments and its head.
fn table(name: &str) -> Vec<Vec<String>> {
    let text = read(&format!("tests/fixtures/edtf/{name}"));
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.skip(1).map(|row| row.split('\t').map(str::to_owned).collect()).collect()
}

/// The strings that are no dates.
fn invalid() -> Vec<String> {
    let text = read("tests/fixtures/edtf/invalid.tsv");
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| serde_json::from_str(row).unwrap_or_else(|error| panic!("{error}: {row}"))).collect()
}

fn date(text: &str) -> ClaimDate {
    ClaimDate::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn shown(day: Option<Day>) -> String {
    day.map_or(String::new(), |day| day.to_string())
}

/// What we make of an expression at its word: `FIRST/LAST`, or `refused`.
fn ours(expression: &str) -> String {
    match ClaimDate::parse(expression) {
        Ok(date) => format!("{}/{}", shown(date.core().0), shown(date.core().1)),
        Err(_) => "refused".to_owned(),
    }
}

#[test]
fn every_example_of_the_specification_has_its_days() {
    let spec = table("spec.tsv");
    assert_eq!(spec.len(), 64, "all examples of the three levels are there");
    for level in ["0", "1", "2"] {
        assert!(spec.iter().any(|row| row[0] == level), "level {level}");
    }
    for row in spec.iter().chain(&table("more.tsv")) {
        let [_, expression, days @ ..] = row.as_slice() else { panic!("{row:?}") };
        let found = date(expression);
        let (first, last) = found.core();
        assert_eq!([found.earliest(), found.latest(), first, last].map(shown), *days, "{expression}");
        assert_eq!(found.as_str(), expression);
    }
}

#[test]
fn what_is_no_date_is_refused_without_a_panic() {
    let invalid = invalid();
    assert!(invalid.len() > 80);
    for text in invalid {
        let error = ClaimDate::parse(&text).expect_err(&text);
        assert!(!error.message().is_empty());
        assert!(text.is_char_boundary(error.offset()), "{text}");
        assert!(error.suggestion().is_none_or(|edtf| ClaimDate::parse(edtf).is_ok()), "{text}: {error}");
    }
}

#[test]
fn the_npm_package_agrees_wherever_there_is_no_ruling() {
    let Some(peers) = peers() else { return };
    let expressions: Vec<String> = [table("spec.tsv"), table("more.tsv")]
        .concat()
        .into_iter()
        .map(|row| row[1].clone())
        .chain(invalid())
        .filter(|expression| expression.len() <= MAX_LENGTH && !expression.contains('\n'))
        .collect();
    let answers = output_of(Command::new("node").arg("tests/peers/edtf.mjs").arg(peers), &(expressions.join("\n") + "\n"));
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert_eq!(answers.len(), expressions.len());

    let mut rulings: BTreeMap<String, (String, String)> = BTreeMap::new();
    for row in table("rulings.tsv") {
        let [expression, ours, theirs, why] = row.as_slice() else { panic!("{row:?}") };
        assert!(why.len() > 20, "{expression} is ruled on without a reason");
        let before = rulings.insert(expression.clone(), (ours.clone(), theirs.clone()));
        assert!(before.is_none(), "two rulings on {expression}");
    }
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    for (expression, answer) in expressions.iter().zip(&answers) {
        assert_eq!(answer["expression"], **expression);
        let theirs = match answer["ok"] == true {
            true => format!("{}/{}", answer["min"].as_str().unwrap_or_default(), answer["max"].as_str().unwrap_or_default()),
            false => "refused".to_owned(),
        };
        let ours = ours(expression);
        match rulings.get(expression) {
            None if ours != theirs => faults.push(format!("{expression}: ours {ours}, theirs {theirs}, and no ruling")),
            Some(_) if ours == theirs => faults.push(format!("{expression}: both say {ours}, and the ruling is needed no more")),
            Some(ruled) if *ruled != (ours.clone(), theirs.clone()) => {
                faults.push(format!("{expression}: ours {ours}, theirs {theirs}, and the ruling is about {ruled:?}"));
            }
            _ => {}
        }
        used.insert(expression);
    }
    faults.extend(rulings.keys().filter(|expression| !used.contains(expression)).map(|expression| format!("{expression}: in no table")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn order_is_certain_possible_or_impossible() {
    use Certainty::*;
    let table = [
        // First, second, whether the first is before the second, whether the second is before the first.
        ("2021-12-13", "2022-01-10", Certain, Impossible),
        ("2021-12-13", "2021-12-13", Impossible, Impossible),
        ("2021-12", "2022-01", Certain, Impossible),
        ("2021-12", "2021-12-13", Possible, Possible),
        ("2021-12", "2021-12-01", Impossible, Possible),
        ("2021-12", "2021-12-31", Possible, Impossible),
        ("2021-12", "2021-12", Possible, Possible),
        ("2021", "2022-01-01", Certain, Impossible),
        ("2021/2022", "2022-06", Possible, Possible),
        ("2021/2022", "2023", Certain, Impossible),
        ("[2025-06-06..2025-06-30]", "2025-07", Certain, Impossible),
        ("[2025-06-06..2025-06-30]", "2025-06-10", Possible, Possible),
        ("2025-05-31", "2025-06", Certain, Impossible),
        ("2025-05-31", "2025-06~", Possible, Possible),
        ("2025-04-30", "2025-06~", Certain, Impossible),
        ("2025-06-01~", "2025-06-04", Possible, Impossible),
        ("2025-06-01~", "2025-06-05", Certain, Impossible),
        ("2025-06-01?", "2025-06-05", Certain, Impossible),
        ("2025-06-01%", "2025-06-04", Possible, Impossible),
        ("2021-12-1X", "2021-12-20", Certain, Impossible),
        ("2021-XX-XX", "2021-12-31", Possible, Impossible),
        ("202X", "2029-12-31", Possible, Impossible),
        ("2001-21", "2001-06-01", Certain, Impossible),
        ("2001-24", "2002-03-01", Certain, Impossible),
        ("2021-12-13T23:59:59-12:00", "2021-12-14T00:00:00+14:00", Certain, Impossible),
        ("../2021", "2022", Certain, Impossible),
        ("../2021", "2020", Possible, Possible),
        ("2021/..", "2020", Impossible, Certain),
        ("2021/..", "2022", Possible, Possible),
        ("2021/", "/2021", Possible, Possible),
        ("2021/..", "../2020", Impossible, Certain),
        ("-0044-03-15", "0000-01-01", Certain, Impossible),
        ("Y-170000002", "Y170000002", Certain, Impossible),
    ];
    for (first, second, before, after) in table {
        assert_eq!(date(first).before(&date(second)), before, "{first} before {second}");
        assert_eq!(date(second).before(&date(first)), after, "{second} before {first}");
    }
}

#[test]
fn a_cut_off_day_is_reached_certainly_possibly_or_never() {
    use Certainty::*;
    let day = |text: &str| Day::parse(text).expect("it is a day");
    for (text, cut_off, reached) in [
        ("2022-01-10", "2022-01-10", Certain),
        ("2022-01-10", "2022-01-09", Impossible),
        ("2022-01", "2022-01-10", Possible),
        ("2022-01~", "2021-11-30", Impossible),
        ("2022-01~", "2021-12-01", Possible),
        ("2022-01~", "2022-02-27", Possible),
        ("2022-01~", "2022-02-28", Certain),
        ("../2022", "1900-01-01", Possible),
        ("2022/..", "2999-01-01", Possible),
        ("2022/..", "2021-12-31", Impossible),
    ] {
        assert_eq!(date(text).on_or_before(day(cut_off)), reached, "{text} by {cut_off}");
    }
}
