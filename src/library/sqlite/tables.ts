/**
 * The row of an article holds it whole, as bytes of JSON, since node:sqlite decodes text slowly, and what lists are filtered and
 * sorted by: folded names, dates as milliseconds. Undated articles come last in both orders, so each order of a date has a
 * column: they have the least date in one and the greatest in the other. `words` is the search index: terms without the
 * text, and in `forms` the words as they are written, folded, each once: for beginnings, and to rank the very word first.
 */
export const tables = `
  CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    newest REAL NOT NULL,
    oldest REAL NOT NULL,
    newest_change REAL NOT NULL,
    oldest_change REAL NOT NULL,
    head TEXT NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX article_newest ON article (newest DESC, id);
  CREATE INDEX article_oldest ON article (oldest, id);
  CREATE INDEX article_newest_change ON article (newest_change DESC, id);
  CREATE INDEX article_oldest_change ON article (oldest_change, id);
  CREATE INDEX article_title ON article (title, id);
  CREATE INDEX article_title_down ON article (title DESC, id);
  CREATE TABLE name (
    facet TEXT NOT NULL,
    folded TEXT NOT NULL,
    article INTEGER NOT NULL,
    written TEXT NOT NULL,
    PRIMARY KEY (facet, folded, article)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX name_article ON name (article);
  CREATE VIRTUAL TABLE words USING fts5(
    title, headings, body, names, forms, content = '', contentless_delete = 1, tokenize = 'ascii'
  );
  CREATE VIRTUAL TABLE known USING fts5vocab(words, row);
  CREATE TABLE synonyms (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL) STRICT;
  CREATE TABLE alias (
    name TEXT NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (name, article)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alias_article ON alias (article);
  CREATE TABLE file (
    file TEXT PRIMARY KEY,
    stamp TEXT NOT NULL,
    digest TEXT NOT NULL,
    article TEXT NOT NULL UNIQUE,
    beside TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX file_text ON file (text);
  CREATE TABLE former (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    target TEXT
  ) STRICT;
  CREATE INDEX former_text ON former (text);
  CREATE INDEX former_target ON former (target);
  CREATE TABLE about (folder TEXT NOT NULL) STRICT;
  CREATE TABLE used (
    hash TEXT NOT NULL,
    article INTEGER NOT NULL,
    path TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (hash, article, path)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX used_article ON used (article);
`
