//! One wording for several issues of an agency, and several answers approved at once: each issue keeps its own answer.

use doithoai::issues::{AnswerWord, StateWord, answers_of};
use doithoai::kernel::Role;
use entity::{answer_version, outbox};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::Ward;
use crate::support::{Page, Person};

const WORDS: &str = "Nạo vét xong trước 30/6/2025, vốn của phường";

/// The boxes of a page.
fn picks(page: &Page) -> Vec<String> {
    let boxes = page.html().select("input").into_iter().filter(|input| input.attribute("name") == Some("pick"));
    boxes.map(|input| input.attribute("value").unwrap_or_default().to_owned()).collect()
}

/// Three issues about one drain and one about a lamp, all to be answered in writing by the department of economy.
struct Asked {
    ward: Ward,
    economy: Person,
    drains: [String; 3],
    lamp: String,
}

impl Asked {
    async fn new() -> Self {
        let ward = Ward::new().await;
        let economy = ward.economy().await;
        let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
        let drains = [
            ward.accepted("Đề nghị nạo vét cống thoát nước bản Cá").await,
            ward.accepted("Cống thoát nước bản Cá bị tắc, đề nghị nạo vét").await,
            ward.hand_in(&farmers, "Nạo vét cống thoát nước ở bản Cá").await,
        ];
        ward.decide(&drains[2], "accept").await.is(303);
        let lamp = ward.accepted("Lắp đèn chiếu sáng ngõ 12").await;
        for issue in drains.iter().chain([&lamp]) {
            ward.decide(issue, "written").await.is(303);
            let form = ward.office.get(&format!("{issue}/assign")).await.is(200);
            let lead = economy.body.id.to_string();
            ward.office.fill(&form, &[("lead_agency", &lead), ("answer_due", "20/4/2025")]).await.is(303);
        }
        Self { ward, economy, drains, lamp }
    }

    /// The boxes of the page that belong to these issues.
    fn picks<'a>(page: &Page, issues: impl Iterator<Item = &'a String>) -> Vec<String> {
        let ids: Vec<&str> = issues.map(|issue| issue.trim_start_matches("/issues/")).collect();
        picks(page).into_iter().filter(|pick| ids.iter().any(|id| pick.starts_with(id))).collect()
    }

    async fn many(&self, act: &str, text: &str, picks: &[String]) -> Page {
        let body = self.economy.body.id.to_string();
        let mut fields = vec![("body", body.as_str()), ("prepared_text", text), ("act", act)];
        fields.extend(picks.iter().map(|pick| ("pick", pick.as_str())));
        self.economy.post(&format!("{}/answer/many", self.drains[0]), &fields).await
    }

    async fn word(&self, issue: &str) -> Option<AnswerWord> {
        let id = self.ward.issue(issue).await.id;
        answers_of(self.ward.app.read(), &[id]).await.unwrap().first().map(|answer| answer.state.word())
    }
}

#[tokio::test]
async fn one_wording_is_drafted_for_what_is_alike_and_each_goes_its_own_way() {
    let asked = Asked::new().await;
    let [one, two, three] = &asked.drains;
    let first = asked.economy.get(&format!("{one}/answer")).await.is(200).see("Trả lời chung cho các ý kiến tương tự");
    assert!(first.links().iter().any(|link| link.href.starts_with(&format!("{one}/answer/many"))));
    let page = asked.economy.get(&format!("{one}/answer/many")).await.is(200);
    // The two that say the same are told as such; the lamp is only of the same session.
    assert_eq!((page.text().matches("Nội dung giống").count(), page.text().matches("Cùng hội nghị").count()), (2, 1));
    let picks = Asked::picks(&page, asked.drains.iter());
    assert_eq!(picks.len(), 3);
    asked.many("save", WORDS, &[]).await.is(422).see("Chưa chọn ý kiến nào");
    asked.many("save", "", &picks).await.is(422);
    asked.many("save", WORDS, &picks).await.is(303);
    for issue in &asked.drains {
        assert_eq!(asked.word(issue).await, Some(AnswerWord::Draft));
        // A draft is its agency's own.
        asked.ward.office.get(issue).await.not_see(WORDS);
    }
    assert_eq!(asked.word(&asked.lamp).await, None);
    // The second says more on its own; the third is handed in with the first, once more in one act.
    let form = asked.economy.get(&format!("{two}/answer")).await.see(WORDS);
    let own = format!("{WORDS}. Đoạn đầu bản làm trước.");
    asked.economy.fill(&form, &[("prepared_text", &own), ("act", "save")]).await.is(303);
    // What the second says stands beside its box, so that nobody writes over it unseen; and the old boxes are worth nothing now.
    let page = asked.economy.get(&format!("{one}/answer/many")).await.see("Đoạn đầu bản làm trước");
    let stale = Asked::picks(&page, [two].into_iter());
    asked
        .economy
        .fill(&asked.economy.get(&format!("{two}/answer")).await, &[("prepared_text", &own), ("act", "submit")])
        .await
        .is(303);
    let both = Asked::picks(&page, [one, three].into_iter());
    let mixed = [both.clone(), stale].concat();
    // Two are done, the third is told with its reason.
    let page = asked.many("submit", WORDS, &mixed).await.is(422);
    page.see("Đã ghi 2 câu trả lời").see("Cống thoát nước bản Cá bị tắc");
    for issue in &asked.drains {
        assert_eq!(asked.word(issue).await, Some(AnswerWord::Submitted));
    }
    // Versions: one for the first and the third (handing in changed no word), two for the second.
    let versions = answer_version::Entity::find().count(asked.ward.app.read()).await.unwrap();
    assert_eq!(versions, 4);
}

#[tokio::test]
async fn answers_are_approved_together_and_sent_back_one_by_one() {
    let asked = Asked::new().await;
    let page = asked.economy.get(&format!("{}/answer/many", asked.drains[0])).await;
    asked.many("submit", WORDS, &Asked::picks(&page, asked.drains.iter())).await.is(303);
    asked.economy.get("/answers/waiting").await.is(404);
    asked.ward.women.get("/answers/waiting").await.is(404);
    let page = asked.ward.office.get("/answers/waiting").await.is(200).see(WORDS).see("Cùng lời với 2 câu trả lời khác");
    let picks = picks(&page);
    assert_eq!(picks.len(), 3);
    // One goes back by itself meanwhile.
    let back = page.links().into_iter().filter(|link| link.href.ends_with("/return")).nth(1).unwrap().href;
    let form = asked.ward.office.get(&back).await.is(200);
    asked.ward.office.fill(&form, &[("answer_note", "Ghi rõ đoạn nào")]).await.is(303);
    asked.ward.office.post("/answers/waiting", &[]).await.is(422).see("Chưa chọn ý kiến nào");
    let fields: Vec<(&str, &str)> = picks.iter().map(|pick| ("pick", pick.as_str())).collect();
    let page = asked.ward.office.post("/answers/waiting", &fields).await.is(422);
    page.see("Đã duyệt 2 câu trả lời");
    let mut words = Vec::new();
    for issue in &asked.drains {
        words.push((asked.ward.state(issue).await, asked.word(issue).await.unwrap()));
    }
    let answered = words.iter().filter(|one| **one == (StateWord::Answered, AnswerWord::Approved)).count();
    let returned = words.iter().filter(|one| **one == (StateWord::WrittenOnly, AnswerWord::Returned)).count();
    assert_eq!((answered, returned), (2, 1));
    // Each submitter is told of each issue of his own.
    let told = outbox::Entity::find().filter(outbox::Column::Key.starts_with("issue-answered/"));
    assert_eq!(told.count(asked.ward.app.read()).await.unwrap(), 2);
}

#[tokio::test]
async fn nobody_answers_for_others_in_a_heap_either() {
    let asked = Asked::new().await;
    let culture = asked.ward.app.person("Tòng Văn Mẫu", "03667", "Phòng Văn hóa - Xã hội", &[Role::Answering]).await;
    culture.get(&format!("{}/answer/many", asked.drains[0])).await.is(404);
    let pick = format!("{}.0", asked.lamp.trim_start_matches("/issues/"));
    let body = culture.body.id.to_string();
    let fields = [("body", body.as_str()), ("prepared_text", "x"), ("pick", &pick), ("act", "submit")];
    culture.post(&format!("{}/answer/many", asked.drains[0]), &fields).await.is(404);
    assert_eq!(asked.word(&asked.lamp).await, None);
    // Two hundred at once, and not one more.
    let page = asked.economy.get(&format!("{}/answer/many", asked.drains[0])).await;
    let heap = vec![Asked::picks(&page, [&asked.lamp].into_iter()).remove(0); 201];
    asked.many("save", WORDS, &heap).await.is(422).see("200");
    assert_eq!(asked.word(&asked.lamp).await, None);
}
