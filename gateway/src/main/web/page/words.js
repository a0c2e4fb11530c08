/** The two languages of the page. A word that takes something is written with {name}. */
/** @type {Record<string, Record<string, string>>} */
export const catalogue = {
  en: {
    brand: 'Rolling Paper', skip: 'Skip to content', other: '한국어', signIn: 'Sign in', signUp: 'Sign up', signOut: 'Sign out',
    hero: 'One paper, everybody’s words.', lead: 'Start a group card for someone, share one link, and everyone writes on it together. It is delivered at just the right moment.',
    step1: 'Start a paper for someone', step2: 'Share one link. Nobody needs an account to write', step3: 'Deliver it at the right moment',
    sample1: 'Congrats!! Many more lunches together, please', sample2: '그동안 정말 고마웠어요. 어디서든 응원할게요!', sample3: 'You made Mondays bearable. Thank you!',
    email: 'E-mail', password: 'Password', passwordHint: 'At least 10 characters', name: 'Your name', haveAccount: 'I have an account already', noAccount: 'I’m new here',
    welcome: 'Hello, {name}', newPaper: 'Start a paper', title: 'Title', titleHint: 'e.g. Happy birthday, Minji!', forWhom: 'Who is it for?', recipientEmail: 'Their e-mail', optional: 'optional',
    occasion: 'Occasion', theme: 'Paper', create: 'Start the paper', mine: 'My papers', none: 'No papers yet. Start your first one!', more: 'Show more',
    birthday: 'Birthday', farewell: 'Farewell', graduation: 'Graduation', wedding: 'Wedding', thanks: 'Thank you', 'get-well': 'Get well', other_: 'Something else',
    confetti: 'Confetti', meadow: 'Meadow', night: 'Night', kraft: 'Kraft', ocean: 'Ocean',
    open: 'open', sealed: 'sealed', delivered: 'delivered', cancelled: 'cancelled', notes: '{n} notes', note1: '1 note', notes0: 'no notes yet', to: 'To {name}',
    invited: 'Write something for {name}', invitedRead: 'A paper for {name}', askName: 'What name should go under your note?', enter: 'Start writing', enterRead: 'Read the paper',
    letter: 'A letter for {name}', letterWait: 'It is still being written. Come back when it has been delivered.', openLetter: 'Open it', letterFrom: 'Everyone wrote something for you.',
    write: 'Write a note', edit: 'Edit', remove: 'Delete', by: '— {name}', yourNote: 'Your note', noteHint: 'What would you like to say?', colour: 'Colour', font: 'Handwriting', save: 'Put it on the paper', saveEdit: 'Save', cancel: 'Cancel',
    butter: 'Butter', blush: 'Blush', mint: 'Mint', sky: 'Sky', lilac: 'Lilac', paper: 'Paper', 
    blank: 'Nothing has been written here.', emptyBoard: 'Nothing here yet — be the first to write.', invite: 'Invite people to write', makeLink: 'New link for writing', linkReady: 'Anyone with this link can write.', copy: 'Copy', copied: 'Copied', share: 'Share',
    seal: 'Seal', deliver: 'Deliver now', sealAsk: 'Seal the paper? Nobody can write on it after that.', deliverAsk: 'Deliver the paper to {name} now? This cannot be undone.', yes: 'Yes, do it', leaveIt: 'Leave it',
    removeAsk: 'Delete this note?', owner: 'Only you see this', saved: 'Saved', deleted: 'Deleted', 
    needLink: 'To see this paper you need its link, or the account that opened it.', home: 'To the front page', loading: 'One moment…', offline: 'No connection — trying again.', back: 'Connected again',
    lost: 'There is no such page.', reference: 'Reference: {id}', dismiss: 'Close', 
    'p:email-taken': 'There is already an account with this e-mail.', 'p:bad-credentials': 'E-mail or password is not right.', 'p:session-ended': 'Please sign in again.', 'p:network': 'The server cannot be reached. Is the internet there?',
    'p:400': 'Something in it is not right. Please check what you entered.', 'p:401': 'Please sign in first.', 'p:403': 'That is not allowed here.', 'p:404': 'That does not exist, or not for you.', 'p:409': 'That does not fit how things stand now.', 'p:410': 'This link is closed.',
    'p:412': 'It was changed in the meantime. Have another look.', 'p:413': 'That is too much at once.', 'p:422': 'Something in it is not right. Please check what you entered.', 'p:429': 'That was a bit fast. Wait a moment.', 'p:5': 'Something went wrong on our side. Please try again.',
    save_saved: 'Saved', save_saving: 'Saving {n}…', save_offline: 'Offline', save_kept: 'Offline · {n} kept', save_tab: 'Offline · {n} not sent — keep this page open', saveLabel: 'State of your writing', wentOffline: 'No connection. What you write is kept here and sent later.', cameBack: 'Connected again.', storeAway: 'Saving takes longer at the moment. What you write is kept.',
    alone: 'Only you are here', here: '{n} others are here', here1: '1 other is here', isWriting: '{name} is writing…', areWriting: '{name} and {n} more are writing…', draftBy: '{name} · writing…', draftPlace: 'Your note will lie here: drag it, or use the arrow keys', 
    newsNote: '{name} put a note on the paper.', newsNotes: '{n} new notes are on the paper.', nowSealed: 'The paper has been sealed. It can be read, not changed.', nowDelivered: 'The paper has been delivered.', nowCancelled: 'This paper was cancelled and will not be delivered.',
    'r:forbidden': 'That note is not yours to change.', 'r:gone': 'The note was deleted in the meantime.', 'r:exists': 'That note is there already.', 'r:full': 'The paper is full: nothing more fits on it.', 'r:size': 'That is too long for one note.', 'r:sealed': 'The paper was sealed before that came in.', 'r:used': 'That could not be put on the paper.', 'r:unknown': 'That could not be put on the paper, or was taken off again.', keptWords: 'Your words are safe here:', copyWords: 'Copy them', notKept: 'This browser could not keep that. Please try again, or copy your words.',
    'e:4501': 'This page is out of date. Please load it again.', 'e:4502': 'Please come in again: sign in, or open the link once more.', 'e:4503': 'You cannot see this paper any more.', 'e:4504': 'There is no such paper any more.', 'e:4507': 'You were removed from this paper.', 'e:other': 'The live connection has ended. Please load the page again.', reload: 'Load again',
    moveNote: 'Arrow keys move it, Enter edits, + and − size it, brackets turn it', moveOnly: 'Arrow keys move it', moreWriting: 'Keep for later', discard: 'Discard', restored: 'Here is what you had started.',
    sampleTitle: 'For Minji, on her last day', sample4: 'Wherever you go, this team has your back', inbox: 'Inbox', inboxNew: 'Inbox, {n} unread', noLetters: 'Nothing here yet. You will hear when a paper of yours is sealed or delivered, and when someone gives you one.', newLetter: 'Something new has come in.',
    'letter:sealed': '“{title}” has been sealed.', 'letter:delivered': '“{title}” has been delivered.', 'letter:received': 'You were given a paper: “{title}”', 'letter:thanked': 'Thanks have come for “{title}”.',
    nameless: 'Leave it empty to write without a name', allowNameless: 'People may write without a name', someone: 'Somebody', times: 'Dates ', closesAt: 'Writing ends', deliverAt: 'Deliver at', zone: 'Time zone', closes: 'Writing ends {at}', delivers: 'Delivery {at}', badTimes: 'The paper would be delivered before writing ends. Please choose a later delivery, or an earlier end.',
    link: 'Link', qr: 'QR code of the link', links: 'Links', 'link:write': 'For writing', 'link:read': 'For reading', 'link:reveal': 'For the recipient', uses: 'used {n}×', noLinks: 'There is no open link. Make one and send it to everyone who should write.', closeLink: 'Close', closeLinkAsk: 'Close this link? Nobody else can come in with it; those who are in stay.',
    guests: 'Writers', noGuests: 'Nobody has joined yet.', removeGuest: 'Remove', removeGuestAsk: 'Remove {name}? They can no longer see or write on this paper. Their notes stay until you hide or delete them.',
    manage: 'Manage', settings: 'Details and dates', lifeOf: 'Status', asRecipient: 'Preview as recipient', cancelPaper: 'Cancel the paper', cancelAsk: 'Cancel this paper? It will not be delivered, and writers can no longer read it.',
    read: 'Read one by one', reading: 'Reading the notes', replay: 'Watch the replay', thank: 'Say thank you', thankAll: 'Everyone who wrote will see it on the paper.', thankHint: 'You made me so happy…', sendThanks: 'Send', thanked: 'Your thanks are on the paper.', thanksFrom: 'Thanks from {name}',
    asWhole: 'Whole paper', asColumn: 'Back to the list', zoom: 'Zoom', zoomIn: 'Closer', zoomOut: 'Further away', paperOf: 'The paper for {name}', people: 'Who is here',
    boardHint: 'Click the bare paper to write there. Drag your own notes, or move them with the arrow keys; [ ] turn them, + − resize them, Enter edits.', touchHint: 'Tap the bare paper to write there. Tap a note of yours, then drag it. Two fingers bring the paper closer.', columnHint: '“Whole paper” shows where every note is, and lets you move yours.',
    hiddenNote: 'Hidden from everyone else', tools: 'What to do with this note', doTo: '{what}, note by {name}', 'do:edit': 'Edit', 'do:remove': 'Delete', 'do:turnLeft': 'Turn left', 'do:turnRight': 'Turn right', 'do:smaller': 'Smaller', 'do:bigger': 'Bigger', 'do:front': 'To the front', 'do:back': 'To the back', 'do:hide': 'Hide', 'do:show': 'Show again',
    react: 'Your answer to this note', 'reaction:heart': 'Love', 'reaction:laugh': 'Laughter', 'reaction:tears': 'Moved to tears', 'reaction:hug': 'A hug', 'reaction:clap': 'Applause',
    stickers: 'Stickers ', stickersHint: '{n} of {most}', yourStickers: 'Stickers on your note', stick: 'Put on: {what}', stuck: '{what} is on your note.', stickerKeys: 'Arrow keys move it, + − size it, [ ] turn it, Delete takes it off',
    'sticker:heart': 'Heart', 'sticker:star': 'Star', 'sticker:cake': 'Cake', 'sticker:flower': 'Flower', 'sticker:balloon': 'Balloon', 'sticker:clover': 'Clover', 'sticker:confetti': 'Party popper', 'sticker:sparkle': 'Sparkle', 'sticker:ribbon': 'Bow', 'sticker:paw': 'Paw', 'sticker:note': 'Music', 'sticker:sun': 'Sun',
    noteOf: 'Note {n} of {all}', previous: 'Back', next: 'Next', toEnd: 'To the end', readAll: 'You have read all {n} notes.', fromStart: 'Once more', wholePaper: 'See the whole paper', play: 'Play', pause: 'Pause',
    letterAt: 'It opens on {at}.', countdown: 'Time left', days: 'days', hours: 'hours', minutes: 'minutes', seconds: 'seconds', skipOpening: 'Skip', deadLink: 'This link does not lead anywhere, or not any more. Please ask whoever sent it for a new one.', tryAgain: 'Try again',
    'p:link-ended': 'This link has ended. Please ask whoever sent it for a new one.', 'p:surprise': 'This paper is for you! It will reach you at the right moment.', 'p:wrong-state': 'It is too late for that: the paper has moved on. Please load the page again.', 'p:too-many': 'There are as many as there can be. Make room first, or ask the owner.', 'p:too-large': 'That is too long. Please shorten it a little.',
    begin: 'Start a paper for someone', sample5: 'So proud of you!', sample6: 'Write us a postcard from the new office', newHere: 'Make your first paper', how: 'How it works', emailHint: 'optional: it is delivered there',
    account: 'My account', accountOf: 'Account of {name}', changePassword: 'Change password', current: 'Current password', fresh: 'New password', passwordChanged: 'Your password is changed. Everywhere else you were signed in, you are signed out now.', 'p:wrong-password': 'That is not your current password. Please try again.', 'p:too-many-attempts': 'Too many wrong passwords. Please wait a few minutes and try again.',
    'hand:gaegu': 'Gaegu', 'hand:jua': 'Jua', 'hand:poor-story': 'Poor Story', 'hand:hi-melody': 'Hi Melody', 'hand:gowun-dodum': 'Gowun Dodum', 'hand:nanum-pen': 'Nanum Pen', preview: 'How it will look', untitled: 'Their paper', someoneDear: 'someone dear',
  },
  ko: {
    brand: '롤링페이퍼', skip: '본문으로 건너뛰기', other: 'English', signIn: '로그인', signUp: '가입하기', signOut: '로그아웃',
    hero: '한 장의 종이에, 모두의 마음을.', lead: '소중한 사람을 위해 종이를 펼치고 링크 하나만 나누세요. 모두가 함께 쓰고, 딱 좋은 순간에 전해져요.',
    step1: '누군가를 위해 종이를 펼쳐요', step2: '링크 하나면 가입 없이 쓸 수 있어요', step3: '딱 좋은 순간에 전해요',
    sample1: '새 출발 축하해!! 점심은 꼭 같이 먹자', sample2: '그동안 정말 고마웠어요. 어디서든 응원할게요!', sample3: '덕분에 월요일이 버틸 만했어요. 고마워요',
    email: '이메일', password: '비밀번호', passwordHint: '10자 이상', name: '이름', haveAccount: '이미 계정이 있어요', noAccount: '처음이에요',
    welcome: '{name} 님, 안녕하세요', newPaper: '새 종이 펼치기', title: '제목', titleHint: '예: 민지야 생일 축하해!', forWhom: '누구에게 전할까요?', recipientEmail: '받는 분 이메일', optional: '선택',
    occasion: '어떤 날인가요?', theme: '종이', create: '종이 펼치기', mine: '내 롤링페이퍼', none: '아직 없어요. 첫 종이를 펼쳐 보세요!', more: '더 보기',
    birthday: '생일', farewell: '송별', graduation: '졸업', wedding: '결혼', thanks: '감사', 'get-well': '쾌유', other_: '그 밖에',
    confetti: '색종이', meadow: '풀밭', night: '밤하늘', kraft: '크라프트', ocean: '바다',
    open: '쓰는 중', sealed: '봉인됨', delivered: '전달됨', cancelled: '취소됨', notes: '쪽지 {n}장', note1: '쪽지 1장', notes0: '아직 쪽지 없음', to: '{name}에게',
    invited: '{name} 님에게 한마디 남겨 주세요', invitedRead: '{name} 님의 롤링페이퍼', askName: '쪽지 아래에 어떤 이름을 적을까요?', enter: '들어가기', enterRead: '종이 보기',
    letter: '{name} 님께 온 편지', letterWait: '아직 쓰는 중이에요. 전해지면 다시 와 주세요.', openLetter: '열어 보기', letterFrom: '당신을 위해 모두가 썼어요.',
    write: '쪽지 쓰기', edit: '고치기', remove: '지우기', by: '— {name}', yourNote: '내 쪽지', noteHint: '어떤 말을 전하고 싶나요?', colour: '종이 색', font: '글씨', save: '종이에 붙이기', saveEdit: '저장', cancel: '취소',
    butter: '버터', blush: '복숭아', mint: '민트', sky: '하늘', lilac: '라일락', paper: '흰 종이', 
    blank: '쓰인 쪽지가 없어요.', emptyBoard: '아직 비어 있어요. 첫 쪽지를 남겨 주세요.', invite: '함께 쓸 사람 부르기', makeLink: '쓰기 링크 만들기', linkReady: '이 링크가 있으면 누구나 쓸 수 있어요.', copy: '복사', copied: '복사했어요', share: '공유',
    seal: '봉인하기', deliver: '지금 전하기', sealAsk: '봉인할까요? 그다음에는 아무도 쓸 수 없어요.', deliverAsk: '{name} 님께 지금 전할까요? 되돌릴 수 없어요.', yes: '네, 할게요', leaveIt: '그대로 두기',
    removeAsk: '이 쪽지를 지울까요?', owner: '나에게만 보여요', saved: '저장했어요', deleted: '지웠어요', 
    needLink: '이 종이를 보려면 링크가 있거나, 종이를 연 계정으로 로그인해야 해요.', home: '처음으로', loading: '잠시만요…', offline: '연결이 끊겼어요. 다시 시도하고 있어요.', back: '다시 연결됐어요',
    lost: '없는 페이지예요.', reference: '문의 번호: {id}', dismiss: '닫기', 
    'p:email-taken': '이미 가입된 이메일이에요.', 'p:bad-credentials': '이메일이나 비밀번호가 맞지 않아요.', 'p:session-ended': '다시 로그인해 주세요.', 'p:network': '서버에 닿지 않아요. 인터넷 연결을 확인해 주세요.',
    'p:400': '맞지 않는 내용이 있어요. 입력한 것을 확인해 주세요.', 'p:401': '먼저 로그인해 주세요.', 'p:403': '여기서는 할 수 없어요.', 'p:404': '없거나, 볼 수 없는 것이에요.', 'p:409': '지금 상태에서는 할 수 없어요.', 'p:410': '닫힌 링크예요.',
    'p:412': '그사이에 바뀌었어요. 다시 확인해 주세요.', 'p:413': '한 번에 보내기에는 너무 커요.', 'p:422': '맞지 않는 내용이 있어요. 입력한 것을 확인해 주세요.', 'p:429': '조금 빨랐어요. 잠시 기다려 주세요.', 'p:5': '저희 쪽에 문제가 생겼어요. 다시 시도해 주세요.',
    save_saved: '저장됨', save_saving: '{n}개 저장하는 중…', save_offline: '오프라인', save_kept: '오프라인 · {n}개 보관 중', save_tab: '오프라인 · {n}개 못 보냄 — 이 창을 닫지 마세요', saveLabel: '저장 상태', wentOffline: '연결이 끊겼어요. 쓰신 글은 여기 보관했다가 나중에 보낼게요.', cameBack: '다시 연결됐어요.', storeAway: '지금은 저장이 조금 늦어요. 쓰신 글은 보관하고 있어요.',
    alone: '지금은 혼자예요', here: '{n}명이 함께 있어요', here1: '1명이 함께 있어요', isWriting: '{name} 님이 쓰고 있어요…', areWriting: '{name} 님 외 {n}명이 쓰고 있어요…', draftBy: '{name} · 쓰는 중…', draftPlace: '쪽지가 놓일 자리예요. 끌거나 화살표 키로 옮기세요', 
    newsNote: '{name} 님이 쪽지를 붙였어요.', newsNotes: '새 쪽지가 {n}장 붙었어요.', nowSealed: '종이가 봉인됐어요. 이제 읽을 수만 있어요.', nowDelivered: '종이가 전해졌어요.', nowCancelled: '이 종이는 취소되어 전해지지 않아요.',
    'r:forbidden': '내 쪽지가 아니라서 바꿀 수 없어요.', 'r:gone': '그사이에 지워진 쪽지예요.', 'r:exists': '이미 붙어 있는 쪽지예요.', 'r:full': '종이가 가득 차서 더 붙일 수 없어요.', 'r:size': '쪽지 한 장에는 너무 길어요.', 'r:sealed': '닿기 전에 종이가 봉인됐어요.', 'r:used': '종이에 붙이지 못했어요.', 'r:unknown': '종이에 붙이지 못했거나 다시 떼어졌어요.', keptWords: '쓰신 글은 여기 남아 있어요:', copyWords: '글 복사하기', notKept: '이 브라우저에 보관하지 못했어요. 다시 시도하거나 글을 복사해 두세요.',
    'e:4501': '오래된 페이지예요. 새로 고쳐 주세요.', 'e:4502': '다시 들어와 주세요. 로그인하거나 링크를 다시 열면 돼요.', 'e:4503': '이제 이 종이를 볼 수 없어요.', 'e:4504': '이제 없는 종이예요.', 'e:4507': '이 종이에서 내보내졌어요.', 'e:other': '실시간 연결이 끝났어요. 새로 고쳐 주세요.', reload: '새로 고침',
    moveNote: '화살표 키로 옮기고, Enter로 고치고, + − 로 크기를, 대괄호로 방향을 바꿔요', moveOnly: '화살표 키로 옮겨요', moreWriting: '나중에 계속', discard: '버리기', restored: '쓰다 만 글을 가져왔어요.',
    sampleTitle: '민지야, 그동안 고마웠어', sample4: '어디에 있든 우리 팀은 네 편이야', inbox: '받은 소식', inboxNew: '받은 소식, 안 읽은 소식 {n}개', noLetters: '아직 소식이 없어요. 내 종이가 봉인되거나 전해질 때, 누군가 나에게 종이를 전할 때 여기에서 알려 드려요.', newLetter: '새 소식이 왔어요.',
    'letter:sealed': '“{title}” 종이가 봉인됐어요.', 'letter:delivered': '“{title}” 종이가 전해졌어요.', 'letter:received': '롤링페이퍼를 받았어요: “{title}”', 'letter:thanked': '“{title}”에 고마움의 인사가 왔어요.',
    nameless: '비워 두면 이름 없이 써요', allowNameless: '이름 없이 써도 돼요', someone: '누군가', times: '시간 ', closesAt: '쓰기 마감', deliverAt: '전하는 때', zone: '기준 시간대', closes: '{at}까지 써요', delivers: '{at}에 전해요', badTimes: '마감보다 먼저 전하게 되어 있어요. 전하는 때를 늦추거나 마감을 앞당겨 주세요.',
    link: '링크', qr: '링크의 QR 코드', links: '링크', 'link:write': '쓰기 링크', 'link:read': '읽기 링크', 'link:reveal': '받는 분 링크', uses: '{n}번 쓰임', noLinks: '열려 있는 링크가 없어요. 링크를 만들어 함께 쓸 사람에게 보내세요.', closeLink: '닫기', closeLinkAsk: '이 링크를 닫을까요? 더는 이 링크로 들어올 수 없고, 이미 들어온 사람은 그대로예요.',
    guests: '함께 쓰는 사람', noGuests: '아직 들어온 사람이 없어요.', removeGuest: '내보내기', removeGuestAsk: '{name} 님을 내보낼까요? 더는 이 종이를 보거나 쓸 수 없어요. 쓴 쪽지는 숨기거나 지울 때까지 남아요.',
    manage: '관리', settings: '내용과 날짜', lifeOf: '상태', asRecipient: '받는 분처럼 보기', cancelPaper: '취소하기', cancelAsk: '이 종이를 취소할까요? 전해지지 않고, 함께 쓴 사람들도 볼 수 없게 돼요.',
    read: '한 장씩 읽기', reading: '쪽지 읽기', replay: '쓰던 모습 다시 보기', thank: '고마움 전하기', thankAll: '쪽지를 쓴 모두가 종이에서 볼 수 있어요.', thankHint: '덕분에 정말 행복해요…', sendThanks: '전하기', thanked: '고마움을 종이에 남겼어요.', thanksFrom: '{name} 님의 고마움',
    asWhole: '전체 보기', asColumn: '목록으로', zoom: '확대', zoomIn: '가까이', zoomOut: '멀리', paperOf: '{name} 님의 종이', people: '함께 있는 사람',
    boardHint: '빈 곳을 누르면 그 자리에 쓸 수 있어요. 내 쪽지는 끌거나 화살표 키로 옮기고, [ ] 로 돌리고, + − 로 크기를 바꾸고, Enter로 고쳐요.', touchHint: '빈 곳을 누르면 그 자리에 쓸 수 있어요. 내 쪽지는 한 번 누른 다음 끌어서 옮겨요. 두 손가락을 벌리면 가까이 볼 수 있어요.', columnHint: '‘전체 보기’에서 쪽지가 놓인 자리를 보고 내 쪽지를 옮길 수 있어요.',
    hiddenNote: '다른 사람에게는 안 보여요', tools: '이 쪽지로 할 수 있는 일', doTo: '{what}, {name} 님의 쪽지', 'do:edit': '고치기', 'do:remove': '지우기', 'do:turnLeft': '왼쪽으로 돌리기', 'do:turnRight': '오른쪽으로 돌리기', 'do:smaller': '작게', 'do:bigger': '크게', 'do:front': '맨 앞으로', 'do:back': '맨 뒤로', 'do:hide': '숨기기', 'do:show': '다시 보이기',
    react: '이 쪽지에 답하기', 'reaction:heart': '사랑해요', 'reaction:laugh': '웃었어요', 'reaction:tears': '눈물이 나요', 'reaction:hug': '안아 줄게요', 'reaction:clap': '박수',
    stickers: '스티커 ', stickersHint: '{most}개 중 {n}개', yourStickers: '내 쪽지의 스티커', stick: '{what} 붙이기', stuck: '{what} 스티커를 붙였어요.', stickerKeys: '화살표 키로 옮기고, + − 로 크기를, [ ] 로 방향을 바꾸고, Delete로 떼요',
    'sticker:heart': '하트', 'sticker:star': '별', 'sticker:cake': '케이크', 'sticker:flower': '꽃', 'sticker:balloon': '풍선', 'sticker:clover': '클로버', 'sticker:confetti': '폭죽', 'sticker:sparkle': '반짝이', 'sticker:ribbon': '리본', 'sticker:paw': '발바닥', 'sticker:note': '음표', 'sticker:sun': '해',
    noteOf: '{all}장 중 {n}번째', previous: '이전', next: '다음', toEnd: '끝으로', readAll: '쪽지 {n}장을 모두 읽었어요.', fromStart: '처음부터 다시', wholePaper: '종이 전체 보기', play: '재생', pause: '멈춤',
    letterAt: '{at}에 열려요.', countdown: '남은 시간', days: '일', hours: '시간', minutes: '분', seconds: '초', skipOpening: '건너뛰기', deadLink: '없는 링크이거나 더는 쓸 수 없는 링크예요. 보내 준 분에게 새 링크를 부탁해 주세요.', tryAgain: '다시 시도',
    'p:link-ended': '끝난 링크예요. 보내 준 분에게 새 링크를 부탁해 주세요.', 'p:surprise': '당신을 위한 종이예요! 딱 좋은 순간에 전해질 거예요.', 'p:wrong-state': '그러기엔 늦었어요. 종이의 상태가 바뀌었으니 새로 고쳐 주세요.', 'p:too-many': '더는 늘릴 수 없어요. 자리를 비우거나 종이를 연 분에게 말해 주세요.', 'p:too-large': '너무 길어요. 조금 줄여 주세요.',
    begin: '롤링페이퍼 시작하기', sample5: '언제나 자랑스러워!', sample6: '새 회사에서도 엽서 보내 줘요', newHere: '첫 종이 펼치기', how: '이렇게 써요', emailHint: '선택, 이 주소로 전해 드려요',
    account: '내 계정', accountOf: '{name} 님의 계정', changePassword: '비밀번호 바꾸기', current: '지금 비밀번호', fresh: '새 비밀번호', passwordChanged: '비밀번호를 바꿨어요. 다른 곳의 로그인은 모두 풀렸어요.', 'p:wrong-password': '지금 비밀번호가 맞지 않아요. 다시 입력해 주세요.', 'p:too-many-attempts': '비밀번호를 여러 번 틀렸어요. 몇 분 뒤에 다시 해 주세요.',
    'hand:gaegu': '개구', 'hand:jua': '주아', 'hand:poor-story': '서툰이야기', 'hand:hi-melody': '하이멜로디', 'hand:gowun-dodum': '고운돋움', 'hand:nanum-pen': '나눔펜', preview: '이렇게 보여요', untitled: '누군가의 종이', someoneDear: '소중한 사람',
  },
};

const KEY = 'rp.language';
const chosen = () => localStorage.getItem(KEY) ?? (navigator.language.toLowerCase().startsWith('ko') ? 'ko' : 'en');

let language = chosen();

export const locale = () => language;

export function switchLanguage() {
  language = language === 'ko' ? 'en' : 'ko';
  localStorage.setItem(KEY, language);
}

/** @param {string} key @param {Record<string, unknown>} [values] */
export function t(key, values = {}) {
  const sentence = catalogue[language][key] ?? catalogue[language][`${key}_`] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** @param {string} key */
export const knows = (key) => key in catalogue[language];

/** @param {number} n */
export const countOfNotes = (n) => (n === 0 ? t('notes0') : n === 1 ? t('note1') : t('notes', { n }));
