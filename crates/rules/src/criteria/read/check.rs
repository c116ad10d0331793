//! What a set must be before it can be used: the shape that both decisions share.

use std::collections::BTreeSet;

use super::{CriteriaFault, Place, WrittenForm, WrittenIndicator, WrittenSet};
use crate::territory::AreaClass;

/// Three core competences, ten indicators and a hundred points on every form (public reports of both
/// decisions agree). A decision that changes the shape needs new pages and papers too, so it is better
/// refused here than half understood.
const COMPETENCES: usize = 3;
const INDICATORS: usize = 10;
const POINTS: u16 = 100;

pub(super) fn check(set: &WrittenSet, place: Place<'_>) -> Result<(), CriteriaFault> {
    if set.form.is_empty() {
        return Err(place.missing("form", "a set needs at least one group form"));
    }
    check_pass_rules(set, place)?;
    let mut codes = BTreeSet::new();
    for form in &set.form {
        let code = form.code.get_ref();
        if !is_code(code) {
            let reason = "a form code is made of small letters without accents, digits and hyphens";
            return Err(place.fault(&form.code, format!("form {code}, code"), reason));
        }
        if !codes.insert(code) {
            let reason = "another form of the set has this code";
            return Err(place.fault(&form.code, format!("form {code}, code"), reason));
        }
        check_form(form, set, place)?;
    }
    Ok(())
}

fn check_pass_rules(set: &WrittenSet, place: Place<'_>) -> Result<(), CriteriaFault> {
    let mut covered = BTreeSet::new();
    for pass in &set.pass {
        if *pass.total.get_ref() > POINTS {
            return Err(place.fault(&pass.total, "pass.total", format!("cannot exceed {POINTS}")));
        }
        for area in pass.areas.get_ref() {
            if !covered.insert(area.as_str()) {
                let reason = format!("area class {area:?} has two pass marks; name it once");
                return Err(place.fault(&pass.areas, "pass.areas", reason));
            }
        }
    }
    match AreaClass::ALL.into_iter().find(|area| !covered.contains(area.code())) {
        None => Ok(()),
        Some(area) => {
            Err(place.missing("pass.areas", format!("area class {:?} has no pass mark", area.code())))
        }
    }
}

fn check_form(form: &WrittenForm, set: &WrittenSet, place: Place<'_>) -> Result<(), CriteriaFault> {
    let name = form.code.get_ref();
    if form.competence.len() != COMPETENCES {
        let reason = format!("has {} competences, a form has {COMPETENCES}", form.competence.len());
        return Err(place.fault(&form.code, format!("form {name}"), reason));
    }
    let (mut codes, mut count, mut points) = (BTreeSet::new(), 0, 0u16);
    for competence in &form.competence {
        for indicator in &competence.indicator {
            check_indicator(indicator, set, name, place)?;
            let code = indicator.code.get_ref();
            let field = format!("form {name}, indicator {code}, code");
            if !code.starts_with(&format!("{}.", competence.code.get_ref())) {
                let reason = format!("must start with {}., its competence", competence.code.get_ref());
                return Err(place.fault(&indicator.code, field, reason));
            }
            if !codes.insert(code) {
                return Err(place.fault(
                    &indicator.code,
                    field,
                    "another indicator of the form has this code",
                ));
            }
            count += 1;
            points += u16::from(indicator.maximum.unwrap_or(set.maximum));
        }
    }
    if count != INDICATORS {
        let reason = format!("has {count} indicators, a form has {INDICATORS}");
        return Err(place.fault(&form.code, format!("form {name}"), reason));
    }
    if points != POINTS {
        let reason = format!("the indicators give {points} points together, they must give {POINTS}");
        return Err(place.fault(&form.code, format!("form {name}"), reason));
    }
    Ok(())
}

fn check_indicator(
    indicator: &WrittenIndicator,
    set: &WrittenSet,
    form: &str,
    place: Place<'_>,
) -> Result<(), CriteriaFault> {
    let field = |name: &str| format!("form {form}, indicator {}, {name}", indicator.code.get_ref());
    for (name, text) in [("text", &indicator.text), ("help", &indicator.help)] {
        if text.trim().is_empty() {
            return Err(place.fault(
                &indicator.code,
                field(name),
                "is empty; people must know what is asked",
            ));
        }
    }
    let maximum = indicator.maximum.unwrap_or(set.maximum);
    if indicator.floor.unwrap_or(set.floor) > maximum {
        let reason = format!("cannot exceed the maximum of {maximum}");
        return Err(place.fault(&indicator.code, field("floor"), reason));
    }
    // 255 is how an unanswered indicator is stored.
    if maximum == 0 || maximum == u8::MAX {
        return Err(place.fault(&indicator.code, field("maximum"), "must lie between 1 and 254"));
    }
    Ok(())
}

fn is_code(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
