//! The council, the decision, the certificate, and what is taken back.

use super::citizen::own;
use super::entering::activates;
use super::staff::{a_dossier_waits, endorses, opens_file, own_name};
use crate::browser::{Look, Visitor};
use crate::house::{House, PASSWORD, journey};

/// The number of a certificate of the sample.
pub async fn some_serial(house: &House) -> String {
    let leader = house.visitor(Look::DESKTOP).await;
    let _ = activates(house, &leader, "commune_decider").await;
    leader.goes_to("/quyet-dinh").await;
    let mut decisions = leader.links("/quyet-dinh/0").await;
    decisions.reverse();
    for decision in decisions {
        leader.goes_to(&decision).await;
        let serial = leader.part("td .code").await;
        if !serial.is_empty() {
            return serial;
        }
    }
    panic!("no decision gave certificates");
}

/// A dossier is handed in, endorsed and appraised; gives whose it is.
async fn is_ready(house: &House, phone: &Visitor, officer: &Visitor) -> String {
    a_dossier_waits(house, phone).await;
    let name = own_name(phone).await;
    let _ = activates(house, officer, "commune_officer").await;
    endorses(officer, &name).await;
    opens_file(officer, "Chờ chấm", &name).await;
    officer.sends("Chấm hồ sơ này").await;
    officer.sees("Đã chấm hồ sơ trước").await;
    name
}

/// The officer writes down who sat, and how they voted.
async fn council_sits(officer: &Visitor) {
    officer.goes_to("/quyet-dinh").await;
    officer.presses("Ghi phiên họp hội đồng").await;
    officer.sees("Thành viên hội đồng").await;
    officer.chooses("Chủ trì").await;
    officer.fills("Số phiếu tán thành", "999").await;
    officer.sends("Ghi phiên họp").await;
    officer.sees("Số phiếu nhiều hơn số người có mặt").await;
    let members = officer.names().await.iter().filter(|name| name.starts_with("radio «Chủ trì")).count();
    officer.fills("Số phiếu tán thành", &members.to_string()).await;
    officer.sends("Ghi phiên họp").await;
    officer.sees("Đã ghi phiên họp").await;
}

async fn signs(leader: &Visitor) {
    leader.fills("Người ký", "Nông Văn Tú").await;
    leader.fills("Chức vụ in trên quyết định", "CHỦ TỊCH").await;
}

/// From an appraised dossier to a title that anyone can check, and to its end.
async fn from_session_to_revocation(house: &House, look: Look) {
    let (phone, officer) = (house.visitor(Look::PHONE).await, house.visitor(look).await);
    let name = is_ready(house, &phone, &officer).await;
    council_sits(&officer).await;

    let leader = house.visitor(look).await;
    let _ = activates(house, &leader, "commune_decider").await;
    leader.goes_to("/quyet-dinh").await;
    leader.presses("Phiên họp ngày").await;
    leader.presses("Ra quyết định từ phiên này").await;
    signs(&leader).await;
    leader.sends("Xem trước danh sách").await;
    leader.sees("Chưa có gì được ghi").await;
    leader.sees(&name).await;
    leader.sends("Ra quyết định và cấp số").await;
    leader.sees("Đã ra quyết định và cấp số").await;
    let decision = leader.address().await;
    // The decision is there once, whatever the back button brings.
    leader.goes_back().await;
    leader.goes_to(decision.split('?').next().unwrap_or_default()).await;
    phone.goes_to("/ho-so").await;
    phone.sees("Được công nhận").await;
    phone.goes_to(&own("giay")).await;
    phone.sees("Số hiệu giấy chứng nhận").await;
    let serial = phone.part("main .code").await;

    let anyone = house.visitor(Look::PHONE.without_scripts()).await;
    anyone.goes_to("/kiem-tra").await;
    anyone.fills("Số hiệu trên giấy", "2026-01297-9999999-X").await;
    anyone.sends("Kiểm tra").await;
    anyone.sees("Không có giấy chứng nhận nào mang số này").await;
    anyone.fills("Số hiệu trên giấy", &serial.to_lowercase()).await;
    anyone.sends("Kiểm tra").await;
    anyone.sees("Giấy này có thật").await;
    anyone.sees_no(&name).await;

    leader.presses(&format!("Thu hồi, sửa, cấp lại {name}")).await;
    leader.chooses("Thu hồi danh hiệu").await;
    signs(&leader).await;
    if leader.offers("Mật khẩu").await {
        leader.fills("Mật khẩu", PASSWORD).await;
    }
    leader.sends("Ra quyết định").await;
    leader.sees("Hãy ghi lý do").await;
    leader.fills("Lý do", "Minh chứng không đúng sự thật").await;
    if leader.offers("Mật khẩu").await {
        leader.fills("Mật khẩu", PASSWORD).await;
    }
    leader.sends("Ra quyết định").await;
    leader.sees("Đã ra quyết định mới").await;
    // Another reader: the first one's browser may keep what it saw for a minute.
    let anyone = house.visitor(Look::PHONE.without_scripts()).await;
    anyone.goes_to(&format!("/kiem-tra/{serial}")).await;
    anyone.sees("danh hiệu đã bị thu hồi").await;
    phone.goes_to("/ho-so").await;
    phone.sees("Danh hiệu bị thu hồi").await;
}

#[test]
fn a_council_sits_a_leader_decides_anyone_checks_and_a_title_is_revoked() {
    journey(async |house| from_session_to_revocation(house, Look::DESKTOP).await);
}

#[test]
fn a_council_sits_a_leader_decides_anyone_checks_and_a_title_is_revoked_without_scripts() {
    journey(async |house| from_session_to_revocation(house, Look::DESKTOP.without_scripts()).await);
}

#[test]
fn a_council_sits_a_leader_decides_anyone_checks_and_a_title_is_revoked_by_keyboard_alone() {
    journey(async |house| from_session_to_revocation(house, Look::DESKTOP.by_keyboard()).await);
}
