//! `[security]`: what an installation sets otherwise than the law of signing in does by itself.

use serde::Deserialize;
use sohoc_rules::access::security::SecurityRules;

macro_rules! written {
    ($($(#[$doc:meta])* $name:ident => $($field:ident).+ : $kind:ty),* $(,)?) => {
        /// The section as it is written; each name is that of a field of the rules.
        #[derive(Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct WrittenSecurity {
            $($name: Option<$kind>,)*
        }

        impl WrittenSecurity {
            /// The usual rules with what is written in their place. A number below one is no rule.
            pub fn rules(&self) -> SecurityRules {
                let mut rules = SecurityRules::default();
                $(if let Some(value) = self.$name {
                    rules.$($field).+ = value.max(1);
                })*
                rules
            }
        }
    };
}

written! {
    password_length => password.length_with_second_factor: usize,
    citizen_password_length => password.length_citizen: usize,
    password_length_alone => password.length_alone: usize,
    password_kinds_alone => password.kinds_alone: usize,
    administrator_password_days => password.administrator_days: i64,
    administrator_password_history => password.administrator_history: usize,
    failures_that_lock => lockout.failures: i64,
    first_lock_seconds => lockout.first_s: i64,
    longest_lock_seconds => lockout.longest_s: i64,
    idle_officer_seconds => session.idle_officer_s: i64,
    idle_administrator_seconds => session.idle_administrator_s: i64,
    idle_citizen_seconds => session.idle_citizen_s: i64,
    session_seconds => session.life_s: i64,
    emergency_session_seconds => session.emergency_life_s: i64,
    confirmed_seconds => session.confirmed_s: i64,
    dormant_days => account.dormant_days: i64,
    slip_days => account.slip_days: i64,
    emergency_code_seconds => account.emergency_code_s: i64,
    review_months => account.review_months: i64,
    log_days => account.log_days: i64,
}
