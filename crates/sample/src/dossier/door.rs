//! Through which door a dossier comes in.

use sohoc_rules::dossier::Channel;

use crate::chance::Chance;
use crate::people::Group;

/// Together: a fifth by own hand on the web, not quite half with a helper, a quarter on paper, the rest in
/// workbooks of units. Where there is no signal the helper brings the offline kit.
pub(super) fn draw(group: Group, age: u16, signal: bool, chance: &mut Chance) -> Channel {
    let (web, helped, paper) = permille(group, age);
    let drawn = chance.below(1_000);
    if drawn < web {
        Channel::Web
    } else if drawn < web + helped {
        if signal { Channel::Assisted } else { Channel::Offline }
    } else if drawn < web + helped + paper {
        Channel::Paper
    } else {
        Channel::Workbook
    }
}

/// Web, helped and paper in a thousand; the rest is workbooks.
const fn permille(group: Group, age: u16) -> (u32, u32, u32) {
    match (group, age) {
        (Group::Staff, _) => (400, 60, 40),
        (_, ..40) => (265, 445, 265),
        (_, 40..60) => (150, 540, 285),
        (_, 60..) => (30, 640, 305),
    }
}
