//! Every public function of the ledger, on both databases, with the same expected answers.
//!
//! To add one: call it in its chapter's file below. The last step fails with the place of every
//! statement that has not run on both.

mod access;
mod criteria;
mod dossier;
mod drafts;
mod evidence;
mod imports;
mod jobs;
mod lists;
mod models;
mod organizations;
mod people;
mod privacy;
mod recognition;
mod search;
mod settings;
mod sign_in;
mod territory;
mod tokens;
mod values;

use sohoc_ledger::db::{Statement, statements};

use crate::support::{Ledger, on_both};

/// One test, for coverage is counted in one process.
#[test]
fn both_databases_give_the_same_answers_and_no_statement_is_left_out() {
    on_both(|ledger| {
        for part in PARTS {
            ledger.wipe();
            part(ledger);
        }
        let dialect = ledger.dialect();
        let missing: Vec<String> = ours()
            .filter(|statement| !statement.was_executed(dialect))
            .map(|statement| format!("{}: {}", statement.place(), first_words(statement)))
            .collect();
        assert!(missing.is_empty(), "never run on {dialect:?}:\n{}", missing.join("\n"));
    });
}

const PARTS: [fn(&Ledger); 54] = [
    access::an_account_signs_in_until_it_is_switched_off,
    access::roles_keep_their_order_and_pass_to_a_successor,
    criteria::a_set_is_loaded_once,
    criteria::a_year_has_one_round_with_all_its_rules,
    dossier::a_person_has_one_dossier_in_a_round,
    dossier::a_dossier_that_moved_in_between_is_not_overwritten,
    dossier::steps_and_reasons_are_kept_in_order,
    crate::figures::shifts_fold_into_cells_and_equal_a_recount,
    drafts::an_answer_takes_the_place_of_the_one_before,
    drafts::a_receipt_is_kept_once_a_key,
    drafts::exceptions_stand_before_the_rest_of_a_queue,
    drafts::a_roster_holds_every_adult_with_a_standing,
    drafts::records_that_may_be_one_person_are_shown_in_pairs,
    evidence::a_piece_serves_indicators_and_is_judged,
    evidence::pictures_that_look_alike_are_found_and_others_are_not,
    evidence::what_has_served_is_emptied_and_its_proof_stays,
    evidence::uploads_count_until_they_end_or_are_too_old,
    imports::counts_of_batches_add_up_until_the_run_ends,
    dossier::a_merged_record_leads_to_the_dossier_of_the_one_human_being,
    lists::people_of_a_place_are_listed_once_each_with_the_newest_employer,
    lists::dossiers_of_a_place_are_listed_in_the_order_of_names,
    jobs::a_job_belongs_to_who_holds_its_lease,
    jobs::a_job_is_put_back_cancelled_and_its_files_forgotten,
    crate::journal::entries_are_sealed_in_order_and_verified,
    models::members_titles_and_counts_follow_the_dates,
    organizations::organizations_and_successions_come_back_by_code,
    people::a_person_comes_back_as_it_was_given,
    people::a_known_personal_number_is_not_added_twice,
    people::a_likeness_leads_to_the_record_that_stands,
    people::homes_and_employments_end_on_their_day,
    people::a_merge_can_be_undone,
    people::two_who_are_alike_are_kept_apart_until_that_is_undone,
    people::the_roster_holds_who_lived_there_and_was_alive_on_the_day,
    people::nobody_outside_the_scope_is_told_of,
    privacy::consents_are_kept_one_after_the_other,
    privacy::a_request_changes_until_it_ends,
    privacy::notes_of_reads_are_found_by_person_and_place,
    privacy::a_deletion_leaves_the_row_and_takes_what_it_said,
    recognition::numbers_and_serials_run_without_gaps,
    recognition::a_decision_its_lines_titles_and_certificates_come_back,
    recognition::minutes_and_pages_of_decisions_come_back_in_their_order,
    search::names_are_found_in_vietnamese_order,
    search::a_search_in_few_units_reads_them_when_the_index_gives_too_much,
    settings::settings_and_targets_are_kept,
    sign_in::accounts_are_listed_for_those_who_manage_them,
    sign_in::credentials_come_back_and_codes_count_once,
    sign_in::passkeys_links_and_slips_are_kept,
    sign_in::a_session_is_found_by_its_newest_token_alone,
    sign_in::failures_logins_and_alerts_are_kept,
    territory::all_kinds_of_rows_come_back_unchanged,
    territory::adding_again_changes_nothing_and_closing_sets_last_days,
    values::values_at_their_ends_come_back_unchanged,
    tokens::a_token_is_found_by_its_hash_until_it_is_revoked_or_over,
    tokens::a_request_is_begun_once_a_key_and_remembers_its_answer,
];

/// The program's own statements, without those that the tests register.
pub fn ours() -> impl Iterator<Item = &'static Statement> {
    statements().filter(|statement| statement.place().contains("ledger/src"))
}

fn first_words(statement: &Statement) -> String {
    statement.text().split_whitespace().take(8).collect::<Vec<_>>().join(" ")
}
