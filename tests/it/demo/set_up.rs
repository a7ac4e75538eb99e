//! The button of the set-up page.

use doithoai::demo::PASSWORD;
use doithoai::kernel::Ctx;
use doithoai::organisation::actions::set_up;

use super::unused;

#[tokio::test]
async fn who_holds_the_link_loads_the_demonstration_and_nobody_else() {
    let app = unused().await;
    let key = set_up::open(&app.app, &Ctx::system(app.now(), "test")).await.unwrap().unwrap();
    for wrong in ["", "x", "%00"] {
        app.visitor().post("/set-up/demo", &[("key", wrong)]).await.is(404);
    }
    let browser = app.visitor();
    browser.get(&format!("/set-up?key={key}")).await.is(200).see("Nạp dữ liệu minh họa");
    let done = browser.post("/set-up/demo", &[("key", &key)]).await.is(303);
    browser.follow(done).await.is(200).see(PASSWORD);
    browser.sign_in("bithu", PASSWORD).await.is(303);
    // The link is used up.
    app.visitor().get(&format!("/set-up?key={key}")).await.is(404);
    app.visitor().post("/set-up/demo", &[("key", &key)]).await.is(404);
}
