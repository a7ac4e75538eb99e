//! The list of units read again: it updates, and never doubles.

use doithoai::organisation::actions::units::import;
use doithoai::organisation::{bodies_of_unit, children, unit};

use crate::support::TestApp;

const LIST: &str = "code,parent_code,kind,name\n00,,central,Trung ương\n14,00,tỉnh,Tỉnh Sơn La\n";

#[tokio::test]
async fn reading_the_list_again_renames_adds_and_doubles_nothing() {
    let app = TestApp::new().await;
    app.activate("03667").await;
    let before = children(app.read(), "14").await.unwrap().len();
    let bodies = bodies_of_unit(app.read(), "03667", app.ctx().today()).await.unwrap();
    // One is renamed, one is new, all others are not in this list and stay.
    let list = format!("{LIST}03667,14,phường,Phường Chiềng An Mới\n99001,14,xã,Xã Thử Nghiệm\n");
    for _ in 0..2 {
        assert_eq!(import(&app.app, &app.ctx(), list.as_bytes()).await.unwrap(), 4);
        let all = children(app.read(), "14").await.unwrap();
        assert_eq!(all.len(), before + 1);
        assert_eq!(all.iter().filter(|one| one.code == "99001").count(), 1);
    }
    let renamed = unit(app.read(), "03667").await.unwrap();
    assert_eq!(renamed.name, "Phường Chiềng An Mới");
    assert!(renamed.activated_at.is_some(), "it still takes part");
    assert_eq!(bodies_of_unit(app.read(), "03667", app.ctx().today()).await.unwrap(), bodies);
    // A wrong row saves nothing of the list.
    let broken = format!("{LIST}03667,14,phường,Phường Khác\n99002,77,xã,Xã Lạc\n");
    import(&app.app, &app.ctx(), broken.as_bytes()).await.unwrap_err();
    assert_eq!(unit(app.read(), "03667").await.unwrap().name, "Phường Chiềng An Mới");
}
