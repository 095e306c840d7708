//! Looks up the names of a query in a dataset: ids of records, and aliases down to the last one.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use super::error::{MOST_SHOWN, Part, Problem, QueryError, did_you_mean, in_question, named};
use super::names::{called, nearest_few};
use super::parse::parse;
use super::pattern::Pattern;
use super::syntax::{Argument, At, Call, Expression, Function, Takes, Value};
use crate::graph::Graph;
use crate::model::RecordKind;
use crate::source::Spanned;

/// The most aliases that one query may use, by way of other aliases too.
pub(super) const MAX_ALIASES: usize = 256;

/// The aliases that an expression uses, each after those that it uses itself.
///
/// # Errors
/// When a name leads nowhere, in the expression or in an alias that it uses, or an alias is defined by way of itself.
pub(super) fn resolve(graph: &Graph<'_>, text: &str, expression: &Expression) -> Result<Vec<(String, Expression)>, QueryError> {
    let manifest = &graph.dataset().manifest.aliases;
    let (problems, used) = names(graph, expression);
    let mut parts = vec![Part { alias: None, text: text.to_owned(), problems }];
    let mut read: BTreeMap<&str, (Expression, BTreeSet<&str>)> = BTreeMap::new();
    let mut waiting: VecDeque<(&str, Range<usize>)> = used.into_iter().collect();
    while let Some((alias, range)) = waiting.pop_front() {
        if read.contains_key(alias) || parts.iter().any(|part| part.alias.as_deref() == Some(alias)) {
            continue;
        }
        if read.len() == MAX_ALIASES {
            let message = format!("this leads to more than {MAX_ALIASES} aliases");
            parts[0].problems.push(Problem { range, message, help: None });
            break;
        }
        let text = &manifest[alias].value;
        let (problems, uses) = match parse(text) {
            Ok(expression) => {
                let (problems, uses) = names(graph, &expression);
                read.insert(alias, (expression, uses.iter().map(|(used, _)| *used).collect()));
                (problems, uses)
            }
            Err(problems) => (problems, Vec::new()),
        };
        // What is wrong further down is shown at the place of the query where the way there begins.
        waiting.extend(uses.into_iter().map(|(used, _)| (used, range.clone())));
        if !problems.is_empty() {
            parts.push(Part { alias: Some(alias.to_owned()), text: text.clone(), problems });
        }
    }
    parts.retain(|part| !part.problems.is_empty());
    if !parts.is_empty() {
        return Err(QueryError { parts });
    }
    in_order(read).map_err(|circle| {
        let message = format!("the alias `{}` is defined by way of itself", circle[0]);
        let help = Some(circle.join(" -> "));
        QueryError::new(text, vec![Problem { range: 0..text.len(), message, help }])
    })
}

/// Puts the aliases into an order in which each stands after those that it uses; gives a circle back where there is none.
fn in_order<'a>(mut read: BTreeMap<&'a str, (Expression, BTreeSet<&'a str>)>) -> Result<Vec<(String, Expression)>, Vec<&'a str>> {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    for (alias, (_, uses)) in &read {
        open.insert(alias, uses.len());
        for used in uses {
            users.entry(used).or_default().push(alias);
        }
    }
    let mut ready: VecDeque<&str> = open.iter().filter(|(_, uses)| **uses == 0).map(|(alias, _)| *alias).collect();
    let mut ordered = Vec::new();
    while let Some(alias) = ready.pop_front() {
        for user in users.get(alias).into_iter().flatten() {
            let uses = open.get_mut(user).expect("every alias was counted");
            *uses -= 1;
            if *uses == 0 {
                ready.push_back(user);
            }
        }
        let (expression, _) = read.remove(alias).expect("each becomes ready once");
        ordered.push((alias.to_owned(), expression));
    }
    let Some((first, _)) = read.first_key_value() else { return Ok(ordered) };
    // Each that is left uses one that is left: whoever follows the uses comes round.
    let mut way = vec![*first];
    loop {
        let next = *read[way[way.len() - 1]].1.iter().find(|used| read.contains_key(*used)).expect("else it would have become ready");
        if let Some(begin) = way.iter().position(|alias| *alias == next) {
            way.push(next);
            return Err(way.split_off(begin));
        }
        way.push(next);
    }
}

/// What is wrong with the aliases of a dataset, by name: one does not parse, a name in it leads nowhere, it leads into a circle, or its own
/// name is taken. Ranges are bytes of its expression, and problems in the order of these.
pub fn alias_problems<'d>(graph: &Graph<'d>) -> BTreeMap<&'d str, Vec<Problem>> {
    let mut all: BTreeMap<&str, Vec<Problem>> = BTreeMap::new();
    let mut uses: BTreeMap<&str, Uses<'d>> = BTreeMap::new();
    for (alias, Spanned { value: text, .. }) in &graph.dataset().manifest.aliases {
        let problems = all.entry(alias).or_default();
        let taken = match graph.find_all(alias).first() {
            _ if alias == "not" => Some("a word of the language".to_owned()),
            found => found.map(|node| format!("the id of {}", with_article(graph.node(*node).kind()))),
        };
        if let Some(taken) = taken {
            let help = Some("give the alias another name".to_owned());
            problems.push(Problem { range: 0..text.len(), message: format!("`{alias}` is {taken} too"), help });
        }
        match parse(text) {
            Err(found) => problems.extend(found),
            Ok(expression) => {
                let (found, used) = names(graph, &expression);
                problems.extend(found);
                uses.insert(alias, used);
            }
        }
    }
    let circles = circles(&uses);
    for alias in &circles {
        let is_back = |(used, _): &&(&str, Range<usize>)| circles.contains(used);
        let (used, range) = uses[alias].iter().find(is_back).expect("what is in a circle uses what is in it");
        let message = "this leads into a circle of aliases".to_owned();
        let help = if used == alias { "it uses itself".to_owned() } else { format!("it uses `{used}`, and that leads back") };
        all.entry(alias).or_default().push(Problem { range: range.clone(), message, help: Some(help) });
    }
    all.retain(|_, problems| !problems.is_empty());
    all.values_mut().for_each(|problems| problems.sort_by_key(|problem| (problem.range.start, problem.range.end)));
    all
}

/// The aliases from which a way along uses leads into a circle, and to which one leads out of a circle.
fn circles<'d>(uses: &BTreeMap<&'d str, Uses<'d>>) -> BTreeSet<&'d str> {
    let mut left: BTreeSet<&str> = uses.keys().copied().collect();
    let mut ways: Vec<(&str, &str)> = uses.iter().flat_map(|(alias, uses)| uses.iter().map(|(used, _)| (*alias, *used))).collect();
    for _ in 0..2 {
        // Takes away, again and again, what has no way out to what is left; then the same with the ways turned round.
        let mut open: BTreeMap<&str, usize> = left.iter().map(|alias| (*alias, 0)).collect();
        let mut back: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (from, to) in ways.iter().filter(|(from, to)| left.contains(from) && left.contains(to)) {
            *open.entry(from).or_default() += 1;
            back.entry(to).or_default().push(from);
        }
        let mut ends: Vec<&str> = open.iter().filter(|(_, ways)| **ways == 0).map(|(alias, _)| *alias).collect();
        while let Some(end) = ends.pop() {
            left.remove(end);
            for from in back.get(end).into_iter().flatten() {
                let ways = open.get_mut(from).expect("every way was counted");
                *ways -= 1;
                if *ways == 0 {
                    ends.push(from);
                }
            }
        }
        ways.iter_mut().for_each(|way| *way = (way.1, way.0));
    }
    left
}

fn with_article(kind: RecordKind) -> String {
    let article = if matches!(kind, RecordKind::Actor | RecordKind::Event) { "an" } else { "a" };
    format!("{article} {}", kind.as_str())
}

type Uses<'d> = Vec<(&'d str, Range<usize>)>;

/// The names of an expression that lead nowhere, and the aliases that it uses with the places of their names.
fn names<'d>(graph: &Graph<'d>, expression: &Expression) -> (Vec<Problem>, Uses<'d>) {
    let mut names = Names { graph, problems: Vec::new(), uses: Vec::new() };
    names.visit(expression);
    (names.problems, names.uses)
}

struct Names<'g, 'd> {
    graph: &'g Graph<'d>,
    problems: Vec<Problem>,
    uses: Uses<'d>,
}

impl<'d> Names<'_, 'd> {
    fn visit(&mut self, expression: &Expression) {
        match expression {
            Expression::Name(name) => self.name(name),
            Expression::Call(call) => self.call(call),
            Expression::Not(inner) => self.visit(inner),
            Expression::Union(sets) => sets.iter().for_each(|set| self.visit(set)),
            Expression::Chain(first, steps) => {
                self.visit(first);
                steps.iter().for_each(|(_, set)| self.visit(set));
            }
        }
    }

    fn fault(&mut self, range: &Range<usize>, message: String, help: Option<String>) {
        self.problems.push(Problem { range: range.clone(), message, help });
    }

    fn name(&mut self, name: &At<Pattern>) {
        let pattern = &name.part;
        if !pattern.is_quoted
            && let Some((alias, _)) = self.graph.dataset().manifest.aliases.get_key_value(&pattern.text)
        {
            self.uses.push((alias, name.range.clone()));
            return;
        }
        if pattern.is_glob() || !self.graph.find_all(&pattern.text).is_empty() {
            return;
        }
        let dataset = self.graph.dataset();
        let namesakes = RecordKind::ALL.map(|kind| called(dataset, kind, &pattern.text));
        if namesakes.iter().any(|ids| !ids.is_empty()) {
            namesakes.iter().zip(RecordKind::ALL).for_each(|(ids, kind)| self.namesakes(kind, ids, &pattern.text, &name.range));
            return;
        }
        let help = match Function::find(&pattern.text) {
            Some(function) => Some(format!("a function is written with brackets: `{}`", function.usage)),
            None => {
                let ids = self.graph.nodes().map(|node| self.graph.node(node).id());
                self.near(&pattern.text, ids.chain(self.graph.dataset().manifest.aliases.keys().map(String::as_str)))
            }
        };
        let help = help.or_else(|| Some("`demarche list KIND` prints the ids of a kind; `text(\"...\")` searches words".to_owned()));
        self.fault(&name.range, format!("nothing has the id {}", named(&pattern.text)), help);
    }

    fn call(&mut self, call: &Call) {
        for argument in &call.arguments {
            match argument {
                Argument::Set(set) => self.visit(set),
                Argument::Number(_) => {}
                Argument::Value(value) => self.value(call.function.part, value),
                Argument::Filter(filter, value) => self.value(filter.part, value),
            }
        }
    }

    fn value(&mut self, function: &Function, value: &At<Value>) {
        let kind = match function.takes {
            Takes::Ids(kind) | Takes::Filters(kind) => kind,
            Takes::Moment => RecordKind::Event,
            _ => return,
        };
        match &value.part {
            Value::Pattern(pattern) if pattern.is_glob() => {
                let glob = &pattern.text;
                let help = format!("write `{glob}/*` for the claims of such statements, `*/{glob}` for claims of such names");
                let message = format!("{} matches no claim: the id of a claim is STATEMENT/CLAIM", named(glob));
                let can_match = kind != RecordKind::Claim || glob.contains('/');
                self.problems.extend((!can_match).then(|| Problem { range: value.range.clone(), message, help: Some(help) }));
            }
            Value::Pattern(Pattern { text, .. }) | Value::Event(text) => self.id(kind, text, &value.range),
            _ => {}
        }
    }

    /// An id that must be there.
    fn id(&mut self, kind: RecordKind, id: &str, range: &Range<usize>) {
        let graph = self.graph;
        if graph.find(kind, id).is_none() {
            let namesakes = called(graph.dataset(), kind, id);
            if !namesakes.is_empty() {
                return self.namesakes(kind, &namesakes, id, range);
            }
            let is_shown = self.problems.len() < MOST_SHOWN;
            let near = if is_shown { in_question(&nearest_few(graph.dataset(), kind, id, 3)) } else { None };
            let other = graph.find_all(id).first().map(|node| graph.node(*node).kind());
            let help = match (other, near) {
                (Some(other), _) => format!("{} is {}, and {} is needed here", named(id), with_article(other), with_article(kind)),
                (None, Some(near)) => near,
                (None, None) => format!("`demarche list {}` prints the ids", kind.plural()),
            };
            self.fault(range, format!("there is no {} {}", kind.as_str(), named(id)), Some(help));
        }
    }

    /// Records of one kind with a name: the only one is meant, and of several it must be said which.
    fn namesakes(&mut self, kind: RecordKind, ids: &[&str], name: &str, range: &Range<usize>) {
        if ids.len() > 1 {
            let ids: Vec<String> = ids.iter().take(3).map(|id| format!("`{id}`")).collect();
            let message = format!("several {} are called {}", kind.plural(), named(name));
            self.fault(range, message, Some(format!("say which: {}", ids.join(" or "))));
        }
    }

    /// The question after a mistyped id; not asked for problems that nobody sees, because all ids are compared for it.
    fn near<'k>(&self, id: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
        if self.problems.len() < MOST_SHOWN { did_you_mean(id, known) } else { None }
    }
}
