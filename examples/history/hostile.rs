//! Turns the last revision into what a stranger proposes: small words that change much, and entries that are no files.

use super::Git;
use super::revisions::{Files, replaced};

const STRANGER: &str = "A. Stranger";

/// The words that a stranger changes, each in a file, under the title of a tidy-up.
const WORDS: [(&str, &str, &str); 8] = [
    // A quotation says less than he did.
    ("data/statements/ryabkov-2022-01-10.yaml", "it is absolutely mandatory for us to ensure", "it is desirable for us to ensure"),
    // A negation goes behind an ellipsis.
    (
        "data/statements/ryabkov-2022-01-10.yaml",
        "We have no plan, no intention to attack Ukraine",
        "We have […] intention to attack Ukraine",
    ),
    // The stored text and the quotation from it change together, and the hash with them.
    ("seeds/002_136b89d1e7c28484.txt", "We need guarantees and they must be legal", "We need guarantees and they may be legal"),
    ("data/statements/ryabkov-2021-12-13.yaml", "We need guarantees and they must be legal", "We need guarantees and they may be legal"),
    (
        "data/sources.yaml",
        "a468cf0085f88d2caefc692715b3cdf293bbddbd574c3e114f7cb55285c4bb21",
        "2f59a4157c6bc99dd63360fc4935f860593b048bf2e851cfbb4e657867ea6885",
    ),
    // The last word on enlargement becomes a wish.
    (
        "data/statements/ryabkov-2025-06.yaml",
        "    demand: nato-no-enlargement\n    firmness: precondition\n",
        "    demand: nato-no-enlargement\n    firmness: floats\n",
    ),
    // Words for whoever reads the report.
    (
        "data/statements/ryabkov-2025-06.yaml",
        "label: No settlement until NATO expansion is dealt with",
        "label: \"</details> ![ok](https://example.org/p.png) @reviewers ``` ::error::approved\"",
    ),
    // The source looks better than it is.
    ("data/sources.yaml", "    reliability: F\n    credibility: 4\n", "    reliability: A\n    credibility: 1\n"),
];

/// Two commits on the branch of the stranger: changed words, and entries that are no files of a dataset.
pub fn commit(git: &Git<'_>, files: &Files) {
    let mut changed = Files::new();
    for (path, from, to) in WORDS {
        let before = changed.get(path).unwrap_or_else(|| &files[path]);
        let text = std::str::from_utf8(before).expect("the files are UTF-8");
        changed.insert(path.to_owned(), replaced(text, from, to).into_bytes());
    }
    let store = |content: &[u8]| git.run(&["hash-object", "-w", "--stdin"], None, content);
    let mut entries: Vec<u8> = Vec::new();
    let entry = |entries: &mut Vec<u8>, mode: &str, id: &str, path: &[u8]| {
        entries.extend(format!("{mode} {id}\t").bytes().chain(path.iter().copied()).chain([0]));
    };
    for (path, content) in &changed {
        entry(&mut entries, "100644", &store(content), path.as_bytes());
    }
    let first = commit_of(git, &entries, "main", "2025-07-05T09:00:00Z", "Tidy up wording and spelling");

    let target = store(b"../../../etc/passwd");
    let gigantic = store(&vec![b'#'; (2 << 20) + 1]);
    let main = git.run(&["rev-parse", "main"], None, b"");
    let mut entries: Vec<u8> = Vec::new();
    entry(&mut entries, "120000", &target, b"data/statements/link.yaml");
    entry(&mut entries, "160000", &main, b"data/statements/module");
    entry(&mut entries, "100644", &gigantic, b"data/statements/gigantic.yaml");
    entry(&mut entries, "100644", &target, b"data/statements/broken-\xff.yaml");
    entry(&mut entries, "100755", &store(b"#!/bin/sh\ntouch executed\n"), b"data/hooks/post-checkout");
    entry(&mut entries, "100644", &store(b"*.yaml diff=run filter=run merge=run\n"), b".gitattributes");
    commit_of(git, &entries, &first, "2025-07-05T09:05:00Z", "Add some more statements");
}

/// Makes a commit of what a revision holds with these entries in it, at the head of the stranger's branch.
fn commit_of(git: &Git<'_>, entries: &[u8], parent: &str, date: &str, message: &str) -> String {
    // The index is that of `main` before and after: what the stranger wrote is never checked out.
    git.run(&["read-tree", parent], None, b"");
    git.run(&["update-index", "-z", "--index-info"], None, entries);
    let tree = git.run(&["write-tree"], None, b"");
    git.run(&["read-tree", "main"], None, b"");
    let commit = git.run(&["commit-tree", &tree, "-p", parent, "-m", message], Some((STRANGER, date)), b"");
    git.run(&["update-ref", &format!("refs/heads/{}", super::HOSTILE), &commit], None, b"");
    commit
}
