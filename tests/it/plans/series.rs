//! Series through the form, and the same occurrence by whatever way only once.

use std::collections::BTreeSet;

use doithoai::db::{Unaudited, WriteTx};
use doithoai::dialogues::StateWord;
use doithoai::dialogues::actions::{series, sessions as acts};
use doithoai::kernel::Role;
use doithoai::kernel::SeriesId;
use doithoai::minutes::actions::agenda;
use doithoai::organisation::BodyKind;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{commune, sessions};
use crate::support::{Person, wall};

const FORM: &[(&str, &str)] = &[
    ("title", "Tiếp dân ngày 25"),
    ("kind", "reception"),
    ("counterpart", "Nhân dân phường"),
    ("form", "in-person"),
    ("place", "Trụ sở tiếp công dân"),
    ("repeat", "day-of-month"),
    ("day", "25"),
    ("starts_on", "01/01/2026"),
    ("starts", "8h"),
    ("duration", "210"),
    ("shift", "next-working"),
    ("ends", "until"),
    ("until", "30/04/2026"),
];

/// The form with other values in some fields.
fn form<'a>(different: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FORM.iter().copied().filter(|(name, _)| different.iter().all(|(other, _)| other != name));
    kept.chain(different.iter().copied()).collect()
}

async fn begun(office: &Person) -> (String, SeriesId) {
    let page = office.get("/series/new").await.is(200);
    let done = office.fill(&page, FORM).await.is(303);
    let path = done.location().unwrap();
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    (path, id)
}

#[tokio::test]
async fn b018_the_preview_tells_the_days_before_anything_is_saved() {
    let (app, office, _) = commune().await;
    let page = office.get("/series/new").await.is(200);
    let shown = office.fill(&page, &form(&[("act", "preview")])).await.is(200);
    // 25/1 Sunday → Monday 26/1; 25/4 Saturday before Giỗ Tổ (Sunday 26/4, Monday in lieu) → Tuesday 28/4.
    let shown =
        shown.see("Ngày 25 hằng tháng, lúc 08:00, đến hết 30/04/2026").see("Thứ Hai, 26/01/2026").see("Thứ Ba, 28/04/2026");
    assert_eq!(shown.count("#preview li"), 4);
    // b005: the first real day is not the entered one.
    shown.see("không phải ngày bắt đầu đã nhập");
    assert!(sessions(&app).await.is_empty());
    let refused = office.fill(&page, &form(&[("day", "32"), ("starts", "sáng")])).await.is(422);
    assert!(refused.error_at("starts").is_some() && refused.error_at("day").is_some(), "{:?}", refused.errors());
}

#[tokio::test]
async fn b010_b011_moved_and_cancelled_occurrences_keep_their_slot() {
    let (app, office, _) = commune().await;
    let (path, id) = begun(&office).await;
    office.get(&path).await.is(200).see("theo lịch là 25/01/2026");
    let all = sessions(&app).await;
    let days: Vec<String> = all.iter().map(|one| one.on().to_string()).collect();
    assert_eq!(days, ["2026-01-26", "2026-02-25", "2026-03-25", "2026-04-28"]);
    let ctx = office.ctx().await;
    for (version, to) in [(1, "2026-02-26 08:10"), (2, "2026-02-27 08:20")] {
        let times = (wall(to), wall(to) + chrono::TimeDelta::hours(2));
        acts::move_to(&app.app, &ctx, all[1].id, version, times, "Hội trường".into(), "Bí thư bận").await.unwrap();
    }
    acts::cancel(&app.app, &ctx, all[2].id, 1, "Bão".into()).await.unwrap();
    assert_eq!(series::open(&app.app, &ctx, id).await.unwrap(), 0, "nothing is offered again");
    let keys: Vec<_> = sessions(&app).await.into_iter().map(|one| one.slot_key.unwrap()).collect();
    assert_eq!(keys, ["2026-01-25T08:00", "2026-02-25T08:00", "2026-03-25T08:00", "2026-04-25T08:00"]);
}

#[tokio::test]
async fn b014_two_schedulers_open_one_occurrence_and_a_stop_is_caught_up_once() {
    let (app, office, _) = commune().await;
    let page = office.get("/series/new").await.is(200);
    office.fill(&page, &form(&[("ends", "never")])).await.is(303);
    // December 2025 to December 2026: 25/12/2025 lies before the first day, so January to November; 25/12/2026 is beyond.
    assert_eq!(sessions(&app).await.len(), 11);
    app.at("2026-03-02 08:00");
    let ctx = app.ctx();
    let (one, two) = tokio::join!(series::open_due(&app.app, &ctx), series::open_due(&app.app, &ctx));
    // December 2026, January and February 2027.
    assert_eq!(one.unwrap().done + two.unwrap().done, 3);
    assert!(series::open_due(&app.app, &ctx).await.unwrap().is_zero());
    let all = sessions(&app).await;
    let keys: BTreeSet<_> = all.iter().map(|one| one.slot_key.clone()).collect();
    assert_eq!((all.len(), keys.len()), (14, 14));
}

#[tokio::test]
async fn b008_b009_from_now_on_the_old_series_ends_and_a_new_one_begins() {
    let (app, office, _) = commune().await;
    let (path, _) = begun(&office).await;
    let ctx = office.ctx().await;
    let march = sessions(&app).await[2].clone();
    acts::announce(&app.app, &ctx, march.id, 1).await.unwrap();
    app.at("2026-02-27 08:00");
    // From March on the second Wednesday; 11/3, 8/4. In March the announced session of the 25th stays beside it.
    let page = office.get(&format!("{path}/change")).await.is(200);
    let fields =
        [("from_on", "01/03/2026"), ("starts_on", "01/03/2026"), ("repeat", "nth-weekday"), ("nth", "2"), ("weekday", "3")];
    let done = office.fill(&page, &fields).await.is(303);
    office.follow(done).await.see("Thứ Tư tuần thứ hai hằng tháng").see("đến hết 30/04/2026");
    let told: Vec<(String, StateWord)> =
        sessions(&app).await.into_iter().map(|one| (one.on().to_string(), one.state.word())).collect();
    let expected = [
        ("2026-01-26", StateWord::Planned),
        ("2026-02-25", StateWord::Planned),
        ("2026-03-11", StateWord::Planned),
        ("2026-03-25", StateWord::Announced),
        ("2026-04-08", StateWord::Planned),
        ("2026-04-28", StateWord::Cancelled),
    ];
    assert_eq!(told, expected.map(|(on, word)| (on.to_owned(), word)));
    office.get(&path).await.see("Đã kết thúc").not_see("/change");
    let again = form(&[("version", "2"), ("from_on", "01/04/2026"), ("starts_on", "01/04/2026")]);
    office.post(&format!("{path}/change"), &again).await.is(422);
}

#[tokio::test]
async fn b009_a_slot_of_the_new_rule_that_the_old_one_has_announced_stays_one_session() {
    let (app, office, _) = commune().await;
    let (path, _) = begun(&office).await;
    let ctx = office.ctx().await;
    // February is announced and stays, March is announced and moved by a day, April is announced and called off.
    let all = sessions(&app).await;
    for one in &all[1..] {
        acts::announce(&app.app, &ctx, one.id, 1).await.unwrap();
    }
    let times = (wall("2026-03-26 08:00"), wall("2026-03-26 11:30"));
    acts::move_to(&app.app, &ctx, all[2].id, 2, times, "Hội trường".into(), "Bí thư bận").await.unwrap();
    acts::cancel(&app.app, &ctx, all[3].id, 2, "Bão".into()).await.unwrap();
    app.at("2026-01-30 08:00");
    // The new rule has the very slots of the old one, at another place and until June.
    let page = office.get(&format!("{path}/change")).await.is(200);
    let fields = [("from_on", "01/02/2026"), ("starts_on", "01/02/2026"), ("place", "Nhà văn hóa"), ("until", "30/06/2026")];
    let new = office.fill(&page, &fields).await.is(303).location().unwrap();
    office.post(&format!("{new}/open"), &[]).await.is(303);
    series::open_due(&app.app, &app.ctx()).await.unwrap();
    let told: Vec<(String, StateWord)> =
        sessions(&app).await.into_iter().map(|one| (one.on().to_string(), one.state.word())).collect();
    let expected = [
        ("2026-01-26", StateWord::Planned),
        ("2026-02-25", StateWord::Announced),
        ("2026-03-26", StateWord::Announced),
        ("2026-04-28", StateWord::Cancelled),
        // Of the new rule: what nobody was told of yet.
        ("2026-05-25", StateWord::Planned),
        ("2026-06-25", StateWord::Planned),
    ];
    assert_eq!(told, expected.map(|(on, word)| (on.to_owned(), word)));
}

#[tokio::test]
async fn b012_a_series_does_not_end_over_sessions_that_hold_issues_or_an_agenda() {
    let (app, office, _) = commune().await;
    let (path, _) = begun(&office).await;
    let all = sessions(&app).await;
    agenda::build(&app.app, &office.ctx().await, all[2].id).await.unwrap();
    let end = [("version", "1"), ("from_on", "1/3/2026"), ("reason", "Gộp lịch")];
    let refused = office.post(&format!("{path}/end"), &end).await.is(422);
    let named = format!("1 buổi dự kiến từ ngày này đã có ý kiến hoặc chương trình ({})", all[2].code);
    assert!(refused.error_at("from_on").is_some_and(|error| error.contains(&named)), "{:?}", refused.errors());
    let change = office.get(&format!("{path}/change")).await.is(200);
    let later = [("from_on", "01/03/2026"), ("starts_on", "01/03/2026"), ("day", "10")];
    assert!(office.fill(&change, &later).await.is(422).error_at("from_on").is_some());
    assert!(sessions(&app).await.iter().all(|one| one.state.word() == StateWord::Planned), "nothing is half done");
    // From the day after it is free to end; or the office decides about that session first.
    acts::cancel(&app.app, &office.ctx().await, all[2].id, 1, "Gộp vào buổi tháng 2".into()).await.unwrap();
    office.post(&format!("{path}/end"), &end).await.is(303);
    assert_eq!(sessions(&app).await[3].state.word(), StateWord::Cancelled);
}

#[tokio::test]
async fn b015_a_series_that_cannot_be_opened_stops_no_other_and_its_office_is_told_once() {
    let (app, office, _) = commune().await;
    let (broken, id) = begun(&office).await;
    let page = office.get("/series/new").await.is(200);
    office.fill(&page, &form(&[("day", "10"), ("title", "Tiếp dân ngày 10"), ("ends", "never")])).await.is(303);
    let ended = office.fill(&page, &form(&[("day", "12"), ("title", "Tiếp dân ngày 12")])).await.is(303).location().unwrap();
    office.post(&format!("{ended}/end"), &[("version", "1"), ("from_on", "1/2/2026"), ("reason", "Gộp lịch")]).await.is(303);
    // Somebody wrote into the database by hand.
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    let text = entity::series::ActiveModel { rule: Set("FREQ=SOMETIMES".into()), ..Default::default() };
    let rows = entity::series::Entity::update_many().set(text).filter(entity::series::Column::Id.eq(id.0));
    assert_eq!(rows.exec(tx.conn()).await.unwrap().rows_affected, 1);
    tx.commit_unaudited(Unaudited::Delivery).await.unwrap();

    app.at("2026-03-02 08:00");
    let before = sessions(&app).await.len();
    // Of the series of the 10th: December 2026, January and February 2027; 10 March 2027 lies beyond twelve months.
    let tally = series::open_due(&app.app, &app.ctx()).await.unwrap();
    assert_eq!((tally.done, tally.failed), (3, 1));
    let tally = series::open_due(&app.app, &app.ctx()).await.unwrap();
    assert_eq!((tally.done, tally.failed), (0, 1));
    assert_eq!(sessions(&app).await.len(), before + 3, "what has ended opens nothing");
    crate::notices::sweep_all(&app).await;
    let inbox = office.get("/inbox").await.is(200);
    assert_eq!(inbox.text().matches("Lịch định kỳ không mở được buổi mới: Tiếp dân ngày 25").count(), 1);
    // The page says what to do, the list and the calendars still show the rest, and the office mends it.
    office.get("/series").await.is(200).see("không đọc được").see("Ngày 10 hằng tháng");
    office.get("/dialogues").await.is(200);
    office.get(&broken).await.is(200).see("quy tắc lặp lại không đọc được");
    office.post(&format!("{broken}/open"), &[]).await.is(422);
    let change = office.get(&format!("{broken}/change")).await.is(200);
    let fields = form(&[("from_on", "03/03/2026"), ("starts_on", "03/03/2026")]);
    let mended = office.fill(&change, &fields).await.is(303);
    office.follow(mended).await.is(200).see("Ngày 25 hằng tháng").not_see("không đọc được");
    assert_eq!(series::open_due(&app.app, &app.ctx()).await.unwrap().failed, 0);
}

#[tokio::test]
async fn series_belong_to_the_office_of_their_unit() {
    let (app, office, leader) = commune().await;
    let (path, _) = begun(&office).await;
    let other = app.person("Đỗ Thị Xa", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    leader.get(&path).await.is(200).not_see("/change");
    leader.get("/series/new").await.is(404);
    leader.post(&format!("{path}/end"), &[("version", "1"), ("from_on", "1/3/2026"), ("reason", "x")]).await.is(404);
    let denied = app.audit_count(Some("access.denied")).await;
    for address in [path.clone(), format!("{path}/change")] {
        other.get(&address).await.is(404);
    }
    other.post(&format!("{path}/open"), &[]).await.is(404);
    assert_eq!(app.audit_count(Some("access.denied")).await, denied + 3);
    assert!(other.get("/series").await.is(200).source().contains("Chưa có lịch định kỳ"));
    let ended = office.post(&format!("{path}/end"), &[("version", "1"), ("from_on", "1/3/2026"), ("reason", "Sáp nhập")]).await;
    ended.is(303);
    let left = sessions(&app).await.into_iter().filter(|one| one.state.word() == StateWord::Planned).count();
    assert_eq!(left, 2, "January and February stay");
}
