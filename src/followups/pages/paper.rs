//! The conclusion as a paper for print, in the Party's or the State's form by the body that issues it.
//!
//! The paper is Vietnamese in every language of the interface: it is an official text. Layout: domain rules of
//! Decree 30/2020/NĐ-CP for the State, guideline HD 36-HD/VPTW for the Party.

use axum::extract::State as AppState;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::app::App;
use crate::dialogues;
use crate::error::{AppError, AppResult};
use crate::followups::rules::{Conclusion, Signature};
use crate::followups::store::{conclusions, lists, tasks};
use crate::i18n::{Locale, format};
use crate::kernel::clock::{local, local_date};
use crate::kernel::{Action, BodyId, SessionId};
use crate::organisation::{Body, BodyKind, Unit, UnitKind, bodies_by_ids, body, unit};
use crate::web::{PageResult, Path, View, Visit};

/// A row of the table of tasks.
#[derive(Debug, Serialize)]
pub struct Row {
    pub number: usize,
    pub wording: String,
    pub lead: String,
    pub supports: String,
    /// As on paper: 30/09/2025.
    pub due: String,
}

/// The paper.
#[derive(Debug, Serialize)]
pub struct Paper {
    /// Party layout; else the State's.
    pub is_party: bool,
    pub is_draft: bool,
    pub superior: String,
    pub issuer: String,
    /// "Số 15-TB/ĐU" or "Số: 15/TB-UBND".
    pub number: String,
    /// "Chiềng An, ngày 05 tháng 3 năm 2025".
    pub place_and_date: String,
    /// What the conference was, for title and opening.
    pub session_title: String,
    pub held: String,
    pub place: String,
    pub counterpart: String,
    pub general: String,
    pub rows: Vec<Row>,
    /// "T/M ĐẢNG ỦY" or "TM. ỦY BAN NHÂN DÂN", with K/T or KT. below when a deputy signs.
    pub signs_for: String,
    pub deputy_for: Option<String>,
    pub role: String,
    pub name: String,
    pub signed: Option<String>,
    pub back: String,
    pub is_overseen_by: String,
}

impl View for Paper {
    const TEMPLATE: &'static str = "pages/followups/paper";

    fn samples() -> Vec<Self> {
        let sample = |is_party: bool| Self {
            is_party,
            is_draft: !is_party,
            superior: if is_party { "Tỉnh ủy Sơn La".into() } else { String::new() },
            issuer: "Đảng ủy phường Chiềng An".into(),
            number: "Số 15-TB/ĐU".into(),
            place_and_date: "Chiềng An, ngày 08 tháng 9 năm 2025".into(),
            session_title: "Hội nghị đối thoại năm 2025".into(),
            held: "28/08/2025".into(),
            place: if is_party { "Hội trường UBND phường".into() } else { String::new() },
            counterpart: "Nhân dân phường".into(),
            general: "Hội nghị đạt yêu cầu.".into(),
            rows: if is_party {
                vec![Row {
                    number: 1,
                    wording: "Nạo vét cống".into(),
                    lead: "Phòng Kinh tế".into(),
                    supports: "Công an".into(),
                    due: "30/09/2025".into(),
                }]
            } else {
                Vec::new()
            },
            signs_for: "T/M ĐẢNG ỦY".into(),
            deputy_for: (!is_party).then(|| "KT. CHỦ TỊCH".into()),
            role: "BÍ THƯ".into(),
            name: "Lò Văn Mẫu".into(),
            signed: is_party.then(|| "09:00, 08/09/2025".into()),
            back: "/dialogues/0193/conclusion".into(),
            is_overseen_by: "Ủy ban MTTQ Việt Nam phường Chiềng An".into(),
        };
        vec![sample(true), sample(false)]
    }
}

const fn is_party(kind: BodyKind) -> bool {
    matches!(kind, BodyKind::PartyCommittee)
}

/// "15-TB/ĐU" (Party) or "15/TB-UBND" (State), with a leading nought below ten; empty while there is no number.
#[must_use]
pub fn symbol(conclusion: &Conclusion, issuer: &Body) -> String {
    let number = match conclusion.number.parse::<u32>() {
        Ok(below_ten @ 0..10) => format!("{below_ten:02}"),
        _ => conclusion.number.clone(),
    };
    match (number.as_str(), is_party(issuer.kind)) {
        ("", _) => String::new(),
        (number, true) => format!("{number}-TB/{}", issuer.symbol),
        (number, false) => format!("{number}/TB-{}", issuer.symbol),
    }
}

/// "Số 15-TB/ĐU" (Party: no colon) or "Số: 15/TB-UBND" (State).
fn number_line(conclusion: &Conclusion, issuer: &Body) -> String {
    let blank = Conclusion { number: "...".to_owned(), ..conclusion.clone() };
    let written = if conclusion.number.is_empty() { symbol(&blank, issuer) } else { symbol(conclusion, issuer) };
    if is_party(issuer.kind) { format!("Số {written}") } else { format!("Số: {written}") }
}

/// "Chiềng An": the unit's own name without its kind.
fn bare(name: &str) -> &str {
    const KINDS: [&str; 6] = ["Phường ", "Xã ", "Đặc khu ", "Thành phố ", "Tỉnh ", "Thị trấn "];
    KINDS.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name)
}

/// Days below ten and the months one and two bear a leading nought.
fn place_and_date(place: &str, day: Option<NaiveDate>) -> String {
    match day {
        None => format!("{place}, ngày ... tháng ... năm ..."),
        Some(day) if day.month() < 3 => {
            format!("{place}, ngày {:02} tháng {:02} năm {}", day.day(), day.month(), day.year())
        }
        Some(day) => format!("{place}, ngày {:02} tháng {} năm {}", day.day(), day.month(), day.year()),
    }
}

/// Who signs for whom: the collective body, "K/T …" above a deputy, and the signer's own role without the body's name.
fn signature_lines(issuer: &Body, signature: Option<&Signature>) -> (String, Option<String>, String) {
    let party = is_party(issuer.kind);
    let head = if party { "BÍ THƯ" } else { "CHỦ TỊCH" };
    let collective = if party { issuer.short_name.to_uppercase() } else { "ỦY BAN NHÂN DÂN".to_owned() };
    let signs_for = if party { format!("T/M {collective}") } else { format!("TM. {collective}") };
    match signature {
        Some(signature) if !signature.is_head => {
            let title = signature.title.strip_suffix(&issuer.short_name).unwrap_or(&signature.title).trim();
            let deputy_for = if party { format!("K/T {head}") } else { format!("KT. {head}") };
            (signs_for, Some(deputy_for), title.to_uppercase())
        }
        _ => (signs_for, None, head.to_owned()),
    }
}

/// The Party committee above the unit's own, by its official name.
fn superior(above: &Unit) -> String {
    let committee = if above.kind == UnitKind::City { "Thành ủy" } else { "Tỉnh ủy" };
    format!("{committee} {}", bare(&above.name))
}

/// The rows of the table: the tasks of a draft, or the commitments that the signature made of them, in their order.
async fn rows(app: &App, conclusion: &Conclusion) -> AppResult<Vec<Row>> {
    let conn = app.db().read();
    type Plain = (String, Option<BodyId>, Vec<BodyId>, Option<NaiveDate>);
    let plain: Vec<Plain> = if conclusion.is_draft() {
        let drafted = tasks::of(conn, conclusion.id).await?;
        drafted.into_iter().map(|task| (task.wording, task.lead, task.supports, task.due_on)).collect()
    } else {
        let mut given = lists::of_session(conn, conclusion.session).await?;
        given.sort_by_key(|commitment| commitment.number);
        given.into_iter().map(|own| (own.wording, Some(own.lead), own.supports, Some(own.first_due_on))).collect()
    };
    let ids = plain.iter().flat_map(|(_, lead, supports, _)| supports.iter().copied().chain(*lead));
    let bodies = bodies_by_ids(conn, ids.collect::<Vec<_>>()).await?;
    let name = |id: &BodyId| bodies.iter().find(|body| body.id == *id).map(|body| body.short_name.clone()).unwrap_or_default();
    let row = |(at, (wording, lead, supports, due_on)): (usize, Plain)| Row {
        number: at + 1,
        wording,
        lead: lead.as_ref().map(name).unwrap_or_default(),
        supports: supports.iter().map(name).collect::<Vec<_>>().join(", "),
        due: due_on.map(|day| format::date(Locale::Vi, day)).unwrap_or_default(),
    };
    Ok(plain.into_iter().enumerate().map(row).collect())
}

/// GET /dialogues/{id}/conclusion/print
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn print(AppState(app): AppState<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let conn = app.db().read();
    let found = dialogues::find(conn, &visit.ctx, Action::ReadSessions, id).await?;
    let conclusion = conclusions::of_session(conn, &visit.ctx, &found.unit, id).await?.ok_or(AppError::NotFound)?;
    let issuer = body(conn, conclusion.body).await?;
    let above = match (&found.unit.parent_code, is_party(issuer.kind) && found.unit.kind.is_communal()) {
        (Some(parent), true) => superior(&unit(conn, parent).await?),
        _ => String::new(),
    };
    let signature = conclusion.signature();
    let (signs_for, deputy_for, role) = signature_lines(&issuer, signature);
    visit.page(&Paper {
        is_party: is_party(issuer.kind),
        is_draft: conclusion.is_draft(),
        superior: above,
        number: number_line(&conclusion, &issuer),
        place_and_date: place_and_date(bare(&found.unit.name), signature.map(|signature| local_date(signature.at))),
        held: format::date(Locale::Vi, found.session.on()),
        rows: rows(&app, &conclusion).await?,
        signs_for,
        deputy_for,
        role,
        name: signature.map(|signature| signature.by.clone()).unwrap_or_default(),
        signed: signature.map(|signature| {
            let wall = local(signature.at);
            format!("{}, {}", format::time(wall.time()), format::date(Locale::Vi, wall.date()))
        }),
        back: format!("/dialogues/{id}/conclusion"),
        is_overseen_by: format!("Ủy ban MTTQ Việt Nam {}", found.unit.in_a_sentence()),
        issuer: issuer.name,
        session_title: found.session.title,
        place: found.session.place,
        counterpart: found.session.counterpart,
        general: conclusion.general,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::followups::rules::ConclusionState;
    use crate::kernel::ConclusionId;

    fn issuer(kind: BodyKind, short_name: &str, symbol: &str) -> Body {
        Body {
            id: BodyId::fresh(),
            unit_code: "03667".into(),
            parent: None,
            kind,
            name: format!("{short_name} phường Chiềng An"),
            short_name: short_name.into(),
            symbol: symbol.into(),
            email: None,
            valid_from: None,
            valid_to: None,
            heir: None,
            approves_first: false,
            sort: 0,
            version: 1,
        }
    }

    fn numbered(number: &str) -> Conclusion {
        Conclusion {
            id: ConclusionId::fresh(),
            session: SessionId::fresh(),
            unit_code: "03667".into(),
            body: BodyId::fresh(),
            number: number.into(),
            general: String::new(),
            state: ConclusionState::Draft,
            version: 1,
        }
    }

    #[test]
    fn party_and_state_write_numbers_and_dates_in_their_own_ways() {
        let (party, state) =
            (issuer(BodyKind::PartyCommittee, "Đảng ủy", "ĐU"), issuer(BodyKind::PeopleCommittee, "UBND", "UBND"));
        assert_eq!(number_line(&numbered("127"), &party), "Số 127-TB/ĐU");
        assert_eq!(number_line(&numbered("5"), &party), "Số 05-TB/ĐU");
        assert_eq!(number_line(&numbered("239"), &state), "Số: 239/TB-UBND");
        assert_eq!(number_line(&numbered(""), &state), "Số: .../TB-UBND");
        let day = |m, d| NaiveDate::from_ymd_opt(2025, m, d);
        assert_eq!(place_and_date("Chiềng An", day(3, 5)), "Chiềng An, ngày 05 tháng 3 năm 2025");
        assert_eq!(place_and_date("Chiềng An", day(2, 15)), "Chiềng An, ngày 15 tháng 02 năm 2025");
        assert_eq!(place_and_date("Chiềng An", day(10, 8)), "Chiềng An, ngày 08 tháng 10 năm 2025");
        assert_eq!(bare("Phường Chiềng An"), "Chiềng An");
    }

    #[test]
    fn a_deputy_signs_for_the_head_with_slash_or_dot() {
        let (party, state) =
            (issuer(BodyKind::PartyCommittee, "Đảng ủy", "ĐU"), issuer(BodyKind::PeopleCommittee, "UBND", "UBND"));
        let pen =
            |title: &str, is_head| Signature { at: chrono::DateTime::default(), by: "A".into(), title: title.into(), is_head };
        let lines = |body: &Body, pen: Option<Signature>| {
            let (body, deputy, role) = signature_lines(body, pen.as_ref());
            [body, deputy.unwrap_or_default(), role]
        };
        assert_eq!(lines(&party, Some(pen("Bí thư Đảng ủy", true))), ["T/M ĐẢNG ỦY", "", "BÍ THƯ"]);
        assert_eq!(lines(&party, Some(pen("Phó Bí thư Đảng ủy", false))), ["T/M ĐẢNG ỦY", "K/T BÍ THƯ", "PHÓ BÍ THƯ"]);
        assert_eq!(lines(&state, Some(pen("Phó Chủ tịch UBND", false))), ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]);
        assert_eq!(lines(&state, None), ["TM. ỦY BAN NHÂN DÂN", "", "CHỦ TỊCH"]);
    }
}
