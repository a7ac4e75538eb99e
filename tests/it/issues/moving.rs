//! Issues that go to another session: of a cancelled one, so that none is lost, or ticked by the office; where they are late.

use doithoai::dialogues::actions::sessions::cancel;
use doithoai::issues::{Issue, StateWord, of_session};
use doithoai::kernel::{Role, SessionId};
use doithoai::organisation::BodyKind;
use entity::notice;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Ward, session};
use crate::notices::sweep_all;
use crate::support::{Page, Person};

impl Ward {
    async fn move_issues(&self, who: &Person, from: SessionId, to: SessionId, fields: &[(&str, &str)]) -> Page {
        let (from, to) = (from.to_string(), to.to_string());
        let all: Vec<(&str, &str)> = [("session", &*from), ("move_to", &*to)].into_iter().chain(fields.iter().copied()).collect();
        who.post("/issues/move", &all).await
    }

    async fn tick(&self, issue: &str, from: SessionId, to: SessionId) -> Page {
        let id = issue.trim_start_matches("/issues/");
        self.move_issues(&self.office, from, to, &[("act", "ticked"), ("pick", id)]).await
    }

    async fn at(&self, session: SessionId) -> Vec<Issue> {
        of_session(self.app.read(), session, &[]).await.unwrap()
    }
}

#[tokio::test]
async fn b092_a_late_issue_is_late_at_later_sessions_too_and_never_at_an_earlier_one() {
    let ward = Ward::new().await;
    let earlier = session(&ward.app, "Đối thoại chuyên đề", "2025-04-22 08:00").await;
    let later = session(&ward.app, "Đối thoại tháng 5", "2025-05-23 08:00").await;
    let in_time = ward.hand_in(&ward.women, "Gửi đúng hạn").await;
    // The call of 25 April closed on 15 April.
    ward.app.at("2025-04-16 09:00");
    let issue = ward.hand_in(&ward.women, "Gửi sau hạn").await;
    let late = async |session| {
        let all = ward.at(session).await;
        all.iter().find(|one| one.content.wording == "Gửi sau hạn").map(|one| one.late)
    };
    assert_eq!(late(ward.session).await, Some(true));
    let here = ward.session;
    for (from, to, expected) in [(here, earlier, false), (earlier, later, true), (later, earlier, false), (earlier, here, true)] {
        ward.tick(&issue, from, to).await.is(303);
        assert_eq!((late(from).await, late(to).await), (None, Some(expected)));
    }
    ward.tick(&in_time, here, later).await.is(303);
    assert!(!ward.at(later).await[0].late, "what came in time is late nowhere");
    // What stands on an agenda ahead, is decided, or belongs to somebody else stays.
    ward.decide(&issue, "accept").await.is(303);
    ward.decide(&issue, "select").await.is(303);
    ward.tick(&issue, here, later).await.is(422).see("đã đưa vào chương trình");
    ward.move_issues(&ward.office, here, here, &[("act", "all")]).await.is(422);
    ward.move_issues(&ward.office, later, here, &[("act", "ticked")]).await.is(422).see("Chưa chọn ý kiến nào");
    ward.move_issues(&ward.women, later, here, &[("act", "all")]).await.is(404);
    ward.app.activate("03670").await;
    let beside = ward.app.person("Lò Thị Bên", "03670", BodyKind::PartyOffice, &[Role::Office]).await;
    ward.move_issues(&beside, later, here, &[("act", "all")]).await.is(404);
    assert_eq!((ward.at(here).await.len(), ward.at(later).await.len()), (1, 1));
}

#[tokio::test]
async fn b093_the_issues_of_a_cancelled_session_wait_for_any_other_and_none_is_lost() {
    let ward = Ward::new().await;
    ward.office.get("/issues/move").await.is(200);
    let one = ward.accepted("Việc một").await;
    ward.hand_in(&ward.women, "Việc hai").await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let same = ward.hand_in(&farmers, "Cũng việc một").await;
    ward.office
        .post(&format!("{same}/merge"), &[("version", "1"), ("merge_target", one.trim_start_matches("/issues/"))])
        .await
        .is(303);
    ward.typed(&ward.women, &[("issue_wording", "Bản nháp"), ("act", "draft")]).await.is(303);
    let whole = ward.accepted("Cống tắc; đèn hỏng").await;
    let form = ward.office.get(&format!("{whole}/split")).await.is(200);
    let parts = [("part_wording_1", "Cống tắc"), ("part_wording_2", "Đèn hỏng"), ("act", "split")];
    ward.office.fill(&form, &parts).await.is(303);
    let done = ward.accepted("Đã từ chối").await;
    let form = ward.office.get(&format!("{done}/decide?what=refuse")).await.is(200);
    ward.office.fill(&form, &[("ground", "settled"), ("reason", "Đã trả lời"), ("act", "refuse")]).await.is(303);
    ward.app.at("2025-04-16 09:00");
    let late = ward.hand_in(&ward.women, "Gửi sau hạn").await;
    let receipt = ward.issue(&late).await.receipt_code;

    cancel(&ward.app.app, &ward.app.ctx(), ward.session, 2, "Bão số 1".into()).await.unwrap();
    // One accepted, two waiting (one late), two parts; the merged one goes with its target, the draft is not the office's.
    ward.office.get("/").await.is(200).see("Chuyển 5 ý kiến của hội nghị đã hủy sang hội nghị khác");
    ward.office.get("/issues/move").await.is(200).see("5 ý kiến không bị mất").see("Chưa có hội nghị nào sắp tới");
    let next = session(&ward.app, "Đối thoại tháng 5", "2025-05-23 08:00").await;
    let page = ward.office.get("/issues/move").await.is(200).see("Đối thoại tháng 5, ngày 23/05/2025").not_see("Bản nháp");
    let form = page.form_with(&["move_to", "pick"]);
    let moved = [("move_to", next.to_string()), ("act", "all".to_owned())];
    let moved: Vec<(&str, &str)> = moved.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ward.office.awake().await.send_form(&form, &moved).await.is(303);

    let all = ward.at(next).await;
    let mut told: Vec<(&str, StateWord, Option<i32>, bool)> =
        all.iter().map(|one| (one.content.wording.as_str(), one.state.word(), one.number, one.late)).collect();
    told.sort_by_key(|(wording, ..)| *wording);
    assert_eq!(
        told,
        [
            ("Cũng việc một", StateWord::Merged, None, false),
            ("Cống tắc", StateWord::Accepted, Some(2), false),
            ("Cống tắc; đèn hỏng", StateWord::Split, Some(4), false),
            ("Gửi sau hạn", StateWord::Submitted, None, false),
            ("Việc hai", StateWord::Submitted, None, false),
            ("Việc một", StateWord::Accepted, Some(1), false),
            ("Đèn hỏng", StateWord::Accepted, Some(3), false),
        ],
        "any session will do: nothing is late there"
    );
    let left: Vec<String> = ward.at(ward.session).await.into_iter().map(|one| one.content.wording).collect();
    assert_eq!(left, ["Đã từ chối"], "what was decided stays where it was decided");
    ward.women.get(&format!("/issues/own?session={next}")).await.is(200).see("Bản nháp").see("Việc một");
    ward.office.get("/").await.not_see("hội nghị đã hủy");
    ward.app.visitor().get(&format!("/track?code={receipt}")).await.is(200);
    ward.office.get(&one).await.is(200).see("Ý kiến số 1");
    // Both organisations are told, each once, of what is its own.
    sweep_all(&ward.app).await;
    let notices = notice::Entity::find().filter(notice::Column::Code.eq("issues-moved")).all(ward.app.read()).await.unwrap();
    assert_eq!(notices.len(), 2);
    assert_eq!(ward.app.audit_count(Some("issue.moved")).await, 8);
    // Nothing more to move; a second press says so.
    ward.move_issues(&ward.office, ward.session, next, &[("act", "all")]).await.is(422).see("Chưa chọn ý kiến nào");
}
