//! Prepared answers are found by those alone who may read them; searching too often has to wait.

use doithoai::db::{TextKind, WriteTx};
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use doithoai::search::rules::Question;
use doithoai::search::store::find::{Wanted, index};

use super::{asked, found};
use crate::issues::{Ward, press};
use crate::support::{Person, TestApp};

/// How much each of these people finds.
async fn counts(app: &TestApp, people: &[&Person], typed: &str) -> Vec<u64> {
    let mut counts = Vec::new();
    for person in people {
        counts.push(found(app, &person.ctx().await, typed).await.total);
    }
    counts
}

#[tokio::test]
async fn an_answer_is_found_by_those_alone_who_may_read_it() {
    let ward = Ward::new().await;
    let app = &ward.app;
    let leader = app.person("Bí Thư Mẫu", "03667", BodyKind::PartyCommittee, &[Role::Leader]).await;
    let front = app.person("Mặt Trận Mẫu", "03667", BodyKind::FatherlandFront, &[Role::Supervisor]).await;
    let auditor = app.person("Kiểm Tra Mẫu", "03667", BodyKind::PartyOffice, &[Role::Auditor]).await;
    let elsewhere = app.person("Ai Đó", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    let farmers = ward.submitter("Nông Văn Mẫu", "Hội Nông dân").await;
    let youth = ward.submitter("Thanh Văn Mẫu", "Đoàn Thanh niên").await;
    let economy = ward.economy().await;
    let culture = app.person("Tòng Văn Mẫu", "03667", "Phòng Văn hóa - Xã hội", &[Role::Answering]).await;
    let police = app.person("Công Văn Mẫu", "03667", "Công an", &[Role::Answering]).await;
    let people =
        [&ward.office, &leader, &front, &economy, &culture, &police, &ward.women, &farmers, &youth, &auditor, &elsewhere];
    let see = async |typed: &str| counts(app, &people, typed).await;
    // The economy leads, culture stands beside it, the police were not asked; the farmers' issue was merged into the women's.
    let issue = ward.accepted("Đề nghị nạo vét cống").await;
    let same = ward.hand_in(&farmers, "Cống tắc, đề nghị nạo vét").await;
    let version = ward.issue(&same).await.version.to_string();
    let target = issue.trim_start_matches("/issues/");
    ward.office.post(&format!("{same}/merge"), &[("version", &version), ("merge_target", target)]).await.is(303);
    ward.decide(&issue, "written").await.is(303);
    let form = ward.office.get(&format!("{issue}/assign")).await.is(200);
    let (lead, support) = (economy.body.id.to_string(), culture.body.id.to_string());
    let fields = [("lead_agency", lead.as_str()), ("support_agencies", &support), ("answer_due", "20/4/2025")];
    ward.office.fill(&form, &fields).await.is(303);

    // Under writing: the agency alone, not even the one beside it.
    let write = async |who: &Person, text: &str, act: &str| {
        let form = who.get(&format!("{issue}/answer")).await.is(200);
        who.fill(&form, &[("prepared_text", text), ("act", act)]).await.is(303);
    };
    write(&economy, "Lời dangsoan", "save").await;
    assert_eq!(see("dangsoan").await, [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    // Handed in: the unit's staff reads it too. The words before it are found by nobody any more.
    write(&economy, "Lời dagui", "submit").await;
    assert_eq!(see("dagui").await, [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(see("dangsoan").await, [0; 11]);
    // Sent back it is the agency's own again.
    let back = async || {
        let page = ward.office.get(&issue).await.is(200);
        page.links().into_iter().find(|link| link.href.starts_with("/answers/")).unwrap().href
    };
    let returned = back().await;
    let form = ward.office.get(&returned).await.is(200);
    ward.office.fill(&form, &[("answer_note", "Thiếu thời hạn")]).await.is(303);
    assert_eq!(see("dagui").await, [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    // The agency beside it writes as well; approved, but the issue waits for the lead: agencies of the issue read it, others not yet.
    write(&culture, "Lời benphu", "submit").await;
    let page = ward.office.get(&issue).await;
    press(&ward.office, &page, &back().await.replace("/return", "/approve")).await.is(303);
    assert_eq!(see("benphu").await, [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    // Answered: who raised it and who was merged with it.
    write(&economy, "Lời chinhthuc", "submit").await;
    let page = ward.office.get(&issue).await;
    let approve = page.forms().into_iter().find(|form| form.action.ends_with("/approve")).unwrap().action;
    press(&ward.office, &page, &approve).await.is(303);
    for word in ["chinhthuc", "benphu"] {
        assert_eq!(see(word).await, [1, 1, 1, 1, 1, 0, 1, 1, 0, 0, 0], "{word}");
    }
    // What is found leads to the issue, and is what was asked for by kind.
    let page = ward.women.get("/search?q=chinhthuc&kind=answer").await.is(200).see("Câu trả lời");
    assert!(page.links().iter().any(|link| link.href == issue));
    ward.women.get("/search?q=chinhthuc&kind=issue").await.is(200).see("Không");

    // The sweep finds everything in line, and puts right what is not.
    let count = async |typed: &str| found(app, &ward.office.ctx().await, typed).await.total;
    let sweep = async || {
        let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
        let (done, last) = index(tx.conn(), TextKind::Answer, None, 100).await.unwrap();
        tx.commit_unaudited(doithoai::db::Unaudited::SearchIndex).await.unwrap();
        (done, last.is_some())
    };
    assert_eq!(sweep().await, (0, true));
    assert_eq!(count("chinhthuc").await, 1);
    let wanted = Wanted { question: Question::read("chinhthuc"), kind: Some(TextKind::Answer), ..Wanted::default() };
    assert_eq!(asked(app, &ward.office.ctx().await, &wanted).await.rows[0].state, "approved");
}

#[tokio::test]
async fn answers_to_what_went_the_way_of_complaints_are_found_by_nobody() {
    let ward = Ward::new().await;
    let economy = ward.economy().await;
    let issue = ward.accepted("Đề nghị xem lại giá đất").await;
    let form = ward.office.get(&format!("{issue}/assign")).await.is(200);
    let lead = economy.body.id.to_string();
    ward.office.fill(&form, &[("lead_agency", &lead), ("answer_due", "20/4/2025")]).await.is(303);
    let form = economy.get(&format!("{issue}/answer")).await.is(200);
    economy.fill(&form, &[("prepared_text", "Lời giukin"), ("act", "submit")]).await.is(303);
    let people = [&ward.office, &economy, &ward.women];
    assert_eq!(counts(&ward.app, &people, "giukin").await, [1, 1, 0]);
    let form = ward.office.get(&format!("{issue}/decide?what=divert")).await.is(200);
    ward.office.fill(&form, &[("reason", "Là khiếu nại"), ("act", "divert")]).await.is(303);
    assert_eq!(counts(&ward.app, &people, "giukin").await, [0; 3]);
    // Nor does it wait for approval in anybody's list.
    ward.office.get("/answers/waiting").await.is(200).not_see("giukin");
}

#[tokio::test]
async fn who_searches_too_often_waits_and_is_told_how_long() {
    let ward = Ward::with(&[("searches_per_minute", "3")]).await;
    for _ in 0..3 {
        ward.office.get("/search?q=duong").await.is(200);
    }
    let page = ward.office.get("/search?q=duong").await.is(429).see("Hãy chờ 21 giây rồi thử lại.");
    assert_eq!(page.header("retry-after"), Some("21"));
    // The empty page costs nothing, and others have their own.
    ward.office.get("/search").await.is(200);
    // Comparing while one types is a search as well.
    for _ in 0..3 {
        ward.typed(&ward.women, &[("issue_wording", "Sửa đường"), ("act", "similar")]).await.is(200);
    }
    ward.typed(&ward.women, &[("issue_wording", "Sửa đường"), ("act", "similar")]).await.is(429);
    // Handing in is never stopped by it.
    ward.hand_in(&ward.women, "Sửa đường bản Cá").await;
    ward.women.get("/search?q=duong").await.is(429);
    ward.app.at("2025-03-03 10:00");
    ward.office.get("/search?q=duong").await.is(200);
}
