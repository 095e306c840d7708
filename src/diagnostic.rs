//! Turns what is wrong with the data into findings with a code, a place and a next step.

use std::fmt;

use crate::source::Span;

/// How much a finding weighs. Ordered from the lightest to the heaviest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing has to change.
    Note,
    /// A reader could be misled; `--deny warnings` makes it fail.
    Warning,
    /// The record cannot be trusted as it stands; `check` fails.
    Error,
}

impl Severity {
    /// The word for it, as it stands in output and in the manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// Reads the word for it.
    pub fn parse(word: &str) -> Option<Self> {
        [Severity::Note, Severity::Warning, Severity::Error].into_iter().find(|severity| severity.as_str() == word)
    }
}

/// The stable name of a kind of finding, in kebab case. Codes are for ever; the text of a finding may improve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What there is to know about a rule or a kind of change.
#[derive(Debug)]
pub struct Explain {
    /// What it finds.
    pub finds: &'static str,
    /// Why that matters to a reader who must trust the record.
    pub why: &'static str,
    /// An example.
    pub example: &'static str,
    /// How to mend it; of a change: what to look at before it is accepted.
    pub mend: &'static str,
}

/// A place that a finding points to, with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there: lower case, no full stop; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// Its weight, after the overrides of the manifest.
    pub severity: Severity,
    /// What is wrong, in one short line: lower case, no full stop.
    pub headline: String,
    /// The narrowest place at fault; none when a whole file or dataset is.
    pub primary: Option<Label>,
    /// Places that explain it: the older claim, the source entry.
    pub secondary: Vec<Label>,
    /// The next steps.
    pub help: Vec<String>,
    /// The file at fault where there is no place in it to point at (it could not be decoded, say).
    pub path: Option<String>,
    /// The full id of the record that it is about (`claim:S/C`, `source:X`): what an acknowledgement is matched by.
    pub subject: Option<String>,
}

impl Diagnostic {
    /// A finding without a place.
    pub fn new(code: Code, severity: Severity, headline: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity,
            headline: headline.into(),
            primary: None,
            secondary: Vec::new(),
            help: Vec::new(),
            path: None,
            subject: None,
        }
    }

    /// An error without a place.
    pub fn error(code: Code, headline: impl Into<String>) -> Self {
        Diagnostic::new(code, Severity::Error, headline)
    }

    /// A warning without a place.
    pub fn warning(code: Code, headline: impl Into<String>) -> Self {
        Diagnostic::new(code, Severity::Warning, headline)
    }

    /// Points to the fault.
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label { span, text: text.into() });
        self
    }

    /// Points to a place that explains the fault.
    pub fn with(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Names a next step.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Names the file, where no place in it can be pointed at.
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Names the record that it is about.
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    fn sort_key(&self) -> impl Ord + '_ {
        let primary = self.primary.as_ref();
        (
            primary.is_none(),
            primary.map(|label| label.span),
            self.path.as_deref(),
            self.code,
            self.headline.as_str(),
            primary.map(|label| label.text.as_str()),
            &self.secondary,
            &self.help,
        )
    }
}

impl PartialOrd for Diagnostic {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// File order, then place, then code: a total order that does not depend on how the findings were come by.
impl Ord for Diagnostic {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.sort_key().cmp(&other.sort_key()).then_with(|| (self.severity, &self.subject).cmp(&(other.severity, &other.subject)))
    }
}

/// A result and what was found on the way to it.
#[derive(Clone, Debug, Default)]
pub struct Diagnosed<T> {
    /// What could be made of the input.
    pub value: T,
    /// What is wrong with the input.
    pub diagnostics: Vec<Diagnostic>,
}
