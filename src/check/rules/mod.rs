//! The registry of rules: one file each.

use std::collections::BTreeSet;

use super::{Rule, Stage};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Acknowledgement, Dataset};

mod answer_to_own_side;
mod bad_alias;
mod bad_date;
mod bad_value;
mod circular_hierarchy;
mod claim_without_evidence;
mod control_character;
mod dangling_reference;
mod dataset_floor;
mod date_order;
mod date_reaches_past_report;
mod duplicate_id;
mod duplicate_key;
mod file_name_mismatch;
mod former_id_in_use;
mod hash_mismatch;
mod hidden_character;
mod inference_without_analyst;
mod invisible_in_key;
mod limit_exceeded;
mod lineage_disagrees_with_firmness;
mod lineage_to_other_side;
mod link_goes_forward;
mod link_without_why;
mod look_alike_names;
mod missing_key;
mod negation_in_gap;
mod not_a_file;
mod not_utf8;
mod orphan_record;
mod page_date_used_as_utterance_date;
mod passage_ambiguous;
mod passage_not_found;
mod quotation_form_mismatch;
mod rests_on_opponent_only;
mod rests_on_paraphrase_only;
mod same_utterance_suspected;
mod stale_acknowledgement;
mod text_missing;
mod uncoded_quotation;
mod undated_without_basis;
mod unknown_file;
mod unknown_key;
mod unknown_rule;
mod unknown_spelling;
mod via_not_relayed;
mod yaml_refused;
mod yaml_syntax;

/// All rules, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &answer_to_own_side::RULE,
    &bad_alias::RULE,
    &bad_date::RULE,
    &bad_value::RULE,
    &circular_hierarchy::RULE,
    &claim_without_evidence::RULE,
    &control_character::RULE,
    &dangling_reference::RULE,
    &dataset_floor::RULE,
    &date_order::RULE,
    &date_reaches_past_report::RULE,
    &duplicate_id::RULE,
    &duplicate_key::RULE,
    &file_name_mismatch::RULE,
    &former_id_in_use::RULE,
    &hash_mismatch::RULE,
    &hidden_character::RULE,
    &inference_without_analyst::RULE,
    &invisible_in_key::RULE,
    &limit_exceeded::RULE,
    &lineage_disagrees_with_firmness::RULE,
    &lineage_to_other_side::RULE,
    &link_goes_forward::RULE,
    &link_without_why::RULE,
    &look_alike_names::RULE,
    &missing_key::RULE,
    &negation_in_gap::RULE,
    &not_a_file::RULE,
    &not_utf8::RULE,
    &orphan_record::RULE,
    &page_date_used_as_utterance_date::RULE,
    &passage_ambiguous::RULE,
    &passage_not_found::RULE,
    &quotation_form_mismatch::RULE,
    &rests_on_opponent_only::RULE,
    &rests_on_paraphrase_only::RULE,
    &same_utterance_suspected::RULE,
    &stale_acknowledgement::RULE,
    &text_missing::RULE,
    &uncoded_quotation::RULE,
    &undated_without_basis::RULE,
    &unknown_file::RULE,
    &unknown_key::RULE,
    &unknown_rule::RULE,
    &unknown_spelling::RULE,
    &via_not_relayed::RULE,
    &yaml_refused::RULE,
    &yaml_syntax::RULE,
];

/// The rules whose findings break the record or the check itself: no reason makes them acceptable.
static NEVER_ACKNOWLEDGED: [&Rule; 4] =
    [&claim_without_evidence::RULE, &dataset_floor::RULE, &hash_mismatch::RULE, &passage_not_found::RULE];

/// The rules whose findings about an actor, demand, event or source rest on the statements and claims that refer to it.
static REST_ON_REFERENCES: [&Rule; 2] = [&orphan_record::RULE, &uncoded_quotation::RULE];

/// Whether findings of this kind rest on the statements and claims that refer to the record that they are about.
pub(crate) fn rests_on_references(code: &str) -> bool {
    REST_ON_REFERENCES.iter().any(|rule| rule.code.0 == code)
}

/// Whether findings of this kind rest on the counts of the whole dataset.
pub(crate) fn rests_on_counts(code: Code) -> bool {
    code == dataset_floor::RULE.code
}

/// Whether a finding of this kind may be accepted where it stands. What breaks the record cannot be.
pub(super) fn can_be_acknowledged(code: Code) -> bool {
    let checking = super::rule(code.0).is_some_and(|rule| matches!(rule.stage, Stage::Checking(_)));
    checking && NEVER_ACKNOWLEDGED.iter().all(|rule| rule.code != code)
}

/// Reports acknowledgements that nothing was found for, and rules that do not exist.
pub(super) fn settle(
    dataset: &Dataset,
    acknowledgements: &[(String, &Acknowledgement)],
    used: &BTreeSet<(String, &str)>,
    out: &mut Vec<Diagnostic>,
) {
    unknown_rule::settle(dataset, acknowledgements, out);
    stale_acknowledgement::settle(acknowledgements, used, out);
}
