//! From the opened room to locked minutes.

use doithoai::dialogues::StateWord;
use doithoai::issues::{StateWord as IssueWord, of_session};
use doithoai::kernel::Role;
use doithoai::minutes::{Tally, locked_promises, tally, tasks};
use doithoai::organisation::BodyKind;

use super::{Hall, UNIT};

#[tokio::test]
async fn a_session_from_opening_to_lock() {
    let hall = Hall::new().await;
    hall.selected("Đường ngập").await;
    hall.selected("Thiếu đèn").await;
    hall.app.at("2025-08-26 09:00");
    hall.clerk.get(&hall.at("minutes")).await.is(200).see("từ một ngày trước");
    hall.open().await;
    assert_eq!(hall.stored().await.state.word(), StateWord::InSession);

    // Two keys and a line: a question from the floor.
    let form = hall.clerk.get(&hall.at("minutes/floor")).await.is(200);
    hall.clerk.fill(&form, &[("question", " ")]).await.is(422);
    hall.clerk.fill(&form, &[("question", "Rác để lâu ngày"), ("asked_by", "Ông Vì Văn Mẫu")]).await.is(303);

    // b099: what is undecided is named.
    let refused = hall.press(&hall.clerk, "minutes", "minutes/end").await.is(422);
    assert_eq!(
        refused.errors(),
        ["Chưa ghi kết quả: 3. Đường ngập", "Chưa ghi kết quả: 4. Thiếu đèn", "Chưa ghi kết quả: +1. Rác để lâu ngày"]
    );
    hall.write("Đường ngập", &[("asked_by", "Bà Lò Thị Mẫu"), ("contents", "2"), ("outcome", "answered")]).await.is(303);
    // 6 September 2025 is a Saturday.
    let promise = [("outcome", "promised"), ("promise_wording_0", "Lắp đèn bản Cá"), ("promise_due_0", "6/9/2025")];
    let page = hall.clerk.follow(hall.write("Thiếu đèn", &[("then", "stay"), promise[0], promise[1], promise[2]]).await).await;
    page.see("Chưa có cơ quan chủ trì").see("ngày làm việc tiếp theo là Thứ Hai, 08/09/2025");
    hall.write("Rác để lâu ngày", &[("outcome", "written_answer")]).await.is(303);
    let general = hall.clerk.get(&hall.at("minutes")).await;
    hall.clerk.fill(&general, &[("citizens", "63"), ("general", "Đúng chương trình")]).await.is(303);
    hall.app.at("2025-08-28 11:10");
    hall.press(&hall.clerk, "minutes", "minutes/end").await.is(303);
    assert_eq!(hall.stored().await.state.word(), StateWord::Held);
    let waiting = tasks(&hall.app.app, &hall.leader.ctx().await).await.unwrap();
    assert_eq!(waiting.iter().map(|task| task.key).collect::<Vec<_>>(), ["task-minutes-sign-chair"]);

    hall.press(&hall.leader, "minutes", "minutes/sign-chair").await.is(303);
    let line = hall.line("Đường ngập").await;
    hall.clerk.get(&line).await.is(200).see("Chỉ xem");
    hall.clerk.post(&line, &[("version", "2"), ("question", "Khác")]).await.is(422);
    let room = hall.leader.get(&hall.at("minutes")).await;
    hall.leader.fill(&room, &[("reason", "Sai họ tên")]).await.is(303);
    hall.write("Đường ngập", &[("asked_by", "Bà Lò Thị Mẫu Hai")]).await.is(303);
    hall.press(&hall.clerk, "minutes", "minutes/sign-clerk").await.is(303);
    hall.press(&hall.leader, "minutes", "minutes/sign-chair").await.is(303);
    assert_eq!(hall.stored().await.state.word(), StateWord::Closed);
    hall.office.get(&hall.at("minutes")).await.is(200).see("Đã ký, đã khóa").see("Nội dung đúng như khi ký");

    // b107: nothing changes any more.
    let now = hall.clerk.get(&hall.line("Đường ngập").await).await.is(200);
    assert_eq!(now.count("main form"), 0);
    hall.clerk.post(&line, &[("version", "3"), ("question", "Khác")]).await.is(422);
    hall.office.post(&hall.at("attendance/seed"), &[]).await.is(422);

    let session = hall.stored().await;
    let promises = locked_promises(hall.app.read(), &session).await.unwrap();
    assert_eq!(promises.iter().map(|one| one.promise.wording.as_str()).collect::<Vec<_>>(), ["Lắp đèn bản Cá"]);
    assert!(promises[0].issue.is_some());
    let expected = Tally {
        speakers: 2,
        opinions: 3,
        contents: 4,
        raised_live: 1,
        answered_in_the_room: 1,
        promised: 1,
        written_answer: 1,
        out_of_competence: 0,
        promises: 1,
    };
    assert_eq!(tally(hall.app.read(), &session).await.unwrap(), expected);
    // The two that were answered in the room are answered; the written answer is still owed.
    let answered = of_session(hall.app.read(), hall.session, &[IssueWord::Answered]).await.unwrap();
    assert_eq!(answered.len(), 2);
    assert_eq!(of_session(hall.app.read(), hall.session, &[IssueWord::Selected]).await.unwrap().len(), 1);

    let paper = hall.office.get(&hall.at("minutes/print")).await.is(200);
    let paper = paper.see("ngày 28 tháng 8 năm 2025").see("Số: 01/BB-UBND").see("8 giờ 05 phút").see("11 giờ 10 phút");
    paper.see("Bà Lò Thị Mẫu Hai").see("Lắp đèn bản Cá").see("63 người").not_see("bản dự thảo");
}

#[tokio::test]
async fn one_person_does_not_sign_twice_and_somebody_absent_does_not_sign() {
    let hall = Hall::new().await;
    let both = app_person(&hall).await;
    hall.open().await;
    hall.press(&hall.clerk, "minutes", "minutes/end").await.is(303);
    hall.press(&both, "minutes", "minutes/sign-chair").await.is(303);
    hall.press(&both, "minutes", "minutes/sign-clerk").await.is(422).see("phải là hai người");
    hall.press(&hall.clerk, "minutes", "minutes/sign-clerk").await.is(303);
}

async fn app_person(hall: &Hall) -> crate::support::Person {
    hall.app.person("Vừ Thị Mẫu", UNIT, BodyKind::PartyCommittee, &[Role::Leader, Role::Clerk]).await
}
