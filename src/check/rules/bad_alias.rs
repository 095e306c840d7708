//! `bad-alias`: a name for a query that no query can use.

use crate::check::{Context, Explain, Rule, Stage};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::query;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: Code("bad-alias"),
    severity: Severity::Error,
    summary: "an alias of the manifest is no query that can be answered",
    explain: Explain {
        finds: "A name under `aliases:` in the manifest whose expression does not parse, names a record or a word that does not exist, or leads \
                back to the alias itself, and an alias that has the id of a record for its name.",
        why: "Whoever uses the alias gets an error, or with the name of a record another answer than the one that was meant.",
        example: "`aliases: {hard: firmness(>=demand)}`; the word of the list is `demands`.",
        mend: "Correct the expression; `demarche explain query` tells how queries are written, and `demarche query` tries one.",
    },
    stage: Stage::Checking(run),
};

fn run(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (alias, problems) in query::alias_problems(context.graph) {
        let expression = &context.dataset.manifest.aliases[alias];
        let written = context.sources.text(expression.span);
        for problem in problems {
            // Where the expression stands in the file as it reads, the words at fault can be pointed at.
            let at = written.find(&expression.value).filter(|_| !problem.range.is_empty()).map(|offset| {
                let start = expression.span.start as usize + offset;
                Span::new(expression.span.file, start + problem.range.start, start + problem.range.end)
            });
            let finding = RULE.finding(format!("alias `{alias}`: {}", problem.message)).at(at.unwrap_or(expression.span), "");
            out.push(finding.help(problem.help.unwrap_or_else(|| "`demarche explain query` tells how queries are written".to_owned())));
        }
    }
}
