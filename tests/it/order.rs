//! An order that is only possible is told as that in every answer that tells an order.

use serde_json::Value;

use crate::driver::{Run, on_data};

const PROPERTY: &str = "diplomatic-property";

/// The column of a table in a pipe.
fn column(run: Run, number: usize) -> String {
    run.expect(0).trim_end().split('\t').nth(number).expect("the row has so many columns").to_owned()
}

fn position(run: Run, demand: &str) -> Value {
    let answer = run.json(0);
    let rows = answer["positions"].as_array().expect("a list").iter();
    rows.clone().find(|row| row["demand"] == demand).unwrap_or_else(|| panic!("no position on {demand}")).clone()
}

/// The notes of the embassy ended by 13 December, the call was on the 7th and the interview on the 13th: nothing is certain but the last two.
#[test]
fn a_shift_and_an_introduction_whose_order_the_dates_leave_open_are_marked() {
    let ask = ["positions", "russia", "--demand", PROPERTY];
    assert_eq!(column(on_data(&ask), 4), "reiterated, order unclear");
    assert!(column(on_data(&ask), 5).ends_with(", order unclear"), "{}", column(on_data(&ask), 5));
    let row = position(on_data(&[&ask[..], &["--format", "json"]].concat()), PROPERTY);
    assert_eq!((row["order"].as_str(), row["introduced_first"].as_str()), (Some("possible"), Some("possible")));
    let caution = row["caution"].as_str().expect("there is one");
    assert!(caution.contains("that it came after russian-embassy-notes/property-return is only possible"), "{caution}");
    assert!(caution.contains("possibly introduced by putin-2021-12-07/property-raised, 7 Dec 2021"), "{caution}");
    // As of a day before the notes had certainly been sent, the call is what certainly took the position.
    let then = position(on_data(&[&ask[..], &["--as-of", "2021-12-10", "--format", "json"]].concat()), PROPERTY);
    assert_eq!((then["order"].as_str(), then["introduced_first"].as_str()), (Some("certain"), Some("possible")));
}

#[test]
fn what_is_certainly_in_order_bears_no_mark() {
    let ask = ["positions", "russia", "--demand", "nato-no-enlargement"];
    assert_eq!(column(on_data(&ask), 4), "hardened");
    assert!(!column(on_data(&ask), 5).contains("unclear"));
    let row = position(on_data(&[&ask[..], &["--format", "json"]].concat()), "nato-no-enlargement");
    assert_eq!((row["order"].as_str(), row["introduced_first"].as_str()), (Some("certain"), Some("certain")));
}

#[test]
fn the_story_and_the_page_of_a_claim_say_so_too() {
    let story = on_data(&["thread", PROPERTY]).expect(0);
    assert!(story.contains("\n  introduced, order unclear: By Ryabkov's account"), "{story}");
    assert!(story.contains("this dataset; putin-2021-12-07/property-raised may have come before it\n"), "{story}");
    assert!(story.contains("against russian-embassy-notes/property-return (which only possibly came before it)\n"), "{story}");
    let steps = on_data(&["thread", PROPERTY, "--format", "json"]).json(0)["threads"][0]["steps"].take();
    let orders: Vec<&str> = steps.as_array().expect("a list").iter().filter_map(|step| step["shift_order"].as_str()).collect();
    assert_eq!(orders, ["possible"; 3]);
    let page = on_data(&["show", "putin-2021-12-07/property-raised"]).expect(0);
    assert!(page.contains("shift       reiterated, order unclear: derived from act"), "{page}");
    assert!(page.contains("\n  next (from the dates, order unclear) claim russian-embassy-notes/property-return"), "{page}");
    let page = on_data(&["show", "putin-2021-12/guarantees-demanded"]).expect(0);
    assert!(page.contains("\n  reiterates (as the curators read it, order unclear) claim putin-before-2021-12-13/"), "{page}");
    let json = on_data(&["show", "ryabkov-2025-06/nato-expansion-precondition", "--format", "json"]).json(0);
    let links = json["records"][0]["links"].as_array().expect("a list").iter();
    let order = |kind: &str| links.clone().find(|link| link["kind"] == kind).map(|link| link["order"].clone());
    assert_eq!((order("hardens"), order("cites")), (Some("certain".into()), Some(Value::Null)));
}

/// The page of a demand tells what the table tells, as of a day too.
#[test]
fn the_page_of_a_demand_has_the_doubts_of_the_table() {
    for (as_of, expected) in [
        (&[][..], "Russia: reiterated, order unclear 13 Dec 2021†"),
        (&["--as-of", "2021-12-10"][..], "Russia: introduced 7 Dec 2021"),
        (
            &["--as-of", "2021-12-01"][..],
            "Russia: introduced until 13 Dec 2021† by russian-embassy-notes/property-return, possibly not yet said by then;",
        ),
    ] {
        let page = on_data(&[&["show", PROPERTY], as_of].concat()).expect(0);
        let line = page.lines().find(|line| line.starts_with("  position")).expect("there is a position");
        assert!(line.contains(expected), "{line}");
        let introduced = column(on_data(&[&["positions", "russia", "--demand", PROPERTY], as_of].concat()), 5);
        assert!(line.contains(&format!("introduced in this set {introduced};")), "{line} and {introduced}");
    }
    let page = on_data(&["show", PROPERTY, "--as-of", "2021-12-10"]).expect(0);
    assert!(page.contains("7 Dec 2021") && page.contains(", possibly earlier; taken in 1 or 2 utterances"), "{page}");
}
