"""Documents of ours that order, cite and replace, so that every kind of object stands on a page."""

PROGRAMME = """LIÊN ĐOÀN LAO ĐỘNG TỈNH BÌNH AN
Số: 08/CTr-LĐLĐ
Bình An, ngày 10 tháng 01 năm 2024

CHƯƠNG TRÌNH
Công tác công đoàn năm 2024

I. CHỈ TIÊU
1. Kết nạp ít nhất 70% người lao động nơi có công đoàn.

II. TỔ CHỨC THỰC HIỆN
1. Ban Tổ chức chủ trì, phối hợp với Văn phòng tham mưu kế hoạch kiểm tra trước ngày 20/12/2024.
"""
PLAN = """LIÊN ĐOÀN LAO ĐỘNG TỈNH BÌNH AN
Số: 31/KH-LĐLĐ
Bình An, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Kiểm tra công tác công đoàn năm 2024

Căn cứ Nghị quyết số 99-NQ/TU ngày 12/6/2023 của Tỉnh ủy Bình An;
Thực hiện Chương trình số 08/CTr-LĐLĐ ngày 10 tháng 01 năm 2024 của Liên đoàn Lao động tỉnh Bình An.

I. NHIỆM VỤ
1. Ban Tài chính chủ trì, phối hợp với Văn phòng kiểm tra việc thu kinh phí, hoàn thành trước ngày 15/6/2024.
2. Công đoàn cơ sở báo cáo kết quả hằng quý về Liên đoàn Lao động tỉnh.
"""
