//! What the README says is tried as it stands there.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The fenced blocks of the README: the path in backticks above it, where there is one, its language and its text.
fn blocks(readme: &str) -> Vec<(Option<String>, String, String)> {
    let mut blocks = Vec::new();
    let mut path = None;
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let text: String = lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
            blocks.push((path.take(), language.to_owned(), text));
        } else if line.starts_with('`') && line.ends_with('`') && !line.contains(' ') {
            path = Some(line.trim_matches('`').to_owned());
        } else if !line.is_empty() {
            path = None;
        }
    }
    blocks
}

fn demarche(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_demarche")).current_dir(folder).args(arguments).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

#[test]
fn the_walk_of_the_readme_works_as_written() {
    let folder = tempfile::tempdir().unwrap();
    let readme = fs::read_to_string("README.md").unwrap();
    let walk = readme.split("## Add a claim in five minutes").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let mut commands = 0;
    for (path, language, text) in blocks(walk) {
        match (path, language.as_str()) {
            (Some(path), _) => fs::write(folder.path().join(path), text).unwrap(),
            (None, "sh") => {
                for line in text.lines() {
                    let mut words = line.split_whitespace();
                    assert_eq!(words.next(), Some("demarche"), "{line}");
                    let (success, output) = demarche(folder.path(), &words.collect::<Vec<_>>());
                    assert!(success, "{line}\n{output}");
                    commands += 1;
                }
            }
            (None, other) => panic!("a {other} block without a path: {text}"),
        }
    }
    assert_eq!(commands, 4);
    let dot = fs::read_to_string(folder.path().join("walk/strait.dot")).unwrap();
    assert!(dot.contains("kolar-2024-05-04/strait-by-treaty"));

    let statement = folder.path().join("walk/statements/kolar-2024-05-04.yaml");
    let changed = fs::read_to_string(&statement).unwrap().replace("this must be written", "this be written");
    fs::write(&statement, changed).unwrap();
    let (success, output) = demarche(folder.path(), &["check", "--data", "walk"]);
    assert!(!success);
    assert!(output.contains("passage-not-found") && output.contains("kolar-2024-05-04.yaml:23"), "{output}");
    assert!(output.contains("this must be"), "the nearest words are shown: {output}");
}

/// The words of a command as a shell takes them: what stands between single quote marks is one.
fn words(command: &str) -> Vec<String> {
    let pieces = command.split('\'').enumerate();
    let words = pieces.flat_map(|(number, piece)| match number % 2 {
        0 => piece.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        _ => vec![piece.to_owned()],
    });
    words.collect()
}

#[test]
fn the_commands_that_the_readme_lists_work_on_the_real_dataset() {
    let readme = fs::read_to_string("README.md").unwrap();
    let list = readme.split("## Ask the record").nth(1).and_then(|rest| rest.split("```").nth(1)).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tried = 0;
    for line in list.lines().filter(|line| line.starts_with("demarche")) {
        let command = line.split("  ").next().unwrap();
        if (command.contains("--at") || command.contains(" diff ")) && (cfg!(not(feature = "git")) || !root.join(".git").exists()) {
            eprintln!("skipped, because the package is no git repository here: {command}");
            continue;
        }
        let words: Vec<String> = words(command)
            .into_iter()
            .skip(1)
            .map(|word| match word.as_str() {
                "data/schemas" => scratch.path().display().to_string(),
                file if command.contains(&format!("-o {file}")) => scratch.path().join(file).display().to_string(),
                _ => word,
            })
            .collect();
        let (success, output) = demarche(root, &words.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(success, "{command}\n{output}");
        assert!(!output.is_empty() || command.contains("-o "), "{command} prints something");
        tried += 1;
    }
    assert!(tried >= 10, "{tried}");
}

/// The pictures that are kept, and how each is drawn.
const PICTURES: [(&str, &[&str]); 3] = [
    ("demands.dot", &[]),
    ("demands.png", &[]),
    (
        "enlargement.png",
        &[
            "--demand",
            "nato-no-enlargement",
            "--title",
            "No further NATO enlargement, and Ukraine and Georgia never members: what Moscow asked for",
        ],
    ),
];

#[test]
fn the_pictures_of_the_readme_are_those_that_are_drawn_today() {
    let scratch = tempfile::tempdir().unwrap();
    for (name, options) in PICTURES {
        let path = scratch.path().join(name);
        let shown = path.display().to_string();
        let arguments = [&["draw", "-o", shown.as_str()], options].concat();
        let (success, output) = demarche(Path::new(env!("CARGO_MANIFEST_DIR")), &arguments);
        assert!(success, "{output}");
        let (now, kept) = (fs::read(&path).unwrap(), fs::read(Path::new("examples").join(name)).unwrap());
        let again = format!("draw examples/{name} again with {options:?}, and look at the picture");
        if name.ends_with(".dot") {
            assert!(now == kept, "{again}");
            continue;
        }
        #[cfg(feature = "render")]
        assert_eq!(difference(&now, &kept), 0, "{again}");
    }
}

#[test]
fn the_readme_shows_what_its_first_command_draws_and_says_how_the_part_was_drawn() {
    let readme = fs::read_to_string("README.md").unwrap();
    let (top, rest) = readme.split_once("## Two commands").unwrap();
    for (name, options) in PICTURES.iter().filter(|(name, _)| name.ends_with(".png")) {
        assert!(top.contains(&format!("examples/{name}")), "{name}");
        if !options.is_empty() {
            let command = rest.lines().find(|line| line.starts_with("cargo run") && line.contains("-o examples/")).unwrap();
            let own: Vec<String> = words(command).into_iter().skip_while(|word| word != "draw").skip(1).collect();
            let given: Vec<String> = options.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(own, [given, vec!["-o".to_owned(), format!("examples/{name}")]].concat());
        }
    }
    let first = rest.lines().find(|line| line.starts_with("cargo run")).unwrap();
    assert!(first.contains("draw -o demands.svg -o demands.png") && !first.contains("--demand"), "{first}");
}

#[test]
#[cfg(feature = "render")]
fn one_letter_that_changes_in_a_picture_is_a_difference() {
    let scratch = tempfile::tempdir().unwrap();
    let draw = |name: &str, title: &str| {
        let path = scratch.path().join(name);
        let shown = path.display().to_string();
        let arguments = ["draw", "--demand", "diplomatic-property", "--title", title, "-o", shown.as_str()];
        let (success, output) = demarche(Path::new(env!("CARGO_MANIFEST_DIR")), &arguments);
        assert!(success, "{output}");
        fs::read(path).unwrap()
    };
    let first = draw("a.png", "What was asked for, by day");
    assert_eq!(difference(&first, &draw("b.png", "What was asked for, by day")), 0);
    for other in ["What was asked for. by day", "What was asked for, by dav", "What was asked for, by days"] {
        assert!(difference(&first, &draw("c.png", other)) > 0, "{other}");
    }
}

/// How many pixels differ in a way that an eye could see; all where the sizes differ. Between machines the edges of letters may differ by
/// a shade: whatever differs by more is another picture.
#[cfg(feature = "render")]
pub fn difference(a: &[u8], b: &[u8]) -> usize {
    use resvg::tiny_skia::Pixmap;
    let (a, b) = (Pixmap::decode_png(a).unwrap(), Pixmap::decode_png(b).unwrap());
    if (a.width(), a.height()) != (b.width(), b.height()) {
        return a.pixels().len();
    }
    let pairs = a.pixels().iter().zip(b.pixels());
    pairs.filter(|(a, b)| a.red().abs_diff(b.red()).max(a.green().abs_diff(b.green())).max(a.blue().abs_diff(b.blue())) > 24).count()
}
