//! Two people who save the same line: neither text is lost.

use doithoai::web::visit::SIGN_IN_COOKIE;

use super::Hall;

#[tokio::test]
async fn b105_b106_the_second_text_is_kept_beside_shown_as_text_and_joined() {
    let hall = Hall::new().await;
    hall.selected("Đường ngập").await;
    hall.open().await;
    let line = hall.line("Đường ngập").await;
    let (first, second) = (hall.clerk.get(&line).await.is(200), hall.office.get(&line).await.is(200));
    hall.clerk.fill(&first, &[("answer_text_0", "Đã nạo vét"), ("outcome", "answered")]).await.is(303);
    // The same text once more makes no revision and no clash.
    hall.clerk.fill(&first, &[("answer_text_0", "Đã nạo vét"), ("outcome", "answered")]).await.is(303);
    let evil = "<script>alert(1)</script> sẽ nạo vét";
    let told = hall.office.fill(&second, &[("answer_text_0", evil), ("outcome", "promised")]).await.is(303);
    let page = hall.office.follow(told).await.see("hãy so sánh hai bản").see("Lường Thị Mẫu cũng đã ghi");
    assert_eq!(page.html().select("textarea#f-answer_text_0")[0].visible(), "Đã nạo vét");

    hall.press(&hall.clerk, "minutes", "minutes/end").await.is(422).see("Còn hai bản chưa chọn");
    let compare = page.link("So sánh hai bản và chọn");
    let both = hall.office.get(&compare).await.is(200).see("Đã nạo vét").see("<script>alert(1)</script> sẽ nạo vét");
    assert!(!both.source().contains("<script>alert"));
    hall.office.fill(&both, &[("decision", "write"), ("answer_text_0", "Đã nạo vét, sẽ nạo vét tiếp")]).await.is(303);
    let page = hall.clerk.get(&line).await.is(200).not_see("So sánh hai bản");
    assert_eq!(page.html().select("textarea#f-answer_text_0")[0].visible(), "Đã nạo vét, sẽ nạo vét tiếp");
    assert_eq!(hall.app.audit_count(Some("minutes.clashed")).await, 1);
    // Opened once, joined once; the repeated save counts for nothing.
    assert_eq!(hall.app.audit_count(Some("minutes.noted")).await, 1);
}

#[tokio::test]
async fn a_page_that_saves_itself_gets_the_new_version_or_409_and_the_text_is_kept() {
    let hall = Hall::new().await;
    hall.selected("Đường ngập").await;
    hall.open().await;
    let line = hall.line("Đường ngập").await;
    let form = hall.clerk.get(&line).await.is(200).form_with(&["answer_text_0"]);
    let script = hall.app.visitor().with("accept", "application/json");
    for name in [SIGN_IN_COOKIE, "doithoai_lang"] {
        if let Some(value) = hall.clerk.awake().await.cookie(name) {
            script.set_cookie(name, &value);
        }
    }
    let saved = script.send_form(&form, &[("answer_text_0", "Một")]).await.is(200);
    assert_eq!(saved.json()["version"], 2);
    script.send_form(&form, &[("answer_text_0", "Khác")]).await.is(409);
    hall.clerk.get(&line).await.is(200).see("cũng đã ghi");
    let open = script.send_form(&form, &[("answer_text_0", "Khác")]).await.is(409);
    assert_eq!(open.status, 409);
    assert_eq!(hall.app.audit_count(Some("minutes.clashed")).await, 1, "the same second text is kept once");
}
