//! What an agency owes, in the calendar of its body: whole days that are gone as soon as the answer is handed over.

use doithoai::calendar::{faults, read};

use super::secret_feed;
use crate::issues::Ward;
use crate::support::peers;

#[tokio::test]
async fn b037_a_due_day_is_a_whole_day_in_the_bodys_calendar_and_vanishes_when_answered() {
    let ward = Ward::new().await;
    let economy = ward.economy().await;
    let body = economy.body.id.to_string();
    let feed = secret_feed(&economy, &body).await;
    let issue = ward.accepted("Đề nghị nạo vét cống bản Cá").await;
    ward.decide(&issue, "written").await.is(303);
    let dues = async || {
        let bytes = ward.app.visitor().get(&feed).await.is(200).body;
        assert_eq!(faults(&bytes), []);
        let events: Vec<_> = read(&bytes).unwrap()[0].parts_named("VEVENT").cloned().collect();
        events.into_iter().filter(|event| event.param("DTSTART", "VALUE") == Some("DATE")).collect::<Vec<_>>()
    };
    assert!(dues().await.is_empty());
    let form = ward.office.get(&format!("{issue}/assign")).await.is(200);
    ward.office.fill(&form, &[("lead_agency", &body), ("answer_due", "20/4/2025")]).await.is(303);
    let told = dues().await;
    assert_eq!(told.len(), 1);
    // The end of a whole day is the day after, and it blocks nobody's time.
    assert_eq!((told[0].value("DTSTART"), told[0].value("DTEND")), (Some("20250420"), Some("20250421")));
    assert_eq!(told[0].value("TRANSP"), Some("TRANSPARENT"));
    // The code is enough: no wording of the people leaves the house.
    assert!(!told[0].text("SUMMARY").unwrap().contains("nạo vét"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.ics");
    std::fs::write(&file, ward.app.visitor().get(&feed).await.body).unwrap();
    let arguments = [file.as_path(), "2025-04-01".as_ref(), "2025-05-01".as_ref()];
    for (program, shown) in [peers::python("expand_ics.py", &arguments), peers::node("expand_ics.mjs", &arguments)]
        .iter()
        .flat_map(|answer| answer.as_object().unwrap())
    {
        let days: Vec<_> = shown.as_array().unwrap().iter().filter(|event| event["start"] == "2025-04-20").collect();
        assert_eq!(days.len(), 1, "{program}: {shown}");
        assert_eq!(days[0]["end"], "2025-04-21", "{program}");
    }

    let form = economy.get(&format!("{issue}/answer")).await;
    economy.fill(&form, &[("prepared_text", "Sẽ nạo vét trước 30/6"), ("act", "save")]).await.is(303);
    assert_eq!(dues().await.len(), 1, "a draft is no answer");
    let form = economy.get(&format!("{issue}/answer")).await;
    economy.fill(&form, &[("prepared_text", "Sẽ nạo vét trước 30/6"), ("act", "submit")]).await.is(303);
    assert!(dues().await.is_empty());
}
