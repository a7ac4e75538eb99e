//! What a receiver does with a twin comes back to who raised it: merged, split, sent on, answered by one of several, turned
//! away. And what happens to one issue while another hangs on it.

use doithoai::issues::{Issue, StateWord, assignments_of, past_of};
use doithoai::kernel::{Role, SessionId};
use doithoai::organisation::BodyKind;
use entity::outbox;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::forwarding::{ABOVE, BESIDE, Neighbour};
use super::splitting::split;
use super::triage_desk::{DESK, undo, undo_form};
use super::{Ward, open_call, press, session};
use crate::support::{Page, Person};

/// Has `issue` answered in writing with `text` by `agency`.
async fn answer(office: &Person, agency: &Person, issue: &str, text: &str) {
    prepare(office, agency, issue, text).await;
    approve(office, issue).await;
}

/// All but the approval.
async fn prepare(office: &Person, agency: &Person, issue: &str, text: &str) {
    let form = office.get(&format!("{issue}/assign")).await.is(200);
    let lead = agency.body.id.to_string();
    office.fill(&form, &[("lead_agency", &lead), ("answer_due", "9/5/2025")]).await.is(303);
    office.fill(&office.get(issue).await, &[("act", "written")]).await.is(303);
    let form = agency.get(&format!("{issue}/answer")).await.is(200);
    agency.fill(&form, &[("prepared_text", text), ("act", "submit")]).await.is(303);
}

async fn approve(office: &Person, issue: &str) {
    let page = office.get(issue).await;
    let approve = page.forms().into_iter().find(|form| form.action.ends_with("/approve")).unwrap().action;
    press(office, &page, &approve).await.is(303);
}

/// How many messages wait or went out whose key begins so.
async fn queued(ward: &Ward, key: &str) -> usize {
    let rows = outbox::Entity::find().filter(outbox::Column::Key.starts_with(key)).all(ward.app.read()).await.unwrap();
    rows.len()
}

/// How often who brought this issue was told that it is answered.
async fn told(ward: &Ward, issue: &str) -> usize {
    queued(ward, &format!("issue-answered/{}", issue.trim_start_matches("/issues/"))).await
}

/// `office` presses `act` over these issues at its desk.
async fn at_desk(office: &Person, issues: &[&Issue], act: &str, typed: &[(&str, &str)]) -> Page {
    let picks: Vec<String> = issues.iter().map(|issue| format!("{}.{}", issue.id, issue.version)).collect();
    let picks = picks.iter().map(|pick| ("pick", pick.as_str()));
    let fields: Vec<(&str, &str)> = picks.chain(typed.iter().copied()).chain([("act", act)]).collect();
    office.post(DESK, &fields).await
}

impl Ward {
    /// What a visitor reads behind the receipt of this issue.
    async fn track(&self, issue: &str) -> Page {
        let receipt = self.issue(issue).await.receipt_code;
        self.app.visitor().get(&format!("/track?code={receipt}")).await.is(200)
    }

    /// `who` hands in `wording` for another session than the first.
    async fn hand_in_for(&self, session: SessionId, who: &Person, wording: &str) -> String {
        let form = who.get(&format!("/issues/new?session={session}&kind=proposal")).await.is(200);
        who.fill(&form, &[("issue_wording", wording), ("act", "submit")]).await.is(303).location().unwrap()
    }

    /// A second person of the ward's office.
    async fn second(&self) -> Person {
        self.app.person("Tòng Thị Hai", "03667", BodyKind::PartyOffice, &[Role::Office]).await
    }
}

impl Neighbour {
    /// The twin that says this here.
    async fn twin(&self, ward: &Ward, wording: &str) -> Issue {
        let mut all = self.received(ward).await.into_iter();
        all.rfind(|one| one.content.wording == wording && one.state.word() != StateWord::Withdrawn).unwrap()
    }

    async fn department(&self, ward: &Ward, unit: &str) -> Person {
        ward.app.person(&format!("Cầm Văn {unit}"), unit, BodyKind::Department, &[Role::Answering]).await
    }

    async fn accept(&self, twin: &str) {
        self.office.fill(&self.office.get(twin).await, &[("act", "accept")]).await.is(303);
    }
}

fn address(issue: &Issue) -> String {
    format!("/issues/{}", issue.id)
}

#[tokio::test]
async fn b086_a_twin_merged_at_its_receiver_is_answered_with_what_took_it_in() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let veterans = ward.submitter("Quàng Văn Cao", "Hội Cựu chiến binh").await;
    let (mine, other) = (ward.accepted("Đường tỉnh 106 ngập").await, ward.accepted("Sửa đường tỉnh 106").await);
    let same = ward.hand_in(&farmers, "Đường 106 lại ngập").await;
    ward.merge(&same, &mine).await.is(303);
    ward.forward(&mine, &[ABOVE], "Đường tỉnh 106 ngập").await.is(303);
    ward.forward(&other, &[ABOVE], "Sửa đường tỉnh 106").await.is(303);
    let main = address(&province.twin(&ward, "Sửa đường tỉnh 106").await);
    province.accept(&main).await;
    let twin = province.twin(&ward, "Đường tỉnh 106 ngập").await;
    let target = main.trim_start_matches("/issues/");
    at_desk(&province.office, &[&twin], "merge", &[("merge_target", target)]).await.is(303);
    let department = province.department(&ward, ABOVE).await;
    answer(&province.office, &department, &main, "Sửa xong trước 30/9").await;
    for one in [&mine, &same, &other] {
        assert_eq!(told(&ward, one).await, 1, "{one}");
    }
    for who in [&ward.office, &ward.women] {
        who.get(&mine).await.is(200).see("Đã chuyển đến tỉnh Sơn La Đã trả lời").see("Sửa xong trước 30/9").not_see("Đã gộp");
    }
    // Whose own was merged into it waits for the same answer, and reads it: nothing of what the offices say to each other.
    let page = farmers.get(&mine).await.is(200).see("tỉnh Sơn La").see("Sửa xong trước 30/9");
    page.not_see("Số tại nơi nhận");
    for one in [&mine, &same] {
        ward.track(one).await.see("tỉnh Sơn La").see("Sửa xong trước 30/9");
    }
    // Who comes to a forwarded issue after the answer is told at once.
    let late = ward.hand_in(&veterans, "Đường 106 ngập mấy hôm nay").await;
    ward.merge(&late, &mine).await.is(303);
    assert_eq!((told(&ward, &late).await, told(&ward, &mine).await), (1, 1));
    veterans.get(&mine).await.is(200).see("Sửa xong trước 30/9");
}

#[tokio::test]
async fn a_twin_split_at_its_receiver_is_answered_by_its_contents() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let origin = ward.accepted("Đường tỉnh 106 ngập, cầu Nặm La yếu").await;
    ward.forward(&origin, &[ABOVE], "Đường tỉnh 106 ngập, cầu Nặm La yếu").await.is(303);
    let twin = province.only(&ward).await;
    province.accept(&twin).await;
    split(&province.office, &twin, &["Đường tỉnh 106 ngập", "Cầu Nặm La yếu"]).await.is(303);
    let (road, bridge) = (province.twin(&ward, "Đường tỉnh 106 ngập").await, province.twin(&ward, "Cầu Nặm La yếu").await);
    let department = province.department(&ward, ABOVE).await;
    answer(&province.office, &department, &address(&road), "Đã khơi thông rãnh").await;
    assert_eq!(told(&ward, &origin).await, 1);
    for who in [&ward.office, &ward.women] {
        who.get(&origin).await.is(200).see("Đã khơi thông rãnh").see("Đã tiếp nhận").not_see("Gia cố cầu");
    }
    ward.track(&origin).await.see("Đã khơi thông rãnh").see("Đã tiếp nhận").not_see("Gia cố cầu");
    // The office that sent it cannot take it back from under the hands of the receiver.
    let page = ward.office.get(&origin).await;
    assert!(page.forms().iter().all(|form| !form.action.ends_with("/take-back")), "{}", page.text());
    answer(&province.office, &department, &address(&bridge), "Gia cố cầu trong năm 2025").await;
    assert_eq!(told(&ward, &origin).await, 2, "each content has its own answer");
    ward.track(&origin).await.see("Đã khơi thông rãnh").see("Gia cố cầu trong năm 2025");
    ward.women.get(&origin).await.see("Gia cố cầu trong năm 2025");
}

#[tokio::test]
async fn a_twin_sent_on_is_followed_to_where_it_is_answered() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let beside = Neighbour::new(&ward, BESIDE, "2025-06-02").await;
    let origin = ward.accepted("Mương liên phường bị tắc").await;
    ward.forward(&origin, &[ABOVE], "Mương liên phường bị tắc").await.is(303);
    let twin = province.only(&ward).await;
    province.accept(&twin).await;
    let version = province.received(&ward).await[0].version.to_string();
    let fields = [("version", version.as_str()), ("forward_wording", "Mương liên phường bị tắc"), ("forward_to", BESIDE)];
    province.office.post(&format!("{twin}/forward"), &fields).await.is(303);
    let last = beside.only(&ward).await;
    beside.accept(&last).await;
    let department = beside.department(&ward, BESIDE).await;
    answer(&beside.office, &department, &last, "Nạo vét trong tháng 6").await;
    assert_eq!(told(&ward, &origin).await, 1);
    for who in [&ward.office, &ward.women, &province.office] {
        let at = if who.account == province.office.account { &twin } else { &origin };
        who.get(at).await.is(200).see("phường Chiềng Cơi").see("Nạo vét trong tháng 6");
    }
    ward.track(&origin).await.see("phường Chiềng Cơi").see("Nạo vét trong tháng 6");
}

#[tokio::test]
async fn every_answer_is_told_once_and_none_is_left_out() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let beside = Neighbour::new(&ward, BESIDE, "2025-06-02").await;
    // Two receivers, two answers.
    let origin = ward.accepted("Đường giáp ranh ngập").await;
    ward.forward(&origin, &[ABOVE, BESIDE], "Đường giáp ranh ngập").await.is(303);
    for (place, unit, expected) in [(&province, ABOVE, 1), (&beside, BESIDE, 2)] {
        let twin = place.only(&ward).await;
        place.accept(&twin).await;
        answer(&place.office, &place.department(&ward, unit).await, &twin, "Sẽ sửa").await;
        assert_eq!(told(&ward, &origin).await, expected);
    }
    // Merged into what is answered, taken out again, answered by itself.
    let economy = ward.economy().await;
    let main = ward.accepted("Nạo vét cống").await;
    answer(&ward.office, &economy, &main, "Đã nạo vét").await;
    let single = ward.accepted("Thay đèn đường").await;
    ward.merge(&single, &main).await.is(303);
    assert_eq!(told(&ward, &single).await, 1);
    press(&ward.office, &ward.office.get(&single).await, &format!("{single}/unmerge")).await.is(303);
    answer(&ward.office, &economy, &single, "Đã thay đèn").await;
    assert_eq!((told(&ward, &single).await, told(&ward, &main).await), (2, 1));
}

#[tokio::test]
async fn what_the_receiver_refuses_the_sender_learns_and_takes_up_alone() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let (one, two) = (ward.accepted("Sửa đường bản Cá").await, ward.accepted("Sửa đường bản Hài").await);
    for (origin, wording) in [(&one, "Sửa đường bản Cá"), (&two, "Sửa đường bản Hài")] {
        ward.forward(origin, &[ABOVE], wording).await.is(303);
    }
    let because = [("ground", "no-competence"), ("reason", "Đường do xã quản lý")];
    let twin = address(&province.twin(&ward, "Sửa đường bản Cá").await);
    let form = province.office.get(&format!("{twin}/decide?what=refuse")).await.is(200);
    province.office.fill(&form, &[&because[..], &[("act", "refuse")]].concat()).await.is(303);
    assert_eq!(queued(&ward, &format!("forward-refused/{}/", one.trim_start_matches("/issues/"))).await, 1);
    // At the desk, to be taken back there; meanwhile the sender takes both issues up itself.
    let page = at_desk(&province.office, &[&province.twin(&ward, "Sửa đường bản Hài").await], "refuse", &because).await.is(303);
    let page = province.office.follow(page).await.is(200);
    let stale = province.office.get(&twin).await;
    for origin in [&one, &two] {
        press(&ward.office, &ward.office.get(origin).await, &format!("{origin}/take-back")).await.is(303);
        assert_eq!(ward.state(origin).await, StateWord::Accepted);
    }
    undo(&province.office, &page).await.is(422).see("Nơi chuyển đã nhận lại ý kiến này");
    // Who had the page open finds it changed, who opens it now is told why.
    province.office.fill(&stale, &[("act", "accept")]).await.is(409);
    province.office.fill(&province.office.get(&twin).await, &[("act", "accept")]).await.is(422).see("Nơi chuyển đã nhận lại");
    // Together with one that can be taken on: no number is lost to the one that cannot.
    let third = ward.accepted("Sửa đường bản Cọ").await;
    ward.forward(&third, &[ABOVE], "Sửa đường bản Cọ").await.is(303);
    let (gone, good) = (province.twin(&ward, "Sửa đường bản Cá").await, province.twin(&ward, "Sửa đường bản Cọ").await);
    at_desk(&province.office, &[&gone, &good], "accept", &[]).await.is(422).see("Đã tiếp nhận 1 ý kiến.");
    assert_eq!(province.twin(&ward, "Sửa đường bản Cọ").await.number, Some(1));
    let states = [province.twin(&ward, "Sửa đường bản Cá").await, province.twin(&ward, "Sửa đường bản Hài").await];
    assert_eq!(states.map(|one| one.state.word()), [StateWord::Refused; 2]);
}

#[tokio::test]
async fn a_person_in_the_wording_leaves_the_house_only_by_a_yes() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let origin = ward.accepted("Sửa đường tỉnh 106").await;
    let wording = "Bà Lò Thị Kín, số điện thoại 0912 345 678, đề nghị sửa đường tỉnh 106";
    let form = ward.office.get(&format!("{origin}/forward")).await.is(200).not_see("public_confirmed");
    let page = ward.office.fill(&form, &[("forward_to", ABOVE), ("forward_wording", wording)]).await.is(422);
    assert!(page.error_at("public_confirmed").is_some_and(|why| why.contains("số điện thoại")), "{:?}", page.errors());
    assert_eq!((province.received(&ward).await.len(), ward.state(&origin).await), (0, StateWord::Accepted));
    ward.office.fill(&page, &[("forward_to", ABOVE), ("public_confirmed", "yes")]).await.is(303);
    assert_eq!(province.received(&ward).await[0].content.wording, wording);
}

#[tokio::test]
async fn agencies_that_were_named_stay_named_for_every_content() {
    let ward = Ward::new().await;
    let (economy, whole) = (ward.economy().await, ward.accepted("Cống tắc; đèn đường hỏng").await);
    let lead = economy.body.id.to_string();
    let form = ward.office.get(&format!("{whole}/assign")).await.is(200);
    let typed = [("lead_agency", lead.as_str()), ("answer_due", "20/4/2025"), ("assignment_note", "Nêu rõ nguồn vốn")];
    ward.office.fill(&form, &typed).await.is(303);
    split(&ward.office, &whole, &["Nạo vét cống", "Thay đèn đường"]).await.is(303);
    let (drain, lamps) = (ward.numbered(2).await, ward.numbered(3).await);
    for part in [&drain, &lamps] {
        let named = assignments_of(ward.app.read(), &[ward.issue(part).await.id]).await.unwrap();
        let named: Vec<_> = named.iter().map(|one| (one.body, one.due_on.unwrap().to_string(), one.note.as_str())).collect();
        assert_eq!(named, [(economy.body.id, "2025-04-20".to_owned(), "Nêu rõ nguồn vốn")]);
        economy.get(part).await.is(200);
    }
    assert_eq!(queued(&ward, "issue-assigned/").await, 1, "it was told once");
    // What stands as it was named does not hold the contents apart; another agency does.
    press(&ward.office, &ward.office.get(&whole).await, &format!("{whole}/unsplit")).await.is(303);
    economy.get(&whole).await.is(200);
    split(&ward.office, &whole, &["Nạo vét cống", "Thay đèn đường"]).await.is(303);
    let culture = ward.app.person("Tòng Văn Mẫu", "03667", "Phòng Văn hóa - Xã hội", &[Role::Answering]).await;
    let lead = culture.body.id.to_string();
    let lamps = ward.numbered(5).await;
    let form = ward.office.get(&format!("{lamps}/assign")).await.is(200);
    ward.office.fill(&form, &[("lead_agency", &lead)]).await.is(303);
    let page = ward.office.get(&whole).await;
    press(&ward.office, &page, &format!("{whole}/unsplit")).await.is(422).see("Nội dung số 5 đã được xử lý tiếp");
}

#[tokio::test]
async fn what_others_hang_on_is_not_undone_under_them() {
    let ward = Ward::new().await;
    let second = ward.second().await;
    let (main, same) = (ward.hand_in(&ward.women, "Nạo vét cống").await, ward.hand_in(&ward.women, "Cống tắc").await);
    let page = at_desk(&ward.office, &[&ward.issue(&main).await], "accept", &[]).await.is(303);
    let page = ward.office.follow(page).await.is(200);
    let opened = ward.office.get(&main).await;
    let target = main.trim_start_matches("/issues/");
    at_desk(&second, &[&ward.issue(&same).await], "merge", &[("merge_target", target)]).await.is(303);
    undo(&ward.office, &page).await.is(422).see("vừa được người khác xử lý");
    assert_eq!((ward.state(&main).await, ward.state(&same).await), (StateWord::Accepted, StateWord::Merged));
    // Who has the main one open decides about what hangs on it now only after he has seen it.
    ward.office.fill(&opened, &[("act", "select")]).await.is(409);
}

#[tokio::test]
async fn b084_two_who_merge_across_each_other_do_not_both_vanish() {
    let ward = Ward::new().await;
    let (a, b) = (ward.accepted("Việc A").await, ward.accepted("Việc B").await);
    let (one, other) = tokio::join!(ward.merge(&a, &b), ward.merge(&b, &a));
    let done = [&one, &other].iter().filter(|page| page.status == 303).count();
    assert_eq!(done, 1, "{} {}", one.status, other.status);
    let merged = [ward.state(&a).await, ward.state(&b).await].iter().filter(|state| **state == StateWord::Merged).count();
    assert_eq!(merged, 1);
    // The same with an organisation that takes back what others are being put to.
    let (c, d) = (ward.accepted("Việc C").await, ward.accepted("Việc D").await);
    let page = ward.women.get(&format!("{c}/withdraw")).await.is(200);
    let action = format!("{c}/withdraw");
    let (withdrawn, merged) = tokio::join!(press(&ward.women, &page, &action), ward.merge(&d, &c));
    let done = [&withdrawn, &merged].iter().filter(|page| page.status == 303).count();
    assert_eq!(done, 1, "{} {}", withdrawn.status, merged.status);
}

#[tokio::test]
async fn no_merging_is_undone_once_somebody_was_told_of_the_answer() {
    let ward = Ward::new().await;
    let (economy, second) = (ward.economy().await, ward.second().await);
    let main = ward.accepted("Nạo vét cống").await;
    prepare(&ward.office, &economy, &main, "Đã nạo vét").await;
    let target = main.trim_start_matches("/issues/");
    let early = ward.hand_in(&ward.women, "Cống tắc").await;
    let page = at_desk(&ward.office, &[&ward.issue(&early).await], "merge", &[("merge_target", target)]).await.is(303);
    let page = ward.office.follow(page).await.is(200);
    approve(&second, &main).await;
    assert_eq!(told(&ward, &early).await, 1);
    undo(&ward.office, &page).await.is(422).see("vừa được người khác xử lý");
    assert_eq!(ward.state(&early).await, StateWord::Merged);
    // Into what was answered before: the message of the act itself waits, and is taken back with it.
    let late = ward.hand_in(&ward.women, "Cống lại tắc").await;
    let page = at_desk(&ward.office, &[&ward.issue(&late).await], "merge", &[("merge_target", target)]).await.is(303);
    assert_eq!(told(&ward, &late).await, 1);
    let page = ward.office.follow(page).await.is(200);
    undo(&ward.office, &page).await.is(303);
    assert_eq!((told(&ward, &late).await, ward.state(&late).await), (0, StateWord::Submitted));
    // What its organisation took back meanwhile is not undone either.
    let page = at_desk(&ward.office, &[&ward.issue(&late).await], "accept", &[]).await.is(303);
    let form = undo_form(&ward.office.follow(page).await.is(200));
    let page = ward.women.get(&format!("{late}/withdraw")).await.is(200);
    press(&ward.women, &page, &format!("{late}/withdraw")).await.is(303);
    ward.office.awake().await.send_form(&form, &[]).await.is(422).see("vừa được người khác xử lý");
    assert_eq!(ward.state(&late).await, StateWord::Withdrawn);
}

#[tokio::test]
async fn what_was_merged_later_is_remembered_with_what_took_it_in() {
    let ward = Ward::new().await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let early = ward.accepted("Nạo vét cống thoát nước bản Cá").await;
    let main = ward.hand_in(&farmers, "Cống bản Cá tắc").await;
    ward.decide(&main, "accept").await.is(303);
    ward.app.at("2026-03-03 08:00");
    let next = session(&ward.app, "Đối thoại quý II năm 2026", "2026-04-24 08:00").await;
    open_call(&ward.app, next, "2026-03-01", "2026-04-15").await;
    let again = ward.hand_in_for(next, &ward.women, "Đề nghị nạo vét cống thoát nước bản Cá").await;
    let form = ward.office.get(&format!("{again}/repeats")).await.is(200);
    ward.office.fill(&form, &[("repeats", early.trim_start_matches("/issues/")), ("act", "set")]).await.is(303);
    let memory = async || ward.office.get(&format!("{again}/memory")).await.is(200);
    memory().await.see("Đã nêu 2 lần từ 2025 bởi 1 tổ chức");
    ward.merge(&early, &main).await.is(303);
    memory().await.see("Đã nêu 3 lần từ 2025 bởi 2 tổ chức");
    // A content that was put to another issue: what is promised there was promised to who raised the whole.
    let whole = ward.hand_in_for(next, &ward.women, "Đèn đường hỏng; thiếu biển báo").await;
    let lamps = ward.hand_in_for(next, &farmers, "Thay đèn đường").await;
    for one in [&whole, &lamps] {
        ward.office.fill(&ward.office.get(one).await, &[("act", "accept")]).await.is(303);
    }
    split(&ward.office, &whole, &["Đèn đường hỏng", "Thiếu biển báo"]).await.is(303);
    let all = async || doithoai::issues::of_session(ward.app.read(), next, &[]).await.unwrap();
    let find = |all: Vec<Issue>, id: &str| all.into_iter().find(|one| id.ends_with(&one.id.to_string())).unwrap();
    let part = all().await.into_iter().find(|one| one.content.wording == "Đèn đường hỏng").unwrap();
    let target = lamps.trim_start_matches("/issues/");
    at_desk(&ward.office, &[&part], "merge", &[("merge_target", target)]).await.is(303);
    let (whole, lamps) = (find(all().await, &whole), find(all().await, &lamps));
    let past = past_of(ward.app.read(), &whole).await.unwrap();
    assert!(past.matters.contains(&part.id) && past.matters.contains(&lamps.id), "{:?}", past.matters);
    assert_eq!(past.raised.len(), 1);
}
