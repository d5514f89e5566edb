/**
 * The tables, in a schema of their own. An article is one row for each version of it: it is there from the revision `entered` on
 * and until `left_at`. So rows are written and marked ahead of a change, which is then made by one number: the revision.
 *
 * Whether an article is public is decided by the clock of who asks: `since` and `until` are milliseconds since 1970. Undated
 * articles come last in both orders, so each order of a date has a column. What is current is a CASE, of which PostgreSQL expects half of the
 * articles: of two comparisons with a revision that it does not know yet it expects a ninth, and would sort all for each page of a list.
 * The index of each order has all that says whether an article is in a list, which is read from it alone up to its page.
 *
 * `passage` is the search index: the terms of an article with their places, and what a search needs besides, so that it reads this
 * table alone. Terms are compressed by a tenth at most, and read slowly then; nobody plans by how often they are. Where a
 * tsvector has no room for an article, its terms are in several rows of `long_passage`. `word` has the words of all texts, also
 * of those that are gone: as they are written, and as terms with a mark.
 */

/** The greatest number that JavaScript and PostgreSQL have in common. */
export const never = Number.MAX_SAFE_INTEGER

/** The search index. To make it takes half as long when all articles are there. */
export const indexOfTerms = (schema: string) => ({
  create: `CREATE INDEX IF NOT EXISTS passage_terms ON ${schema}.passage USING gin (terms)`,
  drop: `DROP INDEX IF EXISTS ${schema}.passage_terms`,
})

const orders = {
  newest: 'newest DESC, id',
  oldest: 'oldest, id',
  newest_change: 'newest_change DESC, id',
  oldest_change: 'oldest_change, id',
  title: 'title, id',
  title_down: 'title DESC, id',
}

/** The indexes of the orders of lists, with what a list needs. Those before go at the end: from then on nobody reads articles. */
const indexOrders = (schema: string): string =>
  [
    ...Object.entries(orders).map(
      ([name, columns]) => `CREATE INDEX listed_${name} ON ${schema}.article (${columns})
        INCLUDE (number, entered, left_at, since, until)`,
    ),
    ...Object.keys(orders).map((name) => `DROP INDEX ${schema}.article_${name}`),
  ].join(';\n')

/** A migration each; the first makes the schema. Only ever add to them. */
export const migrations = (schema: string): string[] => [
  `
  CREATE TABLE ${schema}.state (
    one integer PRIMARY KEY CHECK (one = 1),
    revision bigint NOT NULL,
    synonyms text NOT NULL
  );
  INSERT INTO ${schema}.state VALUES (1, 0, '[]');
  CREATE TABLE ${schema}.change (revision bigint PRIMARY KEY, ids text[]);
  CREATE SEQUENCE ${schema}.numbers;
  CREATE TABLE ${schema}.article (
    number bigint PRIMARY KEY,
    entered bigint NOT NULL,
    left_at bigint NOT NULL DEFAULT ${never},
    withdrawn boolean NOT NULL DEFAULT false,
    id text COLLATE "C" NOT NULL,
    title text COLLATE "C" NOT NULL,
    newest float8 NOT NULL,
    oldest float8 NOT NULL,
    newest_change float8 NOT NULL,
    oldest_change float8 NOT NULL,
    since float8 NOT NULL,
    until float8 NOT NULL,
    head text NOT NULL,
    file text COLLATE "C" NOT NULL,
    stamp text NOT NULL,
    digest text NOT NULL,
    code text NOT NULL,
    content text COLLATE "C" NOT NULL,
    relations text NOT NULL,
    beside text NOT NULL
  );
  CREATE UNIQUE INDEX article_id ON ${schema}.article (id) WHERE left_at = ${never};
  CREATE UNIQUE INDEX article_file ON ${schema}.article (file) WHERE left_at = ${never};
  CREATE INDEX article_any_id ON ${schema}.article (id);
  CREATE INDEX article_entered ON ${schema}.article (entered);
  CREATE INDEX article_left ON ${schema}.article (left_at) WHERE left_at < ${never};
  CREATE INDEX article_newest ON ${schema}.article (newest DESC, id);
  CREATE INDEX article_oldest ON ${schema}.article (oldest, id);
  CREATE INDEX article_newest_change ON ${schema}.article (newest_change DESC, id);
  CREATE INDEX article_oldest_change ON ${schema}.article (oldest_change, id);
  CREATE INDEX article_title ON ${schema}.article (title, id);
  CREATE INDEX article_title_down ON ${schema}.article (title DESC, id);
  CREATE INDEX article_since ON ${schema}.article (since) WHERE since > '-Infinity';
  CREATE INDEX article_until ON ${schema}.article (until);
  CREATE INDEX article_content ON ${schema}.article (content) WHERE content <> '';
  CREATE TABLE ${schema}.body (number bigint PRIMARY KEY, body text NOT NULL, hashes bytea NOT NULL);
  CREATE TABLE ${schema}.name (
    facet text COLLATE "C" NOT NULL,
    folded text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    written text COLLATE "C" NOT NULL,
    PRIMARY KEY (facet, folded, number)
  );
  CREATE INDEX name_number ON ${schema}.name (number);
  CREATE TABLE ${schema}.passage (
    number bigint PRIMARY KEY,
    entered bigint NOT NULL,
    left_at bigint NOT NULL DEFAULT ${never},
    since float8 NOT NULL,
    until float8 NOT NULL,
    newest float8 NOT NULL,
    id text COLLATE "C" NOT NULL,
    terms tsvector NOT NULL
  ) WITH (fillfactor = 90);
  ALTER TABLE ${schema}.passage ALTER COLUMN terms SET STORAGE EXTERNAL, ALTER COLUMN terms SET STATISTICS 0;
  ${indexOfTerms(schema).create};
  CREATE TABLE ${schema}.long_passage (number bigint NOT NULL, terms tsvector NOT NULL);
  ALTER TABLE ${schema}.long_passage ALTER COLUMN terms SET STORAGE EXTERNAL, ALTER COLUMN terms SET STATISTICS 0;
  CREATE INDEX long_passage_number ON ${schema}.long_passage (number);
  CREATE INDEX long_passage_terms ON ${schema}.long_passage USING gin (terms);
  CREATE TABLE ${schema}.word (form text COLLATE "C" PRIMARY KEY);
  CREATE TABLE ${schema}.alias (name text COLLATE "C" NOT NULL, number bigint NOT NULL);
  CREATE INDEX alias_name ON ${schema}.alias (name);
  CREATE INDEX alias_number ON ${schema}.alias (number);
  CREATE TABLE ${schema}.used (
    hash text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    path text COLLATE "C" NOT NULL,
    facts text NOT NULL
  );
  CREATE INDEX used_hash ON ${schema}.used (hash);
  CREATE INDEX used_number ON ${schema}.used (number);
  CREATE TABLE ${schema}.bytes (
    hash text COLLATE "C" NOT NULL,
    part integer NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (hash, part)
  );
  ALTER TABLE ${schema}.bytes ALTER COLUMN bytes SET STORAGE EXTERNAL;
  CREATE TABLE ${schema}.kin (key text COLLATE "C" NOT NULL, number bigint NOT NULL);
  CREATE INDEX kin_key ON ${schema}.kin (key);
  CREATE INDEX kin_number ON ${schema}.kin (number);
  CREATE TABLE ${schema}.former (
    number bigint NOT NULL DEFAULT nextval('${schema}.numbers'),
    id text COLLATE "C" PRIMARY KEY,
    content text COLLATE "C" NOT NULL,
    target text COLLATE "C"
  );
  CREATE INDEX former_number ON ${schema}.former (number);
  CREATE INDEX former_content ON ${schema}.former (content);
  CREATE INDEX former_target ON ${schema}.former (target);
  CREATE VIEW ${schema}.current AS
    SELECT article.* FROM ${schema}.state
    JOIN ${schema}.article ON CASE WHEN entered <= revision THEN left_at > revision ELSE false END;
  `,
  indexOrders(schema),
]

/** The tables that hold more of the article that has the same number. */
export const partsOfArticle = ['body', 'name', 'passage', 'long_passage', 'alias', 'used', 'kin']

/** A name as SQL has it. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
