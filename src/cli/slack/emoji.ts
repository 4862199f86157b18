// The emoji that people react with, by Slack's names. One that is not in this table keeps its name between colons.

const table = `+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 clap 👏 wave 👋 raised_hands 🙌 pray 🙏 muscle 💪 ok_hand 👌 point_up ☝️
point_right 👉 point_left 👈 point_down 👇 point_up_2 👆 v ✌️ crossed_fingers 🤞 handshake 🤝 punch 👊 fist ✊ raised_hand ✋
the_horns 🤘 metal 🤘 writing_hand ✍️ heart ❤️ blue_heart 💙 green_heart 💚 purple_heart 💜 yellow_heart 💛 black_heart 🖤
orange_heart 🧡 broken_heart 💔 heart_eyes 😍 tada 🎉 confetti_ball 🎊 fire 🔥 rocket 🚀 eyes 👀 100 💯 star ⭐ star2 🌟 sparkles ✨
boom 💥 zap ⚡ joy 😂 rolling_on_the_floor_laughing 🤣 smile 😄 smiley 😃 grinning 😀 grin 😁 laughing 😆 sweat_smile 😅
slightly_smiling_face 🙂 simple_smile 🙂 upside_down_face 🙃 blush 😊 wink 😉 relaxed ☺️ relieved 😌 sunglasses 😎 thinking_face 🤔
sob 😭 cry 😢 disappointed 😞 confused 😕 scream 😱 open_mouth 😮 astonished 😲 hushed 😯 exploding_head 🤯 facepalm 🤦 face_palm 🤦
shrug 🤷 sweat 😓 grimacing 😬 neutral_face 😐 expressionless 😑 unamused 😒 face_with_rolling_eyes 🙄 rage 😡 angry 😠 sleeping 😴
stuck_out_tongue 😛 stuck_out_tongue_winking_eye 😜 hugging_face 🤗 partying_face 🥳 saluting_face 🫡 melting_face 🫠
nerd_face 🤓 innocent 😇 smirk 😏 yum 😋 heavy_check_mark ✔️ white_check_mark ✅ ballot_box_with_check ☑️ x ❌
heavy_plus_sign ➕ heavy_minus_sign ➖ question ❓ exclamation ❗ warning ⚠️ no_entry ⛔ no_entry_sign 🚫 bulb 💡 memo 📝 pencil 📝
pushpin 📌 mag 🔍 lock 🔒 key 🔑 link 🔗 bug 🐛 wrench 🔧 hammer 🔨 gear ⚙️ hourglass ⌛ alarm_clock ⏰ calendar 📆 email ✉️
phone ☎️ computer 💻 gift 🎁 trophy 🏆 medal 🏅 beer 🍺 beers 🍻 coffee ☕ pizza 🍕 cake 🍰 birthday 🎂 champagne 🍾 unicorn_face 🦄
dog 🐶 cat 🐱 see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊 skull 💀 ghost 👻 robot_face 🤖 poop 💩 hankey 💩 sunny ☀️ rainbow 🌈
snowflake ❄️ earth_americas 🌎 earth_africa 🌍 heart_hands 🫶 arrow_up ⬆️ arrow_down ⬇️ arrow_right ➡️ arrow_left ⬅️
large_green_circle 🟢 large_yellow_circle 🟡 red_circle 🔴 green_apple 🍏 seedling 🌱 christmas_tree 🎄 jack_o_lantern 🎃`;

const characters = new Map<string, string>();
const words = table.split(/\s+/);
for (let at = 0; at < words.length; at += 2) characters.set(words[at]!, words[at + 1]!);

/** A reaction by Slack's name (`tada`, `wave::skin-tone-3`) as one emoji or as `:name:`; null if that cannot be kept. */
export function reactionEmoji(name: string): string | null {
  const [base = '', tone] = name.split('::skin-tone-');
  const character = characters.get(base);
  // Slack counts the five tones from 2. A character takes its tone in place of the mark that makes it colourful.
  if (character && tone && /^[2-6]$/.test(tone)) {
    return character.replace('\ufe0f', '') + String.fromCodePoint(0x1f3fb + Number(tone) - 2);
  }
  if (character) return character;
  const colons = `:${name.replace('::', '-')}:`;
  return /^:[a-z0-9_+-]{1,60}:$/.test(colons) ? colons : null;
}
