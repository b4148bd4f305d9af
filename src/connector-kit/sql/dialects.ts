import type { ParameterType } from './saved-query.ts';

/** How a kind of database writes what all of them have. */
export type Dialect = {
  readonly name: string;
  /** What stands in a statement for its values, in words for the model. */
  readonly placesSentence: string;
  /** A place for the value of this number, from 1; numbered places may stand for one value twice. */
  readonly place: (number: number, type?: ParameterType) => string;
  readonly numbered: boolean;
  readonly quoteIdentifier: (name: string) => string;
  /** A backslash in a string hides the quote behind it. */
  readonly backslashEscapes: boolean;
  readonly dollarQuotes: boolean;
  readonly hashComments: boolean;
  /** Asks who this is: account, version. */
  readonly profile: string;
  /** schema, name, kind, comment of all tables and views but the system's own. */
  readonly tables: string;
  /** Of a schema and a table: name, type, nullable, default, comment, position in the primary key or null. */
  readonly columns: string;
  /** Of all tables and views: schema, table, name, type, comment, position in the primary key or null. What may not be read may be left out. */
  readonly allColumns: string;
  /** Of a schema and a table: column, schema, table and column that it refers to. */
  readonly references: string;
};

export const postgresql: Dialect = {
  name: 'PostgreSQL',
  placesSentence: '$1, $2, …',
  place: (number, type) => (type === undefined ? `$${number}` : `$${number}::${postgresqlTypes[type]}`),
  numbered: true,
  quoteIdentifier: (name) => `"${name.replaceAll('"', '""')}"`,
  backslashEscapes: false,
  dollarQuotes: true,
  hashComments: false,
  profile: `SELECT current_user::text, 'PostgreSQL ' || current_setting('server_version')`,
  tables: `SELECT n.nspname::text, c.relname::text, CASE WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END,
      obj_description(c.oid, 'pg_class')
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    ORDER BY 1, 2`,
  columns: `SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
      col_description(a.attrelid, a.attnum), array_position(i.indkey::smallint[], a.attnum) + 1
    FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
  allColumns: `SELECT n.nspname::text, c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod),
      col_description(a.attrelid, a.attnum), array_position(i.indkey::smallint[], a.attnum) + 1
    FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
      AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(c.oid, a.attnum, 'SELECT')
    ORDER BY 1, 2, a.attnum`,
  references: `SELECT a.attname::text, fn.nspname::text, fc.relname::text, fa.attname::text
    FROM pg_catalog.pg_constraint k
      JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_class fc ON fc.oid = k.confrelid JOIN pg_catalog.pg_namespace fn ON fn.oid = fc.relnamespace
      CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS pair (here, there)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = pair.here
      JOIN pg_catalog.pg_attribute fa ON fa.attrelid = fc.oid AND fa.attnum = pair.there
    WHERE k.contype = 'f' AND n.nspname = $1 AND c.relname = $2 ORDER BY k.conname, 1`,
};

const postgresqlTypes = {
  string: 'text',
  long: 'bigint',
  real: 'double precision',
  bool: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
} as const satisfies Record<ParameterType, string>;

export const mysql: Dialect = {
  name: 'MySQL',
  placesSentence: '? for each, in order',
  place: () => '?',
  numbered: false,
  quoteIdentifier: (name) => `\`${name.replaceAll('`', '``')}\``,
  backslashEscapes: true,
  dollarQuotes: false,
  hashComments: true,
  profile: `SELECT CURRENT_USER(), CONCAT(IF(VERSION() LIKE '%MariaDB%', '', 'MySQL '), VERSION())`,
  tables: `SELECT TABLE_SCHEMA, TABLE_NAME, IF(TABLE_TYPE LIKE '%VIEW%', 'view', 'table'), NULLIF(TABLE_COMMENT, '')
    FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
    ORDER BY 1, 2`,
  columns: `SELECT c.COLUMN_NAME, c.COLUMN_TYPE, c.IS_NULLABLE = 'YES', c.COLUMN_DEFAULT, NULLIF(c.COLUMN_COMMENT, ''), k.ORDINAL_POSITION
    FROM information_schema.COLUMNS c LEFT JOIN information_schema.KEY_COLUMN_USAGE k
      ON k.TABLE_SCHEMA = c.TABLE_SCHEMA AND k.TABLE_NAME = c.TABLE_NAME AND k.COLUMN_NAME = c.COLUMN_NAME AND k.CONSTRAINT_NAME = 'PRIMARY'
    WHERE c.TABLE_SCHEMA = ? AND c.TABLE_NAME = ? ORDER BY c.ORDINAL_POSITION`,
  allColumns: `SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME, c.COLUMN_TYPE, NULLIF(c.COLUMN_COMMENT, ''), k.ORDINAL_POSITION
    FROM information_schema.COLUMNS c LEFT JOIN information_schema.KEY_COLUMN_USAGE k
      ON k.TABLE_SCHEMA = c.TABLE_SCHEMA AND k.TABLE_NAME = c.TABLE_NAME AND k.COLUMN_NAME = c.COLUMN_NAME AND k.CONSTRAINT_NAME = 'PRIMARY'
    WHERE c.TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
    ORDER BY c.TABLE_SCHEMA, c.TABLE_NAME, c.ORDINAL_POSITION`,
  references: `SELECT COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
    FROM information_schema.KEY_COLUMN_USAGE
    WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION`,
};

export const sqlite: Dialect = {
  ...postgresql,
  name: 'SQLite',
  placesSentence: '? for each, in order',
  place: () => '?',
  numbered: false,
  dollarQuotes: false,
  profile: `SELECT NULL, 'SQLite ' || sqlite_version()`,
  tables: `SELECT 'main', name, type, NULL FROM sqlite_schema
    WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
  columns: `SELECT c.name, c.type, c."notnull" = 0, c.dflt_value, NULL, NULLIF(c.pk, 0)
    FROM (SELECT ? AS "schema", ? AS "table") AS asked, pragma_table_info(asked."table") AS c
    WHERE asked."schema" = 'main' ORDER BY c.cid`,
  allColumns: `SELECT 'main', t.name, c.name, c.type, NULL, NULLIF(c.pk, 0)
    FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
    WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY t.name, c.cid`,
  references: `SELECT f."from", 'main', f."table", coalesce(f."to", '')
    FROM (SELECT ? AS "schema", ? AS "table") AS asked, pragma_foreign_key_list(asked."table") AS f
    WHERE asked."schema" = 'main' ORDER BY f.id, f.seq`,
};

export const duckdb: Dialect = {
  ...postgresql,
  name: 'DuckDB',
  place: (number, type) => (type === undefined ? `$${number}` : `$${number}::${duckdbTypes[type]}`),
  profile: `SELECT NULL, 'DuckDB ' || version()`,
  tables: `SELECT table_schema, table_name, CASE table_type WHEN 'VIEW' THEN 'view' ELSE 'table' END, table_comment
    FROM information_schema.tables WHERE table_catalog = current_database() ORDER BY 1, 2`,
  columns: `SELECT c.column_name, c.data_type, c.is_nullable, c.column_default, c.comment,
      (SELECT nullif(list_position(k.constraint_column_names, c.column_name), 0) FROM duckdb_constraints() k
       WHERE k.constraint_type = 'PRIMARY KEY' AND k.database_name = c.database_name AND k.schema_name = c.schema_name
         AND k.table_name = c.table_name LIMIT 1)
    FROM duckdb_columns() c WHERE c.database_name = current_database() AND c.schema_name = $1 AND c.table_name = $2 ORDER BY c.column_index`,
  allColumns: `SELECT c.schema_name, c.table_name, c.column_name, c.data_type, c.comment,
      (SELECT nullif(list_position(k.constraint_column_names, c.column_name), 0) FROM duckdb_constraints() k
       WHERE k.constraint_type = 'PRIMARY KEY' AND k.database_name = c.database_name AND k.schema_name = c.schema_name
         AND k.table_name = c.table_name LIMIT 1)
    FROM duckdb_columns() c WHERE c.database_name = current_database() AND NOT c.internal ORDER BY 1, 2, c.column_index`,
  references: `SELECT unnest(k.constraint_column_names), k.schema_name, k.referenced_table, unnest(k.referenced_column_names)
    FROM duckdb_constraints() k WHERE k.constraint_type = 'FOREIGN KEY' AND k.database_name = current_database()
      AND k.schema_name = $1 AND k.table_name = $2`,
};

const duckdbTypes = { ...postgresqlTypes, string: 'VARCHAR', real: 'DOUBLE' } as const satisfies Record<ParameterType, string>;
