use jiff::civil::date;

use super::*;
use crate::criteria::shipped;

#[test]
fn the_shipped_sets_say_what_is_known_and_that_it_is_a_placeholder() {
    let (old, new) = (shipped::qd_244(), shipped::qd_324());
    assert_eq!((old.forms.len(), new.forms.len()), (3, 4));
    assert_eq!((old.decision.number.as_str(), old.decision.date), ("244/QĐ-KHVN", date(2022, 7, 28)));
    assert_eq!((new.decision.number.as_str(), new.decision.date), ("324/QĐ-KHVN", date(2023, 10, 25)));
    assert!(!old.in_force.overlaps(new.in_force), "one set is in force on a day");
    for set in [&old, &new] {
        assert_eq!(set.status, CriteriaStatus::Placeholder);
        assert_eq!(set.pass_rule(AreaClass::Ordinary).map(|rule| rule.total), Some(80));
        assert_eq!(set.pass_rule(AreaClass::EspeciallyDifficult).map(|rule| rule.total), Some(70));
        for form in &set.forms {
            let split: Vec<usize> = form.competences.iter().map(|c| c.indicators.len()).collect();
            assert_eq!(split, [4, 4, 2], "{}", form.code);
            assert!(form.indicators().all(|i| i.maximum == 10 && i.floor == 5 && i.clause.is_none()));
        }
    }
    let confirmed = |set: &CriteriaSet| set.pass_rule(AreaClass::EspeciallyDifficult).map(|r| r.confirmed);
    assert_eq!((confirmed(&old), confirmed(&new)), (Some(true), Some(false)));
}

#[test]
fn everybody_scored_under_the_old_set_has_a_form_in_the_new_one() {
    let new = shipped::qd_324();
    for form in shipped::qd_244().forms {
        assert!(new.successor_form(&form.code).is_some(), "{}", form.code);
    }
}

/// Changes one place of the shipped file and tells what the reader says.
fn fault(from: &str, to: &str) -> String {
    let text = sohoc_data::criteria::QD_324_2023;
    assert!(text.contains(from), "{from}");
    read("new.toml", &text.replacen(from, to, 1)).expect_err("must be refused").to_string()
}

#[test]
fn a_fault_names_file_line_and_field() {
    for (from, to, said) in [
        (
            "code = \"1.2\"",
            "code = \"1.1\"",
            "new.toml, line 56, form nguoi-dan-trong-xa, indicator 1.1, code: another indicator of the form has this code",
        ),
        (
            "code = \"1.2\"",
            "code = \"2.2\"",
            "new.toml, line 56, form nguoi-dan-trong-xa, indicator 2.2, code: must start with 1., its competence",
        ),
        (
            "code = \"1.2\"",
            "code = \"1.2\"\nmaximum = 12",
            "new.toml, line 34, form nguoi-dan-trong-xa: the indicators give 102 points together, they must give 100",
        ),
        (
            "code = \"1.2\"",
            "code = \"1.2\"\nfloor = 11",
            "new.toml, line 56, form nguoi-dan-trong-xa, indicator 1.2, floor: cannot exceed the maximum of 10",
        ),
        (
            "status = \"placeholder\"",
            "status = \"draft\"",
            "new.toml, line 10, status: must be \"official\" or \"placeholder\"",
        ),
        (
            "in_force_from = \"2023-10-25\"",
            "in_force_from = \"25/10/2023\"",
            "new.toml, line 11, in_force_from: must be a day written like \"2023-10-25\"",
        ),
        (
            "[\"ordinary\"]",
            "[\"remote\"]",
            "new.toml, line 28, pass.areas: area class \"remote\" has two pass marks; name it once",
        ),
        ("[\"ordinary\"]", "[]", "new.toml, pass.areas: area class \"ordinary\" has no pass mark"),
        (
            "[\"ordinary\"]",
            "[\"ordinary\", \"urban\"]",
            "new.toml, line 22, pass.areas: there is no area class \"urban\"",
        ),
        ("total = 80", "total = 101", "new.toml, line 23, pass.total: cannot exceed 100"),
        (
            "route = \"territory\"",
            "route = \"post\"",
            "new.toml, line 38, form nguoi-dan-trong-xa, route: must be \"territory\" or \"organization\"",
        ),
        (
            "code = \"nguoi-lao-dong\"",
            "code = \"nguoi-dan-trong-xa\"",
            "new.toml, line 156, form nguoi-dan-trong-xa, code: another form of the set has this code",
        ),
    ] {
        assert_eq!(fault(from, to), said);
    }
}

#[test]
fn a_misspelt_or_missing_field_is_named() {
    assert!(fault("maximum = 10", "maximun = 10").contains("maximun"));
    let missing = fault("name = \"Người lao động\"", "");
    assert!(missing.contains("name") && missing.contains("line 1"), "{missing}");
}
