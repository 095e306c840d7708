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

#[test]
fn the_commands_that_the_readme_lists_work_on_the_real_dataset() {
    let readme = fs::read_to_string("README.md").unwrap();
    let list = readme.split("## Ask the record").nth(1).and_then(|rest| rest.split("```").nth(1)).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tried = 0;
    for line in list.lines().filter(|line| line.starts_with("demarche")) {
        let command = line.split("  ").next().unwrap();
        let words: Vec<String> = command
            .split_whitespace()
            .skip(1)
            .map(|word| match word {
                "demands.dot" | "data/schemas" => scratch.path().join("out.dot").display().to_string(),
                "OLD" | "NEW" => "data".to_owned(),
                word => word.to_owned(),
            })
            .collect();
        let (success, output) = demarche(root, &words.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(success, "{command}\n{output}");
        assert!(!output.is_empty() || command.contains("-o "), "{command} prints something");
        let _ = fs::remove_file(scratch.path().join("out.dot"));
        tried += 1;
    }
    assert!(tried >= 10, "{tried}");
}

#[test]
fn the_picture_of_the_readme_is_the_one_that_is_drawn_today() {
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("demands.dot");
    let (success, output) = demarche(Path::new(env!("CARGO_MANIFEST_DIR")), &["draw", "-o", &path.display().to_string()]);
    assert!(success, "{output}");
    assert_eq!(
        fs::read_to_string(path).unwrap(),
        fs::read_to_string("examples/demands.dot").unwrap(),
        "draw examples/demands.dot and examples/demands.png again, and look at the picture"
    );
    let png = fs::read("examples/demands.png").unwrap();
    assert!(png.starts_with(b"\x89PNG"));
}
