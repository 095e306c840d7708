//! `dataset-floor`: fewer records or proved passages than the manifest expects.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::tree::MANIFEST;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("dataset-floor"),
    severity: Severity::Error,
    summary: "there are fewer records or proved passages than the manifest expects, or no passage could be proved",
    explain: Explain {
        finds: "Fewer actors, demands, events, sources, statements, claims or proved passages than the number under `expect:` in the manifest. \
                Also: passages are there, and not a single one could be proved.",
        why: "A check that looks at nothing finds nothing. Without a floor, a folder that was emptied, moved or not read would pass \
              with flying colours.",
        example: "The manifest expects 45 claims, and 12 are left after a file was deleted.",
        mend: "Bring back what is missing. If it was removed on purpose, lower the number in the same change, so that reviewers see both. \
               If no passage could be proved, look whether `texts:` names the folder with the stored texts.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let (all, proved) = context.counts.total();
    for (what, least) in &context.dataset.manifest.expect {
        let kind = context.counts.records.iter().find(|(kind, _)| kind.plural() == what);
        let (what, there) = match (kind, what.as_str()) {
            (Some((_, there)), what) => (what, *there),
            (None, "links") => ("links", context.counts.links),
            (None, _) => ("proved passages", proved),
        };
        let there = there as u64;
        if there < least.value {
            out.push(
                RULE.finding(format!("too few {what}: {there} of at least {}", least.value))
                    .at(least.span, "")
                    .help("bring back what is missing; if it was removed on purpose, lower this number in the same change"),
            );
        }
    }
    if all > 0 && proved == 0 {
        let finding = RULE.finding(format!("none of the {all} passages could be proved"));
        let manifest = context.sources.files().find(|(_, file)| file.path.rsplit('/').next() == Some(MANIFEST));
        let finding = match manifest {
            Some((_, file)) => finding.in_file(file.path.clone()),
            None => finding,
        };
        out.push(finding.help("look whether `texts:` in the manifest names the folder with the stored texts"));
    }
}
