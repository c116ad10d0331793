# Lời từ chối của các quy tắc: refusal-MÃ, và refusal-MÃ-remedy là việc nên làm.
refusal-access-not-allowed = Tài khoản này không có quyền làm việc đó.
refusal-access-not-allowed-remedy = Xin nhờ người có quyền, hoặc đăng nhập bằng tài khoản khác.
refusal-access-confirm-first = Việc này chỉ làm được ngay sau khi xác nhận là bạn.
refusal-access-confirm-first-remedy = Nhập lại mật khẩu hoặc dùng khóa truy cập rồi làm tiếp.
refusal-access-identity-taken = Tài khoản bên kia đang mở một tài khoản khác ở đây.
refusal-access-identity-taken-remedy = Đăng nhập bằng tài khoản đó rồi bỏ nối trước.
refusal-access-not-in-the-book = Trong sổ chưa có ai ứng với tài khoản bên kia.
refusal-access-not-in-the-book-remedy = Nhờ chi hội khuyến học của xóm ghi tên bạn, hoặc vào bằng phiếu của xóm.
refusal-access-sign-in-wrong = Tên đăng nhập, mật khẩu hoặc mã chưa đúng.
refusal-access-sign-in-wrong-remedy = Thử lại lần nữa, hoặc hỏi người cấp tài khoản để có mã mới.

# Hồ sơ
refusal-dossier-bad-score = Điểm này không có trong câu hỏi.
refusal-dossier-bad-score-remedy = Chọn một trong các điểm hiện ra.
refusal-dossier-changed-elsewhere = Hồ sơ vừa được sửa ở máy khác.
refusal-dossier-changed-elsewhere-remedy = Xem lại rồi lưu lần nữa.
refusal-dossier-not-from-here = Hồ sơ không còn ở bước này nữa.
refusal-dossier-not-from-here-remedy = Về danh sách để xem hồ sơ đang ở đâu.
refusal-dossier-note-too-long = Phần viết thêm dài quá 2.000 chữ cái.
refusal-dossier-note-too-long-remedy = Viết ngắn lại, hoặc gửi thành tệp minh chứng.
refusal-dossier-outside-window = Hôm nay không nằm trong những ngày nhận hồ sơ.
refusal-dossier-outside-window-remedy = Xem ngày nhận ở trang hồ sơ, hoặc hỏi chi hội khuyến học.
refusal-dossier-unknown-form = Đợt này không có nhóm đó.
refusal-dossier-unknown-form-remedy = Chọn một nhóm trong danh sách.
refusal-round-closed = Đợt đánh giá này đã khóa.
refusal-round-closed-remedy = Cần sửa thì hỏi cán bộ xã.

# Dữ liệu cá nhân
refusal-privacy-extended-before = Yêu cầu này đã gia hạn một lần rồi.
refusal-privacy-extended-before-remedy = Làm cho xong, hoặc từ chối có lý do.
refusal-privacy-extension-too-late = Đã quá ngày được gia hạn.
refusal-privacy-extension-too-late-remedy = Làm cho xong, hoặc từ chối có lý do.
refusal-privacy-no-reason = Chưa viết lời trả lời hoặc lý do.
refusal-privacy-no-reason-remedy = Viết vài chữ cho người yêu cầu đọc.
refusal-privacy-own-request = Đây là yêu cầu của chính bạn.
refusal-privacy-own-request-remedy = Cán bộ khác sẽ trả lời.
refusal-privacy-request-ended = Yêu cầu này đã kết thúc.
refusal-privacy-text-changed = Lời đồng ý đã đổi chữ mà chưa đổi số bản.
refusal-privacy-text-changed-remedy = Xin báo người quản trị.

# Xem, chấm và nhập hộ
refusal-dossier-change-without-reason = Đổi điểm mà chưa ghi lý do.
refusal-dossier-change-without-reason-remedy = Ghi vài chữ, người dân sẽ đọc.
refusal-dossier-moved-since = Vừa có người khác làm trên hồ sơ này.
refusal-dossier-moved-since-remedy = Xem lại rồi quyết định; chưa có gì bị ghi đè.
refusal-dossier-name-too-long = Tên dài quá.
refusal-dossier-name-too-long-remedy = Chỉ ghi tên thôi.
refusal-dossier-not-marked = Không có ghi chú nào để bỏ.
refusal-dossier-not-marked-remedy = Hồ sơ đã đóng vì việc khác thì nhờ cán bộ xã mở lại.
refusal-dossier-own-entry = Hồ sơ này do chính bạn nhập hộ.
refusal-dossier-own-entry-remedy = Nhờ người khác trong ban xem.
refusal-dossier-own-file = Đây là hồ sơ của chính bạn.
refusal-dossier-own-file-remedy = Nhờ người khác trong ban làm.
refusal-dossier-person-dead = Người này đã mất.
refusal-dossier-person-dead-remedy = Nếu ghi nhầm, sửa lại ở trang người dân.
refusal-dossier-reason-missing = Chưa ghi lý do.
refusal-dossier-reason-missing-remedy = Ghi vài chữ, người dân sẽ đọc.

# Quyết định
refusal-recognition-before-session = Ngày ký quyết định trước ngày họp hội đồng.
refusal-recognition-before-session-remedy = Hãy chọn ngày ký từ ngày họp trở đi.
refusal-recognition-declined-without-ground = Hồ sơ đủ điểm và không có phiếu chống, nên không thể không công nhận.
refusal-recognition-declined-without-ground-remedy = Hãy công nhận, trả lại hồ sơ kèm lý do, hoặc đưa ra biểu quyết.
refusal-recognition-no-lines = Không có ai trong danh sách.
refusal-recognition-no-lines-remedy = Cần ít nhất một hồ sơ mới cấp số quyết định.
refusal-recognition-no-quorum = Phiên họp không đủ số thành viên có mặt.
refusal-recognition-no-quorum-remedy = Hãy họp lại với đủ thành viên.
refusal-recognition-no-title = Người này chưa có danh hiệu của năm đó.
refusal-recognition-no-title-remedy = Hãy kiểm tra lại người và năm.
refusal-recognition-not-appraised = Hồ sơ chưa được thẩm định.
refusal-recognition-not-appraised-remedy = Bỏ người này khỏi danh sách cho đến khi thẩm định xong.
refusal-recognition-not-passed = Điểm thẩm định chưa đạt danh hiệu.
refusal-recognition-not-passed-remedy = Bỏ khỏi danh sách, hoặc trả lại hồ sơ nếu thẩm định sai.
refusal-recognition-other-kind = Dòng này không hợp với loại quyết định.
refusal-recognition-other-kind-remedy = Hãy ra một quyết định riêng.
refusal-recognition-other-place = Hồ sơ không thuộc cơ quan ra quyết định.
refusal-recognition-other-place-remedy = Bỏ khỏi danh sách; cơ quan của hồ sơ sẽ quyết định.
refusal-recognition-own-file = Người ký có tên trong chính danh sách này.
refusal-recognition-own-file-remedy = Hồ sơ của người ký phải do cấp phó hoặc cấp trên ký.
refusal-recognition-signer-of-other-body = Người ký thuộc cơ quan khác.
refusal-recognition-signer-of-other-body-remedy = Hãy chọn người ký của cơ quan ra quyết định.
refusal-recognition-signer-without-authority = Người ký không giữ chức vụ này vào ngày ký.
refusal-recognition-signer-without-authority-remedy = Hãy chọn người giữ chức vụ ngày hôm đó.
refusal-recognition-title-exists = Người này đã có danh hiệu của năm nay.
refusal-recognition-title-exists-remedy = Bỏ khỏi danh sách; nếu dòng trước sai thì ra quyết định đính chính.
refusal-recognition-title-revoked = Danh hiệu này đã bị thu hồi.
refusal-recognition-title-replaced = Danh hiệu này đã được đính chính bằng một dòng khác.
refusal-recognition-too-many-votes = Số phiếu nhiều hơn số người được bỏ phiếu.
refusal-recognition-too-many-votes-remedy = Hãy đếm lại; không ai bỏ phiếu cho hồ sơ của chính mình.
refusal-recognition-voted-down = Hội đồng không tán thành hồ sơ này.
refusal-recognition-voted-down-remedy = Bỏ khỏi danh sách, hoặc đưa ra hội đồng lần nữa.
