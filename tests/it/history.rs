//! The scripted history: every revision is told so that a reviewer who reads nothing else can say what changed in Moscow's position and
//! whether the evidence holds.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use demarche::report::markdown::MOST_CHARACTERS;
use serde_json::Value;

use crate::driver::{Run, root, run, temporary};
use crate::peers::read;
use crate::repository::git;

#[path = "../../examples/history/mod.rs"]
mod script;

use script::revisions::{REVISIONS, Revision, files};

/// The repository: built once, and left in the folder for temporary files of the target.
pub fn repository() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("history");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("the folder of the last run can be removed");
        }
        script::build(root(), &folder);
        folder
    })
}

/// Each step of the history with the revisions before and after it.
fn steps() -> Vec<(&'static str, String)> {
    let tags = REVISIONS.iter().skip(1).map(|(_, tag, ..)| *tag);
    let mut steps: Vec<(&str, String)> = tags.map(|tag| (tag, format!("{tag}~..{tag}"))).collect();
    steps.push(("stranger-words", format!("main..{}~", script::HOSTILE)));
    steps.push(("stranger-entries", format!("{0}~..{0}", script::HOSTILE)));
    steps
}

fn diff(range: &str, options: &[&str]) -> Run {
    run(repository(), &[&["diff", range], options].concat())
}

/// What a reader sees before anything is unfolded.
fn unopened(markdown: &str) -> String {
    let mut out = String::new();
    let mut is_folded = false;
    for line in markdown.lines() {
        is_folded |= line.starts_with("<details><summary>");
        if !is_folded || line.starts_with("<details>") {
            out += &format!("{line}\n");
        }
        if line == "</details>" {
            is_folded = false;
        }
    }
    out
}

fn comment(range: &str) -> String {
    diff(range, &["--format", "markdown"]).expect(0)
}

/// The formats that this binary has.
fn formats() -> Vec<String> {
    let help = run(root(), &["diff", "-h"]).expect(0);
    let at = help.find("--format <FORMAT>").expect("there is such an option");
    let values = help[at..].split_once("[possible values: ").and_then(|(_, rest)| rest.split_once(']')).expect("it has values").0;
    values.split(',').map(|value| value.trim().to_owned()).collect()
}

#[test]
fn every_revision_is_told_as_its_snapshot_says() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (name, range) in steps() {
        settings.bind(|| insta::assert_snapshot!(format!("history-{name}"), unopened(&comment(&range))));
    }
}

#[test]
fn the_history_is_the_same_whenever_it_is_built_and_ends_with_the_data() {
    let again = temporary();
    let folder = again.path().join("again");
    script::build(root(), &folder);
    let hashes = |folder: &Path| git(folder, &["log", "--all", "--format=%H %T %an %ad %s"]);
    assert_eq!(hashes(&folder), hashes(repository()));
    assert_eq!(hashes(&folder).lines().count(), REVISIONS.len() + 2);
    assert_eq!(git(repository(), &["status", "--short"]), "");
    // Former ids are all that the history leaves behind.
    for (path, content) in files(root(), Revision::Layout) {
        let text = String::from_utf8(content).expect("it is UTF-8");
        let own = std::fs::read_to_string(root().join(&path)).expect("it is a file of the data");
        let without: String = text.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("formerly: ")).collect();
        assert_eq!(without, own, "{path}");
    }
    let authors = git(&folder, &["log", "--all", "--format=%an <%ae>"]);
    assert!(authors.lines().all(|author| author.ends_with("@example.org>")), "{authors}");
}

#[test]
fn every_revision_of_the_curators_checks_without_an_error() {
    for (_, tag, ..) in REVISIONS {
        let checked = run(repository(), &["check", "--at", tag]);
        assert_eq!(checked.status, 0, "{tag}: {}", checked.shown());
    }
    assert_eq!(run(repository(), &["check", "--at", script::HOSTILE]).status, 1);
}

/// The headline and the number of entries in a report, each as its format writes them; Code Quality has no place for a headline.
fn told(format: &str, out: &str) -> (Option<String>, usize) {
    let first = out.lines().next().unwrap_or_default();
    let json = || serde_json::from_str::<Value>(out).expect("it is JSON");
    // "(3)" or "(3 entries)" behind the title of a section.
    let counted = |text: &str| text.split([' ', ')']).next().and_then(|number| number.parse::<usize>().ok());
    match format {
        "text" => {
            let sections = out.lines().filter(|line| line.ends_with(" entry)") || line.ends_with(" entries)"));
            let all = sections.filter_map(|line| counted(line.rsplit_once('(')?.1)).sum();
            let heads = out.lines().filter(|line| ["  + ", "  - ", "  ~ "].iter().any(|sign| line.starts_with(sign))).count();
            assert_eq!(heads, all, "as many as the titles say");
            (Some(first.to_owned()), all)
        }
        "markdown" => {
            let sections = out.lines().filter_map(|line| line.strip_suffix("</summary>")?.split_once("</b> ("));
            let all = sections.filter_map(|(_, rest)| counted(rest)).sum();
            assert_eq!(out.lines().filter(|line| line.starts_with("- **`")).count(), all, "nothing is cut");
            (first.strip_prefix("### ").map(str::to_owned), all)
        }
        "github" => {
            let entries = out.lines().filter(|line| line.contains("title=demarche%3A ")).count();
            (first.strip_prefix("::notice title=demarche diff::").map(str::to_owned), entries)
        }
        "sarif" => {
            let run = &json()["runs"][0];
            (run["properties"]["headline"].as_str().map(str::to_owned), run["results"].as_array().map_or(0, Vec::len))
        }
        "gitlab" => (None, json().as_array().map_or(0, Vec::len)),
        "json" => {
            let report = json();
            (report["headline"].as_str().map(str::to_owned), crate::diff::entries(&report).len())
        }
        other => panic!("{other} is not read here"),
    }
}

#[test]
fn every_format_tells_every_revision() {
    let formats = formats();
    assert!(formats.len() >= 3 && ["text", "json", "markdown"].iter().all(|format| formats.iter().any(|own| own == format)));
    for (name, range) in steps() {
        let report = diff(&range, &["--format", "json"]).json(0);
        let headline = report["headline"].as_str().expect("a text");
        let entries: u64 = report["counts"].as_object().expect("an object").values().filter_map(Value::as_u64).sum();
        assert_eq!(entries == 0, name == "layout", "{name}");
        for format in &formats {
            let out = diff(&range, &["--format", format]).expect(0);
            let is_json = out.trim_start().starts_with(['{', '[']);
            match format.as_str() {
                "json" | "sarif" | "gitlab" => {
                    serde_json::from_str::<Value>(&out).unwrap_or_else(|error| panic!("{format} of {name}: {error}"));
                }
                _ => assert!(!is_json, "{format} of {name}"),
            }
            // Nothing that a terminal, a runner or a reader of comments could obey.
            let bare = |sign: char| sign.is_control() && sign != '\n' || demarche::yaml::is_invisible(sign);
            assert_eq!(out.chars().find(|sign| bare(*sign)), None, "{format} of {name}");
            assert!(!out.contains(&*root().to_string_lossy()), "{format} of {name} names a folder of this machine");
            assert_eq!(out, diff(&range, &["--format", format]).expect(0), "{format} of {name} is the same from run to run");
            assert_eq!(
                told(format, &out),
                (Some(headline.to_owned()).filter(|_| format != "gitlab"), entries as usize),
                "{format} of {name}"
            );
        }
    }
}

/// What a reviewer must learn from each comment, read off the changes by hand: the demands on which a position changed, each with how, then
/// the passages that are proved after, and those that are not.
type Facts = (&'static str, &'static [(&'static str, &'static str)], usize, usize);
const FACTS: [Facts; 13] = [
    (
        "text-002",
        &[
            ("INF-range missile moratorium", "newly taken: `Russia`"),
            ("Guarantees in legal form", "newly taken: `Russia`"),
            ("No NATO enlargement, nor Ukraine", "newly taken: `Russia`"),
            ("Security guarantees", "threaten (ultimatum), 13 Dec 2021"),
            ("Iran: sanctions relief for curbs", "newly taken: `Iran`"),
        ],
        29,
        0,
    ),
    (
        "text-004",
        &[
            ("No NATO enlargement, nor Ukraine", "demand (demands) → appeal (proposes)"),
            ("NATO rolled back to 1997", "newly taken: `Russia`"),
            ("Quick answer, no long talks", "newly taken: `Russia`"),
            ("Offensive weapons not deployed", "newly taken: `Russia`"),
            ("Security guarantees", "threaten (ultimatum) → demand (precondition)"),
        ],
        70,
        0,
    ),
    ("quotation", &[("No NATO enlargement, nor Ukraine", "appeal (proposes) → demand (demands)")], 70, 0),
    (
        "split",
        &[
            ("Ukraine and Georgia never in NATO", "newly taken: `Russia`"),
            ("No further NATO enlargement", "in quotation → by report, not in quotation"),
        ],
        71,
        0,
    ),
    (
        "text-003",
        &[
            ("Diplomatic property returned", "newly taken: `Russia`"),
            ("Security guarantees", "demand (precondition) → threaten (ultimatum), 10 Jan 2022 → 22 Sep 2023"),
            ("INF-range missile moratorium", "13 Dec 2021 → 22 Sep 2023"),
            ("No further NATO enlargement", "10 Jan 2022 → 22 Sep 2023"),
        ],
        98,
        0,
    ),
    ("text-000", &[("NATO talks on equal terms only", "demand (precondition), between 1 and 29 Nov 2023")], 117, 0),
    ("renamed", &[], 117, 0),
    (
        "dated",
        &[
            ("Security guarantees", "threaten (ultimatum) → demand (precondition), 22 Sep 2023 → 10 Jan 2022"),
            ("INF-range missile moratorium", "22 Sep 2023 → 13 Dec 2021"),
            ("No further NATO enlargement", "22 Sep 2023 → 10 Jan 2022"),
            ("Diplomatic property returned", "22 Sep 2023 → 13 Dec 2021"),
        ],
        119,
        0,
    ),
    (
        "merged",
        &[
            ("INF-range missile moratorium", "appeal (appeals), 13 Dec 2021"),
            ("No further NATO enlargement", "demand (demands), 10 Jan 2022"),
            ("Security guarantees", "demand (precondition), 10 Jan 2022"),
        ],
        118,
        0,
    ),
    (
        "voices",
        &[
            ("Diplomatic property returned", "demand (demands), 13 Dec 2021"),
            ("Guarantees in legal form", "demand (demands), 13 Dec 2021"),
            ("Security guarantees", "demand (precondition), 10 Jan 2022"),
            ("INF-range missile moratorium", "newly taken: `NATO`"),
        ],
        153,
        0,
    ),
    (
        "text-001",
        &[
            ("NATO forces out of the Baltics", "newly taken: `Russia`"),
            ("No further NATO enlargement", "demand (demands) → demand (precondition), 10 Jan 2022 → between 4 and 30 Jun 2025"),
            ("Pause in the fighting: its terms", "newly taken: `Russia`"),
            ("Steps on “root causes”", "newly taken: `Russia`"),
            ("Terms for ending the war", "newly taken: `Russia`"),
            ("Ukraine and Georgia never in NATO", "demand (demands) → demand (precondition)"),
        ],
        202,
        0,
    ),
    (
        "stranger-words",
        &[("Guarantees in legal form", "reads otherwise: `Russia`"), ("No further NATO enlargement", "softened: `Russia`")],
        201,
        1,
    ),
    ("stranger-entries", &[], 201, 1),
];

#[test]
fn every_comment_fits_and_says_first_whether_positions_changed_and_evidence_holds() {
    for (name, range) in steps().into_iter().filter(|(name, _)| *name != "layout") {
        let comment = comment(&range);
        assert!(comment.chars().count() <= MOST_CHARACTERS, "{name}");
        let (top, rest) = comment.split_once("<details").expect("there are sections");
        assert!(top.starts_with("### ") && top.contains("\nEvidence: "), "{name}: {top}");
        let (_, positions, proved, unproved) = FACTS.iter().find(|(known, ..)| *known == name).unwrap_or_else(|| panic!("{name}"));
        let section = rest.split_once("<b>Positions</b>").map_or("", |(_, rest)| rest.split("\n</details>").next().unwrap_or_default());
        let heads: Vec<&str> = section.lines().filter(|line| line.starts_with("- **`")).collect();
        assert_eq!(heads.len(), positions.len(), "{name}: {heads:#?}");
        for (fact, words) in *positions {
            let is_told = heads.iter().any(|head| head.contains(&format!("on `{fact}`")) && head.contains(words));
            assert!(is_told, "{name} on {fact}: {words}: {heads:#?}");
        }
        assert_eq!(positions.is_empty(), top.contains("No position changed"), "{name}: {top}");
        let evidence = top.lines().find_map(|line| line.strip_prefix("Evidence: ")).expect("it is told");
        assert!(evidence.starts_with(&format!("{proved} passages proved")), "{name}: {evidence}");
        let failing = format!("and {unproved} NOT PROVED");
        assert_eq!(evidence.contains(&failing), *unproved > 0, "{name}: {evidence}");
    }
    assert_eq!(FACTS.len(), steps().len() - 1, "every revision but the one without meaning");
    let layout = comment("layout~..layout");
    assert!(layout.starts_with("### no semantic change (") && !layout.contains("<details"), "{layout}");
}

/// The entries of a position in the JSON report: what it was and what it is.
fn position(range: &str, demand: &str) -> Value {
    let report = diff(range, &["--format", "json"]).json(0);
    let all = report["impact"]["positions"].as_array().expect("a list").clone();
    let own = all.into_iter().find(|found| found["thread"]["demand"] == demand && found["thread"]["side"] == "russia");
    own.unwrap_or_else(|| panic!("{range} says nothing of {demand}"))
}

#[test]
fn moscows_position_is_told_with_its_words_and_their_proof() {
    let hardened = position("text-001~..text-001", "nato-no-enlargement");
    assert_eq!((&hardened["code"], &hardened["after"]["firmness"]), (&"position-hardened".into(), &"precondition".into()));
    assert_eq!(hardened["after"]["evidence"]["status"], "proved");
    let comment = comment("text-001~..text-001");
    let at = comment.find("hardened: `Russia` on `No further NATO enlargement`").expect("it is told");
    let told = comment[at..].split("\n- **`").next().expect("there is a first part");
    for words in [
        "demand (demands) → demand (precondition)",
        "in quotation, proved: “NATO expansion is front and center.",
        "between 4 and 30 Jun 2025",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn what_only_the_record_changed_does_not_look_like_something_new_that_was_said() {
    let unsaid = "nothing new was said: the record of what was said reads otherwise";
    for (tag, number) in [("quotation", 1), ("dated", 4), ("text-004", 0), ("text-001", 0)] {
        assert_eq!(comment(&format!("{tag}~..{tag}")).matches(unsaid).count(), number, "{tag}");
    }
}

#[test]
fn a_corrected_date_puts_the_thread_in_its_order() {
    let told = comment("dated~..dated");
    for words in [
        "threaten (ultimatum) → demand (precondition), 22 Sep 2023 → 10 Jan 2022",
        "- ryabkov-2021-12-13 (13 Dec 2021), then ryabkov-2022-01-10 (10 Jan 2022), then ryabkov-sputnik (22 Sep 2023)",
        "+ ryabkov-2021-12-13 (13 Dec 2021), then possibly ryabkov-sputnik (13 Dec 2021), then ryabkov-2022-01-10 (10 Jan 2022)",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn the_readme_shows_what_is_printed_and_drawn() {
    let readme = read("README.md");
    let section = readme.split("## Review a change").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("there is such a section");
    let commands = section.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("there are commands");
    let scratch = temporary();
    let (mut shown, mut tried) = (String::new(), 0);
    for line in commands.lines().filter_map(|line| line.strip_prefix("demarche ")) {
        let picture = scratch.path().join("review.png").display().to_string();
        let args: Vec<&str> = line.split(' ').map(|word| if word == "review.png" { picture.as_str() } else { word }).collect();
        if cfg!(feature = "render") || args[0] != "draw" {
            // Hashes change with every file of the data, and the picture does not show them.
            let named: &[&str] = if args[0] == "draw" { &["--revision", "main → stranger"] } else { &[] };
            shown = run(repository(), &[&args, named].concat()).expect(0) + &shown;
            tried += 1;
        }
    }
    assert!(tried >= 3);
    let lines = section.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("there are lines");
    for line in lines.lines() {
        assert!(shown.contains(line), "{line}");
    }
    #[cfg(feature = "render")]
    {
        let [now, kept] =
            [scratch.path().join("review.png"), root().join("examples/review.png")].map(|path| std::fs::read(path).expect("it is there"));
        let again = "draw examples/review.png again: `demarche draw diff main stranger --revision 'main → stranger'` in the scripted history; and look at it";
        assert_eq!(crate::readme::difference(&now, &kept), 0, "{again}");
    }
}

#[test]
fn renames_splits_and_mergers_are_told_as_what_they_are() {
    let renamed = comment("renamed~..renamed");
    assert!(renamed.contains("actor `ryabkov` is now `sergei-ryabkov`, as `formerly` says") && renamed.contains("No position changed."));
    let split = comment("split~..split");
    assert!(split.contains("demand `nato-enlargement` was split: one part is now `ukraine-georgia-never`"), "{split}");
    let merged = comment("merged~..merged");
    assert!(merged.contains("statement `ryabkov-sputnik` was merged into `ryabkov-2021-12-13`"), "{merged}");
    assert!(
        merged.contains("claim `ryabkov-sputnik/military-response` was merged into `ryabkov-2021-12-13/military-response`"),
        "{merged}"
    );
}

#[test]
fn what_the_stranger_hides_under_a_tidy_up_stands_open() {
    let told = unopened(&comment(&format!("main..{}~", script::HOSTILE)));
    for words in [
        // The position that was watered down.
        "softened: `Russia` on `No further NATO enlargement`: demand (precondition) → demand (floats)",
        // The quotation that says less.
        "proof lost: `claim:ryabkov-2022-01-10/ukraine-never-mandatory`",
        "1 NOT PROVED",
        // The negation behind the ellipsis.
        "new error negation-in-gap: `claim:ryabkov-2022-01-10/no-intention-to-attack`",
        "left out is: no plan, no",
        // The stored text that was forged together with what is quoted from it.
        "they [-must-] {+may+} be legal",
        "changed together with the words that are quoted from it: claim:ryabkov-2021-12-13/legal-guarantees",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(diff("main...stranger", &["--fail-on", "integrity"]).status, 1);
    assert_eq!(diff("split~..split", &["--fail-on", "integrity"]).status, 0);
}

#[test]
fn entries_that_are_no_files_are_named_and_fail() {
    let told = unopened(&comment(&format!("{0}~..{0}", script::HOSTILE)));
    for words in ["is a symbolic link", "is a submodule", "a name that is not UTF-8", "longer than 2097152 bytes", "### 4 new errors"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(diff("stranger~..stranger", &["--fail-on", "integrity"]).status, 1);
}
