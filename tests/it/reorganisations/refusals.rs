//! What an act may not do, said at its field; and who may not see that there is one.

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::*;

const FORM: &str = "/admin/reorganisations/new?level=unit&unit=14";

fn fields<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let base = [("act", "merge"), ("effective_on", "01/07/2026"), ("paper", "12/NQ-HĐND"), ("paper_on", "15/06/2026")];
    let own = |name: &str| more.iter().any(|(field, _)| *field == name);
    base.into_iter().filter(|(name, _)| !own(name)).chain(more.iter().copied()).collect()
}

#[tokio::test]
async fn faults_are_said_at_their_fields_and_nothing_typed_is_lost() {
    let app = TestApp::new().await;
    app.at("2026-06-20 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let form = admin.get(FORM).await.is(200);
    let refused = async |more: &[(&str, &str)]| admin.fill(&form, &fields(more)).await.is(422);
    let page = refused(&[("old", A), ("heir", B), ("effective_on", ""), ("paper", ""), ("note", "Theo đề án")]).await;
    assert!(page.error_at("effective_on").is_some() && page.error_at("paper").is_some());
    assert!(page.source().contains("Theo đề án"));
    assert_eq!(refused(&[("heir", B)]).await.error_at("old").unwrap(), "Hãy chọn ít nhất một nơi được sắp xếp");
    assert_eq!(refused(&[("old", A), ("heir", A)]).await.error_at("heir").unwrap(), "Nơi kế thừa không thể là nơi kết thúc");
    let code =
        refused(&[("old", A), ("old", B), ("new_name", "Phường Mới"), ("new_code", "03679"), ("new_kind", "phường")]).await;
    assert_eq!(code.error_at("new_code").unwrap(), "Mã này không dùng được hoặc đã có đơn vị khác dùng");
    assert_eq!(
        refused(&[("old", "11413"), ("heir", B)]).await.error_at("old").unwrap(),
        "Có nơi không thuộc phạm vi này, hãy chọn lại"
    );
    let late = refused(&[("old", A), ("heir", B), ("paper_on", "02/07/2026")]).await;
    assert_eq!(late.error_at("paper_on").unwrap(), "Văn bản không thể có sau ngày có hiệu lực");
    assert_eq!(app.audit_count(Some("reorganisation.drafted")).await, 0);
}

#[tokio::test]
async fn nobody_goes_into_what_goes_into_him_and_no_one_ends_twice() {
    let app = TestApp::new().await;
    app.at("2026-06-20 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let draft = drafted(&admin, "unit", PROVINCE, &fields(&[("old", A), ("heir", B)])).await;
    published(&admin, &draft).await.is(303);
    // B into A later: A has gone into B by then.
    let form = admin.get(FORM).await.is(200);
    let round = admin.fill(&form, &fields(&[("old", B), ("heir", A), ("effective_on", "01/08/2026")])).await;
    assert_eq!(round.status, 422, "an ended heir is not even offered");
    // B into A even before that day, while A is there: a circle all the same.
    let early = admin.post(FORM, &fields(&[("old", B), ("heir", A), ("effective_on", "25/06/2026")])).await.is(422);
    assert_eq!(early.error_at("heir").unwrap(), "Nơi kế thừa này về sau lại nhập vào chính nơi kết thúc");
    let again = admin.post(FORM, &fields(&[("old", A), ("heir", "03679"), ("effective_on", "01/08/2026")])).await.is(422);
    assert!(again.error_at("old").unwrap().contains("đã kết thúc hoặc đã có trong lần sắp xếp khác"));
    // Not valid on the day: the heir has ended before it.
    app.activate("03679").await;
    let late = admin.post(FORM, &fields(&[("old", "03679"), ("heir", A), ("effective_on", "01/08/2026")])).await.is(422);
    assert_eq!(late.error_at("heir").unwrap(), "Nơi kế thừa không hoạt động vào ngày có hiệu lực");
    // What is published is neither changed nor thrown away.
    admin.post(&format!("{draft}/discard"), &[("version", "2")]).await.is(422).see("đã ban hành");
    admin.post(&format!("{draft}/publish"), &[("version", "2"), ("seal", "x")]).await.is(422);
}

#[tokio::test]
async fn only_what_was_looked_at_is_published() {
    let app = TestApp::new().await;
    app.at("2026-06-20 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let draft = merger(&admin).await;
    let page = admin.get(&draft).await.is(200);
    app.planned(A, details("Mới thêm", "2026-08-20 08:00")).await;
    let stale = admin.fill(&page, &[]).await.is(422).see("Có thay đổi từ khi bạn mở trang");
    // Changing the draft is a change too.
    let form = admin.get(&format!("{draft}/edit")).await.is(200);
    admin.fill(&form, &[("note", "Theo đề án")]).await.is(303);
    admin.fill(&stale, &[]).await.is(409);
    let stale = admin.get(&draft).await.is(200).see("Theo đề án");
    admin.fill(&stale, &[]).await.is(303);
    let old = admin.fill(&stale, &[]).await;
    assert_eq!(old.status, 422, "published once");
    assert_eq!(app.audit_count(Some("reorganisation.published")).await, 1);
}

#[tokio::test]
async fn b072_b073_an_act_is_known_to_those_who_administer_the_unit_above() {
    let app = TestApp::new().await;
    app.at("2026-06-20 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let local = app.person("Quản Trị Xã", A, BodyKind::PartyOffice, &[Role::Admin]).await;
    let foreign = app.person("Quản Trị Xa", "31", BodyKind::PartyOffice, &[Role::Admin]).await;
    let office = app.person("Hà Thị Văn", A, BodyKind::PartyOffice, &[Role::Office]).await;
    let draft = merger(&admin).await;
    for person in [&local, &foreign, &office] {
        person.get(&draft).await.is(404);
        person.get(&format!("{draft}/edit")).await.is(404);
        person.post(&format!("{draft}/publish"), &[("version", "1"), ("seal", "x")]).await.is(404);
        person.post(&format!("{draft}/discard"), &[("version", "1")]).await.is(404);
        person.post(FORM, &fields(&[("old", A), ("heir", B)])).await.is(404);
    }
    foreign.get("/admin/reorganisations").await.is(200).not_see("Phường Chiềng An");
    admin.get("/admin/reorganisations").await.is(200).see("Phường Chiềng An");
    // He keeps the bodies of his own commune.
    local.get(&format!("/admin/reorganisations/new?level=body&unit={A}")).await.is(200);
    let page = admin.get(&draft).await.is(200);
    let forms = page.forms();
    let discard = forms.iter().find(|form| form.action.ends_with("/discard")).unwrap();
    admin.awake().await.send_form(discard, &[]).await.is(303);
    admin.get(&draft).await.is(404);
}
