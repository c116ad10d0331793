//! One-time codes for citizens, and other services that vouch for them.

use sohoc_acts::access::credentials::set_password;
use sohoc_acts::access::oidc::{Claims, sign_in_oidc};
use sohoc_acts::access::session::find_session;
use sohoc_acts::access::slips::{activate, print_slips};
use sohoc_rules::access::security::Standing;
use sohoc_rules::people::PersonalNumber;

use crate::sign_in::HERE;
use crate::support::{Cast, Place, World, code, on_both, on_sqlite, person};

const DAY: i64 = 24 * 3_600 * 1_000_000;

#[test]
fn a_slip_opens_the_citizens_own_account_once_and_a_new_one_voids_it() {
    on_both(|world| {
        let office = &world.office;
        let people = world.people(&["Nông Thị Hà", "Triệu Văn An"]);
        let volunteer = world.actor(Cast::VOLUNTEER);
        let first = print_slips(office, &volunteer, &people).expect("printed");
        let second = print_slips(office, &volunteer, &people[..1]).expect("printed again");
        assert_eq!((first[0].sign_in.len(), &first[0].sign_in), (8, &second[0].sign_in));
        assert_eq!(code(activate(office, None, &first[0].code, HERE)), "access.code_wrong");
        let other = Some(first[1].sign_in.as_str());
        assert_eq!(code(activate(office, other, &second[0].code, HERE)), "access.code_wrong");
        let typed = second[0].code.to_lowercase().replace('-', " ");
        let open = activate(office, None, &typed, HERE).expect("opened");
        assert_eq!(open.session.standing, Standing::MustSetPassword);
        assert_eq!(code(activate(office, None, &typed, HERE)), "access.code_used");
        assert_eq!(code(set_password(office, &open.session, "ngắn")), "access.password_too_short");
        let set = set_password(office, &open.session, "Nương ngô trên rẫy 7").expect("a good one");
        assert_eq!(
            (set.session.standing, set.session.actor.hand().person),
            (Standing::Open, Some(people[0]))
        );
        world.clock.move_by(31 * DAY);
        assert_eq!(code(activate(office, None, &first[1].code, HERE)), "access.code_expired");
        assert!(find_session(office, &set.token).expect("a read").is_none());
    });
}

#[test]
fn nobody_prints_slips_for_people_of_another_commune_or_who_decide() {
    on_sqlite(|world| {
        let people = world.people(&["Nông Thị Hà"]);
        for (who, answer) in [
            (Cast::OTHER_VOLUNTEER, "there is no person here"),
            (Cast::OTHER_OFFICER, "there is no person here"),
            (Cast::DECIDER, "access.not_allowed"),
            (Cast::ADMINISTRATOR, "access.not_allowed"),
        ] {
            assert_eq!(code(print_slips(&world.office, &world.actor(who), &people)), answer, "{who}");
        }
        assert_eq!(world.count("select count(*) from slip where kind = 'citizen'"), 0);
    });
}

fn with_number(world: &World, number: &PersonalNumber) -> sohoc_rules::ids::PersonId {
    let mut one = person("Nông Thị Hà", Place::hamlet(0));
    one.number = Some(number.clone());
    world.register(&[one])[0].person()
}

#[test]
fn another_service_opens_the_account_of_the_number_it_knows_and_later_by_its_own_name() {
    on_both(|world| {
        let office = &world.office;
        let number = PersonalNumber::new("004180012345").expect("a number of a test");
        let known = with_number(world, &number);
        let claims = |subject, number| Claims { issuer: "https://sso.example", subject, number };
        assert_eq!(code(sign_in_oidc(office, claims("a", None), HERE)), "access.not_in_the_book");
        let open = sign_in_oidc(office, claims("a", Some(&number)), HERE).expect("linked");
        assert_eq!((open.session.standing, open.session.actor.hand().person), (Standing::Open, Some(known)));
        let again = sign_in_oidc(office, claims("a", None), HERE).expect("by the link");
        assert_eq!(again.session.account, open.session.account);
        assert_eq!(code(sign_in_oidc(office, claims("b", None), HERE)), "access.not_in_the_book");
    });
}
