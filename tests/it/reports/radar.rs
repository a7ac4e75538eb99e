//! The silence radar: counted by hand for two units, its cells against their lists, and reminders.

use doithoai::dialogues::SessionKind;
use doithoai::dialogues::actions::sessions::Details;
use doithoai::duties;
use doithoai::jobs::run_due;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use doithoai::sweeps::SWEEPS;

use crate::support::{Page, Person, TestApp, details};

/// Phường Chiềng An and another unit of Sơn La; the first plans, the other is silent.
const UNITS: [&str; 2] = ["03667", "03646"];
const PROVINCE: &str = "14";

async fn province(app: &TestApp) -> Person {
    for unit in UNITS {
        app.activate(unit).await;
        duties::bind_defaults(&app.app, &app.ctx(), unit).await.unwrap();
    }
    app.person("Nguyễn Thị Tỉnh", PROVINCE, BodyKind::PartyOffice, &[Role::Superior]).await
}

/// The cells of a line, without its name.
fn cells(page: &Page, name: &str) -> Vec<String> {
    let rows = page.texts("main table tbody tr");
    let row = rows.iter().find(|row| row.starts_with(name)).unwrap_or_else(|| panic!("no {name} in {rows:?}"));
    row[name.len()..].split_whitespace().map(str::to_owned).collect()
}

#[tokio::test]
async fn what_is_owed_done_and_missing_as_counted_by_hand() {
    let app = TestApp::new().await;
    app.at("2026-01-05 08:00");
    let superior = province(&app).await;
    // One dialogue in March, announced; two days of reception in January, of which one is planned and none was held.
    app.announced(UNITS[0], details("Đối thoại", "2026-03-20 08:00")).await;
    app.planned(UNITS[0], Details { kind: SessionKind::Reception, ..details("Tiếp dân", "2026-01-12 08:00") }).await;
    let plain = app.activate(UNITS[1]).await.name;
    let of = async |query: &str, name: &str| cells(&superior.get(&format!("/radar?year=2026{query}")).await.is(200), name);

    // Plan, reception, announced, held, minutes, conclusion, answers, reports. By Regulation 11 as amended a commune reports
    // twelve months, the first quarter, the half year, nine months and the year: sixteen reports.
    app.at("2026-01-30 08:00");
    assert_eq!(of("", "Phường Chiềng An").await, ["0/1", "0/24", "1/1", "0/1", "–", "–", "–", "0/16"]);
    assert_eq!(of("", &plain).await, ["0/1", "0/24", "–", "0/1", "–", "–", "–", "0/16"]);
    assert_eq!(of("&month=1", "Phường Chiềng An").await, ["0/1", "0/2", "–", "–", "–", "–", "–", "0/1"]);
    let january = superior.get("/radar?year=2026&month=1").await.is(200);
    assert_eq!(january.count("main .dt-table .dt-radar__mark--missing"), 0, "nothing is overdue in January");
    superior.post("/radar/remind", &[("unit", PROVINCE), ("year", "2026"), ("step", "plan"), ("month", "")]).await.is(422);

    // In February the plan and the days of January are overdue in both communes, and in the sums of the province.
    app.at("2026-02-02 08:00");
    let grid = superior.get("/radar?year=2026").await.is(200);
    assert_eq!(cells(&grid, "Tổng cộng")[..2], ["0/2", "0/48"]);
    assert_eq!(grid.count("main .dt-table .dt-radar__mark--missing"), 6, "plan and reception, two units and their sum");
    // The list behind the cell is as long as the cell says: twelve months of receptions, the missing one first.
    let behind = superior.get(&format!("/radar/cell?unit={}&year=2026&step=reception", UNITS[0])).await.is(200);
    let behind = behind.see("Phải làm 24, đã làm 0, quá hạn chưa làm 2");
    assert_eq!(behind.count("main tbody tr"), 12);
    assert!(behind.texts("main tbody tr")[0].contains("từ 01/01/2026 đến 31/01/2026"));
    superior.get(&format!("/radar/cell?unit={}&year=2026&step=held", UNITS[1])).await.is(200).see("chưa xếp lịch");
    superior.get(&format!("/radar/cell?unit={}&year=2026&step=nonsense", UNITS[0])).await.is(404);
    superior.get("/radar?unit=31&year=2026").await.is(404);

    // Reminding tells the offices, once a day.
    let office = app.person("Hà Thị Văn", UNITS[0], BodyKind::PartyOffice, &[Role::Office]).await;
    let remind = [("unit", PROVINCE), ("year", "2026"), ("step", "plan"), ("month", "")];
    superior.post("/radar/remind", &remind).await.is(303);
    superior.post("/radar/remind", &remind).await.is(303);
    run_due(&app.app, SWEEPS).await.unwrap();
    let inbox = office.get("/inbox").await.is(200);
    let told = inbox.texts(".dt-inbox__title").into_iter().filter(|title| title.contains("nhắc")).collect::<Vec<_>>();
    assert_eq!(told, ["Sơn La nhắc: kế hoạch đối thoại, tiếp dân năm 2026 chưa được duyệt"]);
    assert_eq!(app.audit_count(Some("radar.reminded")).await, 2);
    superior.post("/radar/remind", &[("unit", "31"), ("year", "2026"), ("step", "plan")]).await.is(404);
    superior.post("/radar/remind", &[("unit", PROVINCE), ("year", "x"), ("step", "y")]).await.is(422);
}

#[tokio::test]
async fn a_province_drafts_the_plans_of_all_its_units_in_one_step() {
    let app = TestApp::new().await;
    app.at("2026-01-05 08:00");
    let superior = province(&app).await;
    let offices = [
        app.person("Hà Thị Văn", UNITS[0], BodyKind::PartyOffice, &[Role::Office]).await,
        app.person("Lò Thị Phòng", UNITS[1], BodyKind::PartyOffice, &[Role::Office]).await,
    ];
    app.planned(PROVINCE, details("Hội nghị tỉnh", "2026-07-21 09:00")).await;
    // The first has begun by itself; its draft stays as it is.
    let page = offices[0].get("/plans?year=2026").await.is(200);
    offices[0].fill(&page, &[("year", "2026")]).await.is(303);
    let send = async |year: &str| superior.post("/radar/plans", &[("unit", PROVINCE), ("year", year)]).await;
    superior.get("/radar?year=2026").await.is(200).see("Lập dự thảo kế hoạch năm 2026");
    send("2025").await.is(422).see("Năm này đã qua");
    send("2026").await.is(303);
    send("2026").await.is(422).see("Mọi đơn vị đã có kế hoạch");
    assert_eq!(app.audit_count(Some("plan.drafted")).await, 2);
    run_due(&app.app, SWEEPS).await.unwrap();
    let told = async |office: &Person| office.get("/inbox").await.is(200).source().contains("Cấp trên đã lập dự thảo");
    assert_eq!((told(&offices[0]).await, told(&offices[1]).await), (false, true));
    // Two days of reception a month and the dialogue of the year: twenty-five sessions, for the office to adjust.
    let plan = offices[1].get("/plans?year=2026").await.is(200).see("25 buổi");
    let plan = offices[1].get(&plan.link("Kế hoạch đối thoại, tiếp dân năm 2026")).await.is(200);
    // The middle of 4 February to 31 December is Sunday 19 July, so Monday the 20th, where the first has its dialogue; on the 21st
    // the province's leaders hold their own; Friday the 17th is a day farther than Wednesday the 22nd.
    assert!(plan.source().contains("value=\"22/07/2026\""), "{}", plan.source());
    offices[1].post("/radar/plans", &[("unit", PROVINCE), ("year", "2026")]).await.is(404);
}

#[tokio::test]
async fn a_column_is_drafted_as_letters_one_to_each_silent_unit() {
    let app = TestApp::new().await;
    app.at("2026-01-05 08:00");
    let superior = province(&app).await;
    app.at("2026-03-10 08:00");
    let reception = format!("/radar/letters?unit={PROVINCE}&year=2026&step=reception");
    let radar = superior.get("/radar?year=2026").await.is(200);
    assert!(radar.links().iter().any(|link| link.href == reception), "{:?}", radar.links());
    let letters = superior.get(&reception).await.is(200).texts("article.paper");
    // January and February are over without a day of reception; March is not. A week after Tuesday the 10th is the 17th.
    assert_eq!(letters.len(), 2);
    for wanted in [
        "Kính gửi: Đảng ủy phường Chiềng An",
        "1. Ngày tiếp dân từ 01/01/2026 đến 31/01/2026; hạn 31/01/2026; còn thiếu 2.",
        "2. Ngày tiếp dân từ 01/02/2026 đến 28/02/2026; hạn 28/02/2026; còn thiếu 2.",
        "báo cáo kết quả về Tỉnh ủy Sơn La trước ngày 17/03/2026",
    ] {
        assert!(letters.iter().any(|letter| letter.contains(wanted)), "{wanted} in {letters:?}");
    }
    assert!(letters.iter().all(|letter| !letter.contains("3. Ngày tiếp dân")), "{letters:?}");
    let by = superior.get(&format!("{reception}&report_back_by=20/03/2026")).await.is(200);
    assert!(by.texts("article.paper")[1].contains("trước ngày 20/03/2026"));
    for past in ["10/03/2026", "20/13/2026"] {
        superior.get(&format!("{reception}&report_back_by={past}")).await.is(422);
    }
    // From the list behind the cell of one unit, the letter to it alone.
    let cell = superior.get(&format!("/radar/cell?unit={}&year=2026&step=reception", UNITS[1])).await.is(200);
    let one = superior.get(&cell.link("Soạn công văn đôn đốc")).await.is(200);
    assert_eq!(one.count("article.paper"), 1);
    superior.get(&format!("/radar/letters?unit={PROVINCE}&year=2026&step=minutes")).await.is(200).see("Không có công văn nào");
    superior.get("/radar/letters?unit=31&year=2026&step=plan").await.is(404);
    superior.get(&format!("/radar/letters?unit={PROVINCE}&year=2026&step=nonsense")).await.is(404);
}
