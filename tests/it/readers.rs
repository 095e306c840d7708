//! The fast reader and the full parser are one reader to whoever uses them: the same document, the same places, the same findings.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use demarche::diagnostic::Diagnosed;
use demarche::source::FileId;
use demarche::yaml::{self, Document, Limits, Reader};
use proptest::prelude::*;
use rayon::prelude::*;

use crate::driver::{on_data, root, run, small};
use crate::hostile::hostile_files;
use crate::peers::{files, in_parallel, output_of};

fn parse<'t>(text: &'t str, limits: &Limits) -> Diagnosed<Option<Document<'t>>> {
    yaml::parse(FileId::new(0), "a.yaml", text, limits)
}

fn full(limits: &Limits) -> Limits {
    let mut limits = limits.clone();
    limits.reader = Reader::Full;
    limits
}

/// How the two readers differ on a text; none where they agree.
fn difference(text: &str, limits: &Limits) -> Option<String> {
    let (fast, full) = (parse(text, limits), parse(text, &full(limits)));
    if yaml::is_plain(text, limits) && (full.value.is_none() || !full.diagnostics.is_empty()) {
        return Some(format!("{text:?} is no plain text: {:?}", full.diagnostics));
    }
    let same = fast.value == full.value && fast.diagnostics == full.diagnostics;
    (!same).then(|| format!("{text:?}\nfast: {:#?}\nfull: {:#?}", fast.value, full.value))
}

/// Whether the fast reader reads it, after both readers were found to agree on it.
#[track_caller]
fn is_plain(text: &str) -> bool {
    let limits = Limits::default();
    assert_eq!(difference(text, &limits), None);
    yaml::is_plain(text, &limits)
}

fn yaml_files(folder: &str) -> Vec<(String, String)> {
    let paths = files(folder).into_iter().filter(|path| path.ends_with(".yaml"));
    paths.filter_map(|path| fs::read_to_string(root().join(&path)).ok().map(|text| (path, text))).collect()
}

/// The files of a dataset of 1,000 claims from the generator of the benchmarks.
fn generated() -> &'static [(String, String)] {
    static FILES: OnceLock<Vec<(String, String)>> = OnceLock::new();
    FILES.get_or_init(|| {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder can be made");
        output_of(Command::new("python3").arg("tests/bench/generate.py").arg("1000").arg(folder.path()), "");
        yaml_files(folder.path().to_str().expect("the path is UTF-8"))
    })
}

#[test]
fn what_curators_and_the_generator_write_takes_the_fast_way() {
    let written = [yaml_files("data"), yaml_files("tests/fixtures/small"), generated().to_vec()].concat();
    assert!(written.len() > 60, "{} files", written.len());
    let slow: Vec<&str> = written.iter().filter(|(_, text)| !is_plain(text)).map(|(path, _)| path.as_str()).collect();
    assert_eq!(slow, [""; 0]);
}

#[test]
fn fixtures_and_hostile_files_read_alike_either_way() {
    let limits = Limits::default();
    let hostile = hostile_files().iter().filter_map(|path| Some((path.display().to_string(), fs::read_to_string(path).ok()?)));
    let texts: Vec<(String, String)> = yaml_files("tests/fixtures").into_iter().chain(hostile).collect();
    assert!(texts.len() > 200, "{} files", texts.len());
    let faults: Vec<String> = in_parallel(|| {
        texts.par_iter().filter_map(|(path, text)| difference(text, &limits).map(|fault| format!("{path}: {:.2000}", fault))).collect()
    });
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_plain_subset_is_what_it_is_said_to_be() {
    for text in [
        "",
        "a: b",
        "# c",
        "\n  # c\n\na: b # d\n#e",
        "a: b c-d (e) it's 14:07 x#y http://z, [q] {r} \"s\" 'é' «ü» 5% & * ! | >",
        "a: 'b'\nc: \"d\"\ne: 'it''s'\nf: \"\\\"g\\\" \\\\\"",
        "a: \"b: c # d\"\ne: 'f: g # h'",
        "a:\n  b:\n    c: d\n  e: f",
        "a:\n- b\n- c: d\n  e: f\n-   g: h\n    i: j\nk: l",
        "- a\n- - b\n  - c\n- d:\n  - e\n  -   - f",
        "a:  # b\n  c: d\n  # e\n# f\n  g: h",
        "a: |\n  b\n    c\n\n\n  d\n\ne: |-\n  f",
        "a: >\n  b \n  c\n\n\n  d\n\n\ne: >-\n  f\n# g\nh: i",
        "a: >-\n  b\n # c\n# d\ne: |\n    f\n  # g",
        "a: [b, c d, 'e', \"f\", [g], {h: i, j: [k]}]\nl: {m: n:o, p: 'q'}",
        "010: 1e3\nno: ~\nnull: .inf\n_x: <<\na-b-: =",
    ] {
        assert!(is_plain(&format!("{text}\n")), "{text:?}");
    }
}

#[test]
fn what_is_not_plain_is_left_to_the_full_parser() {
    for text in [
        // Good YAML that is rare.
        "a: b",
        "\u{feff}a: b\n",
        "a: b\r\n",
        "a:\tb\n",
        "a:\n",
        "- \n",
        "a: b\n  c\n",
        "a: 'b\n  c'\n",
        "a: \"b\\n\"\n",
        "'a': b\n",
        "a b: c\n",
        "é: b\n",
        "a : b\n",
        "a: []\n",
        "a: {}\n",
        "a: [b,\n  c]\n",
        "a: [b: c]\n",
        "a: {b, c: d}\n",
        "a: [b,]\n",
        "a: -1\n",
        "a: :b\n",
        "a: |+\n  b\n",
        "a: |2\n   b\n",
        "a: >\n   b\n     c\n",
        "a: |\n\n  b\n",
        "a: |\n",
        "a: >- # b\n  c\n",
        "a: |\n  b\n   \n  c\n",
        "---\na: b\n",
        "a: b\n...\n",
        "a:\n  b\n",
        "a\n",
        "[a, b]\n",
        // Faults.
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        "%YAML 1.2\n---\na: b\n",
        "<<: a\n",
        "? a\n",
        "a: b\na: c\n",
        "{a: b, a: c}\n",
        "a: b: c\n",
        "a: b:\n",
        "a:b\n",
        "a: 'b' c\n",
        "a: 'b\n",
        "a: [b\n",
        "a: [b]c\n",
        "a: [b]#c\n",
        "a: b\n c: d\n",
        "a:\n  b: c\n d: e\n",
        "a:\n  - b\n - c\n",
        "- a\nb: c\n",
        "a: b\n- c\n",
        "a: b # c\n  d\n",
        "a: @b\n",
        "a: b\u{7}\n",
        "a\u{200b}: b\n",
    ] {
        assert!(!is_plain(text), "{text:?}");
    }
}

#[test]
fn a_key_that_stands_twice_is_found_in_short_and_long_mappings() {
    for count in [2, 16, 17, 18, 40] {
        for (first, again) in [(0, 1), (0, count - 1), (count / 3, count - 1), (count - 2, count - 1)] {
            let keys: Vec<usize> = (0..count).map(|key| if key == again { first } else { key }).collect();
            let block: String = keys.iter().map(|key| format!("k{key}: v\n")).collect();
            let flow: String = keys.iter().map(|key| format!("k{key}: v, ")).collect();
            let flow = format!("a: {{{}}}\n", flow.trim_end_matches(", "));
            for text in [block, flow] {
                assert!(!is_plain(&text), "{text:?}");
                assert!(is_plain(&text.replacen(&format!("k{first}:"), "other:", 1)), "{text:?}");
            }
        }
    }
}

#[test]
fn each_limit_is_met_by_both_readers_at_the_same_place() {
    let text = "a: [b, {c: d}]  # e\nffff: >-\n  gg\n  gg\nh:\n  - - i\n";
    let all = Limits::default();
    assert!(is_plain(text));
    let met = |change: fn(&mut Limits, usize)| {
        let met = (0..=text.len()).find(|&limit| {
            let mut limits = all.clone();
            change(&mut limits, limit);
            assert_eq!(difference(text, &limits), None, "{limit}");
            yaml::is_plain(text, &limits)
        });
        met.expect("no limit is larger than the text")
    };
    assert_eq!(met(|limits, limit| limits.max_file_bytes = limit), text.len());
    assert_eq!(met(|limits, limit| limits.max_depth = limit), 3);
    assert_eq!(met(|limits, limit| limits.max_nodes = limit), 14);
    assert_eq!(met(|limits, limit| limits.max_scalar_bytes = limit), 5);
    assert_eq!(met(|limits, limit| limits.max_key_bytes = limit), 4);
}

#[test]
fn deep_files_and_long_keys_do_not_exhaust_the_stack() {
    let mut limits = Limits::default();
    (limits.max_depth, limits.max_nodes, limits.max_key_bytes) = (usize::MAX, usize::MAX, usize::MAX);
    for text in ["- ".repeat(100_000) + "a\n", format!("a: {}b\n", "[".repeat(100_000)), "k".repeat(2000) + ": v\n"] {
        assert!(!yaml::is_plain(&text, &limits), "{:.20?}", text);
    }
}

#[test]
fn the_switch_changes_no_output() {
    let folder = small();
    for args in [["check", "--format", "json"], ["list", "claims", "--format=json"]] {
        let with = |more: &[&str]| [on_data(&[&args[..], more].concat()), run(&folder, &[&args[..], more].concat())];
        assert_eq!(with(&[]), with(&["--full-parser"]));
    }
}

/// Texts of which a part is cut out and changed: real, generated, and made to be read in more than one way.
fn corpus() -> &'static [String] {
    static TEXTS: OnceLock<Vec<String>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let short = |(_, text): (String, String)| (text.len() < 40_000).then_some(text);
        let mut texts: Vec<String> = yaml_files("data").into_iter().chain(yaml_files("tests/fixtures")).filter_map(short).collect();
        texts.extend(generated().iter().take(3).map(|(_, text)| text.clone()));
        texts.extend(hostile_files().iter().filter_map(|path| small_text(path)));
        texts.retain(|text| !text.is_empty());
        texts
    })
}

fn small_text(path: &Path) -> Option<String> {
    let length = fs::metadata(path).ok()?.len();
    if length < 4000 { fs::read_to_string(path).ok() } else { None }
}

/// What makes one construct of YAML another.
const PIECES: [&str; 66] = [
    ": ",
    ":",
    " #",
    "#",
    "- ",
    "-",
    "\n",
    "\n\n",
    " ",
    "  ",
    "    ",
    "'",
    "''",
    "\"",
    "\\\"",
    "\\\\",
    "\\n",
    "|",
    "|-",
    "|+",
    ">",
    ">-",
    "|2",
    "[",
    "]",
    "{",
    "}",
    ",",
    ", ",
    "&a ",
    "*a ",
    "!t ",
    "%",
    "---\n",
    "...\n",
    "\t",
    "\r\n",
    "?",
    "? ",
    "\\",
    "\u{feff}",
    "\u{85}",
    "é",
    "e\u{301}",
    "\u{200b}",
    "\u{a0}",
    "\u{2028}",
    "a: b",
    "a:\n",
    "- a: b\n",
    "\n  ",
    "\n- ",
    "\n  - ",
    "@",
    "~",
    "<<: ",
    ": |\n   ",
    ": >-\n    ",
    "[a, b]",
    "{a: b}",
    "{a: 'b'}",
    "\"x\"",
    "\n # c\n",
    "\n      # c\n",
    "(",
    "x",
];

/// One change of a text.
#[derive(Clone, Debug)]
enum Change {
    Insert(prop::sample::Index, &'static str),
    Remove(prop::sample::Index, usize),
    Repeat(prop::sample::Index, prop::sample::Index),
    Drop(prop::sample::Index),
    Indent(prop::sample::Index),
    Outdent(prop::sample::Index),
}

impl Change {
    fn any() -> impl Strategy<Value = Change> {
        let place = any::<prop::sample::Index>;
        prop_oneof![
            4 => (place(), prop::sample::select(&PIECES[..])).prop_map(|(at, piece)| Change::Insert(at, piece)),
            2 => (place(), 1..12_usize).prop_map(|(at, length)| Change::Remove(at, length)),
            1 => (place(), place()).prop_map(|(line, at)| Change::Repeat(line, at)),
            1 => place().prop_map(Change::Drop),
            1 => place().prop_map(Change::Indent),
            1 => place().prop_map(Change::Outdent),
        ]
    }

    fn make(&self, text: &mut String) {
        let byte = |text: &str, at: &prop::sample::Index| text.floor_char_boundary(at.index(text.len() + 1));
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        match self {
            Change::Insert(at, piece) => return text.insert_str(byte(text, at), piece),
            Change::Remove(at, length) => {
                let start = byte(text, at);
                let end = text.floor_char_boundary((start + length).min(text.len()));
                return text.replace_range(start..end.max(start), "");
            }
            _ if lines.is_empty() => {}
            Change::Repeat(line, at) => lines.insert(at.index(lines.len()), line.get(&lines).clone()),
            Change::Drop(line) => drop(lines.remove(line.index(lines.len()))),
            Change::Indent(line) => line.get_mut(&mut lines).insert_str(0, "  "),
            Change::Outdent(line) => {
                let line = line.get_mut(&mut lines);
                *line = line.strip_prefix("  ").unwrap_or(line).to_owned();
            }
        }
        *text = lines.concat();
    }
}

/// Some lines of a text, moved to the left margin.
fn window(text: &str, from: prop::sample::Index, length: usize) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let from = from.index(lines.len());
    let chosen = &lines[from..(from + length).min(lines.len())];
    let indent = chosen.iter().find(|line| !line.trim().is_empty()).map_or(0, |line| line.len() - line.trim_start_matches(' ').len());
    chosen.iter().map(|line| &line[indent.min(line.len() - line.trim_start_matches(' ').len())..]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(20_000), ..ProptestConfig::default() })]

    #[test]
    fn changed_texts_read_alike_either_way(
        text in any::<prop::sample::Index>(),
        from in any::<prop::sample::Index>(),
        length in 1..25_usize,
        changes in prop::collection::vec(Change::any(), 0..4),
    ) {
        let mut text = window(&corpus()[text.index(corpus().len())], from, length);
        changes.iter().for_each(|change| change.make(&mut text));
        is_plain(&text);
    }

    #[test]
    fn pieces_of_yaml_in_any_order_read_alike_either_way(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..14)) {
        is_plain(&(pieces.concat() + "\n"));
    }

    #[test]
    fn lines_of_yaml_in_any_order_read_alike_either_way(lines in prop::collection::vec((0..6_usize, line()), 0..8)) {
        let text: String = lines.iter().map(|(indent, line)| format!("{}{line}\n", " ".repeat(*indent))).collect();
        is_plain(&text);
    }
}

/// How many cases to try: `PROPTEST_CASES`, else this many.
fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

fn line() -> impl Strategy<Value = String> {
    let parts = [
        "a: ",
        "b: ",
        "- ",
        "- a: ",
        "c:",
        "d: x",
        "x y",
        ">-",
        "|",
        "|-",
        ">",
        "'q'",
        "\"q\"",
        "[a, b]",
        "{a: b, c: d}",
        "# c",
        " # c",
        "x: \"a\\\"b\"",
        "e: 'it''s'",
        "{k: [x], l: {m: 'n'}}",
        "-",
        "x # c",
        "it's",
        "\"a\"b",
        "a:b",
        "http://x",
        "a#b",
        "x:",
        "?",
        "&",
        "  ",
        "b",
        "é",
        "«q»",
        "14:07",
    ];
    prop::collection::vec(prop::sample::select(parts.to_vec()), 0..4).prop_map(|parts| parts.concat())
}

#[test]
fn enough_of_the_changed_texts_are_plain() {
    // Else the properties above would hold without saying much.
    let mut random = 1_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    let mut plain = 0;
    for _ in 0..1000 {
        let text = &corpus()[next(corpus().len())];
        let mut text: String = text.split_inclusive('\n').take(1 + next(25)).collect();
        let at = text.floor_char_boundary(next(text.len() + 1));
        text.insert_str(at, PIECES[next(PIECES.len())]);
        plain += usize::from(is_plain(&text));
    }
    assert!(plain > 200, "{plain} of 1000");
}
