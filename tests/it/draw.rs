//! What may be asked of `draw`: each option in each view and each format is honoured or refused, and never ignored.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use demarche::date::ClaimDate;
use demarche::load::load;
use demarche::model::{Act, Claim, Statement};
use demarche::tree::Place;
use rayon::prelude::*;

use crate::driver::{Run, on_small, run, small, temporary};
use crate::peers::{has_graphviz, in_parallel, output_of};

/// The views of the small dataset, each with what it is drawn of.
const VIEWS: [(&str, &[&str]); 5] = [
    ("evolution", &[]),
    ("thread", &["toll-cut"]),
    ("actors", &["toll-cut"]),
    ("path", &["maron-1998-03-03", "brandek-1999-11"]),
    ("around", &["toll-cut"]),
];

const NATIVE: [&str; 5] = ["svg", "pdf", "html", "dot", "mmd"];

/// Where an option is refused: in these formats, whatever the view; or in all views but one, whatever the format.
#[derive(Clone, Copy, PartialEq)]
enum Refused {
    Nowhere,
    In(&'static [&'static str]),
    Beside(&'static str),
}

/// The views in which a value makes a difference, the option with the value, and where it is refused.
type Case = (&'static [&'static str], &'static [&'static str], Refused);

/// Every option of `draw` that says what a picture looks like, with a value that makes a difference in the views named before it
/// (in all where none is named).
const OPTIONS: [Case; 17] = [
    (&[], &["--title", "Another headline"], Refused::Nowhere),
    (&[], &["--revision", "r7"], Refused::Nowhere),
    (&[], &["--from", "1999"], Refused::Nowhere),
    (&[], &["--to", "1998-12"], Refused::Nowhere),
    (&[], &["--as-of", "1999-10-15"], Refused::Nowhere),
    (&[], &["--where", "act(offer)"], Refused::Nowhere),
    (&["evolution", "thread", "actors", "around"], &["--actor", "solvia"], Refused::Nowhere),
    (&["path"], &["--actor", "merania"], Refused::Nowhere),
    (&[], &["--demand", "free-grain"], Refused::Nowhere),
    (&["evolution", "thread", "path", "around"], &["--lanes", "actors"], Refused::Nowhere),
    (&["actors", "path"], &["--lanes", "demands"], Refused::Nowhere),
    (&[], &["--collapse"], Refused::Nowhere),
    (&[], &["--theme", "dark"], Refused::Nowhere),
    (&[], &["--theme", "print"], Refused::Nowhere),
    (&[], &["--profile", "slide"], Refused::In(&["dot", "mmd"])),
    (&[], &["--depth", "2"], Refused::Beside("around")),
    (&[], &["--engine", "graphviz"], Refused::In(&["html", "dot", "mmd"])),
];

/// Draws a view in formats, into a folder; gives how it ended and the files.
fn draw(view: &str, ids: &[&str], options: &[&str], endings: &[&str]) -> (Run, BTreeMap<String, Vec<u8>>) {
    let folder = temporary();
    let files: Vec<String> = endings.iter().map(|ending| folder.path().join(format!("x.{ending}")).display().to_string()).collect();
    let mut arguments = [&["draw", view], ids, options].concat();
    files.iter().for_each(|file| arguments.extend(["-o", file]));
    let ended = on_small(&arguments);
    let entries = std::fs::read_dir(folder.path()).expect("the folder can be read").map(|entry| entry.expect("it is there"));
    let read = entries.map(|entry| {
        let name = entry.file_name().into_string().expect("the name is UTF-8");
        (name, std::fs::read(entry.path()).expect("the file can be read"))
    });
    (ended, read.collect())
}

fn drawn(view: &str, ids: &[&str], options: &[&str], endings: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let (ended, files) = draw(view, ids, options, endings);
    assert_eq!(ended.status, 0, "{view} {options:?}: {}", ended.stderr);
    files
}

/// What is wrong where an option makes no difference to a format of a view, or is refused without a word on what to do.
fn faults(view: &str, ids: &[&str], options: &[&str], refused: Refused, base: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let is_refused = |ending: &str| match refused {
        Refused::Nowhere => false,
        Refused::In(formats) => formats.contains(&ending),
        Refused::Beside(other) => view != other,
    };
    let is_by_graphviz = options.contains(&"graphviz");
    let endings: Vec<&str> = base.keys().map(|name| name.rsplit('.').next().expect("it has an ending")).collect();
    let (no, yes): (Vec<&str>, Vec<&str>) = endings.iter().partition(|ending| is_refused(ending));
    let mut faults = Vec::new();
    for ending in no {
        let (ended, files) = draw(view, ids, options, &[ending]);
        let says = ended.stderr.contains(options[0]) && (ended.stderr.contains("without") || ended.stderr.contains("leave it out"));
        if ended.status != 2 || !says || !files.is_empty() {
            faults.push(format!("{view} {options:?} .{ending} is not refused: {}", ended.shown()));
        }
    }
    if yes.is_empty() || is_by_graphviz && !has_graphviz() {
        return faults;
    }
    let files = drawn(view, ids, options, &yes);
    for ending in &yes {
        let name = format!("x.{ending}");
        if files.get(&name) == base.get(&name) {
            faults.push(format!("{view} {options:?} .{ending} is ignored"));
        }
    }
    faults
}

#[test]
fn every_option_in_every_view_and_format_is_honoured_or_refused() {
    let cases: Vec<(&str, &[&str], Case)> =
        VIEWS.iter().flat_map(|(view, ids)| OPTIONS.iter().map(move |option| (*view, *ids, *option))).collect();
    let faults: Vec<String> = in_parallel(|| {
        let bases: BTreeMap<&str, _> = VIEWS.par_iter().map(|(view, ids)| (*view, drawn(view, ids, &[], &NATIVE))).collect();
        let try_one = |(view, ids, (of, options, refused)): &(&str, &[&str], Case)| {
            if of.is_empty() || of.contains(view) { faults(view, ids, options, *refused, &bases[view]) } else { Vec::new() }
        };
        cases.par_iter().flat_map_iter(try_one).collect()
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for (view, _) in VIEWS {
        for name in ["--actor", "--lanes"] {
            let is_tried = OPTIONS.iter().any(|(of, options, _)| options[0] == name && (of.is_empty() || of.contains(&view)));
            assert!(is_tried, "{name} of {view}");
        }
    }
}

/// The ids of the claims that are drawn.
fn claims_in(view: &str, ids: &[&str], options: &[&str]) -> BTreeSet<String> {
    let dot = String::from_utf8(drawn(view, ids, options, &["dot"])["x.dot"].clone()).expect("UTF-8");
    dot.split("id=\"").skip(1).filter_map(|part| part.split('"').next()).filter(|id| id.contains('/')).map(str::to_owned).collect()
}

#[test]
fn every_option_that_leaves_claims_out_leaves_out_those_that_it_says_and_no_other() {
    let loaded = load(&Place::at(&small()).expect("it is there"), &Default::default()).expect("it can be read");
    let dataset = &loaded.dataset;
    let day = |text: &str| ClaimDate::parse(text).expect("it is a date");
    type Stays<'a> = Box<dyn Fn(&Statement, &Claim) -> bool + Sync + 'a>;
    let (from, to, as_of) = (day("1999").earliest(), day("1998-12").latest(), day("1999-10-15").latest());
    // What certainly lies outside is left out, and what has no date never is.
    let ends = |statement: &Statement| statement.said_on().map_or((None, None), |date| (date.earliest(), date.latest()));
    let cases: Vec<(&[&str], Stays<'_>)> = vec![
        (&["--from", "1999"], Box::new(|statement, _| ends(statement).1.is_none_or(|last| Some(last) >= from))),
        (&["--to", "1998-12"], Box::new(|statement, _| ends(statement).0.is_none_or(|first| Some(first) <= to))),
        (&["--as-of", "1999-10-15"], Box::new(|statement, _| ends(statement).0.is_none_or(|first| Some(first) <= as_of))),
        (&["--where", "act(offer)"], Box::new(|_, claim| claim.act.value == Act::Offer)),
        (&["--actor", "solvia"], Box::new(|statement, _| dataset.principal_of(statement).as_str() == "solvia")),
        (&["--actor", "merania"], Box::new(|statement, _| dataset.principal_of(statement).as_str() == "merania")),
        (
            &["--demand", "free-grain"],
            Box::new(|_, claim| {
                claim.demand.as_ref().is_some_and(|own| dataset.demand_chain(&own.value).any(|above| above.as_str() == "free-grain"))
            }),
        ),
    ];
    let (mut kept, mut left_out) = (0, 0);
    for (view, ids) in VIEWS {
        let whole = claims_in(view, ids, &[]);
        assert!(!whole.is_empty(), "{view}");
        for (options, stays) in &cases {
            // The evolution is of one side, whichever is named.
            let is_of_side = view == "evolution" && options[0] == "--actor";
            let drawn = claims_in(view, ids, options);
            for id in &drawn {
                let (statement, claim) = dataset.claim(id).expect("what is drawn is a claim");
                assert!(stays(statement, claim), "{view} {options:?}: {id} should be left out");
            }
            for id in whole.iter().filter(|_| !is_of_side) {
                let (statement, claim) = dataset.claim(id).expect("what is drawn is a claim");
                // Beside a claim that is left out another of its utterance may come to be drawn; none that was is lost.
                if stays(statement, claim) {
                    assert!(drawn.contains(id), "{view} {options:?}: {id} is lost");
                    kept += 1;
                } else {
                    left_out += 1;
                }
            }
        }
    }
    assert!(kept > 20 && left_out > 20, "{kept} {left_out}");
}

#[test]
#[cfg(feature = "render")]
fn every_option_that_makes_a_difference_to_a_picture_makes_one_to_its_png() {
    let base = drawn("evolution", &[], &[], &["png"]);
    let cases: Vec<_> = OPTIONS.iter().filter(|(of, ..)| of.is_empty() || of.contains(&"evolution")).collect();
    let faults: Vec<String> = in_parallel(|| {
        cases.par_iter().flat_map_iter(|(_, options, refused)| faults("evolution", &[], options, *refused, &base)).collect()
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_option_is_missing_above() {
    let help = on_small(&["draw", "--help"]).expect(0);
    let named: BTreeSet<&str> = help
        .split_whitespace()
        .filter(|word| word.starts_with("--") && word.len() > 2)
        .map(|word| word.trim_end_matches([',', '.', ')', '`', ':']))
        .collect();
    let tried: BTreeSet<&str> = OPTIONS.iter().map(|(_, options, _)| options[0]).collect();
    // Where the data come from, where the picture goes, and how the terminal is used.
    let others = BTreeSet::from(["--output", "--data", "--at", "--color", "--no-cache", "--quiet", "--help"]);
    let missing: Vec<&&str> = named.iter().filter(|name| !tried.contains(**name) && !others.contains(**name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(tried.is_subset(&named), "{named:?}");
}

#[test]
fn graphviz_draws_the_same_dot_that_is_written() {
    if !has_graphviz() {
        return;
    }
    let all: [&[&str]; 2] = [&[], &["--theme", "dark", "--lanes", "actors"]];
    in_parallel(|| {
        VIEWS.par_iter().for_each(|(view, ids)| {
            for options in all {
                let dot = String::from_utf8(drawn(view, ids, options, &["dot"]).remove("x.dot").expect("it was written")).expect("UTF-8");
                let by_engine = drawn(view, ids, &[options, &["--engine", "graphviz"]].concat(), &["svg"]);
                assert!(output_of(Command::new("dot").arg("-Tsvg"), &dot).into_bytes() == by_engine["x.svg"], "{view} {options:?}");
            }
        });
    });
}

#[test]
fn what_the_options_leave_out_of_a_path_is_bridged_and_counted_but_never_its_ends() {
    let text = |options: &[&str]| {
        let files = drawn("path", VIEWS[3].1, options, &["dot"]);
        String::from_utf8(files["x.dot"].clone()).expect("UTF-8")
    };
    let whole = text(&[]);
    assert!(whole.contains("specifies: maron-1998-03-03/halve-tolls to maron-1999-05/grain-first") && !whole.contains("via: "));
    let part = text(&["--where", "act(appeal) | act(accept)"]);
    assert!(!part.contains("id=\"maron-1999-05/grain-first\""));
    assert!(part.contains("via: maron-1998-03-03/halve-tolls to brandek-1999-11/two-days"));
    assert!(part.contains("1 claim on this path not drawn"));
    assert!(part.contains("Step by step") && part.contains("specifies"), "the steps are told in whole");
    let between = ["draw", "path", "maron-1998-03-03/halve-tolls", "brandek-1999-11/two-days", "-o"];
    let folder = temporary();
    let file = folder.path().join("x.svg").display().to_string();
    for options in [&["--actor", "merania"][..], &["--demand", "free-grain"], &["--from", "1999"], &["--where", "act(demand)"]] {
        let ended = on_small(&[&between, &[file.as_str()][..], options].concat());
        assert_eq!(ended.status, 2, "{options:?}");
        assert!(ended.stderr.contains("begins or ends with `") && ended.stderr.contains("leave out `--actor`"), "{}", ended.stderr);
        assert!(!Path::new(&file).exists());
    }
    let nothing = on_small(&[&["draw", "path"], VIEWS[3].1, &["--to", "1990", "-o", &file]].concat());
    assert_eq!(nothing.status, 2);
    assert!(nothing.stderr.contains("no claim on this path"), "{}", nothing.stderr);
}

#[test]
fn a_page_opens_in_the_colours_that_were_asked_for_and_prints_on_sheets_that_were() {
    let page = |options: &[&str]| {
        let files = drawn("evolution", &[], options, &["html"]);
        String::from_utf8(files["x.html"].clone()).expect("UTF-8")
    };
    assert!(!page(&[]).contains("<html lang=\"en\" data-theme"), "the reader chooses");
    for theme in ["light", "dark", "print"] {
        assert!(page(&["--theme", theme]).contains(&format!("<html lang=\"en\" data-theme=\"{theme}\">")));
    }
    let sheets = |text: &str| text.matches("aria-labelledby=\"print-title-").count();
    let (usual, slides, poster) = (page(&[]), page(&["--profile", "slide"]), page(&["--profile", "poster"]));
    assert!(usual == page(&["--profile", "report"]));
    assert!(usual.contains("@page{size:A4}") && sheets(&usual) > 0);
    assert!(slides.contains("@page{size:A4 landscape}") && slides.contains("viewBox=\"0 0 1280 720\""));
    assert_eq!(sheets(&poster), 0, "the picture on the screen is printed");
}

#[test]
fn no_file_is_written_where_one_of_several_is_refused() {
    let folder = temporary();
    let data = small();
    let data = data.to_str().expect("UTF-8");
    for options in [&["--engine", "graphviz"][..], &["--profile", "report"]] {
        let arguments = [&["draw", "--data", data, "-o", "x.svg", "-o", "x.mmd"], options].concat();
        let ended = run(folder.path(), &arguments);
        assert_eq!(ended.status, 2, "{}", ended.stderr);
        assert!(ended.stderr.contains("x.mmd") && ended.stderr.contains(options[0]), "{}", ended.stderr);
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder can be read").count(), 0);
    }
}
