// Chapter 7: the day of the session. Two clerks write at once; nothing is closed before everything has its outcome.

import assert from 'node:assert/strict';
import { ALL, BODY } from './people.mjs';
import { AUTUMN, ISSUES } from './papers.mjs';
import { SITE } from './ch3_spring.mjs';
import { attend, floor, line, sign, write } from './hall.mjs';

export const ROAD = 'Nâng nền, làm rãnh dọc 1,2 km đường vào bản Hìn';
export const MOVE = 'Di dời 12 hộ nguy hiểm nhất ra khu đất công đầu bản Hìn';

const LIGHTS = 'Phòng lắp 24 đèn trong tháng 9.';
const TREES = 'Hỗ trợ giống mận hậu cho 5 ha, đăng ký với trưởng bản trước 30/9.';

const open = (clerk, year, key) => line(clerk, year.found.autumn, ISSUES[key].slice(0, 30));

export const hall = [
  ['everybody is ticked off, who is away with the reason, and the room is opened', async (year) => {
    const session = year.found.autumn;
    year.at('2026-09-11 07:40');
    const [clerk, women, economy] = await year.people('clerk', 'women', 'economy');
    const present = ['secretary', 'chairman', 'office', 'clerk', 'clerk2', 'economy', 'culture', 'front', 'women', 'village'];
    await attend(clerk, session, { present: present.map((key) => ALL[key].name), excused: { [ALL.farmers.name]: 'Dự tập huấn tại tỉnh' } });
    assert.deepEqual(await clerk.axe(), []);
    year.at('2026-09-11 08:02');
    await clerk.go('/');
    await clerk.follow(`Khai mạc và ghi biên bản: ${AUTUMN.title}`);
    await clerk.press('Khai mạc hội nghị');
    await clerk.see('Hội nghị đã khai mạc.');
    for (const person of [women, economy]) await year.hidden(person, `${session}/minutes`, `${session}/attendance`);
  }],

  ['the results of the session before stand in the minutes before anybody writes', async (year) => {
    const clerk = await year.person('clerk');
    await line(clerk, year.found.autumn, 'Kết quả giải quyết các nội dung của hội nghị trước');
    assert.match(await clerk.value('Nội dung trình bày'), new RegExp(SITE));
  }],

  ['questions, answers and promises are written down', async (year) => {
    year.at('2026-09-11 08:40');
    const clerk = await year.person('clerk');
    await open(clerk, year, 'slope');
    await clerk.see('Câu trả lời đã chuẩn bị');
    await write(clerk, {
      who: 'Cứ A Mẫu', from: 'Bản Hìn', contents: 2, outcome: 'Hứa giải quyết',
      answers: [
        { body: BODY.economy, by: `${ALL.economy.name}, Trưởng phòng`, text: 'Di dời 12 hộ nguy hiểm nhất trước 15/12/2026.' },
        { body: BODY.chairman, by: `${ALL.chairman.name}, Chủ tịch UBND`, text: 'UBND bố trí kinh phí dự phòng.' },
      ],
      promises: [{ wording: MOVE, body: BODY.economy, due: '15/12/2026' }],
    });
    await open(clerk, year, 'road');
    await write(clerk, {
      who: 'Lù Thị Mẫu', from: 'Bản Hìn', outcome: 'Hứa giải quyết',
      answers: [{ body: BODY.economy, by: ALL.economy.name, text: 'Đủ vốn sự nghiệp, làm trong năm.' }],
      promises: [{ wording: ROAD, body: BODY.economy, due: '30/11/2026' }],
    });
    await open(clerk, year, 'houses');
    await write(clerk, {
      who: 'Hà Thị Mẫu', from: 'Tổ 3', contents: 2, outcome: 'Đã giải trình',
      answers: [{ body: BODY.culture, by: ALL.culture.name, text: 'Năm 2026 hỗ trợ 7 nhà theo danh sách niêm yết.' }],
    });
    await open(clerk, year, 'plots');
    await write(clerk, {
      who: 'Tòng Thị Mẫu', from: 'Tổ 4', outcome: 'Vượt thẩm quyền, chuyển cấp trên', note: 'Gửi Sở Nông nghiệp và Môi trường',
      answers: [{ body: BODY.economy, by: ALL.economy.name, text: 'Phường tổng hợp hồ sơ, gửi Sở.' }],
    });
  }],

  ['two clerks have the same line open: it saves itself, and neither text is lost', async (year) => {
    const [clerk, clerk2] = await year.people('clerk', 'clerk2');
    await Promise.all([open(clerk, year, 'drains'), open(clerk2, year, 'drains')]);
    const one = await clerk.within('Trả lời 1');
    await clerk.fill('Người hỏi', 'Lù Thị Mẫu');
    await clerk.fill('Thôn, tổ dân phố hoặc đơn vị', 'Bản Hìn');
    await one.fill('Nội dung trả lời', LIGHTS);
    await clerk.see(/Đã lưu \d\d:\d\d/);
    const two = await clerk2.within('Trả lời 1');
    await two.fill('Nội dung trả lời', TREES);
    await clerk2.see('Người khác vừa sửa phần này. Nội dung của bạn vẫn được giữ');
    await clerk.go(clerk.path);
    await clerk.see(`${ALL.clerk2.name} cũng đã ghi nội dung này`);
    await clerk.follow('So sánh hai bản và chọn');
    await clerk.see(LIGHTS);
    await clerk.see(TREES);
    await year.picture(clerk, 'two-texts');
    assert.deepEqual(await clerk.axe(), []);
    await clerk.press('Lưu bản ghép');
    await clerk.see('Đã lưu bản được chọn.');
    const texts = await Promise.all([1, 2].map(async (at) => (await clerk.within(`Trả lời ${at}`)).value('Nội dung trả lời')));
    assert.deepEqual(texts.sort(), [TREES, LIGHTS].sort());
    await clerk.fill('Số nội dung trong ý kiến này', 3);
    await clerk.fill('Đã trả lời tại chỗ', true);
    await clerk.press('Lưu và sang nội dung sau');
  }],

  ['one more from the floor; the session cannot be closed before it has its outcome', async (year) => {
    const session = year.found.autumn;
    const clerk = await year.person('clerk');
    await floor(clerk, session, { question: ISSUES.parking, who: 'Lèo Văn Mẫu', from: 'Tổ 1' });
    const at = clerk.path;
    await clerk.go(`${session}/minutes`);
    await clerk.see('Còn 1 ý kiến chưa ghi kết quả; chưa thể kết thúc.');
    await year.picture(clerk, 'minutes');
    await clerk.press('Kết thúc hội nghị');
    await clerk.see(/Chưa ghi kết quả: .*đỗ xe tràn lan/);
    await clerk.go(at);
    await write(clerk, { outcome: 'Tiếp thu', answers: [{ body: BODY.chairman, by: ALL.chairman.name, text: 'Công an phường kiểm tra, nhắc nhở từ tuần sau.' }] });
    await clerk.go(`${session}/minutes`);
    await clerk.fill('Số người dân dự', 156);
    await clerk.press('Lưu');
    await clerk.go(`${session}/minutes`);
    // Lù Thị Mẫu of Bản Hìn asks twice and is one speaker. Contents: slope 2, road 1, houses 2, plots 1, drains 3, parking 1.
    await clerk.see('5 lượt người phát biểu, 6 ý kiến với 10 nội dung; 2 ý kiến được trả lời tại chỗ; 2 cam kết.');
    year.at('2026-09-11 11:25');
    await clerk.press('Kết thúc hội nghị');
    await clerk.see('Hội nghị đã kết thúc.');
  }],

  ['chair and clerk sign, and the minutes are locked', async (year) => {
    const session = year.found.autumn;
    const [secretary, chairman, clerk, clerk2, office] = await year.people('secretary', 'chairman', 'clerk', 'clerk2', 'office');
    await year.mail.next(({ to, subject }) => to?.includes(ALL.secretary.email) && subject === `Biên bản chờ ký: ${AUTUMN.title}`, 'the minutes to sign in the mail of the chair');
    await secretary.go('/');
    await secretary.see(`Ký biên bản với tư cách chủ trì: ${AUTUMN.title}`);
    await office.go(`${session}/minutes`);
    await office.notSee('Ký với tư cách');
    await sign(secretary, clerk, session);
    await chairman.go(`${session}/minutes`);
    await chairman.notSee('Ký với tư cách');
    await clerk2.go(`${session}/minutes`);
    await open(clerk2, year, 'slope');
    await clerk2.see('Chỉ xem');
    await clerk.go(`${session}/minutes/print`);
    await clerk.see('Cộng hòa xã hội chủ nghĩa Việt Nam');
    year.calm();
  }],

  ['with the lock, what was answered in the hall is answered for those who brought it', async (year) => {
    const { found } = year;
    const [women, village] = await year.people('women', 'village');
    await village.go(found.slope);
    await village.see('Đã trả lời');
    await women.go(found.lane);
    await women.see('Đã gộp vào');
    await women.go('/inbox');
    await women.see(`Ý kiến ${found['lane receipt']} đã được trả lời`);
    await women.notSee(found['road receipt']);
    const citizen = await year.server.visitor('Người dân');
    await citizen.go(`/track?code=${found['lane receipt']}`);
    await citizen.see('Ý kiến đã được trả lời.');
    await citizen.close();
    year.calm();
  }],
];
