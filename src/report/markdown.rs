//! Lays out a comment in Markdown within the limits of GitHub: what does not fit is left out, the lightest first, and counted.
//!
//! Words from the data stand inside code spans and fences alone, each on one line: they are no markup, no link, no mention and no picture.

use super::{count, visible};

/// The most characters of a comment: GitHub takes 65,536.
pub const MOST_CHARACTERS: usize = 60_000;

/// The most characters of one text from the data in the line that says what there is, and below it.
pub const MOST_IN_HEAD: usize = 200;
/// The same below that line.
pub const MOST_IN_LINE: usize = 2_000;
/// The most lines below one entry.
const MOST_LINES: usize = 40;
/// What is kept free for the titles of sections and for saying what was cut.
const SCAFFOLD: usize = 2_500;

/// A comment before it is cut to its size.
#[derive(Clone, Debug, Default)]
pub struct Comment {
    /// The first line; our own words only.
    pub title: String,
    /// What must be known before all else, in Markdown.
    pub above: String,
    /// The entries, the heaviest first.
    pub sections: Vec<Section>,
    /// A drawing in Mermaid, from our own writer, which has made the words of the data harmless.
    pub picture: Option<String>,
    /// What stands at the end, in Markdown.
    pub below: String,
    /// The command that prints all.
    pub command: &'static str,
}

/// Entries of one sort.
#[derive(Clone, Debug)]
pub struct Section {
    /// What they have in common.
    pub title: &'static str,
    /// Whether a reader sees them without a click.
    pub is_open: bool,
    /// The entries; never empty.
    pub entries: Vec<Entry>,
}

/// The line that says what there is, and the fence with what there is to know about it; the fence may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    head: String,
    detail: String,
}

impl Entry {
    /// An entry of a line in Markdown, without a line feed, and of lines of text, which are shown as this language.
    pub fn new(head: &str, language: &str, lines: &[String]) -> Self {
        let more = lines.len().saturating_sub(MOST_LINES);
        let more = (more > 0).then(|| format!("  and {more} more lines"));
        let shown: Vec<&str> = lines.iter().take(MOST_LINES).chain(&more).map(String::as_str).collect();
        let detail = if shown.is_empty() { String::new() } else { fence(language, shown.into_iter(), "  ") };
        Entry { head: format!("- {head}\n"), detail }
    }
}

/// What room there is, in characters.
struct Room(usize);

impl Room {
    /// Whether a text fits, which leaves so much less.
    fn take(&mut self, text: &str) -> bool {
        let length = length(text);
        let fits = length <= self.0;
        self.0 -= if fits { length } else { 0 };
        fits
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

impl Comment {
    /// The comment, of at most so many characters: the picture is left out first, then details, then entries; of both the last first.
    pub fn write(&self, most: usize) -> String {
        let mut out = format!("### {}\n{}", self.title, self.above);
        let mut room = Room(most.saturating_sub(length(&out) + length(&self.below) + SCAFFOLD));
        let all: Vec<&Entry> = self.sections.iter().flat_map(|section| &section.entries).collect();
        let heads = all.iter().take_while(|entry| room.take(&entry.head)).count();
        // No detail of one entry is worth another entry.
        let has_detail: Vec<bool> = all.iter().map(|entry| heads == all.len() && room.take(&entry.detail)).collect();
        let mut number = 0;
        for section in &self.sections {
            out += &section.write(number, heads, &has_detail);
            number += section.entries.len();
        }
        if let Some(picture) = &self.picture {
            let picture = format!("\n<details><summary>Picture</summary>\n\n{}\n</details>\n", fence("mermaid", picture.lines(), ""));
            if room.take(&picture) {
                out += &picture;
            } else {
                out += "\nThe picture is left out: it is too large for a comment.\n";
            }
        }
        let details = all.iter().zip(&has_detail).filter(|(entry, has_detail)| !**has_detail && !entry.detail.is_empty()).count();
        let entries = all.len() - heads;
        if entries + details > 0 {
            out += &format!(
                "\n**Cut to fit a comment: {} and the details of {}.** `{}` prints all.\n",
                count(entries, "entry", "entries"),
                count(details, "entry", "entries"),
                self.command
            );
        }
        out + &self.below
    }
}

impl Section {
    /// The section, given the number of entries before it, the number that fit, and which of all have their detail.
    fn write(&self, before: usize, heads: usize, has_detail: &[bool]) -> String {
        let open = if self.is_open { " open" } else { "" };
        let mut out = format!("\n<details{open}><summary><b>{}</b> ({})</summary>\n\n", self.title, self.entries.len());
        let shown = heads.saturating_sub(before).min(self.entries.len());
        for (entry, has_detail) in self.entries.iter().zip(&has_detail[before..]).take(shown) {
            out += &entry.head;
            if *has_detail {
                out += &entry.detail;
            }
        }
        let cut = self.entries.len() - shown;
        if cut > 0 {
            out += &format!("- and {} that did not fit\n", count(cut, "more entry", "more entries"));
        }
        out + "\n</details>\n"
    }
}

/// The beginning of a long text, with the number of characters that are left out.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}… ({} more characters)", &text[..end], text[end..].chars().count()),
        None => text.to_owned(),
    }
}

/// The longest run of backticks in a text.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// A text as a code span: between more backticks than it holds in a row.
pub fn code(text: &str, most: usize) -> String {
    let text = shortened(&visible(text), most);
    let marks = "`".repeat(longest_run(&text) + 1);
    // A reader takes away one blank on each side where both are there: then those of the text stay.
    let needs_blank = text.is_empty() || text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let blank = if needs_blank { " " } else { "" };
    format!("{marks}{blank}{text}{blank}{marks}")
}

/// Lines as a fenced block, each after an indentation: between more backticks than any line holds in a row.
pub fn fence<'l>(language: &str, lines: impl Iterator<Item = &'l str> + Clone, indentation: &str) -> String {
    let marks = "`".repeat(lines.clone().map(longest_run).max().unwrap_or_default().max(2) + 1);
    let body: String = lines.map(|line| format!("{indentation}{line}\n")).collect();
    format!("{indentation}{marks}{language}\n{body}{indentation}{marks}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_span_has_more_backticks_than_its_text() {
        for (text, expected) in [
            ("plain", "`plain`"),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            ("``x", "``` ``x ```"),
            (" x ", "`  x  `"),
            ("", "`  `"),
            ("a\nb", "`a\\u{a}b`"),
        ] {
            assert_eq!(code(text, 100), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_text_says_how_much_is_missing() {
        assert_eq!(shortened("äbcdef", 4), "äbcd… (2 more characters)");
        assert_eq!(shortened("äbcd", 4), "äbcd");
    }

    #[test]
    fn a_fence_is_longer_than_any_run_in_it() {
        assert_eq!(fence("diff", ["- a", "+ ```` b"].into_iter(), "  "), "  `````diff\n  - a\n  + ```` b\n  `````\n");
    }
}
