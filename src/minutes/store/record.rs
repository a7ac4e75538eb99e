//! Gathers the finished text of the minutes from the rows of this room and the names of its neighbours.

use sha2::{Digest, Sha256};

use crate::db::Conn;
use crate::dialogues::{Found, attendance};
use crate::error::{AppError, AppResult};
use crate::kernel::BodyId;
use crate::minutes::rules::record::{Attendant, RecordedAnswer, RecordedItem, RecordedPromise};
use crate::minutes::rules::{Item, Minutes, MinutesState, Record, Sealed};
use crate::minutes::store::{agenda, items};
use crate::organisation::{Body, BodyKind, Unit, bodies_by_ids, bodies_of_unit};

/// The record of the minutes: of locked ones exactly what was signed, of others what stands in the rows now.
///
/// # Errors
/// The database's; [`AppError::Internal`] when a signed text cannot be read.
pub async fn record(conn: &Conn, found: &Found, minutes: &Minutes) -> AppResult<Record> {
    if let MinutesState::Locked { frozen, .. } = &minutes.state {
        return Ok(serde_json::from_str(frozen)?);
    }
    let session = &found.session;
    let agenda = agenda::agenda(conn, session.id, &session.unit_code).await?;
    let agenda = agenda.ok_or_else(|| AppError::Internal(format!("minutes {} without agenda", minutes.id)))?;
    let lines = items::items(conn, minutes.id).await?;
    let named = bodies_by_ids(conn, lines.iter().flat_map(named_bodies)).await?;
    let name =
        |id: Option<BodyId>| named.iter().find(|body| Some(body.id) == id).map(|body| body.name.clone()).unwrap_or_default();
    let record = |agenda_item: &crate::minutes::rules::AgendaItem| {
        let line = lines.iter().find(|line| line.agenda_item == agenda_item.id)?;
        let content = line.content.clone();
        Some(RecordedItem {
            kind: agenda_item.kind,
            number: agenda_item.number,
            late: agenda_item.late,
            title: agenda_item.title.clone(),
            asked_by: content.asked_by,
            asked_from: content.asked_from,
            question: content.question,
            contents: content.contents,
            answers: content
                .answers
                .into_iter()
                .map(|answer| RecordedAnswer { body: name(answer.body), by: answer.by, text: answer.text })
                .collect(),
            outcome: content.outcome,
            outcome_note: content.outcome_note,
            promises: content
                .promises
                .into_iter()
                .map(|promise| RecordedPromise { wording: promise.wording, body: name(promise.body), due_on: promise.due_on })
                .collect(),
        })
    };
    let (issuer, symbol) = issuer(&bodies_of_unit(conn, &session.unit_code, session.on()).await?, &found.unit);
    Ok(Record {
        issuer,
        symbol,
        number: minutes.state.number(),
        place_name: bare_name(&found.unit.name),
        session_code: session.code.clone(),
        title: session.title.clone(),
        counterpart: session.counterpart.clone(),
        place: session.place.clone(),
        began_at: minutes.began_at,
        ended_at: minutes.state.ended_at(),
        citizens: minutes.citizens,
        general: minutes.general.clone(),
        attendance: attendants(conn, found).await?,
        items: agenda.items.iter().filter_map(record).collect(),
    })
}

fn named_bodies(line: &Item) -> Vec<BodyId> {
    let answers = line.content.answers.iter().filter_map(|answer| answer.body);
    answers.chain(line.content.promises.iter().filter_map(|promise| promise.body)).collect()
}

async fn attendants(conn: &Conn, found: &Found) -> AppResult<Vec<Attendant>> {
    let lines = attendance(conn, found.session.id).await?;
    Ok(lines
        .into_iter()
        .map(|line| Attendant {
            name: line.name,
            title: line.title,
            part: line.part.to_string(),
            status: line.presence.to_string(),
            note: line.note,
            replaced_by: line.replaced_by,
        })
        .collect())
}

/// Who issues the paper: the people's committee, which organises the dialogue (Law 72/2025/QH15, Art. 43), else the unit.
fn issuer(bodies: &[Body], unit: &Unit) -> (Vec<String>, String) {
    let body = bodies.iter().find(|body| body.kind == BodyKind::PeopleCommittee);
    let where_ = unit.in_a_sentence();
    match body {
        Some(body) => {
            let name = body.name.strip_suffix(&where_).map_or(body.name.as_str(), str::trim_end);
            let lines = if name == body.name { vec![name.to_owned()] } else { vec![name.to_owned(), where_] };
            (lines, format!("BB-{}", body.symbol))
        }
        None => (vec![where_], "BB".to_owned()),
    }
}

/// The name of a place without what kind of unit it is: papers are dated "Hải An, ngày …".
fn bare_name(name: &str) -> String {
    let kinds = ["Phường ", "Xã ", "Đặc khu ", "Thành phố ", "Tỉnh "];
    kinds.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name).to_owned()
}

/// The record as it is signed.
///
/// # Errors
/// Only if the record could not be written as JSON.
pub fn sealed(record: &Record) -> AppResult<Sealed> {
    let text = record.text()?;
    let digest = digest(&text);
    Ok(Sealed { text, digest })
}

/// SHA-256 of a signed text, hexadecimal.
#[must_use]
pub fn digest(text: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_sha256() {
        // FIPS 180-2, example B.1: SHA-256("abc").
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn papers_are_dated_by_the_place_alone() {
        assert_eq!(bare_name("Phường Hải An"), "Hải An");
        assert_eq!(bare_name("Đặc khu Cát Hải"), "Cát Hải");
        assert_eq!(bare_name("Hải An"), "Hải An");
    }
}
