import { wordsInMemory } from '../limits.ts'

/**
 * Public articles are in one set of tables, and those that are hidden now in another, so that no count, rank or word of a public
 * answer depends on a hidden article. A row moves from one to the other when it falls due: `since` and `until` say when it is
 * public. Numbers of hidden articles are negative, so that each is of one article.
 *
 * The row of an article holds it whole, as bytes of JSON, since node:sqlite decodes text slowly, and what lists are filtered and
 * sorted by: folded names, dates as milliseconds. Undated articles come last in both orders, so each order of a date has a
 * column: they have the least date in one and the greatest in the other. `words` is the search index: terms without the
 * text, and in `forms` the words as they are written, folded, each once: for beginnings, and to rank the very word first.
 * `passages` says which passages of an article have which words, by their hashes, so that few are read for highlights.
 */
const setOf = (prefix: '' | 'hidden_'): string => `
  CREATE TABLE ${prefix}article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    newest REAL NOT NULL,
    oldest REAL NOT NULL,
    newest_change REAL NOT NULL,
    oldest_change REAL NOT NULL,
    since REAL NOT NULL,
    until REAL NOT NULL,
    revision TEXT NOT NULL,
    translated TEXT NOT NULL DEFAULT '',
    head TEXT NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX ${prefix}article_newest ON ${prefix}article (newest DESC, id);
  CREATE INDEX ${prefix}article_oldest ON ${prefix}article (oldest, id);
  CREATE INDEX ${prefix}article_newest_change ON ${prefix}article (newest_change DESC, id);
  CREATE INDEX ${prefix}article_oldest_change ON ${prefix}article (oldest_change, id);
  CREATE INDEX ${prefix}article_title ON ${prefix}article (title, id);
  CREATE INDEX ${prefix}article_title_down ON ${prefix}article (title DESC, id);
  CREATE INDEX ${prefix}article_since ON ${prefix}article (since, until);
  CREATE INDEX ${prefix}article_until ON ${prefix}article (until);
  CREATE TABLE ${prefix}name (
    facet TEXT NOT NULL,
    folded TEXT NOT NULL,
    article INTEGER NOT NULL,
    written TEXT NOT NULL,
    PRIMARY KEY (facet, folded, article)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX ${prefix}name_article ON ${prefix}name (article);
  CREATE VIRTUAL TABLE ${prefix}words USING fts5(
    title, headings, body, names, forms, content = '', tokenize = 'ascii'
  );
  INSERT INTO ${prefix}words(${prefix}words, rank) VALUES ('hashsize', ${wordsInMemory});
  CREATE VIRTUAL TABLE ${prefix}known USING fts5vocab(${prefix}words, row);
  CREATE VIRTUAL TABLE ${prefix}places USING fts5vocab(${prefix}words, instance);
  CREATE TABLE ${prefix}passages (article INTEGER PRIMARY KEY, words BLOB NOT NULL) STRICT;
  CREATE TABLE ${prefix}alias (
    name TEXT NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (name, article)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX ${prefix}alias_article ON ${prefix}alias (article);
  CREATE TABLE ${prefix}used (
    hash TEXT NOT NULL,
    article INTEGER NOT NULL,
    path TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (hash, article, path)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX ${prefix}used_article ON ${prefix}used (article);
`

/** All articles, those that are hidden included. */
const views = ['article', 'name', 'passages', 'alias', 'used']
  .map((name) => `CREATE VIEW any_${name} AS SELECT * FROM ${name} UNION ALL SELECT * FROM hidden_${name};`)
  .join('\n')

/** What is public at the moment that the function of a connection says, while rows that are due wait to be moved. */
const dueViews = `
  CREATE VIEW due_article AS SELECT * FROM any_article WHERE since <= moment() AND until > moment();
  CREATE VIEW due_name AS SELECT any_name.* FROM any_name JOIN due_article ON number = any_name.article;
`

export const tables = `
  ${setOf('')}
  ${setOf('hidden_')}
  ${views}
  ${dueViews}
  CREATE TABLE synonyms (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL) STRICT;
  CREATE TABLE file (
    file TEXT PRIMARY KEY,
    stamp TEXT NOT NULL,
    digest TEXT NOT NULL,
    article TEXT NOT NULL UNIQUE,
    beside TEXT NOT NULL,
    relations TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX file_text ON file (text);
  CREATE TABLE kin (
    key TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (key, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX kin_id ON kin (id);
  CREATE TABLE former (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    target TEXT
  ) STRICT;
  CREATE INDEX former_text ON former (text);
  CREATE INDEX former_target ON former (target);
  CREATE TABLE revision (number INTEGER NOT NULL) STRICT;
  INSERT INTO revision VALUES (0);
  CREATE TABLE about (folder TEXT NOT NULL) STRICT;
`

/** The tables of a set: `article` and `words` have the same numbers, and where it is partial, `words` has more. */
export type SetOfTables = {
  article: string
  words: string
  name: string
  known: string
  places: string
  isPartial?: boolean
}

/** What questions are asked of: names of tables or views, and the sets that these are made of. */
export type Tables = {
  article: string
  name: string
  passages: string
  alias: string
  used: string
  sets: readonly SetOfTables[]
}

const publicSet = { article: 'article', words: 'words', name: 'name', known: 'known', places: 'places' }

const hiddenSet = {
  article: 'hidden_article',
  words: 'hidden_words',
  name: 'hidden_name',
  known: 'hidden_known',
  places: 'hidden_places',
}

export const publicTables: Tables = {
  article: 'article',
  name: 'name',
  passages: 'passages',
  alias: 'alias',
  used: 'used',
  sets: [publicSet],
}

export const allTables: Tables = {
  article: 'any_article',
  name: 'any_name',
  passages: 'any_passages',
  alias: 'any_alias',
  used: 'any_used',
  sets: [publicSet, hiddenSet],
}

/** What is published and not moved yet is in lists, and in no search. */
export const dueTables: Tables = {
  article: 'due_article',
  name: 'due_name',
  passages: 'any_passages',
  alias: 'any_alias',
  used: 'any_used',
  sets: [{ ...publicSet, article: 'due_article', isPartial: true }],
}
