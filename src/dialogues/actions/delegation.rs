//! Which heads a session needs in person by the rules of its unit, and whether they lead it.

use chrono::Datelike;

use crate::db::Conn;
use crate::dialogues::rules::Session;
use crate::dialogues::rules::attendance::Attendee;
use crate::dialogues::rules::delegation::{Delegated, RequiredHead, delegated};
use crate::dialogues::rules::plans::duty_of;
use crate::duties;
use crate::error::AppResult;
use crate::law::parameters::DutyHolder;
use crate::law::{Level, RuleSet, duties as owed};
use crate::organisation::{BodyKind, Unit, heads_between};

/// The heads who do not lead this session although their duty allows no delegate, by these lines of its list. The caller has
/// found the session.
///
/// # Errors
/// The database's.
pub async fn delegations(conn: &Conn, session: &Session, unit: &Unit, lines: &[Attendee]) -> AppResult<Vec<Delegated>> {
    Ok(delegated(lines, &required_heads(conn, session, unit).await?))
}

/// The heads whose duty allows no delegate for this session. The caller has found it.
///
/// # Errors
/// The database's.
pub async fn required_heads(conn: &Conn, session: &Session, unit: &Unit) -> AppResult<Vec<RequiredHead>> {
    let (on, kind) = (session.on(), duty_of(session.kind));
    let sets = duties::rules_in_year(conn, &unit.code, on.year()).await?;
    let level = if unit.kind.is_communal() { Level::Commune } else { Level::Province };
    let all = owed(&sets.iter().collect::<Vec<&RuleSet>>(), level, on.year());
    let strict = all.iter().filter(|duty| duty.kind == kind && duty.head_required && (duty.from..=duty.to).contains(&on));
    let mut required: Vec<(DutyHolder, String)> = Vec::new();
    for duty in strict {
        let Some(holder) = duty.holder else { continue };
        let set = sets.iter().find(|set| set.code == duty.rule_set && set.valid_from <= on);
        let stated = set.and_then(|set| set.parameters.delegation_allowed.as_ref());
        let basis = stated.map_or_else(|| duty.legal_basis.clone(), |stated| stated.basis.clone());
        match required.iter_mut().find(|(known, _)| *known == holder) {
            Some((_, known)) if !known.contains(&basis) => *known = format!("{known}; {basis}"),
            Some(_) => {}
            None => required.push((holder, basis)),
        }
    }
    if required.is_empty() {
        return Ok(Vec::new());
    }
    let terms = heads_between(conn, Some(std::slice::from_ref(&unit.code)), on, on).await?;
    let head = |(holder, legal_basis): (DutyHolder, String)| {
        let body = match holder {
            DutyHolder::PartyHead => BodyKind::PartyCommittee,
            DutyHolder::GovernmentHead | DutyHolder::Government => BodyKind::PeopleCommittee,
        };
        let term = terms.iter().find(|term| term.kind == body)?;
        let (name, title) = (term.name.clone(), term.title.clone());
        Some(RequiredHead { holder, person: term.person, name, title, legal_basis })
    };
    Ok(required.into_iter().filter_map(head).collect())
}
