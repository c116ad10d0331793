# Lời từ chối của các quy tắc: refusal-MÃ, và refusal-MÃ-remedy là việc nên làm.
refusal-access-not-allowed = Tài khoản này không có quyền làm việc đó.
refusal-access-not-allowed-remedy = Xin nhờ người có quyền, hoặc đăng nhập bằng tài khoản khác.
