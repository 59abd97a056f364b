import type { FeaturePart } from '../../platform/feature-part.js';
import { Employees } from './employees.service.js';
import { EmployerStatements } from './employer-statement.queries.js';
import { Employer, EmployerNomination, EmployerRepresentative } from './employer.entity.js';
import { EmployersController } from './employers.controller.js';
import { Employers } from './employers.queries.js';
import { KeepEmployers } from './keep-employers.service.js';
import { MyEmployersController } from './my-employers.controller.js';
import { Representatives } from './representatives.js';

export const employers: FeaturePart = {
  entities: [Employer, EmployerNomination, EmployerRepresentative],
  controllers: [EmployersController, MyEmployersController],
  providers: [Employees, EmployerStatements, Employers, KeepEmployers, Representatives],
};
