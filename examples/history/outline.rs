//! Turns YAML as it is laid out in `data/` into lines with the lines that stand deeper below them, and back.

/// A line, and the deeper ones that follow it.
#[derive(Clone, Debug)]
pub struct Node {
    /// The line, with its indentation.
    pub line: String,
    /// What stands deeper.
    pub below: Vec<Node>,
}

/// The lines of a file. Blank lines and comments are left out, except for the first line, which names the schema.
pub fn parse(text: &str) -> Vec<Node> {
    let lines: Vec<&str> = text
        .lines()
        .enumerate()
        .filter(|(index, line)| *index == 0 || !(line.trim().is_empty() || line.trim_start().starts_with('#')))
        .map(|(_, line)| line)
        .collect();
    parse_at(&lines)
}

fn parse_at(lines: &[&str]) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut rest = lines;
    while let [first, after @ ..] = rest {
        let depth = indentation(first);
        let deeper = after.iter().take_while(|line| indentation(line) > depth).count();
        nodes.push(Node { line: (*first).to_owned(), below: parse_at(&after[..deeper]) });
        rest = &after[deeper..];
    }
    nodes
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The file that the lines make.
pub fn write(nodes: &[Node]) -> String {
    nodes.iter().map(Node::text).collect()
}

impl Node {
    /// The line and all below it.
    pub fn text(&self) -> String {
        format!("{}\n{}", self.line, write(&self.below))
    }

    /// The key that the line begins with.
    pub fn key(&self) -> &str {
        let line = self.line.trim_start().trim_start_matches("- ");
        line.split_once(':').map_or(line, |(key, _)| key)
    }

    /// The lines below a key.
    pub fn child(&mut self, key: &str) -> Option<&mut Node> {
        self.below.iter_mut().find(|node| node.key() == key)
    }

    /// Keeps the items below a key for which something holds; the key goes with the last of them.
    pub fn retain(&mut self, key: &str, holds: impl FnMut(&Node) -> bool) {
        if let Some(list) = self.child(key) {
            list.below.retain(holds);
        }
        self.below.retain(|node| node.key() != key || !node.below.is_empty() || !node.line.trim_end().ends_with(':'));
    }

    /// The word after `key: ` in an item of a list, wherever it stands in it.
    pub fn word(&self, key: &str) -> Option<String> {
        let text = self.text();
        let start = text.match_indices(&format!("{key}: ")).find(|(at, _)| text[..*at].ends_with([' ', '{']))?.0 + key.len() + 2;
        let end = text[start..].find([',', '}', '\n']).map_or(text.len(), |length| start + length);
        Some(text[start..end].to_owned())
    }
}

/// The record of this id in a table: a file with one key, and the records below it.
pub fn records<'n>(nodes: &'n mut [Node], table: &str) -> &'n mut Vec<Node> {
    &mut nodes.iter_mut().find(|node| node.key() == table).unwrap_or_else(|| panic!("there is no `{table}:`")).below
}
