//! Who finds what: never more than his own pages show, counts included.

use std::collections::BTreeSet;

use doithoai::db::TextKind;
use doithoai::issues::store::lists as issue_lists;
use doithoai::kernel::text::words;
use doithoai::kernel::{PageRequest, Role};
use doithoai::organisation::BodyKind;
use doithoai::search::rules::Question;
use doithoai::search::store::find::Wanted;
use doithoai::{dialogues, followups, reports};
use uuid::Uuid;

use super::{asked, found};
use crate::demo;
use crate::followups::Ward as Hall;
use crate::issues::Ward;
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
async fn a_word_is_found_by_those_alone_who_may_read_it() {
    let ward = Ward::new().await;
    let app = &ward.app;
    let leader = app.person("Bí Thư Mẫu", "03667", BodyKind::PartyCommittee, &[Role::Leader]).await;
    let front = app.person("Mặt Trận Mẫu", "03667", BodyKind::FatherlandFront, &[Role::Supervisor]).await;
    let auditor = app.person("Kiểm Tra Mẫu", "03667", BodyKind::PartyOffice, &[Role::Auditor]).await;
    let elsewhere = app.person("Ai Đó", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    let farmers = ward.submitter("Nông Văn Mẫu", "Hội Nông dân").await;
    let economy = ward.economy().await;
    let people = [&ward.office, &leader, &front, &ward.women, &farmers, &economy, &auditor, &elsewhere];
    let see = async |typed: &str| counts(app, &people, typed).await;

    // A draft is its organisation's own.
    ward.typed(&ward.women, &[("issue_wording", "Việc nhaprieng"), ("act", "save")]).await.is(303);
    assert_eq!(see("nhaprieng").await, [0, 0, 0, 1, 0, 0, 0, 0]);

    // Handed in: office, leader and Front of the unit, and who brought it. The village counts, the petitioner never.
    let fields = [
        ("issue_wording", "Việc dagui"),
        ("village", "Bản xaxoi"),
        ("petitioner_name", "Tengoc Mẫu"),
        ("petitioner_address", "Nhariengso 7"),
        ("petitioner_contact", "0912345678"),
        ("act", "submit"),
    ];
    let sent = ward.typed(&ward.women, &fields).await.is(303).location().unwrap();
    assert_eq!(see("dagui").await, [1, 1, 1, 1, 0, 0, 0, 0]);
    assert_eq!(see("xaxoi").await, [1, 1, 1, 1, 0, 0, 0, 0]);
    for secret in ["tengoc", "nhariengso", "0912345678"] {
        assert_eq!(see(secret).await, [0; 8], "{secret}");
    }

    // What the office says when it gives an issue back is no part of it.
    let page = ward.office.get(&format!("{sent}/decide?what=return")).await;
    ward.office.fill(&page, &[("reason", "Lydorieng"), ("act", "return")]).await.is(303);
    assert_eq!(see("lydorieng").await, [0; 8]);

    // A complaint goes its own way: not even the office finds its words, because a look at them is recorded.
    let form = ward.women.get(&format!("/issues/new?session={}&kind=complaint", ward.session)).await.is(200);
    ward.women.fill(&form, &[("issue_wording", "Khieunairieng"), ("act", "submit")]).await.is(303);
    assert_eq!(see("khieunairieng").await, [0; 8]);

    // The agency from the assignment on, which the index need not know.
    let worked = ward.accepted("Việc danggiao").await;
    assert_eq!(see("danggiao").await, [1, 1, 1, 1, 0, 0, 0, 0]);
    let form = ward.office.get(&format!("{worked}/assign")).await.is(200);
    let body = economy.body.id.to_string();
    ward.office.fill(&form, &[("lead_agency", body.as_str()), ("answer_due", "20/4/2025")]).await.is(303);
    assert_eq!(see("danggiao").await, [1, 1, 1, 1, 0, 1, 0, 0]);

    // With another wording for readers, the organisation of a merged issue finds that one only.
    let same = ward.hand_in(&farmers, "Việc cungnoi").await;
    let form = ward.office.get(&format!("{worked}/classify")).await.is(200);
    ward.office.fill(&form, &[("issue_field", ""), ("public_wording", "Việc congkhai")]).await.is(303);
    let version = ward.issue(&same).await.version.to_string();
    let target = worked.trim_start_matches("/issues/");
    ward.office.post(&format!("{same}/merge"), &[("version", &version), ("merge_target", target)]).await.is(303);
    assert_eq!(see("congkhai").await, [1, 1, 1, 1, 1, 1, 0, 0]);
    assert_eq!(see("danggiao").await, [1, 1, 1, 1, 0, 1, 0, 0]);

    // A planned session is known inside; announced, to all of the unit.
    let planned = crate::support::details("Hội nghị chuabao", "2025-06-25 08:00");
    let id = app.planned("03667", planned).await;
    assert_eq!(see("chuabao").await, [1, 1, 0, 0, 0, 0, 0, 0]);
    doithoai::dialogues::actions::sessions::announce(&app.app, &app.ctx(), id, 1).await.unwrap();
    assert_eq!(see("chuabao").await, [1, 1, 1, 1, 1, 1, 1, 0]);
}

#[tokio::test]
async fn minutes_commitments_and_notices_are_found_by_their_readers() {
    let hall = Hall::new().await;
    let app = &hall.app;
    let people = [&hall.office, &hall.leader, &hall.clerk, &hall.economy, &hall.culture, &hall.front];
    hall.signed().await;
    // The line of the minutes, and the commitment that came of it; the agency that leads it finds the commitment alone.
    let totals = counts(app, &people, "nạo vét cống").await;
    assert_eq!(totals, [2, 2, 2, 1, 0, 2]);
    // The question stands in the minutes and is an issue from the floor; who asked it stands nowhere.
    assert_eq!(counts(app, &people, "mưa là ngập").await, [2, 2, 2, 0, 0, 2]);
    assert_eq!(counts(app, &people, "\"người dân\"").await, [0; 6]);
    // The signed notice is for all who know the session.
    assert_eq!(counts(app, &people, "\"đạt yêu cầu\"").await, [1; 6]);
}

/// People of the demonstration, one for each way of reading.
const LOGINS: &[&str] =
    &["vanphong", "bithu", "thuky", "mattran", "phunu", "congdoan", "kinhte", "vanhoa", "kiemtra", "quantri", "vanphongthanhuy"];

/// Words that stand in many texts of it.
const COMMON: &[&str] = &["nước", "đường", "nghị", "dân", "phường", "hội", "cải tạo", "đối thoại"];

#[tokio::test]
async fn people_of_the_demonstration_find_what_their_lists_show_and_can_open_all_of_it() {
    let app = demo::ward().await.copy().await;
    let all = PageRequest { number: 1, size: 10_000 };
    for login in LOGINS {
        let person = app.known(login).await;
        let ctx = person.ctx().await;
        let conn = app.read();
        let listed = issue_lists::list(conn, &ctx, &issue_lists::Filter::default(), all, 10_000).await.unwrap();
        let sessions = dialogues::list(conn, &ctx, &dialogues::Filter::default(), all).await.unwrap();
        let commitments = followups::store::lists::list(conn, &ctx, &followups::Filter::default(), all).await.unwrap();
        let own = reports::store::reports::list_own(conn, &ctx).await.unwrap();
        let mut opened = 0;
        for word in COMMON {
            let of = async |kind| {
                let wanted = Wanted { question: Question::read(word), kind: Some(kind), ..Wanted::default() };
                let results = asked(&app, &ctx, &wanted).await;
                assert!(!results.more, "{login}: {word}");
                results.rows.into_iter().map(|row| row.thing).collect::<BTreeSet<Uuid>>()
            };
            let folded = words(word);
            let has = |text: &str| {
                let all = words(text);
                folded.iter().all(|word| all.contains(word))
            };
            let issues = of(TextKind::Issue).await;
            let known: BTreeSet<Uuid> = listed.rows.iter().map(|issue| issue.id.0).collect();
            assert!(issues.is_subset(&known), "{login} finds issues by {word:?} that his list does not show");
            let office = ctx.actor.has_role(Role::Office);
            let complaint = |issue: &doithoai::issues::store::brief::Brief| {
                issue.kind == doithoai::issues::IssueKind::Complaint && issue.submitted_at.is_some()
            };
            let shown = listed.rows.iter().filter(|issue| has(&issue.wording) && (office || !complaint(issue)));
            let missing: Vec<_> = shown.filter(|issue| !issues.contains(&issue.id.0)).map(|issue| &issue.wording).collect();
            assert!(missing.is_empty(), "{login} does not find by {word:?}: {missing:?}");
            let titled = sessions.rows.iter().filter(|session| has(&session.title)).map(|session| session.id.0);
            assert!(titled.collect::<BTreeSet<_>>().is_subset(&of(TextKind::Session).await), "{login}: sessions by {word}");
            let known: BTreeSet<Uuid> = sessions.rows.iter().map(|session| session.id.0).collect();
            assert!(of(TextKind::Session).await.is_subset(&known), "{login}: sessions by {word}");
            let worded: BTreeSet<Uuid> = commitments.rows.iter().filter(|one| has(&one.wording)).map(|one| one.id.0).collect();
            assert_eq!(of(TextKind::Commitment).await, worded, "{login}: commitments by {word}");
            if !ctx.actor.has_role(Role::Superior) {
                let known: BTreeSet<Uuid> = own.iter().map(|report| report.id.0).collect();
                assert!(of(TextKind::Report).await.is_subset(&known), "{login}: reports by {word}");
            }
            let page = person.get(&format!("/search?q={}", word.replace(' ', "+"))).await.is(200);
            for link in page.links().into_iter().filter(|link| page.texts(".dt-found__link").contains(&link.text)) {
                person.get(&link.href).await.is(200);
                opened += 1;
            }
        }
        assert!(opened > 0 || matches!(*login, "quantri" | "kiemtra"), "{login} finds nothing at all");
    }
}
