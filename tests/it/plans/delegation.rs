//! Where the rules want the head in person, whoever leads instead is shown with him: on the session, on its list, and while one
//! types.

use doithoai::dialogues::SessionKind;
use doithoai::dialogues::actions::attendance::seed;
use doithoai::dialogues::actions::sessions::Details;
use doithoai::organisation::BodyKind;

use super::heads::heads;
use super::{UNIT, commune};
use crate::support::details;

const WARNED: &str = "Lò Văn Bí (Bí thư Đảng ủy) không trực tiếp chủ trì; Hà Thị Phó, Phó Bí thư chủ trì thay";

#[tokio::test]
async fn a_deputy_in_the_chair_of_a_reception_is_warned_of_with_both_names_and_the_ground() {
    let (app, office, _) = commune().await;
    heads(&app, BodyKind::PartyCommittee, &[("Lò Văn Bí", "2025-07-01", None)]).await;
    // Reception in person is owed by the party's head (Regulation 11-QĐi/TW); a dialogue by Law 72/2025 may be led by others.
    let reception = Details { kind: SessionKind::Reception, ..details("Tiếp dân", "2026-03-10 08:00") };
    let reception = app.planned(UNIT, reception).await;
    let dialogue = app.planned(UNIT, details("Đối thoại", "2026-03-11 08:00")).await;
    let deputy = [("name", "Hà Thị Phó"), ("title", "Phó Bí thư"), ("part", "chair")];
    for (session, is_warned) in [(reception, true), (dialogue, false)] {
        let (here, list) = (format!("/dialogues/{session}"), format!("/dialogues/{session}/attendance"));
        office.get(&here).await.is(200).not_see("không trực tiếp chủ trì");
        // While one types: nothing is saved, the warning comes with the page.
        let typed: Vec<_> = deputy.iter().copied().chain([("act", "look")]).collect();
        let looked = office.post(&format!("{list}/add"), &typed).await.is(200);
        assert_eq!(looked.text().contains(WARNED), is_warned, "{}", looked.text());
        office.get(&list).await.is(200).not_see("Hà Thị Phó");
        office.post(&format!("{list}/add"), &deputy).await.is(303);
        for address in [&here, &list] {
            let page = office.get(address).await.is(200);
            assert_eq!(page.text().contains(WARNED), is_warned, "{}", page.text());
            assert_eq!(page.text().contains("Kết luận 107-KL/TW"), is_warned);
        }
    }
    // The head beside the chair leads as well.
    seed(&app.app, &office.ctx().await, reception).await.unwrap();
    office.get(&format!("/dialogues/{reception}")).await.is(200).not_see("không trực tiếp chủ trì");
}
