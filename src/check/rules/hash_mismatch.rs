//! `hash-mismatch`: a stored text that is not the one that the record was made from.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("hash-mismatch"),
    severity: Severity::Error,
    summary: "a stored text does not have the SHA-256 that its record gives, or the record gives none",
    explain: Explain {
        finds: "A source whose `sha256:` differs from the SHA-256 of its stored text, and a source with a stored text and without a \
                `sha256:`. The SHA-256 is a fingerprint: 64 digits that change as soon as one sign of the file does.",
        why: "Passages are proved against the stored text. If the text can be changed unseen, so can what is proved: a word put into the \
              file makes an invented quotation true.",
        example: "Somebody corrects a typing error in `texts/gazette.txt`; the `sha256:` of the source is still that of the old file.",
        mend: "Find out which of the two is right. If the file was changed by mistake, restore it. If it was changed on purpose, look at \
               the difference, and put the new SHA-256 (`sha256sum FILE` prints it) into the record.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for source in context.dataset.sources.values() {
        let (Some(stored), Some(text)) = (&source.stored, &source.text) else { continue };
        let path = &context.sources.file(stored.file).path;
        let finding = match &source.sha256 {
            Some(recorded) if recorded.value == stored.sha256 => continue,
            Some(recorded) => RULE
                .finding(format!("`{path}` is not the file that was recorded"))
                .at(recorded.span, "the file has another SHA-256")
                .with(text.span, "the stored text")
                .help("restore the file if it was changed by mistake")
                .help(format!("if it was changed on purpose, the new SHA-256 is {}", stored.sha256)),
            None => RULE
                .finding(format!("nothing ties `{path}` to the record"))
                .at(text.span, "a stored text without `sha256:`")
                .help(format!("add `sha256: {}`", stored.sha256)),
        };
        out.push(finding.about(format!("source:{}", source.id.value)));
    }
}
