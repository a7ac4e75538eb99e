//! The story is whole, in order, and the same for the same seed.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn now() -> DateTime<Utc> {
    "2026-11-20T03:00:00Z".parse().unwrap()
}

#[test]
fn the_same_seed_tells_the_same_story_and_another_one_another() {
    let told = |seed| tell(Scale::Province, seed, now(), &[]).unwrap();
    assert_eq!(told(1), told(1));
    assert_ne!(told(1), told(2));
    assert_eq!(timeline::steps(&told(1), now()), timeline::steps(&told(1), now()));
}

#[test]
fn another_seed_gives_the_ward_other_figures_and_leaves_its_story() {
    let told = |seed| tell(Scale::Commune, seed, now(), &[]).unwrap().remove(0);
    let (one, other) = (told(1), told(2));
    assert_eq!(one, told(1));
    let people = |unit: &UnitStory| unit.sessions.iter().map(|session| session.citizens).collect::<Vec<_>>();
    assert_ne!(people(&one), people(&other));
    let titles = |unit: &UnitStory| unit.sessions.iter().map(|session| session.title.clone()).collect::<Vec<_>>();
    assert_eq!(titles(&one), titles(&other));
    assert_ne!(one.receptions, other.receptions);
}

#[test]
fn a_unit_of_the_larger_scale_is_the_same_whatever_the_ward_draws() {
    let told = |seed| tell(Scale::Province, seed, now(), &[]).unwrap();
    // Four months with two days each, August to November, and 7 December, whose announcement comes near.
    let months: BTreeSet<u32> = told(1)[1].receptions.iter().map(|one| chrono::Datelike::month(&one.first)).collect();
    assert_eq!(months, BTreeSet::from([8, 9, 10, 11, 12]));
    assert_eq!(told(1)[1].receptions.len(), 9);
    assert_eq!(told(1)[0].receptions, tell(Scale::Commune, 1, now(), &[]).unwrap()[0].receptions);
}

#[test]
fn the_real_dialogue_has_its_ten_contents_handed_in_by_different_organisations() {
    let ward = tell(Scale::Commune, 1, now(), &[]).unwrap().remove(0);
    let real = ward.sessions.iter().find(|session| session.on() == day(2025, 8, 28)).unwrap();
    let worked: Vec<&IssueStory> = real.issues.iter().filter(|issue| issue.fate.is_worked_on()).collect();
    assert_eq!(worked.len(), 10);
    assert!(worked.iter().map(|issue| issue.by).collect::<BTreeSet<_>>().len() >= 6);
    let fates: Vec<Fate> = real.issues.iter().map(|issue| issue.fate).collect();
    for once in [Fate::Merged, Fate::WrittenOnly, Fate::Refused, Fate::Complaint, Fate::Floor] {
        assert_eq!(fates.iter().filter(|fate| **fate == once).count(), 1, "{once}");
    }
}

#[test]
fn every_issue_is_handed_in_within_its_call_and_before_it_is_decided() {
    let units = tell(Scale::Province, 3, now(), &[]).unwrap();
    let steps = timeline::steps(&units, now() + chrono::TimeDelta::days(400));
    let mut opened = BTreeMap::new();
    let mut handed_in = BTreeSet::new();
    for step in &steps {
        let session = (step.unit, step.session);
        match step.act {
            Act::OpenCall => drop(opened.insert(session, step.at)),
            Act::HandIn(place) => {
                assert!(opened.get(&session).is_some_and(|at| *at <= step.at), "{step:?}");
                handed_in.insert((session, place));
            }
            Act::Accept(place) | Act::SendBack(place) | Act::Assign(place) => {
                assert!(handed_in.contains(&(session, place)), "{step:?}");
            }
            _ => {}
        }
    }
    assert!(steps.is_sorted_by_key(|step| step.at));
}

#[test]
fn the_province_has_a_few_hundred_issues_and_every_way_a_promise_can_go() {
    let units = tell(Scale::Province, 1, now(), &[]).unwrap();
    let issues = || units.iter().flat_map(|unit| &unit.sessions).flat_map(|session| &session.issues);
    assert_eq!(units.len(), 10);
    assert!((300..700).contains(&issues().count()), "{}", issues().count());
    let promised: BTreeSet<Life> = issues().filter(|issue| !issue.promise.is_empty()).map(|issue| issue.life).collect();
    let missing: Vec<&Life> = Life::ALL.iter().filter(|life| **life != Life::Nothing && !promised.contains(life)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_country_is_told_in_short_with_every_state_and_some_silence() {
    let commune = |number: usize| Commune { code: format!("{number:05}"), province: format!("{:02}", number % 34) };
    let country: Vec<Commune> =
        (0..600).map(commune).chain([Commune { code: "11413".into(), province: PROVINCE.into() }]).collect();
    let units = tell(Scale::National, 1, now(), &country).unwrap();
    // The ward is told in full and not once more.
    assert_eq!(units.len(), 610);
    let short = &units[10..];
    assert_eq!((short[40].code.as_str(), short[40].province.as_str()), ("00040", "06"));
    let silent = short.iter().filter(|unit| unit.sessions.is_empty()).count();
    assert!((10..45).contains(&silent), "{silent} of 600 where one in 25 is meant");
    let ends: BTreeSet<Until> = short.iter().flat_map(|unit| &unit.sessions).map(|session| session.until).collect();
    let all =
        [Until::AgendaDraft, Until::AgendaFrozen, Until::Held, Until::HalfSigned, Until::Closed, Until::Drafted, Until::Signed];
    assert!(all.into_iter().chain([Until::End, Until::Cancelled]).all(|end| ends.contains(&end)), "{ends:?}");
    for unit in short {
        for session in &unit.sessions {
            let promises: BTreeSet<&str> = session.issues.iter().map(|issue| issue.promise.as_str()).collect();
            assert_eq!(promises.len(), 2, "each promise can be told from the other");
        }
        let seats = unit.sessions.iter().flat_map(|session| &session.issues).flat_map(|issue| [issue.by, issue.lead]);
        assert!(seats.into_iter().all(|seat| unit.seats.contains(&seat)));
    }
}
