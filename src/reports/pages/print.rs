//! The report as a paper of the Party committee (Guidance 36-HD/VPTW), to be printed. Always in Vietnamese.

use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::show::{Seen, seal, sections};
use super::words::{FigureLine, Names, groups, ordered, title_of};
use crate::app::App;
use crate::duties;
use crate::error::AppResult;
use crate::i18n::{self, Locale};
use crate::kernel::clock::local_date;
use crate::kernel::{Action, ReportId};
use crate::organisation::{BodyKind, Unit, bodies_of_unit, head_on, unit};
use crate::reports::store::reports;
use crate::web::{PageResult, Path, View, Visit};

/// A section or a table with its heading.
#[derive(Debug, Serialize)]
pub struct Part<T> {
    pub heading: String,
    pub lines: Vec<T>,
}

/// Who signed on the screen.
#[derive(Debug, Clone, Serialize)]
pub struct Signature {
    pub by: String,
    /// The short post of a deputy who signed for the head.
    pub deputy: Option<String>,
    pub at: String,
    pub digest: String,
}

/// The paper.
#[derive(Debug, Serialize)]
pub struct Print {
    pub tab: String,
    /// Committee above; empty for a province.
    pub superior: String,
    pub issuer: String,
    /// After the number: `BC/ĐU`.
    pub symbol: String,
    pub place: String,
    /// Day, month and year of the signature, or empty places to be filled in by hand.
    pub dated: String,
    pub abstract_line: String,
    /// Paragraphs by section.
    pub sections: Vec<Part<String>>,
    /// The annex: figures by group.
    pub tables: Vec<Part<FigureLine>>,
    /// The committee and the post in whose name it is signed: "Đảng ủy", "Bí thư".
    pub signs: (String, String),
    pub signature: Option<Signature>,
    pub recipients: Vec<String>,
}

impl View for Print {
    const TEMPLATE: &'static str = "pages/reports/print";

    fn samples() -> Vec<Self> {
        let sample = |signature: Option<Signature>| Self {
            tab: "Báo cáo năm 2025".into(),
            superior: "Tỉnh ủy Sơn La".into(),
            issuer: "Đảng ủy phường Chiềng An".into(),
            symbol: "BC/ĐU".into(),
            place: "Chiềng An".into(),
            dated: "ngày 10 tháng 01 năm 2026".into(),
            abstract_line: "kết quả tiếp dân, đối thoại trực tiếp với Nhân dân năm 2025".into(),
            sections: vec![Part { heading: "Kết quả".into(), lines: vec!["Đã giải quyết 18 nội dung.".into()] }],
            tables: vec![Part {
                heading: "Kết quả giải quyết".into(),
                lines: vec![FigureLine::sample("resolved", false), FigureLine::sample("resolved-rate", true)],
            }],
            signs: ("Đảng ủy".into(), "Bí thư".into()),
            signature,
            recipients: vec!["Bí thư Tỉnh ủy".into()],
        };
        let signed =
            Signature { at: "08:30, 10/01/2026".into(), by: "Trần Văn Mẫu".into(), digest: "0a".repeat(32), deputy: None };
        let for_head = Signature { deputy: Some("Phó Bí thư".into()), ..signed.clone() };
        vec![
            sample(Some(signed)),
            sample(Some(for_head)),
            Self { superior: String::new(), recipients: Vec::new(), ..sample(None) },
        ]
    }
}

/// "ngày 10 tháng 01 năm 2026": days below 10 and January, February with a zero (Decree 30/2020/ND-CP, Annex I).
pub(super) fn dated(day: Option<NaiveDate>, year: i32) -> String {
    let Some(day) = day else { return format!("ngày ...... tháng ...... năm {year}") };
    let month = if day.month() < 3 { format!("{:02}", day.month()) } else { day.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

/// The name of a place without the kind of unit: "Chiềng An", "Sơn La".
pub(super) fn place(unit: &Unit) -> String {
    let name = unit.name.as_str();
    let kinds = ["Phường ", "Xã ", "Đặc khu ", "Thành phố ", "Tỉnh "];
    kinds.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name).to_owned()
}

/// The party committee of a unit on a day.
#[derive(Default)]
pub(super) struct Committee {
    pub name: String,
    pub short_name: String,
    pub symbol: String,
    /// Title of its head, without the committee's name.
    pub head: String,
}

pub(super) async fn committee(app: &App, unit: &Unit, day: NaiveDate) -> AppResult<Committee> {
    let conn = app.db().read();
    let bodies = bodies_of_unit(conn, &unit.code, day).await?;
    let Some(body) = bodies.into_iter().find(|body| body.kind == BodyKind::PartyCommittee) else {
        return Ok(Committee { name: unit.name.clone(), ..Committee::default() });
    };
    let title = head_on(conn, body.id, day).await?.map_or_else(|| "Bí thư".to_owned(), |head| head.title);
    let head = title.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    Ok(Committee { name: body.name, short_name: body.short_name, symbol: body.symbol, head })
}

/// A post without the committee's name, which stands above it on the paper: "Phó Bí thư" of "Phó Bí thư Đảng ủy".
fn without(title: &str, committee: &str) -> String {
    title.split_once(committee).map_or(title, |(post, _)| post).trim().to_owned()
}

/// GET /reports/{id}/print
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn print(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>) -> PageResult {
    let conn = app.db().read();
    let found = reports::find(conn, &visit.ctx, Action::ReadReport, id).await?;
    let seen = Seen::load(&app, &visit.ctx, &found).await?;
    let names = Names::load(&app, Locale::Vi).await?;
    let report = &found.report;
    let signed_on = report.state.seal().filter(|_| report.state.is_frozen()).map(|seal| local_date(seal.at));
    let day = signed_on.unwrap_or_else(|| visit.ctx.today());
    let superior = match &found.unit.parent_code {
        Some(code) if !found.unit.kind.is_provincial() => committee(&app, &unit(conn, code).await?, day).await?.name,
        _ => String::new(),
    };
    let issuer = committee(&app, &found.unit, day).await?;
    let rules = duties::merged_rules(conn, &found.unit.code, report.data_to).await?;
    let recipient = |word: &str| i18n::text(Locale::Vi, &format!("report-addressee-{word}"), &[]);
    let title = title_of(Locale::Vi, report);
    let about = title.strip_prefix("Báo cáo ").unwrap_or(&title);
    let heading = |key: String| i18n::text(Locale::Vi, &key, &[]);
    let text = sections(&names, report.narrative.iter(), &seen.figures, |_| String::new()).into_iter().map(|section| Part {
        heading: heading(format!("field-{}", section.section)),
        lines: section.paragraphs.into_iter().map(|pieces| pieces.into_iter().map(|piece| piece.text).collect()).collect(),
    });
    let tables = groups(&names, &seen.figures, &ordered(&seen.figures), |_| String::new());
    let tables = tables.into_iter().map(|part| Part { heading: heading(format!("figures-{}", part.group)), lines: part.lines });
    let signature = seal(&found)?.map(|seal| Signature {
        deputy: (!seal.deputy.is_empty()).then(|| without(&seal.deputy, &issuer.short_name)),
        by: seal.by,
        at: i18n::format::datetime(Locale::Vi, seal.at),
        digest: seal.digest,
    });
    visit.page(&Print {
        superior,
        issuer: issuer.name,
        symbol: format!("BC/{}", issuer.symbol),
        place: place(&found.unit),
        dated: dated(signed_on, day.year()),
        abstract_line: i18n::text(Locale::Vi, "report-abstract", &[("period", about.to_owned())]),
        sections: text.collect(),
        tables: tables.collect(),
        signs: (issuer.short_name, issuer.head),
        signature,
        recipients: rules.report_addressees.iter().map(|chosen| recipient(chosen.value.as_str())).collect(),
        tab: title,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_their_zeros_as_the_decree_says() {
        let on = |text: &str| dated(text.parse().ok(), 2026);
        assert_eq!(on("2026-01-05"), "ngày 05 tháng 01 năm 2026");
        assert_eq!(on("2026-03-10"), "ngày 10 tháng 3 năm 2026");
        assert_eq!(dated(None, 2026), "ngày ...... tháng ...... năm 2026");
    }
}
