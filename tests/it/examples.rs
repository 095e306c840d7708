//! The examples of library use, on the real data: they say what the commands say.

use std::path::Path;

use crate::driver::{on_data, root, temporary};
use crate::peers::read;

// The programs as they stand, so that they are compiled with the tests.
#[allow(dead_code, reason = "cargo alone calls `main`")]
#[path = "../../examples/check.rs"]
mod check;
#[allow(dead_code, reason = "cargo alone calls `main`")]
#[path = "../../examples/draw.rs"]
mod draw;
#[allow(dead_code, reason = "cargo alone calls `main`")]
#[path = "../../examples/path.rs"]
mod path;
#[allow(dead_code, reason = "cargo alone calls `main`")]
#[path = "../../examples/positions.rs"]
mod positions;

fn data() -> std::path::PathBuf {
    root().join("data")
}

#[test]
fn the_example_of_checking_counts_what_the_command_counts() {
    let said = check::findings(&data()).expect("the dataset can be read");
    let summary = on_data(&["check"]).expect(0);
    assert_eq!(said, format!("{}\n0 of the findings are errors\n", summary.lines().last().expect("it ends with the counts")));
    let small = check::findings(&root().join("tests/fixtures/rules/passage-not-found/bad")).expect("it can be read");
    assert!(small.contains("[passage-not-found]") && !small.contains("\n0 of the findings"), "{small}");
    assert!(check::findings(Path::new("no-such-folder")).is_err());
}

#[test]
fn the_example_of_positions_names_the_claims_that_the_command_names() {
    let said = positions::held_by(&data(), "russia", "2022-01-31").expect("there are some");
    let table = on_data(&["positions", "russia", "--as-of", "2022-01-31"]).expect(0);
    assert_eq!(said.lines().count(), table.lines().count());
    for (line, row) in said.lines().zip(table.lines()) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (demand, shift, asserted, claim, caution) = (columns[1], columns[4], columns[6], columns[9], columns[13]);
        let caution = if caution.is_empty() { String::new() } else { format!(" ({caution})") };
        assert_eq!(line, format!("{demand}: {shift} {asserted} {claim}{caution}"));
    }
    let key = "ukraine-georgia-never: introduced 10 Jan 2022† ryabkov-2022-01-10/ukraine-never-mandatory (in quotation it is";
    assert!(said.lines().any(|line| line.starts_with(key)), "{said}");
    let wrong = positions::held_by(&data(), "russia", "soon").expect_err("that is no day");
    assert!(wrong.to_string().contains("a day is written YYYY-MM-DD"), "{wrong}");
}

#[test]
fn the_example_of_paths_tells_the_claims_and_the_reasons() {
    let ends = ["ryabkov-2021-12-13/guarantees-on-expansion", "ryabkov-2025-06/baltics-withdrawal"];
    let said = path::story(&data(), ends[0], ends[1]).expect("both are there");
    let starts: Vec<&str> = said.lines().filter_map(|line| line.split([' ', ':']).find(|word| !word.is_empty())).collect();
    assert_eq!(starts, [ends[0], "←", "ryabkov-2022-01-10/roll-back-1997", "←", ends[1]]);
    let command = on_data(&["path", ends[0], ends[1], "--respect-time"]).expect(0);
    for line in said.lines().filter(|line| line.starts_with("  ")) {
        let (_, why) = line.split_once(": ").expect("a link has a reason");
        assert!(command.contains(why), "{line}");
    }
    let none = path::story(&data(), ends[1], ends[0]).expect("both are there");
    assert_eq!(none, format!("nothing leads from {} to {} without going back in time\n", ends[1], ends[0]));
}

#[test]
fn the_example_of_drawing_draws_what_the_command_draws() {
    let (picture, graph) = draw::drawn(&data()).expect("the dataset has a focus");
    let folder = temporary();
    let file = |name: &str| folder.path().join(name).display().to_string();
    on_data(&["draw", "-o", &file("demands.svg"), "-o", &file("demands.dot")]).expect(0);
    assert!(picture == std::fs::read_to_string(file("demands.svg")).expect("it was drawn"));
    assert!(graph == std::fs::read_to_string(file("demands.dot")).expect("it was drawn"));
}

#[test]
fn every_example_is_run_here_and_named_in_the_readme() {
    let readme = read("README.md");
    let own = read("tests/it/examples.rs");
    let mut programs = 0;
    // The scripted history is a program in a folder, and has its own tests.
    let is_file = |path: &String| path.ends_with(".rs") && path.matches('/').count() == 1;
    for path in crate::peers::files("examples").into_iter().filter(is_file) {
        assert!(readme.contains(&format!("`{path}`")), "the README does not name {path}");
        assert!(own.contains(&format!("/{path}\"]")), "{path} is not run here");
        assert!(read(&path).starts_with("//! "), "{path} does not say what it does");
        programs += 1;
    }
    assert_eq!(programs, 4);
}
