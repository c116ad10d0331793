//! Signing in, being locked out, proving more, and being signed out.

use sohoc_acts::access::credentials::set_password;
use sohoc_acts::access::second_factor::{
    begin_totp, confirm_totp, make_recovery_codes, second_factor_recovery, second_factor_totp,
};
use sohoc_acts::access::session::{
    Origin, Session, SignedIn, find_session, list_sessions, lock, revoke_other_sessions, touch,
};
use sohoc_acts::access::sign_in::{confirm, sign_in, unlock};
use sohoc_acts::access::slips::activate;
use sohoc_acts::access::{Actor, accounts, emergency, passkeys};
use sohoc_rules::access::Scope;
use sohoc_rules::access::security::{Level, Standing};
use totp_rs::{Builder, Secret};

use crate::support::{Cast, Place, World, code, on_both, on_sqlite};

pub const HERE: Origin<'static> = Origin { address: "192.0.2.1", device: "Chromium" };
const PASSWORD: &str = "nương ngô mùa này";
const MINUTE: i64 = 60 * 1_000_000;

/// Signs in by a fresh one-time code.
fn opened(world: &World, sign_in: &str) -> SignedIn {
    let account = world.actor(sign_in).account().expect("an account");
    let code = accounts::reset(&world.office, &Actor::console(), account).expect("the console may");
    activate(&world.office, Some(sign_in), &code, HERE).expect("the code opens")
}

fn secret_of(base32: &str) -> [u8; 20] {
    let secret = Secret::try_from_base32(base32).expect("base 32");
    secret.as_bytes().try_into().expect("twenty bytes")
}

fn code_now(world: &World, secret: [u8; 20]) -> String {
    let seconds = u64::try_from(world.office.now().microseconds() / 1_000_000).expect("after 1970");
    Builder::new().with_secret(secret).build_noncompliant().generate(seconds).to_string()
}

/// An officer with password and code device, in a session of two factors.
fn enrolled(world: &World, sign_in: &str) -> (SignedIn, [u8; 20]) {
    let office = &world.office;
    let first = opened(world, sign_in);
    assert_eq!(first.session.standing, Standing::MustSetPassword);
    let second = set_password(office, &first.session, PASSWORD).expect("a good password");
    assert_eq!(second.session.standing, Standing::MustEnrolSecondFactor);
    let setup = begin_totp(office, &second.session).expect("setup begins");
    assert!(setup.url.starts_with("otpauth://totp/") && setup.url.contains(&setup.secret));
    let secret = secret_of(&setup.secret);
    let third = confirm_totp(office, &second.session, &code_now(world, secret), HERE).expect("proved");
    assert_eq!((third.session.standing, third.session.level), (Standing::Open, Level::SecondFactor));
    for old in [&first.token, &second.token] {
        assert!(find_session(office, old).expect("a read").is_none(), "each level has its own token");
    }
    (third, secret)
}

#[test]
fn an_officer_has_no_rights_before_both_factors_and_a_code_counts_once() {
    on_both(|world| {
        let office = &world.office;
        let (_, secret) = enrolled(world, Cast::OFFICER);
        world.clock.move_by(2 * MINUTE);
        let half = sign_in(office, " Can-bo-dam-thuy ", PASSWORD, HERE).expect("the password is right");
        assert_eq!(half.session.standing, Standing::NeedsSecondFactor);
        let here = Scope::Unit(Place::dam_thuy());
        let asked = |session: &Session| code(accounts::list_accounts(office, &session.actor, here, "", 9));
        assert_eq!(asked(&half.session), "access.not_allowed");
        assert!(begin_totp(office, &half.session).is_err(), "a stolen password sets up no device");
        let typed = code_now(world, secret);
        let whole = second_factor_totp(office, &half.session, &typed, HERE).expect("the code is right");
        assert_eq!(whole.session.standing, Standing::Open);
        assert_ne!(whole.session.csrf, half.session.csrf);
        assert!(find_session(office, &half.token).expect("a read").is_none());
        let listed = accounts::list_accounts(office, &whole.session.actor, here, "", 99).expect("may list");
        assert!(listed.iter().any(|account| account.sign_in == Cast::VOLUNTEER));
        let again = sign_in(office, Cast::OFFICER, PASSWORD, HERE).expect("the password is right");
        assert_eq!(code(second_factor_totp(office, &again.session, &typed, HERE)), "access.sign_in_wrong");
    });
}

#[test]
fn five_failures_lock_a_name_that_exists_or_not_and_the_password_then_helps_no_more() {
    on_sqlite(|world| {
        let office = &world.office;
        let first = opened(world, Cast::OFFICER);
        set_password(office, &first.session, PASSWORD).expect("a good password");
        for name in [Cast::OFFICER, "khong-co-ai"] {
            for _ in 0..5 {
                assert_eq!(code(sign_in(office, name, "sai mật khẩu", HERE)), "access.sign_in_wrong");
            }
            assert_eq!(code(sign_in(office, name, PASSWORD, HERE)), "access.locked", "{name}");
        }
        world.clock.move_by(15 * MINUTE);
        sign_in(office, Cast::OFFICER, PASSWORD, HERE).expect("the lock has ended");
        assert_eq!(code(sign_in(office, "khong-co-ai", PASSWORD, HERE)), "access.sign_in_wrong");
        assert_eq!(world.count("select count(*) from login where outcome = 'wrong_password'"), 11);
        assert_eq!(
            world.count("select count(*) from login where account_id is null and name_hash is null"),
            0
        );
    });
}

#[test]
fn signing_in_again_does_not_forget_wrong_codes() {
    on_sqlite(|world| {
        let office = &world.office;
        enrolled(world, Cast::OFFICER);
        for _ in 0..5 {
            let half = sign_in(office, Cast::OFFICER, PASSWORD, HERE).expect("the password is right");
            assert_eq!(
                code(second_factor_totp(office, &half.session, "000000", HERE)),
                "access.sign_in_wrong"
            );
        }
        assert_eq!(code(sign_in(office, Cast::OFFICER, PASSWORD, HERE)), "access.locked");
    });
}

#[test]
fn an_idle_session_locks_and_opens_again_with_the_password_until_its_end() {
    on_sqlite(|world| {
        let office = &world.office;
        let (open, _) = enrolled(world, Cast::OFFICER);
        let standing =
            |token: &str| find_session(office, token).expect("a read").map(|session| session.standing);
        world.clock.move_by(14 * MINUTE);
        let busy = find_session(office, &open.token).expect("a read").expect("it is there");
        assert!(busy.touch_due && busy.standing == Standing::Open);
        touch(office, &[busy.id]).expect("noted");
        world.clock.move_by(14 * MINUTE);
        assert_eq!(standing(&open.token), Some(Standing::Open));
        world.clock.move_by(MINUTE);
        assert_eq!(standing(&open.token), Some(Standing::Locked));
        let locked = find_session(office, &open.token).expect("a read").expect("it is there");
        assert_eq!(code(unlock(office, &locked, "sai", HERE)), "access.sign_in_wrong");
        let unlocked = unlock(office, &locked, PASSWORD, HERE).expect("unlocked");
        assert_eq!((unlocked.session.standing, unlocked.session.id), (Standing::Open, open.session.id));
        assert_eq!(standing(&open.token), None);
        lock(office, &unlocked.session).expect("locked by hand");
        assert_eq!(standing(&unlocked.token), Some(Standing::Locked));
        world.clock.move_by(12 * 60 * MINUTE);
        assert_eq!(standing(&unlocked.token), None);
    });
}

#[test]
fn credentials_are_changed_only_shortly_after_a_proof_and_other_sessions_end() {
    on_sqlite(|world| {
        let office = &world.office;
        let (open, secret) = enrolled(world, Cast::OFFICER);
        world.clock.move_by(6 * MINUTE);
        let other = sign_in(office, Cast::OFFICER, PASSWORD, HERE).expect("the password is right");
        let session = find_session(office, &open.token).expect("a read").expect("it is there");
        assert_eq!(code(set_password(office, &session, "một câu khác hẳn")), "access.confirm_first");
        confirm(office, &session, PASSWORD, HERE).expect("confirmed");
        let session = find_session(office, &open.token).expect("a read").expect("it is there");
        assert_eq!(list_sessions(office, &session).expect("listed").len(), 2);
        let codes = make_recovery_codes(office, &session).expect("made");
        let changed = set_password(office, &session, "một câu khác hẳn").expect("changed");
        assert!(find_session(office, &other.token).expect("a read").is_none());
        let half = sign_in(office, Cast::OFFICER, "một câu khác hẳn", HERE).expect("the new password");
        let whole =
            second_factor_recovery(office, &half.session, &codes[3].to_lowercase(), HERE).expect("taken");
        assert_eq!(revoke_other_sessions(office, &whole.session).expect("ended"), 1);
        assert!(find_session(office, &changed.token).expect("a read").is_none());
        let half = sign_in(office, Cast::OFFICER, "một câu khác hẳn", HERE).expect("the new password");
        let spent = second_factor_recovery(office, &half.session, &codes[3], HERE);
        assert_eq!(code(spent), "access.sign_in_wrong");
        second_factor_totp(office, &half.session, &code_now(world, secret), HERE)
            .expect("the device still counts");
    });
}

#[test]
fn an_administrator_changes_the_password_after_sixty_days_to_one_not_used_before() {
    on_sqlite(|world| {
        let office = &world.office;
        let (_, secret) = enrolled(world, Cast::ADMINISTRATOR);
        world.clock.move_by(60 * 24 * 60 * MINUTE);
        let half = sign_in(office, Cast::ADMINISTRATOR, PASSWORD, HERE).expect("the password is right");
        let whole =
            second_factor_totp(office, &half.session, &code_now(world, secret), HERE).expect("proved");
        assert_eq!(whole.session.standing, Standing::MustSetPassword);
        assert_eq!(code(set_password(office, &whole.session, PASSWORD)), "access.password_used_before");
        let changed = set_password(office, &whole.session, "một câu khác hẳn").expect("changed");
        assert_eq!(changed.session.standing, Standing::Open);
    });
}

#[test]
fn a_passkey_alone_opens_an_officers_session_even_while_the_name_is_locked() {
    on_both(|world| {
        let office = &world.office;
        let first = opened(world, Cast::VOLUNTEER);
        let used = |counter| passkeys::Verified { credential_id: &[1, 2], credential: "{}", counter };
        let kept = passkeys::add_passkey(office, &first.session, used(1), "điện thoại").expect("kept");
        assert_eq!(kept.session.standing, Standing::Open);
        for _ in 0..5 {
            assert_eq!(code(sign_in(office, Cast::VOLUNTEER, "sai", HERE)), "access.sign_in_wrong");
        }
        let again = passkeys::sign_in_passkey(office, used(2), HERE).expect("signed in");
        assert_eq!(again.session.standing, Standing::Open);
        assert_eq!(code(passkeys::sign_in_passkey(office, used(2), HERE)), "access.sign_in_wrong");
        let stranger = opened(world, Cast::COMMITTEE);
        let theirs = passkeys::second_factor_passkey(office, &stranger.session, used(3), HERE);
        assert_eq!(code(theirs), "access.sign_in_wrong");
    });
}

#[test]
fn the_glass_opens_one_session_of_an_hour_and_stays_an_alert_until_another_acknowledges_it() {
    on_sqlite(|world| {
        let office = &world.office;
        let console = Actor::console();
        assert_eq!(code(emergency::break_glass(office, &console, "mất")), "access.reason_missing");
        let officer = world.actor(Cast::ADMINISTRATOR);
        assert!(emergency::break_glass(office, &officer, "mọi quản trị viên mất máy").is_err());
        let glass = emergency::break_glass(office, &console, "mọi quản trị viên mất máy").expect("broken");
        let late = emergency::break_glass(office, &console, "mọi quản trị viên mất máy").expect("broken");
        let open = activate(office, None, &glass.code, HERE).expect("opened");
        assert_eq!((open.session.standing, open.session.level), (Standing::Open, Level::Emergency));
        let own = emergency::list_alerts(office, &open.session.actor).expect("may read");
        let own = own.iter().find(|alert| alert.account == Some(glass.account)).expect("it is told");
        assert!(emergency::acknowledge_alert(office, &open.session.actor, own.id).is_err());
        emergency::acknowledge_alert(office, &officer, own.id).expect("by another");
        world.clock.move_by(60 * MINUTE);
        assert!(find_session(office, &open.token).expect("a read").is_none());
        assert_eq!(code(activate(office, None, &late.code, HERE)), "access.code_expired");
    });
}

#[test]
fn who_does_not_come_for_45_days_is_switched_off_and_switched_on_again_by_their_commune_alone() {
    on_sqlite(|world| {
        let office = &world.office;
        let (open, _) = enrolled(world, Cast::VOLUNTEER);
        world.clock.move_by(44 * 24 * 60 * MINUTE);
        assert_eq!(accounts::sweep_dormant(office, &Actor::console()).expect("swept"), 0);
        world.clock.move_by(2 * 24 * 60 * MINUTE);
        assert_eq!(accounts::sweep_dormant(office, &Actor::console()).expect("swept"), 1);
        let account = open.session.account;
        assert_eq!(code(sign_in(office, Cast::VOLUNTEER, PASSWORD, HERE)), "access.sign_in_wrong");
        for refused in [
            code(accounts::switch_on(office, &world.actor(Cast::OTHER_OFFICER), account)),
            code(accounts::reset(office, &world.actor(Cast::OTHER_OFFICER), account)),
            code(accounts::end_role(office, &world.actor(Cast::OTHER_OFFICER), account, 0)),
        ] {
            assert_eq!(refused, "there is no account here");
        }
        accounts::switch_on(office, &world.actor(Cast::OFFICER), account).expect("their own commune");
        assert_eq!(accounts::sweep_dormant(office, &Actor::console()).expect("swept"), 0);
        sign_in(office, Cast::VOLUNTEER, PASSWORD, HERE).expect("on again");
        accounts::end_role(office, &world.actor(Cast::OFFICER), account, 0).expect("ended");
        let decider = world.actor(Cast::DECIDER).account().expect("an account");
        let above = accounts::reset(office, &world.actor(Cast::OFFICER), decider);
        assert_eq!(code(above), "access.role_not_to_give");
        accounts::sweep_ended(office, &Actor::console()).expect("swept");
    });
}
