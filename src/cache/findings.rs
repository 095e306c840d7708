//! Turns what a check found into bytes and back.

use super::flat::{In, Out};
use crate::check::{self, Checked, Counts};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::model::{Form, RecordKind};
use crate::source::{FileId, Span};

/// Adds what a check found.
pub fn write(checked: &Checked, out: &mut Out) {
    out.each(&checked.diagnostics, finding);
    out.each(&checked.acknowledged, |out, (found, why)| {
        finding(out, found);
        out.text(why);
    });
    let counts = &checked.counts;
    RecordKind::ALL.iter().for_each(|kind| out.number(counts.record_count(*kind) as u64));
    write_passages(counts, out);
}

/// Reads back what a check found; `files` is the number of files that places may lie in.
pub fn read(from: &mut In<'_>, files: usize) -> Option<Checked> {
    let diagnostics = from.each(|from| read_finding(from, files))?;
    let acknowledged = from.each(|from| Some((read_finding(from, files)?, from.text()?.to_owned())))?;
    let records = RecordKind::ALL.iter().map(|kind| Some((*kind, from.count()?))).collect::<Option<_>>()?;
    let counts = Counts { records, ..read_passages(from)? };
    Some(Checked { diagnostics, acknowledged, counts })
}

/// Adds the counts of passages and links.
pub fn write_passages(counts: &Counts, out: &mut Out) {
    for form in Form::ALL {
        let (all, proved) = counts.passages.get(form).copied().unwrap_or_default();
        out.number(all as u64);
        out.number(proved as u64);
    }
    let (all, proved) = counts.other_passages;
    [all, proved, counts.links].iter().for_each(|count| out.number(*count as u64));
}

/// Reads the counts of passages and links back.
pub fn read_passages(from: &mut In<'_>) -> Option<Counts> {
    let mut counts = Counts::default();
    for form in Form::ALL {
        let (all, proved) = (from.count()?, from.count()?);
        if all > 0 {
            counts.passages.insert(*form, (all, proved));
        }
    }
    counts.other_passages = (from.count()?, from.count()?);
    counts.links = from.count()?;
    Some(counts)
}

fn finding(out: &mut Out, found: &Diagnostic) {
    out.text(found.code.0);
    out.number(found.severity as u64);
    out.text(&found.headline);
    out.each(found.primary.as_slice(), label);
    out.each(&found.secondary, label);
    out.each(&found.help, |out, help| out.text(help));
    out.maybe(found.path.as_deref());
    out.maybe(found.subject.as_deref());
}

fn label(out: &mut Out, label: &Label) {
    let Span { file, start, end } = label.span;
    [file.index() as u64, start.into(), end.into()].iter().for_each(|number| out.number(*number));
    out.text(&label.text);
}

fn read_finding(from: &mut In<'_>, files: usize) -> Option<Diagnostic> {
    let code = check::rule(from.text()?)?.code;
    let weight = from.number()?;
    let severity = [Severity::Note, Severity::Warning, Severity::Error].into_iter().find(|severity| *severity as u64 == weight)?;
    let mut found = Diagnostic::new(code, severity, from.text()?);
    found.primary = from.each(|from| read_label(from, files))?.pop();
    found.secondary = from.each(|from| read_label(from, files))?;
    found.help = from.each(|from| from.text().map(str::to_owned))?;
    found.path = from.maybe()?.map(str::to_owned);
    found.subject = from.maybe()?.map(str::to_owned);
    Some(found)
}

fn read_label(from: &mut In<'_>, files: usize) -> Option<Label> {
    let (file, start, end) = (from.count()?, from.number()?, from.number()?);
    let span = (file < files && start <= end)
        .then(|| Some(Span { file: FileId::new(file), start: start.try_into().ok()?, end: end.try_into().ok()? }))??;
    Some(Label { span, text: from.text()?.to_owned() })
}
