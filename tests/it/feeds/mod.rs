//! Feeds as calendar programs get them: fetched over HTTP, read by three foreign parsers, compared with what was put in.

mod below;
mod conformance;
mod dav;
mod dues;
mod health;
mod invited;
mod replies;
mod series;
mod served;
mod told;

use doithoai::dialogues::actions::sessions::Details;
use doithoai::kernel::SessionId;

use crate::support::{self, Person, TestApp};

const UNIT: &str = "03667";

/// With signs that a calendar file must escape: a semicolon, commas, the end of a line.
fn details(title: &str, starts: &str) -> Details {
    Details {
        place: "Nhà văn hóa bản Cá; tầng 2, phòng họp".to_owned(),
        attend_how: "Đăng ký với tổ trưởng,\ntrước ngày 5/4".to_owned(),
        ..support::details(title, starts)
    }
}

/// Makes a calendar by the form, of the person's own or as `whose` says; the path of its address.
pub async fn secret_feed(person: &Person, whose: &str) -> String {
    let page = person.get("/calendar").await.is(200);
    let form = page.form_with(&["name", "body"]);
    let made = person.browser.send_form(&form, &[("name", "Điện thoại"), ("body", whose)]).await.is(200);
    let address = made.see("chỉ hiện một lần").texts("code").remove(0);
    address[address.find("/feeds/").unwrap()..].to_owned()
}

/// A planned session of Phường Chiềng An.
pub async fn planned(app: &TestApp, title: &str, starts: &str) -> SessionId {
    app.planned(UNIT, details(title, starts)).await
}

/// The same, announced.
pub async fn announced(app: &TestApp, title: &str, starts: &str) -> SessionId {
    app.announced(UNIT, details(title, starts)).await
}
