//! Turns an error of the YAML parser into a finding that names the likely mistake and its remedy.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::gap::Gap;
use super::{Findings, LIMIT_EXCEEDED, Limits, YAML_REFUSED, YAML_SYNTAX, escape_visible};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// YAML itself allows no longer key on one line (YAML 1.2.2, section 7.4.2), in characters.
const LONGEST_KEY: usize = 1024;

pub(super) fn too_deep(limits: &Limits) -> String {
    format!("mappings and sequences are nested deeper than {} levels", limits.max_depth)
}

pub(super) fn long_key(span: Span, limits: &Limits) -> Diagnostic {
    let headline = format!("the key is longer than {} bytes", limits.max_key_bytes);
    Diagnostic::error(LIMIT_EXCEEDED, headline)
        .at(span, "")
        .help("shorten it, or put the text in quotes if it is a value with a colon in it")
}

pub(super) fn comment_in_text(span: Span) -> Diagnostic {
    let finding = Diagnostic::error(YAML_SYNTAX, "a comment stands inside a text of several lines");
    finding.at(span, "").help("move the comment to a line above the text, or put the text in quotes if the `#` belongs to it")
}

/// The finding for an error at this offset. `cursor` is the end of the last token that was read well.
pub(super) fn explain(kind: &ErrorKind, offset: usize, text: &str, cursor: usize, limits: &Limits, findings: &Findings) -> Diagnostic {
    use ErrorKind as E;
    let here = findings.span(offset..character_end(text, offset));
    let line = line_at(text, offset);
    let syntax = |headline: &str| Diagnostic::error(YAML_SYNTAX, headline).at(here, "");
    let refused = |what: &str| Diagnostic::error(YAML_REFUSED, format!("{what} has no place in this format")).at(here, "");
    if matches!(kind, E::RecursionLimitExceeded) {
        let finding = Diagnostic::error(LIMIT_EXCEEDED, too_deep(limits)).at(here, "the limit is met here");
        return finding.help("put the inner values on a level of their own");
    }
    if let Some(tab) = indenting_tab(text, offset) {
        let span = findings.span(tab..tab + 1);
        return Diagnostic::error(YAML_SYNTAX, "a tab stands in the indentation").at(span, "").help("indent with spaces");
    }
    match kind {
        E::MappingValueNotAllowed | E::SimpleKeyExpected | E::InvalidSimpleKey
            if text[line.start..offset].chars().nth(LONGEST_KEY).is_some() =>
        {
            long_key(findings.span(line.start..offset), limits)
        }
        E::UnclosedQuotedScalar | E::InvalidQuotedScalarIndent | E::DocumentIndicatorInQuotedScalar => {
            let finding = syntax("the quoted text does not end before this place");
            let finding = match opening_quote(text, cursor, offset) {
                Some(quote) => finding.with(findings.span(quote..quote + 1), "the quote opens here"),
                None => finding,
            };
            finding.help("close the quote, and indent the further lines of a quoted text deeper than its key")
        }
        E::InvalidTrailingSingleQuotedScalar => {
            syntax("text follows the closing quote").help("write an apostrophe inside single quotes twice: `''`")
        }
        E::InvalidTrailingDoubleQuotedScalar => syntax("text follows the closing quote")
            .help("write a quotation mark inside double quotes as `\\\"`, or put the whole text in single quotes"),
        E::UnknownQuotedScalarEscape | E::InvalidQuotedScalarHexEscape | E::InvalidUnicodeEscape => {
            syntax("the double-quoted text holds an escape that YAML does not know")
                .help("write a backslash as `\\\\`, or put the text in single quotes")
        }
        E::InvalidLowSurrogateHexEscape | E::InvalidLowSurrogate | E::MissingLowSurrogate | E::UnpairedLowSurrogate => {
            syntax("the double-quoted text holds half of a surrogate pair").help("write the character itself")
        }
        E::UnexpectedCharacter { character } => {
            let character = escape_visible(character.encode_utf8(&mut [0; 4])).into_owned();
            syntax(&format!("a text without quotes cannot begin with `{character}`")).help("put the text in quotes")
        }
        E::MissingAnchorOrAliasName => syntax("`&` and `*` begin an anchor or alias here").help("put the text in quotes"),
        E::CommentInterceptedScalar => comment_in_text(here),
        E::UnclosedFlowCollection { open } => syntax(&format!("the bracket `{open}` is not closed")).help("close it"),
        E::MismatchedFlowCollectionEnd { open, close } => {
            syntax(&format!("the bracket `{open}` is closed by `{close}`")).help("close each bracket by its like")
        }
        E::InvalidColonPlacement | E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator => {
            syntax("a comma or a closing bracket is missing before this place")
                .help("put a text with a colon or comma inside brackets in quotes")
        }
        E::TooManyReservedDirectiveParams { .. } | E::DirectiveByteLimitExceeded { .. } | E::DirectiveDisallowed => {
            refused("a directive").help("remove the line")
        }
        E::UnsupportedYamlMajorVersion | E::DuplicateVersionDirective | E::DuplicateTagDirective => {
            refused("a directive").help("remove the line")
        }
        E::UndeclaredTagHandle | E::UnclosedVerbatimTag | E::MissingTagUri | E::InvalidTagTerminator => {
            refused("a tag").help("remove it, or put the text in quotes if the `!` belongs to it")
        }
        _ if text[offset..].starts_with(['&', '!', '*']) && text[..offset].ends_with([' ', '\n']) => {
            refused("an anchor, alias or tag").help("remove it, or put the text in quotes")
        }
        _ if text[offset..].starts_with(',') => {
            syntax("a comma stands where a value is expected").help("remove it, or write an empty text as `''`")
        }
        E::MappingValueNotAllowed if has_colon(&text[line.start..offset]) => {
            syntax("a second colon stands in one line").help("put the text in quotes: a colon and a space begin a mapping")
        }
        E::BlockSequenceEntryNotAllowed => {
            syntax("a list begins behind other text on its line").help("put the first dash on a line of its own")
        }
        E::InvalidBlockScalarHeader => {
            syntax("text follows `|` or `>` on its line").help("begin the text on the next line, or put it in quotes")
        }
        E::MisplacedFlowCollectionEnd => {
            syntax("a closing bracket stands without its opening one").help("remove it, or put the text in quotes")
        }
        _ => with_line_help(syntax(&headline(kind)), kind, text, &line, findings),
    }
}

fn headline(kind: &ErrorKind) -> String {
    let words = match kind {
        ErrorKind::SimpleKeyExpected => "the line is neither `key: value` nor part of the text above",
        ErrorKind::MappingValueNotAllowed => "a mapping begins where none can stand",
        ErrorKind::ExpectedBlockMappingKey => "the mapping above ends here without reason: no key of it follows",
        ErrorKind::ExpectedBlockSequenceEntry => "the list above ends here without reason: no dash follows",
        ErrorKind::ExpectedDocumentStart => "text follows after the end of the document",
        other => return other.to_string(),
    };
    words.to_owned()
}

/// Adds what the lines around the error suggest.
fn with_line_help(finding: Diagnostic, kind: &ErrorKind, text: &str, line: &Range<usize>, findings: &Findings) -> Diagnostic {
    let before = text[..line.start].trim_end();
    let before = line_at(before, before.len());
    if let Some(colon) = [line.clone(), before].into_iter().find_map(|line| tight_colon(text, line)) {
        let span = findings.span(colon..colon + 1);
        return finding.with(span, "no space after this colon").help("write a space after the colon of a key");
    }
    match kind {
        ErrorKind::SimpleKeyExpected => finding.help("write the line as `key: value`, or indent it if it goes on with the text above"),
        ErrorKind::MappingValueNotAllowed => {
            finding.help("the line above has a value already: indent this line like it, or put a text of several lines in quotes")
        }
        _ => finding.help("indent the line exactly like its neighbours, and put a text with special characters in quotes"),
    }
}

fn character_end(text: &str, offset: usize) -> usize {
    offset + text[offset..].chars().next().map_or(0, char::len_utf8)
}

/// The line that holds this offset, without its line feed.
fn line_at(text: &str, offset: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..offset]).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', &bytes[offset..]).map_or(text.len(), |at| offset + at);
    start..end
}

/// The first tab in the indentation of the line at this offset or of the line after it.
fn indenting_tab(text: &str, offset: usize) -> Option<usize> {
    let line = line_at(text, offset);
    let next = if line.end < text.len() { line_at(text, line.end + 1) } else { line.clone() };
    [line, next].into_iter().find_map(|line| {
        let content = &text[line.clone()];
        let indentation = &content[..content.len() - content.trim_start_matches([' ', '\t']).len()];
        indentation.find('\t').filter(|_| indentation.len() < content.len()).map(|tab| line.start + tab)
    })
}

/// Where the quoted text opens that could not be read to its end.
fn opening_quote(text: &str, cursor: usize, offset: usize) -> Option<usize> {
    let mut gap = Gap { text, at: cursor, end: offset };
    gap.by_ref().for_each(drop);
    text[gap.at..].starts_with(['"', '\'']).then_some(gap.at)
}

fn has_colon(line: &str) -> bool {
    line.contains(": ")
}

/// The colon of a line that begins with `word:x`; `http://` is no such line.
fn tight_colon(text: &str, line: Range<usize>) -> Option<usize> {
    let content = &text[line.clone()];
    let begin = content.len() - content.trim_start_matches([' ', '-']).len();
    let word = content[begin..].find(|character: char| !(character.is_alphanumeric() || matches!(character, '_' | '-')))?;
    let rest = content[begin + word..].strip_prefix(':')?;
    (word > 0 && !rest.is_empty() && !rest.starts_with([' ', '\t', '\r', '/'])).then_some(line.start + begin + word)
}
