//! Samples of the page of a report, for the laws of templates.

use chrono::{DateTime, NaiveDate};

use super::show::{Acts, Changed, PieceView, RemarkLine, SealView, SectionView, Show, Step};
use super::words::{FigureLine, GroupLines};
use crate::web::HistoryLine;

pub(super) fn samples() -> Vec<Show> {
    let draft = sample();
    let mut sent = sample();
    (sent.state, sent.tone, sent.frozen, sent.running) = ("sent", "purple", true, None);
    sent.seal = Some(SealView {
        at: DateTime::default(),
        by: "Trần Văn Mẫu".into(),
        deputy: String::new(),
        digest: "0a1b2c3d".repeat(8),
        intact: true,
    });
    sent.changed = vec![Changed {
        name: "Số ý kiến tiếp nhận".into(),
        frozen: "19".into(),
        live: "20".into(),
        href: "/reports/0193/figures/issues-received?live=1".into(),
    }];
    let remark = |figure: Option<&str>| RemarkLine {
        figure: figure.map(str::to_owned),
        text: "Đề nghị kiểm tra lại số liệu.".into(),
        by: "Lê Thị Mẫu".into(),
        at: DateTime::default(),
    };
    sent.remarks = vec![remark(None), remark(Some("Tỷ lệ giải quyết"))];
    sent.acts = Acts { review: true, ..Acts::default() };
    let mut broken = sample();
    broken.seal = Some(SealView {
        at: DateTime::default(),
        by: "A".into(),
        deputy: "Phó Bí thư".into(),
        digest: "00".into(),
        intact: false,
    });
    (broken.frozen, broken.sections, broken.acts) = (true, Vec::new(), Acts::default());
    vec![draft, sent, broken]
}

fn sample() -> Show {
    let piece = |text: &str, href: Option<&str>| PieceView { text: text.into(), href: href.map(str::to_owned) };
    let step = |label: &str, state| Step { label: label.into(), state, note: None };
    Show {
        id: "0193".into(),
        title: "Báo cáo năm 2025".into(),
        unit: "phường Hải An".into(),
        state: "draft",
        tone: "grey",
        data_from: NaiveDate::default(),
        data_to: NaiveDate::default(),
        due_on: Some(NaiveDate::default()),
        running: Some(NaiveDate::default()),
        frozen: false,
        seal: None,
        steps: vec![step("Soạn thảo", "current"), step("Trình ký", "todo")],
        groups: vec![
            GroupLines { group: "sessions", lines: vec![FigureLine::sample("sessions-held", false)] },
            GroupLines { group: "results", lines: vec![FigureLine::sample("resolved-rate", true)] },
        ],
        sections: vec![SectionView {
            section: "results",
            paragraphs: vec![vec![
                piece("Đã giải quyết ", None),
                piece("18", Some("/reports/0193/figures/resolved")),
                piece(" nội dung.", None),
            ]],
        }],
        changed: Vec::new(),
        remarks: Vec::new(),
        history: vec![HistoryLine::sample("Bắt đầu báo cáo")],
        acts: Acts { edit: true, present: true, sign: true, reopen: true, send: true, review: false },
        version: 1,
    }
}
