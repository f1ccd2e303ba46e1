/** Words of which statements are made: a word's place says how common it is, so that trigrams are spread as in prose. */
export const WORDS =
  `government minister president parliament election country budget million billion percent year month
war troops border city region capital police court judge trial report official spokesman ministry company market
price energy gas oil export import trade tariff sanction treaty agreement meeting summit visit statement claim
evidence document letter video photograph witness journalist newspaper broadcast interview source agency bureau
hospital vaccine disease patient doctor study university scientist climate temperature emission forest river flood
drought harvest grain farmer worker union strike wage pension tax bank loan debt inflation currency investor factory
railway bridge airport harbour highway tunnel satellite missile drone tank rifle soldier officer general colonel
prisoner refugee migrant passport visa embassy ambassador diplomat envoy mission alliance coalition opposition
campaign ballot voter turnout district mayor governor senator deputy committee hearing amendment statute verdict
appeal lawyer prosecutor detective inquiry audit contract tender bribe scandal resignation cabinet reshuffle decree
referendum constitution monarch archive museum theatre festival stadium champion referee transfer injury record
algorithm network server password breach chip battery reactor pipeline turbine cable mineral copper lithium uranium
glacier volcano earthquake hurricane wildfire asteroid telescope orbit laboratory enzyme genome antibody hormone
orchard vineyard fishery quota subsidy customs smuggler cartel ransom hostage ceasefire armistice truce annexation`.split(
    /\s+/,
  );

/** In about one statement of four. */
export const COMMON_WORD = WORDS[1]!;
/** Of ten claims, of however many. */
export const RARE_CLAIMANT = 'A rare claimant';
/** In ten statements, of however many. */
export const RARE_WORD = 'sphygmomanometer';
