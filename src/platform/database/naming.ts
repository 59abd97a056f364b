import { DefaultNamingStrategy } from 'typeorm';

/** Columns are the property's name in snake_case; tables and constraints are always named by hand. */
export class SnakeCaseColumns extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
