import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { send } from './send.js';
import type { Tx } from './transactions.js';

/** The entities that match, sent as `send` does; `rest` is what follows FROM and the table, locks among it. */
export async function sendEntities<Row extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<Row>,
  rest: string,
  values: unknown[],
): Promise<Row[]> {
  const { columns: all, tableName } = tx.dataSource.getMetadata(entity);
  const columns = all.filter(({ isSelect }) => isSelect);
  const names = columns.map(({ databaseName }) => databaseName).join(', ');
  const rows = await send<Record<string, unknown>>(tx, `SELECT ${names} FROM ${tableName} ${rest}`, values);
  const { driver } = tx.dataSource;
  return rows.map((row) => {
    const made = tx.create(entity);
    for (const column of columns) {
      column.setEntityValue(made, driver.prepareHydratedValue(row[column.databaseName], column));
    }
    return made;
  });
}
