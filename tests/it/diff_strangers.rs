//! What a stranger may put before `diff`: hostile files on either side, hostile words on a terminal.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use demarche::tree::Tree;
use rayon::prelude::*;

use crate::datasets::{changed, random};
use crate::diff_markdown::{fill_all, payloads};
use crate::driver::{copy_of_small, run, temporary};
use crate::hostile::hostile_files;
use crate::peers::{in_parallel, read};

#[test]
fn every_hostile_file_on_either_side_ends_with_a_finding_and_a_documented_status() {
    let good = copy_of_small();
    let faults = |file: &std::path::PathBuf| {
        let folder = temporary();
        let data = folder.path().join("bad");
        crate::driver::copy(&good.path().join("small"), &data);
        let stem = file.file_stem().and_then(|stem| stem.to_str()).expect("the names are plain").to_lowercase().replace('_', "-");
        let target = data.join("statements").join(format!("{stem}.yaml"));
        fs::copy(file, target).expect("the file can be copied");
        let good = good.path().join("small").display().to_string();
        let mut faults = Vec::new();
        for (format, ends) in [("text", ["bad", good.as_str()]), ("markdown", [good.as_str(), "bad"])] {
            let ended = run(folder.path(), &[&["diff"], &ends[..], &["--format", format]].concat());
            if ended.status != 0 || !ended.stderr.is_empty() {
                faults.push(format!("{stem} {format}: status {}\n{}", ended.status, ended.stderr));
            }
            // The side with the file has an error, and that is told before all else.
            if !ended.stdout.lines().take(8).any(|line| line.contains("error")) {
                faults.push(format!("{stem} {format}: no error is told\n{}", ended.stdout.lines().next().unwrap_or_default()));
            }
            if ended.stdout.contains(|sign: char| sign.is_control() && sign != '\n') || ended.stdout.len() > 1 << 21 {
                faults.push(format!("{stem} {format}: control characters, or {} bytes", ended.stdout.len()));
            }
        }
        faults
    };
    let faults: Vec<String> = in_parallel(|| hostile_files().par_iter().flat_map_iter(faults).collect());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a terminal gets of a command: its standard output, written to a pseudo-terminal.
fn on_a_terminal(folder: &Path, args: &[&str]) -> String {
    const CALL: &str = "import pty, sys; sys.exit(pty.spawn(['sh', '-c', 'exec \"$@\" 2>/dev/null', 'sh', *sys.argv[1:]]) >> 8)";
    let mut command = Command::new("python3");
    command.args(["-c", CALL, env!("CARGO_BIN_EXE_demarche")]).args(args).current_dir(folder).stdin(Stdio::null());
    command.env_remove("NO_COLOR").env("TERM", "xterm-256color");
    let output = command.output().expect("python can be started");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// The escape sequences in a text, and the text without those that only change the style.
fn sequences(text: &str) -> (usize, String) {
    let mut rest = String::new();
    let mut styles = 0;
    for (number, piece) in text.split('\u{1b}').enumerate() {
        let style = piece.strip_prefix('[').and_then(|piece| piece.split_once('m'));
        match style.filter(|(codes, _)| number > 0 && codes.chars().all(|sign| sign.is_ascii_digit() || sign == ';')) {
            Some((_, after)) => {
                styles += 1;
                rest += after;
            }
            None if number == 0 => rest += piece,
            None => rest += &format!("\u{1b}{piece}"),
        }
    }
    (styles, rest)
}

#[test]
fn no_text_of_the_data_reaches_a_terminal_as_more_than_text() {
    let terminal: serde_json::Value = serde_json::from_str(&read("tests/fixtures/hostile/payloads.json")).expect("the file is JSON");
    let of_terminals: Vec<&str> = terminal["terminal"].as_array().expect("a list").iter().filter_map(|text| text.as_str()).collect();
    assert!(of_terminals.len() > 8 && payloads().len() > of_terminals.len());
    for payload in of_terminals {
        let folder = temporary();
        let before = random(3);
        for (name, records) in [("old", before.clone()), ("new", fill_all(&changed(&before, 4), payload))] {
            let Tree::Memory(files) = records.place().tree else { unreachable!("it was made in memory") };
            for (path, content) in files {
                let path = folder.path().join(name).join(path);
                fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
                fs::write(path, content).expect("the file can be written");
            }
        }
        let data = |name: &str| {
            let inner = random(3).place().data;
            folder.path().join(name).join(inner).display().to_string()
        };
        let shown = on_a_terminal(folder.path(), &["diff", &data("old"), &data("new")]);
        let (styles, rest) = sequences(&shown);
        assert!(styles > 20, "there is colour: {shown}");
        let bare = |sign: &char| (sign.is_control() && !matches!(sign, '\n' | '\r')) || demarche::yaml::is_invisible(*sign);
        assert_eq!(rest.chars().find(bare), None, "{payload:?}");
        assert_eq!(rest.matches('\r').count(), rest.matches("\r\n").count(), "{payload:?}: no line is written over");
    }
}
