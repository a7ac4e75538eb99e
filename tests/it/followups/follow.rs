//! A commitment on its way: taken, worked on, reported, looked at, sent back, closed; contested; prolonged; carried over.

use doithoai::followups::actions::{oversight, work};
use doithoai::followups::{StateWord, counts, due_between, open_before};

use super::{CULTURE, DRAIN, ECONOMY, LAMPS, UNIT, Ward, now, version};
use crate::support::wall;

#[tokio::test]
async fn reported_is_not_resolved_until_the_front_has_looked_and_the_office_closes() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    let (one, path) = (&commitments[0], format!("/commitments/{}", commitments[0].id));
    ward.app.at("2025-09-10 08:00");
    let page = ward.economy.get(&path).await.see("Nhận nhiệm vụ");
    ward.economy.post(&format!("{path}/accept"), &[("version", &version(&page))]).await.is(303);
    let form = ward.economy.get(&format!("{path}/agency/progress")).await.is(200);
    ward.economy.fill(&form, &[("percent", "40"), ("words", "Đã khảo sát, lập dự toán")]).await.is(303);
    ward.economy.get(&path).await.see("Báo cáo tiến độ (40%)").see("Đã khảo sát, lập dự toán").see("Đang thực hiện");

    ward.app.at("2025-09-20 10:00");
    let form = ward.economy.get(&format!("{path}/agency/report")).await.is(200);
    let typed = [("finished_as", "done"), ("done_on", "19/09/2025"), ("words", "Đã nạo vét 300 m")];
    ward.economy.fill(&form, &typed).await.is(303);
    assert_eq!(now(&ward, one).await.resolved_on(), None);

    ward.app.at("2025-09-22 10:00");
    ward.front.get("/commitments/verification").await.see(DRAIN).see("Đã nạo vét 300 m").not_see(LAMPS);
    let form = ward.front.get(&format!("{path}/front/not-done")).await;
    ward.front.fill(&form, &[("words", "Đoạn cuối vẫn tắc")]).await.is(303);
    ward.economy.get(&path).await.see("Đang thực hiện").see("Đoạn cuối vẫn tắc");

    // Reported again on the last day itself: in time.
    ward.app.at("2025-09-30 16:30");
    let form = ward.economy.get(&format!("{path}/agency/report")).await;
    let typed = [("finished_as", "done"), ("done_on", "30/09/2025"), ("words", "Đã nạo vét nốt đoạn cuối")];
    ward.economy.fill(&form, &typed).await.is(303);
    ward.app.at("2025-10-02 08:00");
    ward.office.post(&format!("{path}/office/close"), &[("version", "6")]).await.is(422);
    let form = ward.front.get(&format!("{path}/front/confirm")).await;
    ward.front.fill(&form, &[("words", "Đã xem tại chỗ cùng tổ trưởng")]).await.is(303);
    assert_eq!(now(&ward, one).await.resolved_on().unwrap().to_string(), "2025-09-30");
    ward.office.get("/commitments/office").await.see(DRAIN);
    let form = ward.office.get(&format!("{path}/office/close")).await;
    ward.office.fill(&form, &[("words", "")]).await.is(303);
    let page = ward.office.get(&path).await.see("Đã kết thúc").see("Đúng hạn").see("Quàng Thị Mẫu");
    assert_eq!(page.forms().iter().filter(|form| form.action.starts_with(&path)).count(), 0);

    // Two were given, one is closed and resolved; the other is still open and nobody was answered in writing.
    let counts = counts(ward.app.read(), UNIT, 2025, ward.app.now()).await.unwrap();
    assert_eq!((counts.total, counts.open, counts.resolved, counts.verified, counts.closed), (2, 1, 1, 1, 1));
    assert_eq!((counts.answered, counts.explained, counts.overdue, counts.late, counts.extended), (0, 0, 0, 0, 0));
}

#[tokio::test]
async fn an_explanation_answers_but_resolves_nothing() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    let path = format!("/commitments/{}", commitments[1].id);
    let app = &ward.app.app;
    let (agency, front, id) = (ward.economy.ctx().await, ward.front.ctx().await, commitments[1].id);
    work::accept(app, &agency, id, 1).await.unwrap();
    let form = ward.economy.get(&format!("{path}/agency/answer")).await.is(200);
    ward.economy.fill(&form, &[("answered_on", "08/09/2025"), ("answer_paper", "CV 12/UBND-KT")]).await.is(303);
    let outcome = (doithoai::followups::Outcome::Explained, agency.today());
    work::report(app, &agency, id, 3, outcome, "Tuyến này do điện lực quản lý".to_owned()).await.unwrap();
    oversight::confirm(app, &front, id, 4, "Đã hỏi điện lực".into()).await.unwrap();
    let counts = counts(ward.app.read(), UNIT, 2025, ward.app.now()).await.unwrap();
    assert_eq!((counts.answered, counts.explained, counts.resolved, counts.verified), (1, 1, 0, 1));
    let page = ward.app.visitor().get(&format!("/public/{UNIT}/commitments")).await.is(200).see("Đã giải trình");
    page.see("Đã trả lời: 08/09/2025").see(DRAIN).not_see("Mẫu");
}

#[tokio::test]
async fn a_contested_task_goes_to_the_agency_whose_it_is_with_its_history() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    let (one, path) = (&commitments[1], format!("/commitments/{}", commitments[1].id));
    let form = ward.economy.get(&format!("{path}/agency/contest")).await.is(200);
    let culture = ward.culture.body.id.to_string();
    ward.economy.fill(&form, &[("theirs", &culture), ("words", "Thuộc phòng Văn hóa")]).await.is(303);
    ward.culture.get(&path).await.is(404);
    ward.office.get("/commitments/office").await.see(LAMPS).see("Thuộc phòng Văn hóa");
    let form = ward.office.get(&format!("{path}/office/reassign")).await;
    ward.office.fill(&form, &[("lead", &culture), ("words", "")]).await.is(303);
    let after = now(&ward, one).await;
    assert_eq!((after.lead, after.number, after.due_on), (ward.culture.body.id, one.number, one.due_on));
    ward.culture.get(&path).await.is(200).see("Thuộc phòng Văn hóa").see("Nhận nhiệm vụ");
    ward.economy.get(&path).await.is(404);
}

#[tokio::test]
async fn b055_more_time_keeps_the_first_day_and_shows_who_asked_too_late() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    let (one, path) = (&commitments[0], format!("/commitments/{}", commitments[0].id));
    work::accept(&ward.app.app, &ward.economy.ctx().await, one.id, 1).await.unwrap();
    // The day after the last day: overdue since 00:00.
    ward.app.at("2025-10-01 08:00");
    ward.economy.get("/commitments?overdue=1").await.see(DRAIN).not_see(LAMPS).see("Quá hạn 1 ngày");
    let form = ward.economy.get(&format!("{path}/agency/extend")).await.is(200);
    let refused = ward.economy.fill(&form, &[("more_until", "30/09/2025"), ("words", "Chờ vốn")]).await.is(422);
    assert_eq!(refused.error_at("more_until").as_deref(), Some("Hạn mới phải sau hạn hiện tại"));
    ward.economy.fill(&form, &[("more_until", "31/10/2025"), ("words", "Chờ vốn")]).await.is(303);
    ward.economy.get(&path).await.see("Đề nghị gia hạn đến 31/10/2025").see("Quá hạn");
    let form = ward.leader.get(&format!("{path}/office/grant")).await.is(200);
    assert!(ward.leader.fill(&form, &[("words", "")]).await.is(422).error_at("paper").is_some(), "more time needs a paper");
    ward.leader.fill(&form, &[("paper", "21/CV-VP")]).await.is(303);
    let page = ward.office.get(&path).await.see("Hạn ban đầu: 30/09/2025").see("Thứ Sáu, 31/10/2025");
    page.see("Xin gia hạn sau khi đã quá hạn").see("Chờ vốn");
    let counts = counts(ward.app.read(), UNIT, 2025, ward.app.now()).await.unwrap();
    assert_eq!((counts.extended, counts.late, counts.overdue), (1, 1, 0));
}

#[tokio::test]
async fn b051_a_stopped_clock_waits_and_runs_on_with_the_days_that_were_left() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    // Due on Tuesday, 30 September 2025.
    let drain = commitments.iter().find(|one| one.wording == DRAIN).unwrap();
    let path = format!("/commitments/{}", drain.id);
    ward.economy.post(&format!("{path}/accept"), &[("version", "1")]).await.is(303);

    ward.app.at("2025-09-15 09:00");
    ward.economy.get(&format!("{path}/office/stop")).await.is(404);
    let form = ward.office.get(&format!("{path}/office/stop")).await.is(200);
    let culture = ward.app.body(UNIT, CULTURE).await.id.to_string();
    let typed =
        [("waiting_for", culture.as_str()), ("paper", "12/CV-UBND"), ("paper_on", "16/09/2025"), ("words", "Chờ khảo sát")];
    ward.office.fill(&form, &typed).await.is(422).see("Ngày văn bản ở tương lai");
    let typed =
        [("waiting_for", culture.as_str()), ("paper", "12/CV-UBND"), ("paper_on", "15/09/2025"), ("words", "Chờ khảo sát")];
    ward.office.fill(&form, &typed).await.is(303);
    let shown = ward.economy.get(&path).await.is(200);
    shown.see("Tạm dừng tính thời hạn từ 15/09/2025, chờ Phòng Văn hóa - Xã hội").see("12/CV-UBND");
    let report = [("version", "3"), ("finished_as", "done"), ("done_on", "15/09/2025"), ("words", "Xong")];
    ward.economy.post(&format!("{path}/agency/report"), &report).await.is(422).see("Thời hạn đang tạm dừng");

    // While it stands nothing is overdue, for nobody.
    ward.app.at("2025-10-20 08:00");
    ward.office.get("/commitments?overdue=1").await.is(200).not_see("Quá hạn");
    let form = ward.office.get(&format!("{path}/office/resume")).await.is(200);
    ward.office.fill(&form, &[]).await.is(303);
    let drain = now(&ward, drain).await;
    // Fifteen days were left: from Monday, 20 October to Tuesday, 4 November.
    assert_eq!((drain.due_on.to_string(), drain.first_due_on.to_string()), ("2025-11-04".into(), "2025-09-30".into()));

    ward.app.at("2025-12-08 08:00");
    let page = ward.office.get(&path).await.is(200).see("Quá hạn kéo dài: 34 ngày");
    let clock: Vec<String> = page.texts("main table tbody tr");
    let days = |name: &str| {
        let row = clock.iter().find(|row| row.starts_with(name)).unwrap_or_else(|| panic!("no {name} in {clock:?}"));
        row[name.len()..].trim().to_owned()
    };
    // 15 September to 20 October.
    assert_eq!(days(CULTURE), "35 0");
    // From the signature on, and 20 October to 8 December: 49 days, of which those after 4 November are late.
    let before = (day("2025-09-15") - drain.assigned_on).num_days();
    assert_eq!(days(ECONOMY), format!("{} 34", before + 49));
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

#[tokio::test]
async fn what_is_open_comes_back_before_the_next_session_and_falls_due_for_reminders() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    let before = |at: &'static str| open_before(ward.app.read(), UNIT, wall(at));
    assert_eq!(before("2025-09-08 14:00").await.unwrap().len(), 0, "given on that very day");
    assert_eq!(before("2026-03-05 08:00").await.unwrap().len(), 2);
    let due = |from: &str, to: &str| due_between(ward.app.read(), from.parse().unwrap(), to.parse().unwrap());
    assert_eq!(due("2025-09-30", "2025-09-30").await.unwrap()[0].id, commitments[0].id);
    assert_eq!(due("2025-10-01", "2025-10-30").await.unwrap().len(), 0);
    assert_eq!(due("2025-09-01", "2025-10-31").await.unwrap().len(), 2);
    let tasks = doithoai::followups::tasks(&ward.app.app, &ward.economy.ctx().await).await.unwrap();
    let told: Vec<_> = tasks.iter().map(|task| (task.key, task.due_on.unwrap().to_string())).collect();
    assert_eq!(told, [("task-commitment-accept", "2025-09-30".to_owned()), ("task-commitment-accept", "2025-10-31".to_owned())]);
    let office = doithoai::followups::tasks(&ward.app.app, &ward.office.ctx().await).await.unwrap();
    // Ten days after 28 August: Sunday 7 September.
    let told: Vec<_> = office.iter().map(|task| (task.key, task.due_on.map(|day| day.to_string()))).collect();
    assert_eq!(told, [("task-conclusion-publish", Some("2025-09-07".to_owned()))]);
}

#[tokio::test]
async fn evidence_is_kept_and_given_back_to_readers_only() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    let (one, path) = (&commitments[0], format!("/commitments/{}", commitments[0].id));
    work::accept(&ward.app.app, &ward.economy.ctx().await, one.id, 1).await.unwrap();
    // One black point: IHDR, IDAT, IEND.
    let photo = b"\x89PNG\x0D\x0A\x1A\x0A\x00\x00\x00\x0DIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9BU\x00\x00\x00\x0AIDATx\x9Cc`\x00\x00\x00\x02\x00\x01H\xAF\xA4q\x00\x00\x00\x00IEND\xAEB`\x82".as_slice();
    let typed = [("version", "2"), ("percent", ""), ("words", "Ảnh hiện trường")];
    let act = format!("{path}/agency/progress");
    ward.economy.upload(&act, &typed, &[("files", "anh.png", b"<script>alert(1)</script>")]).await.is(422);
    assert_eq!(now(&ward, one).await.state.word(), StateWord::Accepted);
    ward.economy.upload(&act, &typed, &[("files", "Ảnh cống.png", photo)]).await.is(303);
    let page = ward.front.get(&path).await.see("Ảnh cống.png");
    let href = page.links().into_iter().find(|link| link.href.contains("/files/")).unwrap().href;
    let file = ward.front.get(&href).await.is(200);
    assert_eq!((file.body.as_slice(), file.header("content-type")), (photo, Some("image/png")));
    assert!(file.header("content-disposition").unwrap().starts_with("attachment"));
    ward.culture.get(&href).await.is(404);
    let other = href.replace(&one.id.to_string(), &commitments[1].id.to_string());
    ward.front.get(&other).await.is(404);
}

#[tokio::test]
async fn an_answer_to_an_old_page_is_a_conflict_not_a_second_step() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    let path = format!("/commitments/{}", commitments[0].id);
    let page = ward.economy.get(&path).await;
    let seen = version(&page);
    ward.economy.post(&format!("{path}/accept"), &[("version", &seen)]).await.is(303);
    ward.economy.post(&format!("{path}/accept"), &[("version", &seen)]).await.is(409);
    assert_eq!(ward.app.audit_count(Some("commitment.accepted")).await, 1);
}
