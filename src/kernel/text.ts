/** The two languages Linli speaks; zh-CN is the first. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** One sentence in both languages. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export function inLanguage(text: Text, language: Language): string {
  return language === 'en' ? text.en : text.zh;
}

const knownPreferences = new Map<string, Language>();
const mostPreferencesKnown = 500;

/** The language a reader asked for by an Accept-Language header; zh-CN when nothing fits. Few headers are ever sent. */
export function preferredLanguage(acceptLanguage = ''): Language {
  const known = knownPreferences.get(acceptLanguage);
  if (known !== undefined) return known;
  const language = readPreference(acceptLanguage);
  if (knownPreferences.size >= mostPreferencesKnown) knownPreferences.clear();
  knownPreferences.set(acceptLanguage, language);
  return language;
}

function readPreference(acceptLanguage: string): Language {
  const wishes = acceptLanguage
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((q) => q !== undefined);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const first = wishes.find((wish) => wish.tag.startsWith('zh') || wish.tag.startsWith('en'));
  return first?.tag.startsWith('en') ? 'en' : 'zh-CN';
}
