//! What rules say, in the words of whoever sent the list.

use sohoc_rules::Refusal;

/// The sentence for the sender. A refusal that no list should meet stays as the rule words it.
pub(crate) fn of_refusal(refusal: &Refusal) -> String {
    match refusal.code {
        "dossier.not_from_here" => {
            "Người này đã nộp phiếu với điểm khác và phiếu đang được xét; muốn sửa, hãy đề nghị trả lại phiếu."
        }
        "dossier.other_form" => "Phiếu của người này theo mẫu khác; hãy chấm theo mẫu của phiếu.",
        "dossier.no_home" => "Chưa biết người này ở xóm nào; hãy nhập nơi ở trước.",
        "dossier.twice_in_batch" => "Người này có hai dòng trong tệp; chỉ giữ lại một dòng.",
        "dossier.person_dead" => "Người này đã mất theo sổ; nếu nhầm, hãy sửa trong sổ trước.",
        "dossier.incomplete_scores" => "Chưa chấm đủ các chỉ số; hãy điền đủ, 0 điểm cũng là điểm.",
        "dossier.bad_score" => "Điểm không hợp với mẫu phiếu; hãy chấm lại theo mẫu.",
        "dossier.unknown_form" => "Không có mẫu phiếu này trong bộ tiêu chí; hãy chọn mẫu của bộ tiêu chí.",
        "dossier.outside_window" => "Hôm nay không trong thời gian nhận phiếu của đợt; hãy hỏi cấp tỉnh.",
        _ => return refusal.to_string(),
    }
    .to_owned()
}
