//! What others may see of a wording, and complaints that are for few eyes.

use doithoai::issues::StateWord;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use entity::{audit_entry, outbox};
use sea_orm::EntityTrait;

use super::Ward;
use crate::support::Person;

/// Words that stand nowhere else.
const NAME: &str = "Lò Thị Canary";
const PHONE: &str = "0912 345 987";
const HOUSE: &str = "số nhà 4711";

impl Ward {
    async fn everybody(&self) -> Vec<Person> {
        let person = async |name, body: &str, role| self.app.person(name, "03667", body, &[role]).await;
        vec![
            self.app.person("Bí Thư Mẫu", "03667", BodyKind::PartyCommittee, &[Role::Leader]).await,
            self.app.person("Thư Ký Mẫu", "03667", BodyKind::PartyOffice, &[Role::Clerk]).await,
            self.app.person("Mặt Trận Mẫu", "03667", BodyKind::FatherlandFront, &[Role::Supervisor]).await,
            person("Nông Dân Mẫu", "Hội Nông dân", Role::Submitter).await,
            person("Kinh Tế Mẫu", "Phòng Kinh tế, Hạ tầng và Đô thị", Role::Answering).await,
            self.app.person("Kiểm Tra Mẫu", "03667", BodyKind::PartyCommittee, &[Role::Auditor]).await,
            self.app.person("Trên Mẫu", "14", BodyKind::PartyOffice, &[Role::Superior]).await,
            self.app.person("Ai Đó", "11413", BodyKind::PartyOffice, &[Role::Office]).await,
        ]
    }
}

#[tokio::test]
async fn the_proposal_is_put_into_the_public_wording_by_a_button_and_a_name_in_it_needs_a_yes() {
    let ward = Ward::new().await;
    let issue = ward.accepted(&format!("Bà {NAME}, {HOUSE}, gọi {PHONE}: đường Lê Lợi ngập")).await;
    let form = ward.office.get(&format!("{issue}/classify")).await.is(200);
    assert_eq!(form.texts("mark"), [NAME, HOUSE, PHONE]);
    let form = form.see("Họ tên người").see("Số nhà, căn hộ, thửa đất").see("Số điện thoại");
    let proposed = ward.office.fill(&form, &[("act", "propose"), ("competence", "province")]).await.is(200);
    let typed =
        |name: &str| proposed.form_with(&["public_wording"]).fields.into_iter().find(|(field, _)| field == name).unwrap().1;
    assert_eq!(typed("public_wording"), "Bà [họ tên], [địa chỉ], gọi [số điện thoại]: đường Lê Lợi ngập");
    assert_eq!(typed("competence"), "province");
    assert_eq!(ward.issue(&issue).await.public_wording, "");
    // What still names somebody is asked about before it is saved.
    let named = [("public_wording", "Bà Lò Thị Canary hỏi về đường"), ("act", "")];
    let asked = ward.office.fill(&form, &named).await.is(422).see("Bà Lò Thị Canary hỏi về đường");
    assert!(asked.error_at("public_confirmed").unwrap().contains("còn họ tên"));
    ward.office.fill(&asked, &[("public_confirmed", "yes")]).await.is(303);
    assert_eq!(ward.issue(&issue).await.public_wording, "Bà Lò Thị Canary hỏi về đường");
    let again = ward.office.get(&format!("{issue}/classify")).await.is(200);
    ward.office.fill(&again, &[("public_wording", "Đường Lê Lợi ngập")]).await.is(303);
    assert_eq!(ward.issue(&issue).await.shown_wording(), "Đường Lê Lợi ngập");
}

#[tokio::test]
async fn an_original_that_nobody_edited_goes_out_without_persons() {
    let ward = Ward::new().await;
    let main = ward.accepted(&format!("Bà {NAME}, {HOUSE}, gọi {PHONE}: đường Lê Lợi ngập")).await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let same = ward.hand_in(&farmers, "Đường Lê Lợi ngập khi mưa").await;
    let version = ward.issue(&same).await.version.to_string();
    let target = main.trim_start_matches("/issues/");
    ward.office.post(&format!("{same}/merge"), &[("version", &version), ("merge_target", target)]).await.is(303);
    // Who is merged into it sees what is asked, not who asks.
    farmers.get(&main).await.is(200).see("đường Lê Lợi ngập").see("[họ tên]").not_see(NAME).not_see(PHONE).not_see(HOUSE);
    ward.women.get(&main).await.is(200).see(NAME);
    ward.office.get(&main).await.is(200).see(NAME);
    ward.office.get("/issues").await.see("[họ tên]").not_see(NAME);
    // The agenda is read by all who work with the session.
    ward.decide(&main, "select").await.is(303);
    let agenda = format!("/dialogues/{}/agenda", ward.session);
    ward.office.post(&agenda, &[]).await.is(303);
    ward.office.get(&agenda).await.is(200).see("đường Lê Lợi ngập").not_see(NAME).not_see(PHONE).not_see(HOUSE);
}

#[tokio::test]
async fn a_complaint_is_read_by_the_office_alone_and_every_look_is_recorded() {
    let ward = Ward::new().await;
    let issue = ward.complain(&ward.women, &format!("Khiếu nại việc thu hồi đất của {NAME}")).await;
    assert_eq!(ward.state(&issue).await, StateWord::Diverted);
    // Its organisation knows that it exists and has the letter, no more.
    let page = ward.women.get(&issue).await.is(200).not_see(NAME).see("được giữ kín").see("90 ngày");
    assert!(page.forms().iter().all(|form| !form.action.ends_with("/shielded")));
    ward.women.get(&page.link("In phiếu hướng dẫn")).await.is(200).see("Điều 9").see("02/2011/QH13").not_see(NAME);
    ward.women.get("/issues/own").await.see("Nội dung được giữ kín").not_see(NAME);
    ward.women.post(&format!("{issue}/shielded"), &[]).await.is(404);
    ward.women.post(&format!("{issue}/identity"), &[]).await.is(404);
    for path in ["edit", "withdraw"] {
        ward.women.get(&format!("{issue}/{path}")).await.is(422);
    }
    // The office sees that there is one; its words only after a click that is recorded.
    let page = ward.office.get(&issue).await.is(200).not_see(NAME).see("Xem nội dung");
    ward.office.get("/issues").await.is(200).see("Nội dung được giữ kín").not_see(NAME);
    ward.office.get("/issues?q=thu+hoi+dat").await.not_see("Nội dung được giữ kín");
    assert_eq!(ward.app.audit_count(Some("issue.shielded-read")).await, 0);
    let open = super::press(&ward.office, &page, &format!("{issue}/shielded")).await.is(200).see(NAME);
    assert!(open.links().iter().all(|link| !link.href.contains("/files/")));
    assert_eq!(ward.app.audit_count(Some("issue.shielded-read")).await, 1);
    ward.office.get(&format!("{issue}/classify")).await.is(422).not_see(NAME);
    let version = ward.issue(&issue).await.version.to_string();
    let sent = [("version", &*version), ("public_wording", "x")];
    ward.office.post(&format!("{issue}/classify"), &sent).await.is(422);
    // Nobody else learns that it is there.
    for who in ward.everybody().await {
        who.get(&issue).await.is(404);
        who.post(&format!("{issue}/shielded"), &[]).await.is(404);
        who.get("/issues?state=diverted").await.not_see("Nội dung được giữ kín").not_see(NAME);
    }
    let code = ward.issue(&issue).await.receipt_code;
    ward.app.visitor().get(&format!("/track?code={code}")).await.is(200).see("khiếu nại").not_see(NAME);
    assert!(ward.issue(&issue).await.content.wording.contains(NAME));
}

#[tokio::test]
async fn what_turns_out_to_be_a_complaint_leaves_the_agenda() {
    let ward = Ward::new().await;
    let (stays, goes) = (ward.accepted("Đường Lê Lợi ngập").await, ward.accepted("Không đồng ý quyết định thu hồi đất").await);
    for issue in [&stays, &goes] {
        ward.decide(issue, "select").await.is(303);
    }
    let agenda = format!("/dialogues/{}/agenda", ward.session);
    ward.office.post(&agenda, &[]).await.is(303);
    ward.office.get(&agenda).await.is(200).see("Đường Lê Lợi ngập").see("thu hồi đất");
    ward.decide(&goes, "accept").await.is(303);
    let page = ward.office.get(&format!("{goes}/decide?what=divert")).await.is(200);
    ward.office.fill(&page, &[("act", "divert")]).await.is(303);
    ward.office.get(&agenda).await.is(200).see("Đường Lê Lợi ngập").not_see("thu hồi đất");
}

#[tokio::test]
async fn files_of_a_complaint_are_given_to_the_office_by_a_recorded_click_only() {
    let ward = Ward::new().await;
    let (session, body) = (ward.session.to_string(), ward.women.body.id.to_string());
    let fields = [
        ("session", &*session),
        ("body", &*body),
        ("issue_kind", "complaint"),
        ("issue_wording", "Khiếu nại việc thu hồi đất"),
        ("people", "1"),
        ("channel", "paper"),
        ("act", "submit"),
    ];
    let content: &[u8] = b"%PDF-1.7 bi mat";
    let page = ward.women.upload("/issues", &fields, &[("files", "đơn.pdf", content)]).await.is(303);
    let issue = page.location().unwrap();
    let closed = ward.office.get(&issue).await.is(200).not_see("đơn.pdf");
    let open = super::press(&ward.office, &closed, &format!("{issue}/shielded")).await.is(200).see("đơn.pdf");
    let take = open.forms().into_iter().find(|form| form.action.ends_with("/take")).unwrap().action;
    let link = take.trim_end_matches("/take").to_owned();
    for who in [&ward.office, &ward.women] {
        who.get(&link).await.is(404);
    }
    ward.women.post(&take, &[]).await.is(404);
    let got = super::press(&ward.office, &open, &take).await.is(200);
    assert_eq!(got.body, content);
    assert_eq!(ward.app.audit_count(Some("issue.shielded-read")).await, 2);
}

#[tokio::test]
async fn what_becomes_a_complaint_before_acceptance_is_shielded_at_once() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị xem lại việc thu hồi đất").await;
    let form = ward.women.get(&format!("{issue}/edit")).await.is(200);
    ward.women.fill(&form, &[("issue_kind", "complaint"), ("act", "save")]).await.is(303);
    assert_eq!(ward.state(&issue).await, StateWord::Diverted);
    ward.office.get(&issue).await.is(200).not_see("thu hồi đất");
    // What came back to be completed was read before; from here on it is not.
    let other = ward.hand_in(&ward.women, "Đề nghị xem lại giá đền bù").await;
    let page = ward.office.get(&format!("{other}/decide?what=return")).await.is(200);
    ward.office.fill(&page, &[("act", "return"), ("reason", "Ghi rõ thửa đất")]).await.is(303);
    let form = ward.women.get(&format!("{other}/edit")).await.is(200);
    ward.women.fill(&form, &[("issue_kind", "complaint"), ("act", "save")]).await.is(303);
    assert_eq!(ward.state(&other).await, StateWord::Diverted);
    ward.office.get(&other).await.is(200).not_see("đền bù");
}

#[tokio::test]
async fn b086_a_complaint_and_an_open_issue_are_not_merged() {
    let ward = Ward::new().await;
    let open = ward.accepted("Đường Lê Lợi ngập").await;
    let complaint = ward.complain(&ward.women, "Khiếu nại việc thu hồi đất").await;
    let merge = async |issue: &str, target: &str| {
        let version = ward.issue(issue).await.version.to_string();
        let target = target.trim_start_matches("/issues/");
        ward.office.post(&format!("{issue}/merge"), &[("version", &version), ("merge_target", target)]).await
    };
    let page = merge(&open, &complaint).await.is(422);
    assert!(page.errors().iter().any(|error| error.contains("giữ kín")), "{:?}", page.errors());
    merge(&complaint, &open).await.is(422);
    assert_eq!((ward.state(&open).await, ward.state(&complaint).await), (StateWord::Accepted, StateWord::Diverted));
}

#[tokio::test]
async fn an_identity_is_on_no_page_of_those_who_may_not_read_it() {
    let ward = Ward::new().await;
    let fields = [
        ("issue_wording", "Đề nghị cấp nước bản Cá"),
        ("petitioner_name", NAME),
        ("petitioner_address", HOUSE),
        ("petitioner_contact", PHONE),
        ("act", "submit"),
    ];
    let issue = ward.typed(&ward.women, &fields).await.is(303).location().unwrap();
    ward.decide(&issue, "accept").await.is(303);
    ward.decide(&issue, "select").await.is(303);
    ward.office.post(&format!("/dialogues/{}/agenda", ward.session), &[]).await.is(303);
    ward.office.post(&format!("{issue}/identity"), &[]).await.is(200).see(NAME);
    let code = ward.issue(&issue).await.receipt_code;
    let mut pages = vec![
        "/".to_owned(),
        issue.clone(),
        "/issues".into(),
        "/issues?q=canary".into(),
        "/issues/assigned".into(),
        "/issues/own".into(),
        "/issues/notices".into(),
        "/audit".into(),
        "/inbox".into(),
        "/public/03667".into(),
        "/feeds/unit/03667.ics".into(),
        format!("{issue}/receipt"),
        format!("{issue}/notice"),
        format!("{issue}/classify"),
        format!("{issue}/identity"),
        format!("/track?code={code}"),
        format!("/dialogues/{}", ward.session),
        format!("/dialogues/{}/agenda", ward.session),
    ];
    pages.sort();
    let mut people = ward.everybody().await;
    people.push(ward.submitter("Công Đoàn Mẫu", "Công đoàn").await);
    for who in &people {
        for page in &pages {
            let shown = who.get(page).await.source();
            for secret in [NAME, HOUSE, PHONE] {
                assert!(!shown.contains(secret), "{} sees {secret} at {page}", who.login);
            }
        }
        who.post(&format!("{issue}/identity"), &[]).await.is(404);
    }
    for entry in audit_entry::Entity::find().all(ward.app.read()).await.unwrap() {
        assert!([NAME, HOUSE, PHONE].iter().all(|secret| !entry.facts.contains(secret)), "{}", entry.code);
    }
    for row in outbox::Entity::find().all(ward.app.read()).await.unwrap() {
        assert!([NAME, HOUSE, PHONE].iter().all(|secret| !row.payload.to_string().contains(secret)), "{}", row.key);
    }
}
