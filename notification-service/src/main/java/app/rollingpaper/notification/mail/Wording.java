package app.rollingpaper.notification.mail;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the service's letters say, in the languages it speaks: every sentence of a language stands in its one place. */
enum Wording {
  KOREAN(
      "ko",
      Map.of(
          "subject", "{sender}님이 롤링페이퍼를 보냈어요: {shortTitle}",
          "greeting", "{recipient}님께",
          "message", "{sender}님이 여러 사람의 마음을 모아 롤링페이퍼를 보냈어요. 열어서 천천히 읽고 오래 간직해 주세요.",
          "open", "롤링페이퍼 열어 보기",
          "otherwise", "버튼이 눌리지 않으면 아래 주소를 브라우저에 붙여 넣어 주세요.",
          "secret", "이 주소를 아는 사람은 누구나 롤링페이퍼를 읽을 수 있어요. 다른 사람에게 보내지 말고 소중히 간직해 주세요.",
          "reason", "{sender}님이 이 주소로 롤링페이퍼를 전해 달라고 해서 한 번만 보내는 메일이에요."),
      Map.of(
          "subject", "{sender}님이 고맙다고 전했어요: {shortTitle}",
          "greeting", "{recipient}님께",
          "message", "{sender}님이 함께 만든 롤링페이퍼를 읽고 고마운 마음을 남겼어요.",
          "waiting", "고마움의 한마디가 기다리고 있어요.",
          "open", "고마움의 말 읽기",
          "otherwise", "버튼이 눌리지 않으면 아래 주소를 브라우저에 붙여 넣어 주세요.",
          "secret", "이 롤링페이퍼를 함께한 사람만 읽을 수 있어요.",
          "reason", "이 롤링페이퍼를 만들었거나 쪽지를 남긴 계정에 한 번만 보내는 메일이에요."),
      "첫 장을 펼칠 준비가 되었어요.",
      "쪽지 한 장이 기다리고 있어요.",
      "쪽지 {count}장이 기다리고 있어요."),

  ENGLISH(
      "en",
      Map.of(
          "subject", "{sender} has a rolling paper for you: {shortTitle}",
          "greeting", "Dear {recipient},",
          "message",
              "{sender} sends you a rolling paper: a card that people who think of you have written together. It is yours"
                  + " to read and to keep.",
          "open", "Open your paper",
          "otherwise", "If the button does not work, copy this address into your browser:",
          "secret", "Whoever has this address can read the paper, so please keep it to yourself.",
          "reason", "You get this mail once, because {sender} gave your address for this paper."),
      Map.of(
          "subject", "{sender} says thank you: {shortTitle}",
          "greeting", "Dear {recipient},",
          "message",
              "{sender} has read the rolling paper that you made together, and left a few words for all of you.",
          "waiting", "A word of thanks is waiting for you.",
          "open", "Read the thanks",
          "otherwise", "If the button does not work, copy this address into your browser:",
          "secret", "Only those who belong to this paper can read it.",
          "reason", "You get this mail once, because you opened this paper or wrote on it."),
      "It is ready for you to open.",
      "One note is waiting for you.",
      "{count} notes are waiting for you.");

  private final String language;
  private final Map<String, String> texts;
  private final Map<String, String> thanks;
  private final String noNotes;
  private final String oneNote;
  private final String manyNotes;

  Wording(
      String language,
      Map<String, String> texts,
      Map<String, String> thanks,
      String noNotes,
      String oneNote,
      String manyNotes) {
    this.language = language;
    this.texts = texts;
    this.thanks = thanks;
    this.noNotes = noNotes;
    this.oneNote = oneNote;
    this.manyNotes = manyNotes;
  }

  /** The wording for a locale; English where there is none. */
  static Wording of(String locale) {
    return "ko".equals(Locale.forLanguageTag(locale).getLanguage()) ? KOREAN : ENGLISH;
  }

  String language() {
    return language;
  }

  /** All texts of the letter that passes thanks on, by name, with places for the facts. */
  Map<String, String> thanks() {
    return thanks;
  }

  /** All texts of the letter that brings a paper, by name, with places for the facts. */
  Map<String, String> texts(int notes) {
    Map<String, String> all = new HashMap<>(texts);
    all.put("waiting", notes < 1 ? noNotes : notes == 1 ? oneNote : manyNotes);
    return all;
  }
}
