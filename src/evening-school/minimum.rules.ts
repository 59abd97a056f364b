/** Whether a class runs with too few learners is decided so many days before it begins. */
export const daysBeforeDecision = 7;
