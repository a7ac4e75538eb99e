//! The index: in line with every step, filled in after an update, put right where it is not.

use chrono::TimeDelta;
use doithoai::db::{Unaudited, WriteTx};
use doithoai::search::jobs::run;
use entity::{search_progress, searchable};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};

use super::found;
use crate::demo;
use crate::followups::Ward as Hall;
use crate::issues::Ward;
use crate::support::TestApp;

async fn rows(app: &TestApp) -> Vec<searchable::Model> {
    let mut rows = searchable::Entity::find().all(app.read()).await.unwrap();
    rows.sort_by_key(|row| (row.thing_id, row.part));
    rows
}

#[tokio::test]
async fn a_change_is_found_at_once_and_the_old_words_no_more() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị lắp đèn").await;
    let form = ward.women.get(&format!("{issue}/edit")).await.is(200);
    ward.women.fill(&form, &[("issue_wording", "Đề nghị trồng cây"), ("act", "save")]).await.is(303);
    let ctx = ward.office.ctx().await;
    assert_eq!(found(&ward.app, &ctx, "lắp đèn").await.total, 0);
    assert_eq!(found(&ward.app, &ctx, "trồng cây").await.total, 1);
    // What is refused leaves nothing behind.
    ward.typed(&ward.women, &[("issue_wording", "Vườn hoa"), ("people", "không rõ"), ("act", "submit")]).await.is(422);
    assert_eq!(found(&ward.app, &ctx, "vườn hoa").await.total, 0);
}

#[tokio::test]
async fn what_was_there_before_is_filled_in_once_and_put_right_every_week() {
    let hall = Hall::new().await;
    hall.signed().await;
    let app = &hall.app;
    let kept = rows(app).await;
    assert!(kept.len() > 5, "{}", kept.len());
    // An installation as it was before the index: nothing of it is there.
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    tx.conn().execute_unprepared("DELETE FROM searchable").await.unwrap();
    tx.conn().execute_unprepared("DELETE FROM searchable_words").await.unwrap();
    tx.commit_unaudited(Unaudited::SearchIndex).await.unwrap();
    let ctx = hall.office.ctx().await;
    assert_eq!(found(app, &ctx, "nạo vét cống").await.total, 0);
    let first = run(app.app.clone(), app.ctx()).await.unwrap();
    assert_eq!((first.done, first.more), (kept.len() as u64, false));
    assert_eq!(rows(app).await, kept, "the sweep makes what the steps made");
    assert_eq!(found(app, &ctx, "nạo vét cống").await.total, 2);
    assert!(run(app.app.clone(), app.ctx()).await.unwrap().is_zero());
    assert_eq!(search_progress::Entity::find().count(app.read()).await.unwrap(), 7);
    // A text that is not in line is put right when a week is over, not before.
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    tx.conn().execute_unprepared("UPDATE searchable SET text = 'x' WHERE kind = 'commitment'").await.unwrap();
    tx.commit_unaudited(Unaudited::SearchIndex).await.unwrap();
    assert!(run(app.app.clone(), app.ctx()).await.unwrap().is_zero());
    app.app.clock().set(app.now() + TimeDelta::days(8));
    assert_eq!(run(app.app.clone(), app.ctx()).await.unwrap().done, 2);
    assert_eq!(rows(app).await, kept);
}

#[tokio::test]
async fn the_demonstration_is_in_line_from_the_beginning() {
    let app = demo::ward().await.copy().await;
    let mut done = 0;
    loop {
        let tally = run(app.app.clone(), app.ctx()).await.unwrap();
        done += tally.done;
        if !tally.more {
            break;
        }
    }
    assert_eq!(done, 0, "some step saves a thing without its words");
}

#[tokio::test]
async fn imported_issues_are_found_as_if_they_had_been_typed() {
    let ward = Ward::new().await;
    let page = ward.look("\u{FEFF}Nội dung;Số người\r\nĐề nghị lắp đèn;12\r\nĐề nghị trồng cây;3\r\n".as_bytes()).await;
    ward.import(&page, &[]).await;
    let ctx = ward.office.ctx().await;
    assert_eq!(found(&ward.app, &ctx, "trồng cây").await.total, 1);
    assert_eq!(found(&ward.app, &ctx, "đề nghị").await.total, 2);
    assert_eq!(run(ward.app.app.clone(), ward.app.ctx()).await.unwrap().done, 0);
}

/// How many texts the sweep, begun anew, had to put right.
async fn out_of_line(app: &TestApp) -> u64 {
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    tx.conn().execute_unprepared("DELETE FROM search_progress").await.unwrap();
    tx.commit_unaudited(Unaudited::SearchIndex).await.unwrap();
    run(app.app.clone(), app.ctx()).await.unwrap().done
}

#[tokio::test]
async fn every_act_upon_an_issue_leaves_the_index_in_line() {
    let ward = Ward::new().await;
    let app = &ward.app;
    app.activate("14").await;
    app.announced("14", crate::support::details("Đối thoại của tỉnh", "2025-05-20 08:00")).await;
    let press = async |issue: &str, act: &str, fields: &[(&str, &str)]| {
        let version = ward.issue(issue).await.version.to_string();
        let fields = [&[("version", version.as_str())], fields].concat();
        ward.office.post(&format!("{issue}/{act}"), &fields).await.is(303);
        assert_eq!(out_of_line(app).await, 0, "{act} {fields:?}");
    };
    let main = ward.accepted("Bà Lò Thị Kín đề nghị nạo vét cống").await;
    assert_eq!(out_of_line(app).await, 0);
    let other = ward.hand_in(&ward.women, "Cống bản Cá tắc").await;
    let id = main.trim_start_matches("/issues/");
    press(&other, "merge", &[("merge_target", id)]).await;
    press(&other, "unmerge", &[]).await;
    press(&main, "split", &[("part_wording_1", "Nạo vét cống"), ("part_wording_2", "Thay đèn"), ("act", "split")]).await;
    press(&main, "unsplit", &[]).await;
    press(&main, "forward", &[("forward_wording", "Nạo vét cống"), ("forward_to", "14")]).await;
    press(&main, "take-back", &[]).await;
    press(&main, "decide", &[("act", "select")]).await;
    press(&main, "decide", &[("act", "accept")]).await;
    press(&main, "decide", &[("act", "divert"), ("reason", "Là khiếu nại")]).await;
    press(&other, "decide", &[("act", "return"), ("reason", "Chưa rõ")]).await;
    let form = ward.women.get(&format!("{other}/withdraw")).await.is(200);
    let action = format!("{other}/withdraw");
    crate::issues::press(&ward.women, &form, &action).await.is(303);
    assert_eq!(out_of_line(app).await, 0);
}

#[tokio::test]
async fn what_the_room_wrote_about_a_complaint_is_found_no_more_when_it_goes_its_own_way() {
    let hall = crate::minutes::Hall::new().await;
    hall.selected("Ông Bịa lấn đất bản Cá").await;
    let issue = {
        let all = doithoai::issues::of_session(hall.app.read(), hall.session, &[]).await.unwrap();
        format!("/issues/{}", all[0].id)
    };
    hall.open().await;
    let leader = hall.leader.ctx().await;
    assert_eq!(found(&hall.app, &leader, "lấn đất").await.total, 2);
    let press = async |fields: &[(&str, &str)]| {
        let page = hall.office.get(&issue).await.is(200);
        let version = page.form_with(&["version"]).fields.into_iter().find(|(name, _)| name == "version").unwrap().1;
        let fields = [&[("version", version.as_str())], fields].concat();
        hall.office.post(&format!("{issue}/decide"), &fields).await.is(303);
    };
    press(&[("act", "accept")]).await;
    press(&[("act", "divert"), ("reason", "Là tố cáo")]).await;
    assert_eq!(found(&hall.app, &leader, "lấn đất").await.total, 0);
    assert_eq!(out_of_line(&hall.app).await, 0);
}
