/**
 * What a French reader would stumble over, as far as a rule can tell: what is wrong, and a text that
 * is. Source: the Imprimerie nationale's «Lexique des règles typographiques».
 */
export const frenchRules: Record<string, [wrong: RegExp, sample: string]> = {
  "a narrow no-break space stands before ; ! ? and ends a quotation": [
    /[^\u202f][;!?»]/u,
    "Vraiment ?",
  ],
  "a narrow no-break space begins a quotation": [/«[^\u202f]/u, "«Nom\u202f»"],
  "a no-break space stands before a colon that ends a word": [/[^\u00a0]:(?=\s|$)/u, "Ainsi :"],
  "a narrow no-break space stands before %": [/[^\u202f]%/u, "100 %"],
  "a space that holds groups thousands, and a comma begins decimals": [
    /\d,\d{3}(?!\d)|(?<![\d.-])\d+\.\d+(?![\d.])|(?<![\d.-])\d{5,}/u,
    "10,000 visites",
  ],
  "a number keeps to the word that it counts": [/(?<![\d.–-])\d+ (?!à )\p{Ll}/u, "30 jours"],
  "an ordinal is 1er, 1re or 2e": [/\d(?:ère|ere|ier|ème|eme|ième|nd|è)(?!\p{L})/u, "La 2ème fois"],
  "an ellipsis is one sign": [/\.\.\./u, "Attendez..."],
  "no two spaces follow each other": [/[ \u00a0\u202f]{2}/u, "Ainsi \u00a0: oui"],
  "le, la, de, que, ne and se lose their vowel before another": [
    /(?<![\p{L}’-])(?:le|la|de|que|ne|se|me|je|jusque|lorsque|puisque) (?=[aâàeéèêiîoôuû])(?!oui|onz)/iu,
    "Le nombre de erreurs",
  ],
  "words are those of the field in French": [
    /(?<![\p{L}{/._-])(?:dashboard|pageviews?|bounce|tracking|opt-out|digital\p{L}*|supporter|clique[rz] ici|e?mails?)(?![\p{L}/._(-])/iu,
    "Un email est en route",
  ],
};
