//! How much an answer weighs stands with it: whose grade, whose confidence, who relayed, who disputes; and where nothing answers, what is near.

use serde_json::Value;

use crate::driver::on_data;

const BALTICS: &str = "ryabkov-2025-06/baltics-withdrawal";
const GLIMMER: &str = "ryabkov-2025-06/trump-glimmer";
const VIA: &str = "tass-ryabkov-interview-2025";

#[test]
fn the_table_and_the_story_tell_grades_and_less_than_high_confidence() {
    let row = on_data(&["positions", "russia", "--demand", "baltics-withdrawal"]).expect(0);
    assert!(row.contains("\tparaphrase, headline, from 1 source; graded F4; low confidence\treport-001-tass\t"), "{row}");
    let sure = on_data(&["positions", "russia", "--demand", "root-causes"]).expect(0);
    assert!(sure.contains("\ttranslated, paraphrase, from 1 source; graded F4\treport-001-tass\t"), "high confidence is not told: {sure}");
    let story = on_data(&["thread", "baltics-withdrawal"]).expect(0);
    assert!(story.contains("[demand, precondition; low confidence] ryabkov-2025-06/baltics-withdrawal\n"), "{story}");
    assert!(story.contains("(inferred), by way of TASS; graded F4\n"), "{story}");
    assert!(!story.contains("high confidence"), "{story}");
    let json = on_data(&["positions", "russia", "--demand", "baltics-withdrawal", "--format", "json"]).json(0);
    let evidence = &json["positions"][0]["evidence"];
    assert_eq!((evidence["confidence"].as_str(), evidence["passages"][0]["grade"].as_str()), (Some("low"), Some("F4")));
    let json = on_data(&["thread", "baltics-withdrawal", "--actor", "russia", "--format", "json"]).json(0);
    let step = &json["threads"][0]["steps"][0];
    assert_eq!((step["confidence"].as_str(), step["evidence"][0]["grade"].as_str()), (Some("low"), Some("F4")));
}

#[test]
fn a_path_tells_by_way_of_whom_its_words_came_and_how_they_are_graded() {
    let ask = ["path", GLIMMER, "ryabkov-2025-06"];
    let text = on_data(&ask).expect(0);
    assert!(text.contains(&format!("normalization,” [1, by way of {VIA}]\n")), "{text}");
    assert!(text.contains("; graded F4 (report-001-tass)\n"), "{text}");
    let memo = on_data(&[&ask[..], &["--explain"]].concat()).expect(0);
    assert!(memo.contains(&format!("(translated) [1, by way of {VIA}].")), "{memo}");
    let json = on_data(&[&ask[..], &["--format", "json"]].concat()).json(0);
    let claim =
        json["records"].as_array().expect("a list").iter().find(|record| record["id"] == GLIMMER).expect("it is on the path").clone();
    assert_eq!((claim["evidence"][0]["via"].as_str(), claim["confidence"].as_str()), (Some(VIA), Some("high")));
    assert_eq!(json["sources"][0]["grade"], "F4");
    let unsure = ["path", BALTICS, "ryabkov-2025-06"];
    assert!(on_data(&unsure).expect(0).contains("firmness precondition; low confidence that it is coded right\n"));
    let memo = on_data(&[&unsure[..], &["--explain"]].concat()).expect(0);
    assert!(memo.contains(" That it is coded right has the curators' low confidence.\n"), "{memo}");
    assert!(!on_data(&ask).expect(0).contains("confidence"), "high confidence is not told");
}

#[test]
fn a_thread_tells_what_disputes_a_claim_and_what_belied_it() {
    let story = on_data(&["thread", "baltics-withdrawal"]).expect(0);
    assert!(story.contains("\n      disputed-by ryabkov-2022-01-10/roll-back-1997: In January 2022 he was already"), "{story}");
    let story = on_data(&["thread", "no-attack-on-ukraine"]).expect(0);
    assert!(story.contains("\n      belied-by full-scale-invasion: Russia invaded Ukraine 45 days later.\n"), "{story}");
    assert!(!story.contains("\n      rejects "), "what stands in the thread is not told twice: {story}");
    let then = on_data(&["thread", "no-attack-on-ukraine", "--as-of", "2022-01-31"]).expect(0);
    assert!(!then.contains("belied-by"), "nobody knew by then: {then}");
    let json = on_data(&["thread", "baltics-withdrawal", "--format", "json"]).json(0);
    let steps = json["threads"].as_array().expect("a list").iter().flat_map(|thread| thread["steps"].as_array().expect("a list"));
    let disputed: Vec<&Value> = steps.flat_map(|step| step["links"].as_array().expect("a list")).collect();
    assert!(disputed.iter().any(|link| link["kind"] == "disputed-by" && link["to"] == "ryabkov-2022-01-10/roll-back-1997"));
}

#[test]
fn a_demand_that_had_not_been_voiced_leads_to_what_had_been() {
    for args in
        [["thread", "baltics-withdrawal", "--as-of", "2022-06-01"], ["positions", "--demand=baltics-withdrawal", "--as-of", "2022-06-01"]]
    {
        let run = on_data(&args);
        assert_eq!(run.status, 0);
        let near = "nearest:\n  the broader demand `nato-rollback-1997`: 1 claim, last 10 Jan 2022†, ryabkov-2022-01-10/roll-back-1997\n";
        assert!(run.stderr.contains(near), "{args:?}: {}", run.stderr);
        let first = "  `baltics-withdrawal` itself, first in this set: between 4 and 30 Jun 2025†, ryabkov-2025-06/baltics-withdrawal\n";
        assert!(run.stderr.contains(first), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains("† the date is inferred"), "{args:?}: {}", run.stderr);
    }
    // Before anything had been said on a broader demand either, none is named; where there is an answer, nothing is.
    let early = on_data(&["thread", "baltics-withdrawal", "--as-of", "2000"]);
    assert!(early.stderr.contains("`security-guarantees`") && early.stderr.contains("possibly not yet said by then"), "{}", early.stderr);
    assert!(!early.stderr.contains("nato-rollback-1997"), "{}", early.stderr);
    assert!(!on_data(&["thread", "baltics-withdrawal"]).stderr.contains("nearest"));
    // Of a side that takes no position: who does, and how to ask what was asked of it.
    let usa = on_data(&["positions", "usa"]);
    assert!(usa.stderr.contains("  sides with a position: `iran`, `nato`, `russia`\n"), "{}", usa.stderr);
    assert!(usa.stderr.contains("`demarche query 'addressee(united-states)'`"), "{}", usa.stderr);
    assert!(!on_data(&["positions", "russia"]).stderr.contains("nearest"));
}

/// What a condition leaves out is named by none of the cautions, unless they say that it is left out.
#[test]
fn a_caution_names_claims_that_the_answer_is_about() {
    for condition in ["relays(tass-*)", "cites(report-004-geneva)", "speaker(vladimir-putin)", "form(>=translated)", "act(demand)"] {
        let met = on_data(&["query", &format!("claims() & ({condition})"), "--format", "json"]).json(0);
        let met: Vec<&str> = met["records"].as_array().expect("a list").iter().filter_map(|record| record["id"].as_str()).collect();
        let rows = on_data(&["positions", "--where", condition, "--format", "json"]).json(0);
        for row in rows["positions"].as_array().expect("a list") {
            let caution = row["caution"].as_str().unwrap_or_default();
            let named = caution.split([' ', ',', ';']).filter(|word| word.contains('/'));
            for id in named {
                assert!(met.contains(&id), "{condition}: {id} in {caution}");
            }
            assert!(!caution.contains("expansion-a-root-cause"), "what takes no position is nothing that a position rests on: {caution}");
        }
    }
    let row = on_data(&["positions", "russia", "--where", "relays(tass-*)", "--demand", "nato-no-enlargement"]).expect(0);
    assert!(row.contains("\tintroduced by report only, by a step that is not selected; steps before it are not selected\n"), "{row}");
}

/// A curator may hold two statements to be possibly of one occasion: then nobody knows whether the position was taken once or twice.
#[test]
fn what_may_be_one_utterance_is_counted_as_one_or_two() {
    let row = on_data(&["positions", "russia", "--format", "json"]).json(0)["positions"].take();
    let row = row.as_array().expect("a list").iter().find(|row| row["demand"] == "security-guarantees").expect("it is there");
    assert_eq!((row["times"].as_u64(), row["times_at_most"].as_u64()), (Some(3), Some(4)));
    assert!(on_data(&["positions", "russia", "--demand", "security-guarantees"]).expect(0).contains("\t3 or 4\t"));
    let page = on_data(&["show", "security-guarantees"]).expect(0);
    assert!(page.contains("; taken in 3 or 4 utterances\n"), "{page}");
    let story = on_data(&["thread", "security-guarantees"]).expect(0);
    assert!(story.contains("\n      same-utterance-as putin-before-2021-12-13/durable-guarantees: Neither report names"), "{story}");
    // Of what only one of the two is in, there is one.
    let one = on_data(&["positions", "russia", "--where", "\"putin-2021-12/guarantees-demanded\"", "--format", "json"]).json(0);
    assert_eq!((one["positions"][0]["times"].as_u64(), one["positions"][0]["times_at_most"].as_u64()), (Some(1), Some(1)));
}

/// What the curators say of a demand stands with each position on it, and a broader demand with what was said on it.
#[test]
fn a_position_says_of_what_exactly_it_was_quoted_or_conditioned() {
    let row = on_data(&["positions", "russia", "--demand", "ukraine-georgia-never"]).expect(0);
    let note = "in quotation it is demanded of Ukraine alone, Georgia is named in a proposal";
    assert!(row.contains(note), "{row}");
    assert!(on_data(&["thread", "ukraine-georgia-never"]).expect(0).contains(&format!("\n    note: {note}\n")));
    let legal = on_data(&["positions", "russia", "--demand", "legal-guarantees"]).expect(0);
    assert!(legal.contains("precondition, 10 Jan 2022† (Progress on three points comes before other work)\n"), "{legal}");
}

#[test]
fn a_message_gives_the_next_step() {
    for (args, step) in [
        (&["query", "text('x')"][..], "double quote marks stand round a value: `\"...\"`"),
        (&["query", "during(2022..2023-11)"], "an interval is written with a slash: `2022/2023-11`"),
        (&["query", "form(quoted)"], "one of verbatim, translated, paraphrase, headline, inference; `>=translated` is all that is quoted"),
        (&["thread", "truce"], "did you mean `no-pause-for-regrouping`?"),
        (&["thread", "the truce terms"], "did you mean `no-pause-for-regrouping`"),
        (&["positions", "department of"], "did you mean `us-state-department`"),
    ] {
        let run = on_data(args);
        assert!(run.status == 2 && run.stderr.contains(step), "{args:?}: {}", run.shown());
    }
    // A word of three letters is in too many names to mean one of them.
    assert!(!on_data(&["thread", "the"]).stderr.contains("did you mean"));
}
