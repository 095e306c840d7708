//! Turns a view into the parts of a page that are read: controls, table, sources, and each claim with all that the record says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::export::svg::{escaped, icon, web_address};
use crate::model::Form;
use crate::scene::mark;
use crate::view::{Card, DetailLink, Lane, Mark, Tone, View, Words};

/// The size of marks beside words.
const ICON: f64 = 16.0;

fn cards(view: &View) -> impl Iterator<Item = (&Lane, &Card)> {
    view.lanes.iter().flat_map(|lane| lane.cards.iter().map(move |card| (lane, card)))
}

/// What the lanes are, as a word: `Demand`.
fn lane_word(view: &View) -> String {
    let word = view.lane_word.to_lowercase();
    let mut signs = word.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// The filters, the search and the slider; hidden until the script shows them.
pub fn controls(view: &View) -> String {
    let mut acts: BTreeMap<Mark, (usize, Tone)> = BTreeMap::new();
    let mut actors: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (_, card) in cards(view) {
        acts.entry(card.mark).or_insert((0, card.tone)).0 += 1;
        *actors.entry((card.speaker.as_str(), card.actor.as_str())).or_default() += 1;
    }
    let mut out = "<div id=\"controls\" role=\"search\" aria-label=\"Which claims are shown\" hidden>\n\
                   <div class=\"chips\" role=\"group\" aria-label=\"Acts\">\n"
        .to_owned();
    for (act, (count, tone)) in acts {
        let sign = icon(&mark(act, Some(Form::Verbatim), tone, ICON / 2.0, ICON / 2.0), ICON);
        let word = act.as_str();
        let _ = writeln!(
            out,
            "<button type=\"button\" aria-pressed=\"false\" data-filter=\"{word}\">{sign}{word} <span class=\"number\">{count}</span></button>"
        );
    }
    out += "</div>\n\
            <label>Search <input type=\"search\" id=\"search\" autocomplete=\"off\" spellcheck=\"false\" aria-keyshortcuts=\"/\"></label>\n";
    let lanes_are_actors = view.lanes.iter().all(|lane| lane.cards.iter().all(|card| card.actor == lane.id));
    if !lanes_are_actors {
        out += "<label>Speaker <select id=\"actor\"><option value=\"\">all</option>\n";
        for ((speaker, id), count) in actors {
            let _ = writeln!(out, "<option value=\"{}\">{} ({count})</option>", escaped(id), escaped(speaker));
        }
        out += "</select></label>\n";
    }
    let _ = writeln!(out, "<label>{} <select id=\"lane\"><option value=\"\">all</option>", escaped(&lane_word(view)));
    for (place, lane) in view.lanes.iter().enumerate() {
        // Blanks at the beginning of an option are dropped, but for those that do not break.
        let indent = "\u{a0}\u{a0}\u{a0}".repeat(lane.depth.min(6));
        let _ = writeln!(out, "<option value=\"{place}\">{indent}{} ({})</option>", escaped(&lane.title), lane.cards.len());
    }
    out += "</select></label>\n\
            <label class=\"time\" id=\"time\"><span>As of <output id=\"day\" for=\"stop\"></output></span> \
            <input type=\"range\" id=\"stop\" min=\"0\" step=\"1\"></label>\n\
            <p class=\"count\"><span role=\"status\" id=\"count\"></span> <button type=\"button\" id=\"clear\" hidden>Show all</button></p>\n</div>\n";
    out
}

/// The claims as a table, in the order of time; those without a date come last.
pub fn table(view: &View) -> String {
    let mut rows: Vec<(&Lane, &Card)> = cards(view).collect();
    rows.sort_by_key(|(_, card)| (card.when.at.is_none(), card.when.at, card.when.first, card.when.last));
    let word = lane_word(view);
    let mut out = format!(
        "<section id=\"table\" tabindex=\"-1\" aria-labelledby=\"table-title\">\n<details open>\n\
         <summary><h2 id=\"table-title\">The same claims as a table</h2></summary>\n\
         <div class=\"wide\" role=\"group\" aria-label=\"Table of the claims\" tabindex=\"0\">\n<table>\n<thead><tr><th scope=\"col\">Date</th>\
         <th scope=\"col\">Speaker</th><th scope=\"col\">{}</th><th scope=\"col\">Act</th><th scope=\"col\">Claim</th>\
         <th scope=\"col\">Form</th><th scope=\"col\">Sources</th></tr></thead>\n<tbody>\n",
        escaped(&word)
    );
    for (lane, card) in rows {
        let form = card.form.map_or("no evidence", Form::as_str);
        let sources: Vec<String> = card.sources.iter().map(|number| format!("<a href=\"#source-{number}\">{number}</a>")).collect();
        let _ = writeln!(
            out,
            "<tr data-row=\"{id}\"><td>{}<span class=\"possibly\" hidden>possibly later</span></td><td>{}</td><td>{}</td><td class=\"act\">{}</td>\
             <th scope=\"row\"><a href=\"#{id}\">{}</a></th><td>{form}</td><td>{}</td></tr>",
            escaped(&card.date),
            escaped(&card.speaker),
            escaped(&lane.title),
            act(card),
            escaped(&card.text),
            sources.join(", "),
            id = escaped(&card.id),
        );
    }
    out += "</tbody>\n</table>\n</div>\n</details>\n</section>\n";
    out
}

fn act(card: &Card) -> String {
    let middle = ICON / 2.0;
    format!("{}{}", icon(&mark(card.mark, card.form, card.tone, middle, middle), ICON), card.mark.as_str())
}

/// The sources, what is said and not drawn, and what is disputed.
pub fn remarks(view: &View) -> String {
    let mut out = String::new();
    if !view.sources.is_empty() {
        out += "<section aria-labelledby=\"sources-title\">\n<h2 id=\"sources-title\">Sources</h2>\n<ol>\n";
        for (place, source) in view.sources.iter().enumerate() {
            let title = escaped(&source.title);
            let title = match source.url.as_deref().and_then(web_address) {
                Some(url) => format!("<a href=\"{}\" rel=\"noopener noreferrer\">{title}</a>", escaped(url)),
                None => title,
            };
            let _ = writeln!(
                out,
                "<li id=\"source-{}\" tabindex=\"-1\">{}<br><span class=\"soft\">Headed: {title}</span></li>",
                place + 1,
                escaped(&source.text)
            );
        }
        out += "</ol>\n</section>\n";
    }
    if !view.meeting.is_empty() {
        out +=
            "<section aria-labelledby=\"meeting-title\">\n<h2 id=\"meeting-title\">Where the sides meet and where they part</h2>\n<ul>\n";
        for line in &view.meeting {
            let _ = writeln!(out, "<li>{}</li>", escaped(line));
        }
        out += "</ul>\n</section>\n";
    }
    if !view.steps.is_empty() {
        out += "<section aria-labelledby=\"steps-title\">\n<h2 id=\"steps-title\">Step by step</h2>\n<ol>\n";
        for step in &view.steps {
            let _ = writeln!(out, "<li>{}</li>", escaped(step));
        }
        out += "</ol>\n</section>\n";
    }
    if !view.listed.is_empty() {
        out += "<section aria-labelledby=\"listed-title\">\n<h2 id=\"listed-title\">Also said, not drawn</h2>\n<ul>\n";
        for one in &view.listed {
            let form = one.form.map(|form| format!(", {form}")).unwrap_or_default();
            let _ = writeln!(out, "<li>{}, {}{form}: {}</li>", escaped(&one.date), escaped(&one.speaker), escaped(&one.text));
        }
        out += "</ul>\n</section>\n";
    }
    if !view.disputed.is_empty() {
        out += "<section aria-labelledby=\"disputed-title\">\n<h2 id=\"disputed-title\">Disputed in the record</h2>\n<ul>\n";
        for (said, by) in &view.disputed {
            let _ = writeln!(out, "<li>{}<br><span class=\"soft\">Disputed by: {}</span></li>", escaped(said), escaped(by));
        }
        out += "</ul>\n</section>\n";
    }
    out
}

/// Each claim in full. The script shows one at a time.
pub fn details(view: &View) -> String {
    let drawn: BTreeSet<&str> = cards(view).map(|(_, card)| card.id.as_str()).collect();
    let mut out = "<aside id=\"details\" aria-labelledby=\"details-title\">\n<h2 id=\"details-title\">The claims in full</h2>\n\
                   <button type=\"button\" id=\"close\" aria-label=\"Close the details\" hidden>×</button>\n"
        .to_owned();
    for (lane, card) in cards(view) {
        article(&mut out, view, lane, card, &drawn);
    }
    out += "</aside>\n";
    out
}

fn article(out: &mut String, view: &View, lane: &Lane, card: &Card, drawn: &BTreeSet<&str>) {
    let detail = &card.detail;
    let _ = writeln!(
        out,
        "<article id=\"{id}\" data-article=\"{id}\">\n<p class=\"over\">{} · {}</p>\n<h3 data-searched>{}</h3>\n<p class=\"summary\" data-searched>{}</p>\n<dl>",
        act(card),
        escaped(&lane.title),
        escaped(&card.text),
        escaped(&detail.summary),
        id = escaped(&card.id),
    );
    let mut entry = |name: &str, text: &str| {
        let _ = writeln!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", escaped(text));
    };
    if let Some(review) = &card.review {
        entry("Review", &review.text());
    }
    entry("Said", &card.date);
    entry("By", &detail.speaker);
    let (act, firmness) = detail.act.split_once(", ").map_or((detail.act.as_str(), None), |(act, firmness)| (act, Some(firmness)));
    entry("Act", act);
    if let Some(firmness) = firmness {
        entry("Firmness", firmness);
    }
    for (word, text) in &detail.terms {
        entry(if *word == "if" { "If" } else { "Then" }, text);
    }
    if let Some(shift) = &card.shift {
        entry("Position", &shift.text());
    }
    if let Some(confidence) = detail.confidence {
        entry("Coding", &format!("the curators’ confidence is {confidence}"));
    }
    *out += "</dl>\n<h4>Evidence</h4>\n";
    if detail.evidence.is_empty() {
        *out += "<p>The record has no evidence for it.</p>\n";
    } else {
        *out += "<ul class=\"evidence\">\n";
        detail.evidence.iter().for_each(|words| passage(out, view, words));
        *out += "</ul>\n";
    }
    if !detail.links.is_empty() {
        *out += "<h4>Links, made by the curators</h4>\n<ul class=\"links\">\n";
        detail.links.iter().for_each(|one| link(out, one, drawn));
        *out += "</ul>\n";
    }
    let _ = writeln!(out, "<h4>The date</h4>\n<p class=\"soft\">{}: {}</p>", escaped(&card.date), escaped(&detail.dating));
    if let Some(note) = &detail.note {
        let _ = writeln!(out, "<h4>The curators’ note</h4>\n<p class=\"soft\">{}</p>", escaped(note));
    }
    *out += "</article>\n";
}

/// A passage as what it is: only the speaker's own words stand in quotation marks.
fn passage(out: &mut String, view: &View, words: &Words) {
    let text = escaped(&words.passage);
    let (class, shown, kind) = match words.form {
        Form::Verbatim => ("quotation", format!("<blockquote>“<span data-searched>{text}</span>”</blockquote>"), "Quotation, verbatim"),
        Form::Translated => ("quotation", format!("<blockquote>“<span data-searched>{text}</span>”</blockquote>"), "Quotation, translated"),
        Form::Paraphrase => ("report", reported("In the reporter’s words:", &text), "Paraphrase"),
        Form::Headline => ("report", reported("In the words of a headline:", &text), "Headline"),
        Form::Inference => ("report", reported("An analyst infers it from these words:", &text), "Inference"),
    };
    let proved = if words.is_proved { "found in the stored text" } else { "not proved in a stored text" };
    let _ = write!(out, "<li class=\"{class}\">{shown}\n<p class=\"about\">{kind}, {proved}. ");
    if let Some(source) = words.source.checked_sub(1).and_then(|place| view.sources.get(place)) {
        let _ = write!(out, "Source <a href=\"#source-{0}\">{0}</a>: {1}.", words.source, escaped(&source.text));
        if let Some(url) = source.url.as_deref().and_then(web_address) {
            let _ = write!(out, " <a href=\"{}\" rel=\"noopener noreferrer\">Open the page</a>", escaped(url));
        }
    }
    *out += "</p>";
    if let Some(note) = &words.note {
        let _ = write!(out, "\n<p class=\"about\">{}</p>", escaped(note));
    }
    *out += "</li>\n";
}

fn reported(lead: &str, text: &str) -> String {
    format!("<p><span class=\"lead\">{lead}</span> <span data-searched>{text}</span></p>")
}

fn link(out: &mut String, link: &DetailLink, drawn: &BTreeSet<&str>) {
    let to = escaped(&link.to);
    let to = if drawn.contains(link.id.as_str()) { format!("<a href=\"#{}\">{to}</a>", escaped(&link.id)) } else { to };
    let why =
        link.why.as_ref().map(|why| format!("<br><span class=\"soft\">The curators’ reason: {}</span>", escaped(why))).unwrap_or_default();
    let _ = writeln!(out, "<li><b>{}</b> {to}{why}</li>", link.word.replace('-', " "));
}
